import type { PaymentTimeline } from '@multipay/contracts/schemas/payment';
import { iso } from '../domain/clock';
import type { Caller } from '../domain/site';
import type { Delivery, StoredNotification, Transition } from '../domain/store';
import type { Deps } from './deps';
import { ownPayment, shown } from './read-payments';

/** Of an order that was tried more often, the newest. */
const MOST_ATTEMPTS = 50;
/** Of what providers and sites said again and again, the newest. */
const MOST_OF_A_KIND = 100;

type Item = PaymentTimeline['items'][number];
interface Dated {
  readonly atMs: number;
  readonly item: Omit<Item, 'at'>;
}

/**
 * Everything that happened around a payment, the oldest first. Raw notifications are kept for 30 days; older ones are
 * not there any more.
 *
 * @throws BridgeError `not_found`
 */
export const getPaymentTimeline =
  (deps: Deps) =>
  async (caller: Caller, paymentId: string): Promise<PaymentTimeline> => {
    const payment = await ownPayment(deps, caller, paymentId);
    const { networkId, siteId, orderRef } = payment;
    const { payments, notifications, webhooks } = deps.store.read;
    const [attempts, transitions, notices, deliveries] = await Promise.all([
      payments.list({ networkId, siteId, orderRef, limit: MOST_ATTEMPTS }),
      payments.transitions(paymentId),
      notifications.about(paymentId, MOST_OF_A_KIND),
      webhooks.list({ networkId, siteId, paymentId, limit: MOST_OF_A_KIND }),
    ]);
    // Where times are the same the sort keeps this order, in which the bridge writes them down.
    const dated = [
      ...transitions.map(fromTransition),
      ...deliveries.map(fromDelivery),
      ...notices.map(fromNotification),
    ];
    return {
      payment: await shown(deps, payment),
      attempts: await Promise.all(attempts.reverse().map((attempt) => shown(deps, attempt))),
      items: dated.sort((a, b) => a.atMs - b.atMs).map(({ atMs, item }) => ({ ...item, at: iso(atMs) })),
    };
  };

const fromNotification = ({ receivedMs, outcome, providerId }: Omit<StoredNotification, 'sealedBody'>): Dated => ({
  atMs: receivedMs,
  item: { kind: 'notification', title: outcome, detail: null, reference: providerId },
});

const fromTransition = ({ atMs, to, by, reason, flags, providerReference }: Transition): Dated => ({
  atMs,
  item: {
    kind: 'transition',
    title: to,
    detail: [by, ...(reason === null ? [] : [reason]), ...flags].join(', '),
    reference: providerReference,
  },
});

const fromDelivery = ({ createdMs, state, type, lastAnswer, id }: Delivery): Dated => ({
  atMs: createdMs,
  item: {
    kind: 'delivery',
    title: state,
    detail: [type, ...(lastAnswer === null ? [] : [lastAnswer])].join(', '),
    reference: id,
  },
});
