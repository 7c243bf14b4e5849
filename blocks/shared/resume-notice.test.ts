// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeShop, PAYMENT_ID, problem } from '../testing/fake-shop';
import { giveModalDialogs, pressEscape } from '../testing/modal-dialogs';
import { appears, arrivesAt, buttonNamed, buttonNames, says } from '../testing/screen';
import { showResumeNotice } from './resume-notice';

let shop: FakeShop;
const notice = () => document.querySelector('section');

beforeEach(async () => {
  giveModalDialogs();
  location.hash = '';
  document.body.innerHTML = '<div class="wp-block-woocommerce-checkout">The checkout</div>';
  shop = await FakeShop.start();
  const unfinished = {
    order: 'order_123',
    key: 'wc_order_abc',
    gateway: 'multipay_wechat',
    amount_text: '¥10.01',
    payment_id: PAYMENT_ID,
  } as const;
  showResumeNotice(shop.base, unfinished);
});
afterEach(async () => {
  pressEscape();
  await shop.stop();
});

describe('a shopper who comes back to the checkout with an unfinished payment', () => {
  it('is told of it above the checkout', () => {
    expect(notice()?.nextElementSibling?.textContent).toBe('The checkout');
    expect(notice()?.textContent).toContain('You have a payment that is not finished: ¥10.01 with WeChat Pay.');
    expect(buttonNames()).toEqual(['Go on', 'Start over']);
  });

  it('goes on with the same payment, and to the thank-you page when it is paid', async () => {
    buttonNamed('Go on').click();
    await appears(() => document.querySelector('svg[role="img"]'));
    expect(shop.asked[0]).toMatchObject({
      what: 'open',
      body: { order: 'order_123', key: 'wc_order_abc', gateway: 'multipay_wechat' },
    });
    const redirect_url = `${location.origin}/#thank-you`;
    shop.answers.settle = () => ({ status: 'succeeded', paid: true, review: false, redirect_url, message: null });
    buttonNamed('I have paid').click();
    await arrivesAt('#thank-you');
  });

  it('can close the dialog and is still told', async () => {
    buttonNamed('Go on').click();
    await appears(() => document.querySelector('svg[role="img"]'));
    pressEscape();
    await appears(() => !buttonNamed('Go on').disabled);
    expect(notice()).not.toBeNull();
  });

  it('pays another way: the notice goes', async () => {
    buttonNamed('Go on').click();
    await appears(() => document.querySelector('svg[role="img"]'));
    buttonNamed('Pay another way').click();
    await appears(() => notice() === null);
  });

  it('starts over: the payment is closed, the notice goes', async () => {
    buttonNamed('Start over').click();
    await appears(() => notice() === null);
    expect(shop.asked).toMatchObject([
      { url: `/wp-json/multipay/v1/payments/${PAYMENT_ID}/close`, body: { order: 'order_123', key: 'wc_order_abc' } },
    ]);
  });

  it('does not start over what turns out to be paid', async () => {
    shop.answers.close = () => ({ status: 'succeeded' });
    shop.answers.open = () => shop.view({ status: 'succeeded', prompt: null });
    shop.answers.settle = () => ({
      status: 'succeeded',
      paid: true,
      review: false,
      redirect_url: `${location.origin}/#paid`,
      message: null,
    });
    buttonNamed('Start over').click();
    await arrivesAt('#paid');
    expect(notice()).not.toBeNull();
  });

  it('reads why it does not work, and can try again', async () => {
    shop.answers.open = () => problem(503, 'multipay_bridge_down', 'Please try again in a moment.', true);
    buttonNamed('Go on').click();
    await says('Please try again in a moment.');
    expect(buttonNamed('Go on').disabled).toBe(false);
  });
});

describe('a page without the Checkout block', () => {
  it('is left alone', () => {
    document.body.innerHTML = '<p>A page</p>';
    showResumeNotice(shop.base, {
      order: 'order_1',
      key: 'k',
      gateway: 'multipay_alipay',
      amount_text: '¥1.00',
      payment_id: PAYMENT_ID,
    });
    expect(document.body.innerHTML).toBe('<p>A page</p>');
  });
});
