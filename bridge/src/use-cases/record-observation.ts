import type { WebhookEvent, WebhookType } from '@multipay/contracts/schemas/webhook';
import { iso } from '../domain/clock';
import { postingFor } from '../domain/ledger';
import { siteLane } from '../domain/job';
import { decide, type Observed } from '../domain/observation';
import { isOpen, type Order, type Payment } from '../domain/payment';
import type { Transition, UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import { giveUp } from './give-up';
import { newId } from './new-id';
import { paymentView } from './views';

/** Where a provider's word came from. */
export interface Source {
  readonly by: Transition['by'];
  readonly reference: string | null;
}

/**
 * Writes down what a provider said about a payment: state, transition, postings, event and outbox, all in the caller's
 * transaction. Said twice, it is written once.
 *
 * The order's row is locked before the payment's, as everywhere, so that nobody waits for each other.
 *
 * @returns the payment as it is now, or null when there is none with this id
 */
export async function recordObservation(
  deps: Deps,
  work: UnitOfWork,
  paymentId: string,
  observed: Observed,
  source: Source,
): Promise<Payment | null> {
  const found = await work.payments.byId(paymentId);
  if (!found) return null;
  const order = await work.payments.lockOrder(found, found.orderRef);
  // Read again, and held: it may have moved while we waited, and a provider's answer may just be written to it.
  const payment = await work.payments.lock(paymentId);
  const nowMs = deps.now();
  const live = await liveAttempt(work, order, payment);
  const decision = decide(payment, observed, nowMs, { paidBy: order.paidPaymentId, wants: live });
  if (!decision) return payment;

  const next = decision.payment;
  await work.payments.update(next);
  const reference = observed.status === 'refused' ? observed.providerCode : source.reference;
  await work.payments.addTransition(transitionOf(payment, next, { ...source, reference }, nowMs));
  if (observed.status === 'succeeded') {
    await work.ledger.post(postingFor(newId('posting'), next), nowMs);
    await work.payments.savePayer(next, observed.payer);
    if (decision.event === 'payment.succeeded') {
      await work.payments.saveOrder({ ...order, paidPaymentId: next.id });
      if (live.id !== next.id && isOpen(live)) await giveUp(deps, work, live, 'cancelled');
    }
  }
  if (!isOpen(next)) await work.outbox.drop('query_payment', next.id, nowMs);
  if (decision.event) await announce(deps, work, next, decision.event, nowMs);
  work.afterCommit(() => {
    deps.count.payment(next.provider, next.status);
    deps.paymentChanged(next.id);
  });
  return next;
}

/** The attempt that the order offers now; its row is held, so that it is the newest state of it. */
async function liveAttempt(work: UnitOfWork, { livePaymentId }: Order, payment: Payment): Promise<Payment> {
  return livePaymentId === null || livePaymentId === payment.id ? payment : work.payments.lock(livePaymentId);
}

/** The step from one state to the next, as it is written down. */
export function transitionOf(before: Payment, after: Payment, source: Source, atMs: number): Transition {
  return {
    networkId: after.networkId,
    siteId: after.siteId,
    paymentId: after.id,
    step: after.version,
    from: before.status,
    to: after.status,
    by: source.by,
    reason: after.reason,
    flags: after.flags,
    providerReference: source.reference,
    atMs,
  };
}

/** Puts an event for the payment's site into the outbox. */
async function announce(
  deps: Deps,
  work: UnitOfWork,
  payment: Payment,
  type: WebhookType,
  nowMs: number,
): Promise<void> {
  const { networkId, siteId, id: paymentId } = payment;
  const site = await work.sites.site(networkId, siteId);
  const merchant = await work.merchants.byId(payment.merchantId);
  if (!site || !merchant) throw new Error(`${paymentId} belongs to a site or merchant that is gone`);
  const body: WebhookEvent = { type, timestamp: iso(nowMs), data: { payment: paymentView(payment, merchant.name) } };
  const about = { networkId, siteId, type, paymentId, createdMs: nowMs };
  const event = { ...about, id: newId('event'), body: JSON.stringify(body) };
  const delivery = {
    ...about,
    id: newId('delivery'),
    eventId: event.id,
    url: site.eventUrl,
    state: 'waiting' as const,
  };
  await work.webhooks.add(event, { ...delivery, tries: 0, lastAnswer: null, nextTryMs: nowMs });
  await work.outbox.put({ kind: 'deliver_webhook', subject: delivery.id, laneKey: siteLane(site), dueMs: nowMs });
  work.afterCommit(deps.workAdded);
}
