// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeShop, problem } from '../testing/fake-shop';
import { giveModalDialogs, pressEscape } from '../testing/modal-dialogs';
import { appears, arrivesAt, buttonNamed, buttonNames, says } from '../testing/screen';
import { OrderPayment, type OrderPaymentData } from './order-payment';

let shop: FakeShop;
const redirect = { type: 'redirect', redirect_url: `http://localhost:3000/#provider` } as const;
const paidAnswer = { status: 'succeeded', paid: true, review: false, redirect_url: null, message: null } as const;

beforeEach(async () => {
  giveModalDialogs();
  sessionStorage.clear();
  location.hash = '';
  document.body.innerHTML = '<div class="multipay-payment"></div>';
  shop = await FakeShop.start();
  shop.answers.open = () => shop.view({ success_url: `${location.origin}/#thank-you` });
});
afterEach(async () => {
  pressEscape();
  await shop.stop();
});

function openPage(data: Partial<OrderPaymentData> = {}): Promise<void> {
  const container = document.querySelector<HTMLElement>('.multipay-payment') as HTMLElement;
  container.replaceChildren();
  return new OrderPayment(container, {
    order: 'order_123',
    key: 'wc_order_abc',
    gateway: 'multipay_wechat',
    endpoint_base: shop.base,
    success_url: `${location.origin}/#already-paid`,
    retry_url: `${location.origin}/#choose`,
    returned: false,
    auto_open: true,
    ...data,
  }).start();
}
const codeShown = (): Promise<Element> => appears(() => document.querySelector('svg[role="img"]'));

describe('the page where an order is paid', () => {
  it('shows the code at once, and the thank-you page when it is paid', async () => {
    void openPage();
    await codeShown();
    shop.answers.settle = () => paidAnswer;
    buttonNamed('I have paid').click();
    await arrivesAt('#thank-you');
  });

  it('goes to the provider’s page at once where that is how to pay', async () => {
    shop.answers.open = () => shop.view({ prompt: redirect });
    void openPage();
    await arrivesAt('#provider');
  });

  it('does not send a shopper away again who pressed "back"', async () => {
    shop.answers.open = () => shop.view({ prompt: redirect });
    void openPage();
    await arrivesAt('#provider');
    location.hash = '';
    void openPage();
    await says('No payment has arrived yet.');
    expect(location.hash).toBe('');
    expect(buttonNames()).toEqual(['Go on paying', 'I have paid', 'Pay another way']);
  });

  it('asks what happened when the provider sends the shopper back', async () => {
    shop.answers.open = () => shop.view({ prompt: redirect, success_url: `${location.origin}/#thank-you` });
    shop.answers.settle = () => paidAnswer;
    void openPage({ returned: true, auto_open: false });
    await arrivesAt('#thank-you');
    expect(shop.asked.map(({ what }) => what)).toEqual(['open', 'settle']);
  });

  it('waits to be asked where it shall not open by itself', async () => {
    await openPage({ auto_open: false });
    expect(shop.asked).toEqual([]);
    buttonNamed('Go on paying').click();
    await codeShown();
  });

  it('leaves ways open when the dialog is closed', async () => {
    void openPage();
    await codeShown();
    pressEscape();
    await says('This payment is not finished. You can go on with it.');
    buttonNamed('Go on paying').click();
    await codeShown();
    expect(shop.count('open')).toBe(2);
  });

  it('goes where another way can be chosen', async () => {
    void openPage();
    await codeShown();
    buttonNamed('Pay another way').click();
    await arrivesAt('#choose');
  });

  it('goes on when the order has been paid meanwhile', async () => {
    shop.answers.open = () => problem(409, 'order_already_paid', 'This order has already been paid.');
    void openPage();
    await arrivesAt('#already-paid');
  });

  it('says why it cannot be opened, and can be pressed again', async () => {
    shop.answers.open = () => problem(503, 'multipay_bridge_down', 'Please try again in a moment.', true);
    await openPage();
    await says('Please try again in a moment.');
    expect(buttonNames()).toEqual(['Go on paying', 'Pay another way']);
    shop.answers.open = () => shop.view();
    buttonNamed('Go on paying').click();
    await codeShown();
  });

  it('goes to no address that is a script', async () => {
    shop.answers.open = () => shop.view({ prompt: { type: 'redirect', redirect_url: 'javascript:alert(1)' } });
    await openPage();
    await says('Something went wrong on this page.');
  });
});
