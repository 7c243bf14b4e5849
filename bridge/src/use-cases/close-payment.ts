import { paymentCan } from '@multipay/contracts/payment-rules';
import type { Payment as PaymentView } from '@multipay/contracts/schemas/payment';
import { BridgeError } from '../domain/errors';
import { DONE, type Job, type JobOutcome } from '../domain/job';
import { isOpen } from '../domain/payment';
import type { Caller } from '../domain/site';
import { askProvider } from './ask-provider';
import { note } from './audit';
import type { Deps } from './deps';
import { giveUp } from './give-up';
import type { MerchantAccounts } from './merchant-accounts';
import { ownPayment, shown } from './read-payments';
import { recordObservation } from './record-observation';

/**
 * Notes that the shop gave the payment up, and has the provider told so. Money that still comes is not lost. Where
 * somebody of the shop asked for it, and not the shopper, it is in the audit log.
 */
export const closePayment =
  (deps: Deps) =>
  async (caller: Caller, paymentId: string): Promise<PaymentView> => {
    const own = await ownPayment(deps, caller, paymentId);
    const closed = await deps.store.write(async (work) => {
      await work.payments.lockOrder(own, own.orderRef);
      const payment = await work.payments.lock(paymentId);
      if (!paymentCan('close', payment.status)) {
        throw new BridgeError('payment_final', `the payment is ${payment.status}`);
      }
      const closing = await giveUp(deps, work, payment, 'cancelled');
      if (caller.actor !== undefined && payment.reason !== closing.reason) {
        const deed = { action: 'payment.closed', subject: paymentId } as const;
        const [before, after] = [payment, closing].map(({ status, reason }) => ({ status, reason }));
        await note(deps, work, caller, { ...deed, before, after });
      }
      return closing;
    });
    return shown(deps, closed);
  };

/**
 * Asks the provider to take no more money for a payment. Only its word ends the payment: an Alipay QR that nobody has
 * scanned is unknown there and stays payable, so it goes on being watched until its time has run out.
 */
export const closePaymentJob =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (job: Job): Promise<JobOutcome> => {
    const payment = await deps.store.read.payments.byId(job.subject);
    // Without a reason the shopper has come back to it.
    if (!payment || !isOpen(payment) || payment.reason === null) return DONE;
    const account = await accounts.active(payment.merchantId);
    const observed = await askProvider(deps, payment.provider, 'close', () => account.close(payment));
    await deps.store.write((work) =>
      recordObservation(deps, work, payment.id, observed, { by: 'provider_answer', reference: null }),
    );
    return DONE;
  };
