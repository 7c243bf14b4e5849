import type { ProviderName } from '@multipay/contracts/providers';
import { BridgeError, codeOf } from '../domain/errors';
import type { Notice, RawNotification } from '../domain/provider';
import type { Merchant, UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import type { MerchantAccounts } from './merchant-accounts';
import { newId } from './new-id';
import { recordObservation } from './record-observation';

/** The door that a notification came through. It is only a hint: what counts is whose signature it bears. */
export interface Door {
  readonly provider: ProviderName;
  /** The account named in the address. */
  readonly merchantId?: string;
  /** The network whose site's door it was. */
  readonly networkId?: string;
}

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

/** Finds the account whose keys the notification was signed for. */
async function verified(
  { store, providers }: Deps,
  accounts: MerchantAccounts,
  door: Door,
  raw: RawNotification,
): Promise<{ merchant: Merchant; notice: Notice }> {
  const { merchants } = store.read;
  const named = door.merchantId === undefined ? null : await merchants.byId(door.merchantId);
  const claimed = await merchants.byClaim(door.provider, providers[door.provider].claimOf(raw));
  const candidates = new Map([named, ...claimed].flatMap((one) => (one ? [[one.id, one] as const] : [])));
  let refusal = new BridgeError('notification_forged', 'no merchant account has the keys that it names');
  for (const merchant of candidates.values()) {
    if (merchant.provider !== door.provider) continue;
    for (const account of await accounts.verifying(merchant)) {
      try {
        return { merchant, notice: await account.readNotification(raw) };
      } catch (error) {
        if (!(error instanceof BridgeError)) throw error;
        refusal = error;
      }
    }
  }
  throw refusal;
}

async function apply(
  deps: Deps,
  work: UnitOfWork,
  merchant: Merchant,
  notice: Notice,
  raw: RawNotification,
): Promise<NotificationOutcome> {
  const outcome = await outcomeOf(deps, work, merchant, notice);
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
  if (!(await isSameAccount(work, merchant, payment.merchantId))) {
    deps.log.error({ payment: paymentId, merchant: merchant.id }, "a notification names another account's payment");
    return 'other_merchant';
  }
  const differs =
    observed.status === 'succeeded' && (observed.amount !== payment.amount || observed.currency !== payment.currency);
  if (differs) {
    // Too important for one voice: the provider is asked, and its answer is what gets booked.
    await work.outbox.put({ kind: 'query_payment', subject: paymentId, dueMs: deps.now() });
    work.afterCommit(deps.workAdded);
    return 'asked_provider';
  }
  await recordObservation(deps, work, paymentId, observed, { by: 'provider_notification', reference: notice.id });
  return 'applied';
}

/** One account at the provider may stand here twice, once for each site that uses it. */
async function isSameAccount(work: UnitOfWork, merchant: Merchant, merchantId: string): Promise<boolean> {
  if (merchant.id === merchantId) return true;
  const other = await work.merchants.byId(merchantId);
  return other?.provider === merchant.provider && other.accountNumber === merchant.accountNumber;
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
