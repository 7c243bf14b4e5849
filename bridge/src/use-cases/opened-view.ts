import type { OpenedPayment } from '@multipay/contracts/schemas/payment';
import { isOpen, type Payment } from '../domain/payment';
import type { Deps } from './deps';
import { shown } from './read-payments';
import { streamFor } from './stream-token';

/** A payment with what the shopper needs to pay it, and a fresh way to hear of the result. */
export const openedView = async (deps: Deps, payment: Payment): Promise<OpenedPayment> => ({
  payment: await shown(deps, payment),
  prompt: isOpen(payment) ? payment.prompt : null,
  stream: isOpen(payment) ? streamFor(deps, payment.id) : null,
});
