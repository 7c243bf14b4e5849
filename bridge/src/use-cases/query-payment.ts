import { paymentCan } from '@multipay/contracts/payment-rules';
import type { Payment as PaymentView } from '@multipay/contracts/schemas/payment';
import { BridgeError } from '../domain/errors';
import { DONE, type Job, type JobOutcome } from '../domain/job';
import { nextQueryMs } from '../domain/ladder';
import type { Observed } from '../domain/observation';
import { GRACE_MS, isOpen, type Payment } from '../domain/payment';
import type { Caller } from '../domain/site';
import { askProvider } from './ask-provider';
import type { Deps } from './deps';
import type { MerchantAccounts } from './merchant-accounts';
import { ownPayment, shown } from './read-payments';
import { recordObservation } from './record-observation';

/** A provider is not asked for the same payment more often than this, whoever presses how often. */
const PAUSE_MS = 2_000;

/** Asks the provider what became of a payment, and writes the answer down. */
async function query(deps: Deps, accounts: MerchantAccounts, payment: Payment): Promise<Payment> {
  const account = await accounts.active(payment.merchantId);
  let observed = await askProvider(deps, payment.provider, 'query', () => account.query(payment));
  if (isUnpaid(observed) && deps.now() > payment.payableUntilMs + GRACE_MS) {
    // The last moment has passed: the provider shall take no more money for it. If it just did, we hear of it now.
    const closed = await askProvider(deps, payment.provider, 'close', () => account.close(payment));
    if (closed.status === 'succeeded') observed = closed;
  }
  return deps.store.write(async (work) => {
    const found = await recordObservation(deps, work, payment.id, observed, { by: 'provider_query', reference: null });
    const asked = { ...(found ?? payment), queriedMs: deps.now() };
    await work.payments.update(asked);
    return asked;
  });
}

const isUnpaid = (observed: Observed): boolean => observed.status === 'pending' || observed.status === 'absent';

/** Asks now because somebody wants to know, unless it was asked a moment ago. */
export const refreshPayment =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (caller: Caller, paymentId: string): Promise<PaymentView> => {
    const payment = await ownPayment(deps, caller, paymentId);
    const justAsked = payment.queriedMs !== null && deps.now() - payment.queriedMs < PAUSE_MS;
    if (justAsked || !paymentCan('refresh', payment.status)) return shown(deps, payment);
    return shown(deps, await query(deps, accounts, payment));
  };

/** Asks on schedule, until the payment is over. */
export const queryPaymentJob =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (job: Job): Promise<JobOutcome> => {
    const payment = await deps.store.read.payments.byId(job.subject);
    if (!payment || !isOpen(payment)) return DONE;
    const asked = await query(deps, accounts, payment).catch((error: unknown) => {
      // Not hearing anything is no news: the ladder goes on.
      if (error instanceof BridgeError && error.retryable) return payment;
      throw error;
    });
    if (!isOpen(asked)) return DONE;
    const { payableUntilMs } = payment;
    return {
      outcome: 'again',
      dueMs: nextQueryMs(job.tries + 1, deps.now(), payableUntilMs, payableUntilMs + GRACE_MS),
    };
  };
