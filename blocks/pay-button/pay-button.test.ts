// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeShop, PAYMENT_ID, problem } from '../testing/fake-shop';
import { giveModalDialogs, pressEscape } from '../testing/modal-dialogs';
import { appears, arrivesAt, buttonNamed, buttonNames, says, statusText } from '../testing/screen';
import { buttonPayments, rememberButtonPayment } from '../shared/browser-memory';
import type { ButtonData } from './button-data';
import { startButtons } from './start-buttons';

const PAGE =
  '<div class="wp-block-multipay-pay-button"><p>A cup of tea</p><button type="button" disabled>Pay</button></div>';
let shop: FakeShop;
const purchase = { order: 'button_01j', key: 'returnkey' };
const paidAnswer = { status: 'succeeded', paid: true, review: false, redirect_url: null, message: null } as const;
const notPaid = { status: 'pending', paid: false, review: false, redirect_url: null, message: null } as const;
const resume = {
  ...purchase,
  payment_id: PAYMENT_ID,
  gateway: 'multipay_wechat',
  amount_text: '¥10.01',
  terms_changed: false,
} as const;
const container = () => document.querySelector<HTMLElement>('.wp-block-multipay-pay-button') as HTMLElement;
const input = (name: string) => document.querySelector<HTMLInputElement>(`input[name="${name}"]`) as HTMLInputElement;
const codeShown = () => appears(() => document.querySelector('svg[role="img"]'));
const isReady = () =>
  appears(() => buttonNames().includes('Pay') && buttonNamed('Pay').getAttribute('aria-disabled') === 'false');

beforeEach(async () => {
  giveModalDialogs();
  localStorage.clear();
  sessionStorage.clear();
  location.hash = '';
  document.body.innerHTML = PAGE;
  shop = await FakeShop.start();
  shop.answers.open = () =>
    shop.view({ ...purchase, success_url: 'https://shop.example/pay/?multipay_order=button_01j' });
});
afterEach(async () => {
  pressEscape();
  await shop.stop();
});

const dataOf = (data: Partial<ButtonData>): ButtonData => ({
  token: 'signed-token',
  button: '7 terms',
  endpoint_base: shop.base,
  gateways: [
    { id: 'multipay_wechat', title: 'WeChat Pay' },
    { id: 'multipay_alipay', title: 'Alipay' },
  ],
  amount_text: '¥10.01',
  open_amount: null,
  currency: 'CNY',
  description: 'A cup of tea',
  email: 'optional',
  resume: null,
  ...data,
});

async function aliveWith(data: Partial<ButtonData> = {}): Promise<void> {
  container().dataset['multipayButton'] = JSON.stringify(dataOf(data));
  const started = startButtons([container()]);
  if (!data.resume) await Promise.all(started);
}

/** The page once more, as the server draws it. */
async function reload(data: Partial<ButtonData> = {}): Promise<void> {
  document.body.innerHTML = PAGE;
  await aliveWith(data);
}

function type(name: string, value: string): void {
  input(name).value = value;
  input(name).dispatchEvent(new Event('input'));
  input(name).dispatchEvent(new Event('change'));
}

const faultOf = (name: string): string =>
  (input(name).getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .at(-1) ?? '';

describe('a button with a fixed amount', () => {
  it('wakes up, with a choice of the two providers', async () => {
    await aliveWith();
    expect(buttonNamed('Pay').disabled).toBe(false);
    const legend = document.querySelector('fieldset:not([hidden]) legend');
    expect(legend?.textContent).toBe('Pay with');
    expect([...document.querySelectorAll('fieldset label')].map((one) => one.textContent.trim())).toEqual([
      'WeChat Pay',
      'Alipay',
    ]);
  });

  it('has no choice where there is one provider', async () => {
    await aliveWith({ gateways: [{ id: 'multipay_alipay', title: 'Alipay' }], email: 'none' });
    expect(document.querySelector('fieldset')?.hidden).toBe(true);
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked[0]?.body).toEqual({ token: 'signed-token', gateway: 'multipay_alipay' });
  });

  it('is paid, thanks in its own place, and cannot be paid again by accident', async () => {
    await aliveWith();
    document.querySelectorAll<HTMLInputElement>('input[type="radio"]')[1]?.click();
    type('email', 'a@b.cn');
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked[0]?.body).toEqual({ token: 'signed-token', gateway: 'multipay_alipay', email: 'a@b.cn' });
    shop.answers.settle = () => paidAnswer;
    buttonNamed('I have paid').click();
    await says('Thank you. Your payment of ¥10.01 has been received.');
    expect(container().querySelector('form')).toBeNull();
    expect(document.activeElement?.textContent).toContain('Thank you.');
    expect(buttonPayments()).toEqual([]);
  });

  it('goes on with the same purchase after the dialog was closed', async () => {
    await aliveWith();
    buttonNamed('Pay').click();
    await codeShown();
    expect(buttonPayments()[0]).toMatchObject({
      ...purchase,
      payment_id: PAYMENT_ID,
      title: 'A cup of tea',
      amount_text: '¥10.01',
    });
    pressEscape();
    await says('This payment is not finished. You can go on with it.');
    await isReady();
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked.at(-1)?.body).toMatchObject({ token: 'signed-token', ...purchase });
  });

  it('lets another provider be chosen', async () => {
    await aliveWith();
    buttonNamed('Pay').click();
    await codeShown();
    buttonNamed('Pay another way').click();
    await says('Please choose how you want to pay.');
    await isReady();
    document.querySelectorAll<HTMLInputElement>('input[type="radio"]')[1]?.click();
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked.at(-1)?.body).toMatchObject({ gateway: 'multipay_alipay', ...purchase });
  });

  it('says why it cannot be opened, and works again', async () => {
    shop.answers.open = () => problem(503, 'multipay_bridge_down', 'Please try again in a moment.', true);
    await aliveWith();
    buttonNamed('Pay').click();
    await says('Please try again in a moment.');
    await isReady();
  });

  it('asks to reload a page that is too old', async () => {
    shop.answers.open = () =>
      problem(409, 'multipay_token_stale', 'This page has changed. Please reload it and try again.');
    await aliveWith();
    buttonNamed('Pay').click();
    await says('This page has changed.');
    expect(buttonNames()).toContain('Reload the page');
  });
});

describe('after a reload, or in a second tab', () => {
  const begin = async (): Promise<void> => {
    await aliveWith();
    buttonNamed('Pay').click();
    await codeShown();
    pressEscape();
    await isReady();
    shop.asked.length = 0;
  };

  it('goes on with the purchase that this browser began', async () => {
    await begin();
    await reload();
    expect(shop.asked).toEqual([]);
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked.map(({ what }) => what)).toEqual(['settle', 'open']);
    expect(shop.asked[1]?.body).toMatchObject(purchase);
  });

  it('also with one that was given up: its code may still be paid', async () => {
    await aliveWith();
    buttonNamed('Pay').click();
    await codeShown();
    buttonNamed('Pay another way').click();
    await isReady();
    await reload();
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked.at(-1)?.body).toMatchObject(purchase);
  });

  it('thanks for what was paid meanwhile, and the next purchase is another', async () => {
    await begin();
    shop.answers.settle = () => paidAnswer;
    await reload();
    buttonNamed('Pay').click();
    await says('Thank you. Your payment of ¥10.01 has been received.');
    expect(shop.count('open')).toBe(0);
    await reload();
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked.at(-1)?.body).not.toHaveProperty('order');
  });

  it('opens nothing while nobody can say whether it has been paid', async () => {
    await begin();
    shop.answers.settle = () => problem(503, 'multipay_busy', 'Your payment has arrived.', true);
    await reload();
    buttonNamed('Pay').click();
    await says('Your payment has arrived.');
    await isReady();
    expect(shop.count('open')).toBe(0);
  });

  it('begins another where the shop does not know it any more', async () => {
    await begin();
    shop.answers.settle = () => problem(404, 'multipay_not_yours', 'There is no such payment.');
    await reload();
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked.at(-1)?.body).not.toHaveProperty('order');
  });

  it.each([
    ['another page or other terms', (): Partial<ButtonData> => ({ button: '8 terms' })],
    ['a sibling site of the network', (): Partial<ButtonData> => ({ endpoint_base: `${shop.origin}/second/payments` })],
  ])('takes no payment of %s', async (_name, other) => {
    await begin();
    await reload(other());
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked.map(({ what, body }) => [what, body['order']])).toEqual([['open', undefined]]);
  });
});

describe('a button with an open amount', () => {
  const openAmount = { amount_text: null, open_amount: { min_text: '¥1.00', max_text: '¥500.00' } };

  it('asks for the amount and says the bounds', async () => {
    await aliveWith(openAmount);
    expect(document.querySelector(`label[for="${input('amount').id}"]`)?.textContent).toBe('Amount in CNY');
    expect(document.getElementById(`${input('amount').id}-hint`)?.textContent).toBe('From ¥1.00 to ¥500.00');
  });

  it('says what is wrong while it is typed, and takes it back', async () => {
    await aliveWith(openAmount);
    type('amount', '0.50');
    expect(faultOf('amount')).toBe('Please type an amount from ¥1.00 to ¥500.00.');
    expect(input('amount').getAttribute('aria-invalid')).toBe('true');
    input('amount').value = '1.50';
    input('amount').dispatchEvent(new Event('input'));
    expect(faultOf('amount')).toBe('');
    expect(input('amount').getAttribute('aria-invalid')).toBe('false');
  });

  it('sends nothing until everything is right, and leads to the first fault', async () => {
    await aliveWith({ ...openAmount, email: 'required' });
    buttonNamed('Pay').click();
    expect(document.activeElement).toBe(input('amount'));
    expect(faultOf('email')).toBe('Please type your e-mail address.');
    type('amount', '１２。５');
    buttonNamed('Pay').click();
    expect(document.activeElement).toBe(input('email'));
    expect(shop.asked).toEqual([]);
    type('email', 'a@b.cn');
    buttonNamed('Pay').click();
    await codeShown();
    expect(shop.asked[0]?.body).toMatchObject({ amount_text: '12.5', email: 'a@b.cn' });
  });
});

describe('a shopper who comes back from the provider', () => {
  const redirect = { type: 'redirect', redirect_url: 'http://localhost:3000/#provider' } as const;

  it('was sent there with the payment remembered', async () => {
    shop.answers.open = () => shop.view({ ...purchase, prompt: redirect });
    await aliveWith();
    buttonNamed('Pay').click();
    await arrivesAt('#provider');
    expect(buttonPayments()[0]).toMatchObject({ order: 'button_01j', payment_id: PAYMENT_ID });
  });

  it('is thanked when it was paid, without another attempt being opened', async () => {
    shop.answers.settle = () => paidAnswer;
    await aliveWith({ resume });
    await says('Thank you. Your payment of ¥10.01 has been received.');
    expect(shop.asked.map(({ what }) => what)).toEqual(['settle']);
    expect(shop.asked[0]).toMatchObject({ url: `/wp-json/multipay/v1/payments/${PAYMENT_ID}/settle`, body: purchase });
  });

  it('can go on with it when it was not', async () => {
    shop.answers.open = () => shop.view({ ...purchase, prompt: redirect });
    rememberButtonPayment(shop.view(purchase), 'A cup of tea', '7 terms');
    shop.answers.settle = () => notPaid;
    await aliveWith({ resume: { ...resume, payment_id: '' } });
    await says('No payment has arrived yet.');
    expect(buttonNames()).toEqual(['Go on paying', 'I have paid', 'Pay another way']);
    expect(shop.asked.find(({ what }) => what === 'open')?.body).toEqual({
      token: 'signed-token',
      gateway: 'multipay_wechat',
      ...purchase,
    });
  });

  it('is thanked for what was paid on terms that have changed since', async () => {
    shop.answers.settle = () => paidAnswer;
    await aliveWith({ amount_text: '¥20.00', resume: { ...resume, terms_changed: true } });
    await says('Thank you. Your payment of ¥10.01 has been received.');
    expect(shop.count('open')).toBe(0);
  });

  it('is told when it was not paid, and goes on with no terms that have changed', async () => {
    shop.answers.settle = () => notPaid;
    await aliveWith({ resume: { ...resume, terms_changed: true } });
    expect(buttonNames()).toEqual([]);
    await says('Your payment has not arrived. If you have paid, it is noted as soon as it does.');
    expect(shop.count('open')).toBe(0);
    await isReady();
  });

  it('reads what the shop says when a person has to look at the money', async () => {
    shop.answers.settle = () => ({ ...paidAnswer, paid: false, review: true, message: 'We will write to you.' });
    await aliveWith({ resume });
    await says('We will write to you.');
    expect(container().querySelector('form')).toBeNull();
    expect(statusText()).toBe('We will write to you.');
  });

  it('is thanked although nothing can be paid with at the moment', async () => {
    container().innerHTML = '<p>A cup of tea</p><p class="multipay-pay-button__closed">Not possible.</p>';
    shop.answers.settle = () => paidAnswer;
    await aliveWith({ gateways: [], resume });
    await says('Thank you. Your payment of ¥10.01 has been received.');
    expect(container().textContent).not.toContain('Not possible.');
    expect(buttonNames()).toEqual([]);
  });

  it('can ask again when nobody can say and there is no button', async () => {
    container().innerHTML = '<p>A cup of tea</p><p class="multipay-pay-button__closed">Not possible.</p>';
    shop.answers.settle = () => problem(503, 'multipay_bridge_down', 'We cannot see your payment now.', true);
    await aliveWith({ gateways: [], resume });
    await says('We cannot see your payment now.');
    expect(buttonNames()).toEqual(['Reload the page']);
    expect(document.querySelector('form')).toBeNull();
  });

  it('hears it from one button: the one that sells on the terms, wherever it is', async () => {
    document.body.innerHTML = PAGE + PAGE + PAGE;
    shop.answers.settle = () => paidAnswer;
    const containers = [...document.querySelectorAll<HTMLElement>('.wp-block-multipay-pay-button')];
    containers.forEach((one, index) => {
      one.dataset['multipayButton'] = JSON.stringify(dataOf({ resume: { ...resume, terms_changed: index === 0 } }));
    });
    await Promise.all(startButtons(containers));
    expect(containers.map((one) => one.querySelector('form') === null)).toEqual([false, true, false]);
    expect(shop.count('settle')).toBe(1);
  });
});
