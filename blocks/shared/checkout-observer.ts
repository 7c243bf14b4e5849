/**
 * What happens between a placed order and the next page in the Checkout block.
 *
 * WooCommerce waits for the observer's promise as long as it takes, with its button disabled. So the promise always
 * settles; success always carries an address (without one WooCommerce stays on the checkout for ever); and nothing is
 * thrown (WooCommerce would show an error without words).
 */
import { __ } from '@wordpress/i18n';
import type { CheckoutSuccess, EmitResponse, ObserverAnswer } from '@woocommerce/blocks-registry';
import { openPayment } from './api';
import { rememberVisit } from './browser-memory';
import { reloadWhenRestored, webAddress } from './leave-page';
import { pay } from './payment-dialog';
import type { Outcome } from './payment-session';
import { asPaymentView, type PaymentView } from './payment-view';

/** @param endpointBase absolute address of `multipay/v1/payments` */
export const checkoutObserver =
  (endpointBase: string, { responseTypes, noticeContexts }: EmitResponse) =>
  async ({ processingResponse }: CheckoutSuccess): Promise<ObserverAnswer> => {
    const goOn = (address: string): ObserverAnswer => {
      reloadWhenRestored();
      return { type: responseTypes.SUCCESS, redirectUrl: webAddress(address) };
    };
    const stay = (message: string): ObserverAnswer => {
      return { type: responseTypes.ERROR, message, retry: true, messageContext: noticeContexts.PAYMENTS };
    };
    // The order's id comes from here and never from the event, which has been seen to name another order.
    const text = processingResponse.paymentDetails['multipay'];
    if (text === undefined || text === '') return true;
    try {
      const view = asPaymentView(JSON.parse(text));
      const outcome = await pay(view, { reopen: () => reopen(endpointBase, view), staysUntilNextPage: true });
      if (outcome.kind === 'gone') rememberVisit(view.payment_id);
      return outcome.kind === 'other_way' ? stay(chooseAgain()) : goOn(addressAfter(outcome, view));
    } catch {
      return stay(
        __('The payment page could not be shown. Please try again, or choose another way to pay.', 'multipay'),
      );
    }
  };

const reopen = (endpointBase: string, { order, key, gateway }: PaymentView): Promise<PaymentView> =>
  openPayment(endpointBase, { order, key, gateway });

const addressAfter = (outcome: Exclude<Outcome, { kind: 'other_way' }>, view: PaymentView): string =>
  outcome.kind === 'closed' ? view.retry_url : outcome.redirectUrl;

const chooseAgain = (): string => __('This payment was not finished. Please choose how you want to pay.', 'multipay');
