import { paymentCan } from '@multipay/contracts/payment-rules';
import type { Payment as PaymentView } from '@multipay/contracts/schemas/payment';
import { BridgeError } from '../domain/errors';
import { DONE, type Job, type JobOutcome } from '../domain/job';
import { nextQueryMs } from '../domain/ladder';
import type { Observed } from '../domain/observation';
import { GRACE_MS, isOpen, isOver, type Payment } from '../domain/payment';
import type { ProviderAccount } from '../domain/provider';
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
  const said = await askProvider(deps, payment.provider, 'query', () => account.query(payment));
  const observed = isOpen(payment) && isOver(payment, deps.now()) ? await atTheEnd(deps, account, payment, said) : said;
  return deps.store.write(async (work) => {
    const found = await recordObservation(deps, work, payment.id, observed, { by: 'provider_query', reference: null });
    const asked = { ...(found ?? payment), queriedMs: deps.now() };
    await work.payments.update(asked);
    return asked;
  });
}

/**
 * The last moment has passed: the provider shall take no more money for it. If it just did, we hear of it now. One that
 * will not close it has said all the same that there is no money.
 */
async function atTheEnd(deps: Deps, account: ProviderAccount, payment: Payment, said: Observed): Promise<Observed> {
  if (said.status === 'succeeded' || said.status === 'closed') return said;
  try {
    const closed = await askProvider(deps, payment.provider, 'close', () => account.close(payment));
    const isNews = closed.status === 'succeeded' || (said.status === 'unknown' && closed.status === 'closed');
    return isNews ? closed : said;
  } catch (error) {
    if (!(error instanceof BridgeError) || error.retryable) throw error;
    deps.log.error({ err: error, payment: payment.id }, 'the provider does not close a payment whose time has run out');
    return said;
  }
}

/** Asks now because somebody wants to know, unless it was asked a moment ago. */
export const refreshPayment =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (caller: Caller, paymentId: string): Promise<PaymentView> => {
    const payment = await ownPayment(deps, caller, paymentId);
    const justAsked = payment.queriedMs !== null && deps.now() - payment.queriedMs < PAUSE_MS;
    if (justAsked || !paymentCan('refresh', payment.status)) return shown(deps, payment);
    return shown(deps, await query(deps, accounts, payment));
  };

/** Asks on schedule until the payment is over; and about money that is said to have come after its end. */
export const queryPaymentJob =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (job: Job): Promise<JobOutcome> => {
    const payment = await deps.store.read.payments.byId(job.subject);
    if (!payment || !paymentCan('refresh', payment.status)) return DONE;
    try {
      const asked = await query(deps, accounts, payment);
      return isOpen(asked) ? onLadder(deps, job, payment) : DONE;
    } catch (error) {
      // Not hearing anything is no news: the ladder goes on.
      if (error instanceof BridgeError && error.retryable) return onLadder(deps, job, payment);
      throw error;
    }
  };

const onLadder = ({ now }: Deps, { tries }: Job, { payableUntilMs }: Payment): JobOutcome => ({
  outcome: 'again',
  dueMs: nextQueryMs(tries + 1, now(), payableUntilMs, payableUntilMs + GRACE_MS),
});
