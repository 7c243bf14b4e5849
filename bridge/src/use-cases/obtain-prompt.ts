import { BridgeError } from '../domain/errors';
import { decide } from '../domain/observation';
import { isOpen, type Payment, type Prompt } from '../domain/payment';
import type { Opened } from '../domain/provider';
import type { UnitOfWork } from '../domain/store';
import { askProvider, patiently } from './ask-provider';
import type { Deps } from './deps';
import type { Keep } from './idempotency';
import type { MerchantAccounts } from './merchant-accounts';
import { recordObservation, transitionOf } from './record-observation';

/**
 * Sees to it that an open payment has something to show to the shopper, asking the provider if need be. Called again,
 * also at the same time by two tabs, it asks under the same number with the same words, which gives the same payment.
 *
 * @param keep runs in the transaction that makes the outcome definite
 * @returns the payment as it is then
 */
export async function obtainPrompt(
  deps: Deps,
  accounts: MerchantAccounts,
  payment: Payment,
  keep: Keep,
): Promise<Payment> {
  const { store } = deps;
  if (!isOpen(payment) || hasPrompt(payment, deps.now())) {
    await store.write((work) => keep(work));
    return payment;
  }
  const account = await accounts.active(payment.merchantId);
  const shopper = await store.read.payments.shopperOf(payment.id);
  const ask = () => askProvider(deps, payment.provider, 'open', () => account.open(payment, shopper));
  try {
    const opened = await patiently(deps, ask);
    return await store.write(async (work) => {
      const now = await recordOpened(deps, work, payment, opened);
      await keep(work);
      return now;
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

async function recordOpened(deps: Deps, work: UnitOfWork, payment: Payment, opened: Opened): Promise<Payment> {
  if (opened.prompt !== null) return recordPrompt(work, payment, opened.prompt, opened.promptUntilMs, deps.now());
  const source = { by: 'provider_answer', reference: null } as const;
  const now = (await recordObservation(deps, work, payment.id, opened.observed, source)) ?? payment;
  if (isOpen(now)) throw new BridgeError('provider_refused', `${now.provider} has the number, and no prompt for it`);
  return now;
}

/** The provider has it, and gave something to show; unless a notification was faster than this answer. */
async function recordPrompt(
  { payments }: UnitOfWork,
  { id }: Payment,
  prompt: Prompt,
  promptUntilMs: number,
  nowMs: number,
): Promise<Payment> {
  const payment = await payments.lock(id);
  // Another tab was faster: both show the same.
  if (!isOpen(payment) || hasPrompt(payment, nowMs)) return payment;
  const shown: Payment = { ...payment, prompt, promptUntilMs };
  const known = decide(shown, { status: 'pending' }, nowMs, null)?.payment ?? shown;
  await payments.update(known);
  if (known.version !== payment.version) {
    await payments.addTransition(transitionOf(payment, known, { by: 'provider_answer', reference: null }, nowMs));
  }
  return known;
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
