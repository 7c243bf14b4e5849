// @vitest-environment jsdom
import type { EmitResponse, ObserverAnswer } from '@woocommerce/blocks-registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeShop } from '../testing/fake-shop';
import { giveModalDialogs, pressEscape, takeModalDialogs } from '../testing/modal-dialogs';
import { appears, buttonNamed, says } from '../testing/screen';
import { checkoutObserver } from './checkout-observer';
import type { PaymentView } from './payment-view';

const emitResponse: EmitResponse = {
  responseTypes: { SUCCESS: 'success', ERROR: 'error' },
  noticeContexts: { PAYMENTS: 'wc/checkout/payments' },
};
let shop: FakeShop;

beforeEach(async () => {
  giveModalDialogs();
  document.body.innerHTML = '';
  shop = await FakeShop.start();
});
afterEach(async () => {
  pressEscape();
  await shop.stop();
});

const observe = (paymentDetails: Record<string, string>): Promise<ObserverAnswer> =>
  checkoutObserver(shop.base, emitResponse)({ processingResponse: { paymentDetails } });
const place = (view: Partial<PaymentView> = {}): Promise<ObserverAnswer> =>
  observe({ multipay: JSON.stringify(shop.view(view)), result: 'success', redirect: 'https://shop.example/order-pay' });
const codeShown = (): Promise<Element> => appears(() => document.querySelector('svg[role="img"]'));

describe('after the order has been placed', () => {
  it('paid: success, with the page for paid orders', async () => {
    const answer = place();
    await codeShown();
    shop.answers.settle = () => ({
      status: 'succeeded',
      paid: true,
      review: false,
      redirect_url: `${shop.origin}/received/`,
      message: null,
    });
    buttonNamed('I have paid').click();
    expect(await answer).toEqual({ type: 'success', redirectUrl: `${shop.origin}/received/` });
  });

  it('another way: an error beside the payment methods, and the button works again', async () => {
    const answer = place();
    await codeShown();
    buttonNamed('Pay another way').click();
    expect(await answer).toEqual({
      type: 'error',
      message: 'This payment was not finished. Please choose how you want to pay.',
      retry: true,
      messageContext: 'wc/checkout/payments',
    });
  });

  it('closed: success, with the page that shows the same payment', async () => {
    const answer = place();
    await codeShown();
    pressEscape();
    expect(await answer).toEqual({ type: 'success', redirectUrl: `${shop.origin}/order-pay/123/` });
  });

  it('a page of the provider: success, with its address', async () => {
    const answer = await place({ prompt: { type: 'redirect', redirect_url: 'https://wx.tenpay.com/h5?x=1' } });
    expect(answer).toEqual({ type: 'success', redirectUrl: 'https://wx.tenpay.com/h5?x=1' });
  });

  it('an old browser: success, with the order’s page', async () => {
    takeModalDialogs();
    expect(await place()).toEqual({ type: 'success', redirectUrl: `${shop.origin}/order-pay/123/` });
  });

  it('money that a person has to look at: success, with the page that the shop names', async () => {
    const answer = place();
    await codeShown();
    shop.answers.settle = () => ({
      status: 'succeeded',
      paid: false,
      review: true,
      redirect_url: `${shop.origin}/order/123/`,
      message: null,
    });
    buttonNamed('I have paid').click();
    await says('The shop has to look at it');
    buttonNamed('Continue').click();
    expect(await answer).toEqual({ type: 'success', redirectUrl: `${shop.origin}/order/123/` });
  });

  it.each([
    ['nothing of ours', {}],
    ['an empty value', { multipay: '' }],
  ])('%s in the details: WooCommerce goes on by itself', async (_name, details) => {
    expect(await observe(details)).toBe(true);
  });

  it.each([
    ['broken JSON', '{"payment_id":'],
    ['something else than a payment', '{"payment_id":"pay_1"}'],
    ['null', 'null'],
  ])('%s in the details: an error in words, never an exception', async (_name, multipay) => {
    expect(await observe({ multipay })).toMatchObject({
      type: 'error',
      message: 'The payment page could not be shown. Please try again, or choose another way to pay.',
      retry: true,
    });
  });

  it('an address that is a script: an error in words', async () => {
    const prompt = { type: 'redirect', redirect_url: 'javascript:alert(1)' } as const;
    expect(await place({ prompt })).toMatchObject({ type: 'error', retry: true });
  });

  it('asks for a new code by the order in the details', async () => {
    const answer = place({ order: 'order_29', status: 'expired', prompt: null });
    await says('The time to pay has run out.');
    buttonNamed('Show a new code').click();
    await codeShown();
    expect(shop.asked[0]).toMatchObject({
      what: 'open',
      body: { order: 'order_29', key: 'wc_order_abc', gateway: 'multipay_wechat' },
    });
    pressEscape();
    await answer;
  });
});
