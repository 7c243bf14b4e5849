/**
 * Above the Checkout block, after a reload or a return: the payment that this shopper began and did not finish.
 *
 * It stands beside the block, not in a payment method's content, since the shopper may have chosen another method
 * before, and WooCommerce 8.9 selects the first one again at each load.
 */
import { __, sprintf } from '@wordpress/i18n';
import { ApiError, closePayment, openPayment, sentenceOf } from './api';
import type { UnfinishedPayment } from './checkout-settings';
import { button, element } from './dom';
import { leavePage } from './leave-page';
import { providerName } from './names';
import { pay } from './payment-dialog';
import type { PaymentView } from './payment-view';

const CHECKOUT = '.wp-block-woocommerce-checkout';

export function showResumeNotice(endpointBase: string, unfinished: UnfinishedPayment): void {
  const checkout = document.querySelector(CHECKOUT);
  if (!checkout) return;
  const status = element('p', { class: 'multipay-notice__status', role: 'status' });
  const open = (): Promise<PaymentView> => {
    const { order, key, gateway } = unfinished;
    return openPayment(endpointBase, { order, key, gateway });
  };
  const goOn = button(__('Go on', 'multipay'), () => void during(() => finish(open, notice)));
  const startOver = button(__('Start over', 'multipay'), () => void during(() => giveUp()), 'plain');
  const giveUp = async (): Promise<void> => {
    const { status: ended } = await closePayment({
      ...unfinished,
      endpoint: `${endpointBase}/${unfinished.payment_id}`,
    });
    if (ended === 'succeeded') await finish(open, notice);
    else notice.remove();
  };
  const during = async (work: () => Promise<void>): Promise<void> => {
    goOn.disabled = startOver.disabled = true;
    status.textContent = __('One moment, please…', 'multipay');
    try {
      await work();
      status.textContent = '';
    } catch (error) {
      if (error instanceof ApiError && error.code === 'order_already_paid') location.reload();
      status.textContent = sentenceOf(error);
    } finally {
      goOn.disabled = startOver.disabled = false;
    }
  };
  const text = sprintf(
    // translators: 1: an amount of money, 2: WeChat Pay or Alipay.
    __('You have a payment that is not finished: %1$s with %2$s.', 'multipay'),
    unfinished.amount_text,
    providerName(unfinished.gateway),
  );
  const label = __('Unfinished payment', 'multipay');
  const actions = element('div', { class: 'multipay-notice__actions' }, goOn, startOver);
  const notice = element(
    'section',
    { class: 'multipay-notice', 'aria-label': label },
    element('p', {}, text),
    actions,
    status,
  );
  checkout.before(notice);
}

async function finish(open: () => Promise<PaymentView>, notice: HTMLElement): Promise<void> {
  const view = await open();
  const outcome = await pay(view, { reopen: open, inlineHost: notice, staysUntilNextPage: true });
  if (outcome.kind === 'other_way') notice.remove();
  if (outcome.kind === 'paid' || outcome.kind === 'gone') leavePage(outcome.redirectUrl);
}
