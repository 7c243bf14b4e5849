import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import type { Deps } from './deps';
import { mayWatch, streamTokenExpiry } from './stream-token';

/** What a shopper's page may know of a payment: nothing that is not already on it. */
export interface Watched {
  readonly status: PaymentStatus;
  readonly expiresMs: number;
}

/**
 * What a stream's token shows.
 *
 * @returns null when the token is wrong or has ended, or its site may no longer use one
 */
export const watchPayment =
  (deps: Deps) =>
  async (paymentId: string, token: string): Promise<Watched | null> => {
    const expiresMs = streamTokenExpiry(deps, paymentId, token);
    if (expiresMs === null) return null;
    const payment = await deps.store.read.payments.byId(paymentId);
    return payment && (await mayWatch(deps, payment)) ? { status: payment.status, expiresMs } : null;
  };
