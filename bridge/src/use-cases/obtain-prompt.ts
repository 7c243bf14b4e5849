import { BridgeError } from '../domain/errors';
import { decide } from '../domain/observation';
import { isOpen, type Payment, type Prompt } from '../domain/payment';
import type { Opened } from '../domain/provider';
import type { UnitOfWork } from '../domain/store';
import { askProvider, patiently } from './ask-provider';
import type { Deps } from './deps';
import { giveUp } from './give-up';
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
  if (opened.prompt !== null) return recordPrompt(deps, work, payment, opened);
  const source = { by: 'provider_answer', reference: null } as const;
  const now = (await recordObservation(deps, work, payment.id, opened.observed, source)) ?? payment;
  if (isOpen(now)) throw new BridgeError('provider_refused', `${now.provider} has the number, and no prompt for it`);
  return now;
}

/** The provider has it, and gave something to show; unless a notification was faster than this answer. */
async function recordPrompt(
  deps: Deps,
  work: UnitOfWork,
  { id }: Payment,
  { prompt, promptUntilMs }: Pick<Extract<Opened, { prompt: Prompt }>, 'prompt' | 'promptUntilMs'>,
): Promise<Payment> {
  const nowMs = deps.now();
  const payment = await work.payments.lock(id);
  // Another tab was faster: both show the same.
  if (!isOpen(payment) || hasPrompt(payment, nowMs)) return payment;
  const shown: Payment = { ...payment, prompt, promptUntilMs };
  const known = decide(shown, { status: 'unknown' }, nowMs, { paidBy: null, wants: shown })?.payment ?? shown;
  await work.payments.update(known);
  if (known.version !== payment.version) {
    const step = transitionOf(payment, known, { by: 'provider_answer', reference: null }, nowMs);
    await work.payments.addTransition(step);
    work.afterCommit(() => deps.count.payment(known.provider, known.status));
  }
  // If it was given up meanwhile, the provider was asked to close what it did not have yet.
  return known.reason === null ? known : giveUp(deps, work, known, known.reason);
}

/**
 * A refusal to open ends a payment. A refusal of a fresh prompt does not, since the one before may just be being paid:
 * the payment is not offered any more, and watched like one that was superseded.
 */
async function recordRefusal(deps: Deps, work: UnitOfWork, payment: Payment, error: BridgeError): Promise<void> {
  await work.payments.lockOrder(payment, payment.orderRef);
  const known = await work.payments.lock(payment.id);
  if (known.status === 'pending') {
    await giveUp(deps, work, known, 'refused');
    return;
  }
  const providerCode = error.providerCode ?? error.code;
  const refused = { status: 'refused', providerCode } as const;
  await recordObservation(deps, work, known.id, refused, { by: 'provider_answer', reference: providerCode });
}
