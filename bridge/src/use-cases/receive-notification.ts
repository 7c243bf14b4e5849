import { BridgeError, codeOf } from '../domain/errors';
import type { Notice, RawNotification } from '../domain/provider';
import type { Merchant, UnitOfWork } from '../domain/store';
import type { Observed } from '../domain/observation';
import { isOpen, isOver, type Payment } from '../domain/payment';
import type { Deps } from './deps';
import type { MerchantAccounts } from './merchant-accounts';
import { newId } from './new-id';
import { recordObservation } from './record-observation';
import { verified, type Door } from './verify-notification';

/** What was found out about a notification, for counters and tests. */
export type NotificationOutcome =
  'applied' | 'duplicate' | 'kept' | 'unknown_payment' | 'other_merchant' | 'asked_provider';

/** The provider waits five seconds at a site's door; the site needs its share of them. */
const COMMIT_WITHIN_MS = 1_000;

/**
 * Takes what a provider says. Only its signature, the account's keys and the payment's number give it authority; the
 * door gives none, so genuine money that came through the wrong site's door is booked where it belongs.
 *
 * Answers after the commit. What was committed is never lost; everything else gets "try again".
 *
 * @throws BridgeError `notification_forged`, `notification_stale`, `store_unavailable`
 */
export const receiveNotification =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (door: Door, raw: RawNotification): Promise<NotificationOutcome> => {
    try {
      const { merchant, notice } = await verified(deps, accounts, door, raw);
      const outcome = await inTime(deps.store.write((work) => apply(deps, work, merchant, notice, raw)));
      deps.count.notification(door.provider, outcome);
      return outcome;
    } catch (error) {
      deps.count.notification(door.provider, codeOf(error));
      throw error;
    }
  };

async function apply(
  deps: Deps,
  work: UnitOfWork,
  merchant: Merchant,
  notice: Notice,
  raw: RawNotification,
): Promise<NotificationOutcome> {
  const outcome = await outcomeOf(deps, work, merchant, notice);
  if (outcome === 'other_merchant') return outcome;
  const id = newId('notification');
  const isNew = await work.notifications.add({
    id,
    provider: merchant.provider,
    merchantId: merchant.id,
    providerId: notice.id,
    paymentId: notice.kind === 'payment' ? notice.paymentId : null,
    outcome,
    sealedBody: deps.vault.seal(`notification/${id}`, raw.body.toString('base64')),
    receivedMs: deps.now(),
  });
  return isNew ? outcome : 'duplicate';
}

async function outcomeOf(
  deps: Deps,
  work: UnitOfWork,
  merchant: Merchant,
  notice: Notice,
): Promise<NotificationOutcome> {
  if (notice.kind === 'other') return 'kept';
  const { paymentId, observed } = notice;
  const payment = await work.payments.byId(paymentId);
  if (!payment) {
    deps.log.error(
      { payment: paymentId, merchant: merchant.id },
      'a genuine notification names a payment that is not here',
    );
    return 'unknown_payment';
  }
  if (payment.merchantId !== merchant.id) {
    deps.log.error({ payment: paymentId, merchant: merchant.id }, "a notification names another account's payment");
    return 'other_merchant';
  }
  if (mustBeAsked(payment, observed, deps.now())) {
    await work.outbox.put({ kind: 'query_payment', subject: paymentId, laneKey: payment.provider, dueMs: deps.now() });
    work.afterCommit(deps.workAdded);
    return 'asked_provider';
  }
  await recordObservation(deps, work, paymentId, observed, { by: 'provider_notification', reference: notice.id });
  return 'applied';
}

/**
 * Other money than was asked for is too important for one voice; and "no money", which may be old, ends nothing. The
 * provider is asked, and its answer is what gets booked.
 */
function mustBeAsked(payment: Payment, observed: Observed, nowMs: number): boolean {
  if (observed.status === 'succeeded') {
    return observed.amount !== payment.amount || observed.currency !== payment.currency;
  }
  return observed.status !== 'closed' && isOpen(payment) && isOver(payment, nowMs);
}

/** An answer that comes too late for the provider is "try again"; if the commit still happens, the repeat is a duplicate. */
async function inTime<T>(written: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new BridgeError('store_unavailable', 'the database took too long')),
      COMMIT_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([written, late]);
  } finally {
    clearTimeout(timer);
  }
}
