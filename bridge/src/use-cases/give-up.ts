import type { PaymentReason } from '@multipay/contracts/payment-rules';
import type { Payment } from '../domain/payment';
import type { UnitOfWork } from '../domain/store';
import type { Deps } from './deps';

/**
 * Offers an open payment to nobody any more, and has the provider asked to close it. The first reason stays, unless a
 * newer attempt takes its place: money that comes for the old one then must not complete the order by itself.
 */
export async function giveUp(
  { now, workAdded }: Pick<Deps, 'now' | 'workAdded'>,
  work: UnitOfWork,
  payment: Payment,
  reason: PaymentReason,
): Promise<Payment> {
  const noted: Payment = { ...payment, reason: reason === 'superseded' ? reason : (payment.reason ?? reason) };
  await work.payments.update(noted);
  await work.outbox.put({ kind: 'close_payment', subject: noted.id, laneKey: noted.provider, dueMs: now() });
  work.afterCommit(workAdded);
  return noted;
}
