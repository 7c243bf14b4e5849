import { BridgeError } from '../domain/errors';
import { isOpen, type Payment } from '../domain/payment';
import type { Opened } from '../domain/provider';
import type { UnitOfWork } from '../domain/store';
import { askProvider, patiently } from './ask-provider';
import type { Deps } from './deps';
import type { Keep } from './idempotency';
import type { MerchantAccounts } from './merchant-accounts';
import { recordObservation } from './record-observation';

/**
 * Sees to it that an open payment has something to show to the shopper, asking the provider if need be. Called again,
 * also at the same time by two tabs, it asks under the same number with the same words, which gives the same payment.
 *
 * @param keep runs in the transaction that makes the outcome definite
 */
export async function obtainPrompt(
  deps: Deps,
  accounts: MerchantAccounts,
  paymentId: string,
  keep: Keep,
): Promise<void> {
  const { store } = deps;
  const payment = await store.read.payments.byId(paymentId);
  if (!payment || !isOpen(payment) || hasPrompt(payment, deps.now())) return store.write((work) => keep(work));
  const account = await accounts.active(payment.merchantId);
  const shopper = await store.read.payments.shopperOf(paymentId);
  const ask = () => askProvider(deps, payment.provider, 'open', () => account.open(payment, shopper));
  try {
    const opened = await patiently(deps, ask);
    await store.write(async (work) => {
      await recordOpened(deps, work, payment, opened);
      await keep(work);
    });
  } catch (error) {
    if (isDefinite(error)) {
      await store.write(async (work) => {
        await recordRefusal(deps, work, payment, error);
        await keep(work, error);
      });
    }
    throw error;
  }
}

const hasPrompt = ({ prompt, promptUntilMs }: Payment, nowMs: number): boolean =>
  prompt !== null && promptUntilMs !== null && nowMs < promptUntilMs;

const isDefinite = (error: unknown): error is BridgeError =>
  error instanceof BridgeError && (error.code === 'provider_refused' || error.code === 'provider_rejected_key');

async function recordOpened(deps: Deps, work: UnitOfWork, { id, provider }: Payment, opened: Opened): Promise<void> {
  const observed = opened.prompt === null ? opened.observed : ({ status: 'pending' } as const);
  const payment = await recordObservation(deps, work, id, observed, { by: 'provider_answer', reference: null });
  if (opened.prompt === null) {
    if (payment && isOpen(payment))
      throw new BridgeError('provider_refused', `${provider} has the number, and no prompt for it`);
    return;
  }
  // A notification may have been faster than the answer; then there is nothing left to show.
  if (payment && isOpen(payment))
    await work.payments.update({ ...payment, prompt: opened.prompt, promptUntilMs: opened.promptUntilMs });
}

async function recordRefusal(deps: Deps, work: UnitOfWork, { id }: Payment, error: BridgeError): Promise<void> {
  const providerCode = error.providerCode ?? error.code;
  await recordObservation(
    deps,
    work,
    id,
    { status: 'refused', providerCode },
    { by: 'provider_answer', reference: providerCode },
  );
}
