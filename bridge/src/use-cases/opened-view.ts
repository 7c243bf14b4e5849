import type { OpenedPayment } from '@multipay/contracts/schemas/payment';
import { isOpen, type Payment } from '../domain/payment';
import type { Deps } from './deps';
import { shown } from './read-payments';
import { mayWatch, streamFor } from './stream-token';

/**
 * A payment with what the shopper needs to pay it, and a fresh way to hear of the result. One that was given up is shown
 * without: it can still be paid, but nobody should.
 */
export async function openedView(deps: Deps, payment: Payment): Promise<OpenedPayment> {
  const offered = isOpen(payment) && payment.reason === null;
  const watched = isOpen(payment) && (await mayWatch(deps, payment));
  return {
    payment: await shown(deps, payment),
    prompt: offered ? payment.prompt : null,
    stream: watched ? streamFor(deps, payment.id) : null,
  };
}
