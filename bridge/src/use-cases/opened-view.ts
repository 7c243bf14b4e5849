import type { OpenedPayment } from '@multipay/contracts/schemas/payment';
import { BridgeError } from '../domain/errors';
import { isOpen } from '../domain/payment';
import type { Deps } from './deps';
import { streamFor } from './stream-token';
import { paymentView } from './views';

/** A payment as it is now, with what the shopper needs to pay it and a fresh way to hear of the result. */
export async function openedView(deps: Deps, paymentId: string): Promise<OpenedPayment> {
  const { payments, merchants } = deps.store.read;
  const payment = await payments.byId(paymentId);
  if (!payment) throw new BridgeError('not_found', `there is no payment ${paymentId}`);
  const merchant = await merchants.byId(payment.merchantId);
  return {
    payment: paymentView(payment, merchant?.name ?? ''),
    prompt: isOpen(payment) ? payment.prompt : null,
    stream: isOpen(payment) ? streamFor(deps, payment.id) : null,
  };
}
