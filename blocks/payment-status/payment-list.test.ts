// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeShop, PAYMENT_ID, problem } from '../testing/fake-shop';
import { giveModalDialogs, pressEscape } from '../testing/modal-dialogs';
import { appears, arrivesAt, buttonNamed, buttonNames, says } from '../testing/screen';
import { buttonPayments, rememberButtonPayment } from '../shared/browser-memory';
import { PaymentList, type OrderPayment } from './payment-list';

let shop: FakeShop;
let order: OrderPayment;
const container = () => document.querySelector<HTMLElement>('main') as HTMLElement;
const paidAnswer = { status: 'succeeded', paid: true, review: false, redirect_url: null, message: null } as const;
const codeShown = () => appears(() => document.querySelector('svg[role="img"]'));
const rows = () => [...document.querySelectorAll('li')].map((row) => row.textContent);
const isEmpty = () => document.querySelector<HTMLElement>('main > p')?.hidden === false;

beforeEach(async () => {
  giveModalDialogs();
  localStorage.clear();
  sessionStorage.clear();
  location.hash = '';
  document.body.innerHTML = '<main><p>Loading</p></main>';
  shop = await FakeShop.start();
  order = {
    order: 'order_123',
    key: 'wc_order_abc',
    gateway: 'multipay_alipay',
    title: 'Order 123',
    amount_text: '¥88.80',
    endpoint_base: shop.base,
    retry_url: `${location.origin}/#order`,
  };
});
afterEach(async () => {
  pressEscape();
  await shop.stop();
});

const show = (orders: OrderPayment[]): Promise<void> => new PaymentList(container(), orders, buttonPayments()).start();

describe('a visitor without unfinished payments', () => {
  it('is told so', async () => {
    await show([]);
    expect(isEmpty()).toBe(true);
    expect(container().textContent).toBe('You have no unfinished payments.');
  });
});

describe('an unfinished order', () => {
  it('is listed, and nothing is opened by looking at it', async () => {
    await show([order]);
    expect(rows()).toEqual(['Order 123 ¥88.80 AlipayGo on paying']);
    expect(shop.asked).toEqual([]);
  });

  it('can be paid in its place', async () => {
    await show([order]);
    buttonNamed('Go on paying').click();
    await codeShown();
    expect(shop.asked[0]?.body).toEqual({ order: 'order_123', key: 'wc_order_abc', gateway: 'multipay_alipay' });
    shop.answers.settle = () => paidAnswer;
    buttonNamed('I have paid').click();
    await says('Paid. Thank you.');
    expect(buttonNames()).toEqual([]);
  });

  it('shows its state as it is now, where the server knows the attempt', async () => {
    shop.answers.status = () => shop.state('succeeded');
    shop.answers.settle = () => ({ ...paidAnswer, message: 'Order 123 is paid.' });
    await show([{ ...order, payment_id: PAYMENT_ID }]);
    await says('Order 123 is paid.');
    expect(buttonNames()).toEqual([]);
  });

  it('can be taken up again when its time has run out', async () => {
    shop.answers.status = () => shop.state('expired');
    await show([{ ...order, payment_id: PAYMENT_ID }]);
    await says('The time to pay has run out.');
    expect(buttonNames()).toEqual(['Go on paying']);
  });

  it('leads to the order where another way can be chosen', async () => {
    await show([order]);
    buttonNamed('Go on paying').click();
    await codeShown();
    buttonNamed('Pay another way').click();
    await arrivesAt('#order');
  });

  it('says why it cannot be opened', async () => {
    shop.answers.open = () => problem(503, 'multipay_bridge_down', 'Please try again in a moment.', true);
    await show([order]);
    buttonNamed('Go on paying').click();
    await says('Please try again in a moment.');
    expect(buttonNamed('Go on paying').disabled).toBe(false);
  });
});

describe('a pay button’s payment of this browser', () => {
  beforeEach(() => {
    const view = shop.view({ order: 'button_01j', key: 'returnkey', success_url: `${location.origin}/#pay-button` });
    rememberButtonPayment(view, 'A cup of tea', '7 terms');
  });

  it('leads back to its page', async () => {
    await show([]);
    expect(rows()).toEqual(['A cup of tea ¥10.01 WeChat PayGo on paying']);
    buttonNamed('Go on paying').click();
    await arrivesAt('#pay-button');
  });

  it('is settled and forgotten when it has been paid meanwhile', async () => {
    shop.answers.status = () => shop.state('succeeded');
    shop.answers.settle = () => paidAnswer;
    await show([]);
    await says('Paid. Thank you.');
    expect(buttonPayments()).toEqual([]);
  });

  it('is forgotten when the shop does not know it', async () => {
    shop.answers.status = () => problem(404, 'multipay_not_yours', 'There is no such payment.');
    await show([]);
    expect(isEmpty()).toBe(true);
    expect(buttonPayments()).toEqual([]);
  });

  it('stays when the shop does not answer', async () => {
    shop.answers.status = () => problem(503, 'multipay_bridge_down', 'Please try again in a moment.', true);
    await show([]);
    await says('Please try again in a moment.');
    expect(buttonPayments()).toHaveLength(1);
  });
});
