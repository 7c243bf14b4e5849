// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeShop, problem, SILENCE } from '../testing/fake-shop';
import { giveModalDialogs, pressEscape, takeModalDialogs } from '../testing/modal-dialogs';
import { appears, buttonNamed, buttonNames, offers, says, statusText } from '../testing/screen';
import { openPayment } from './api';
import { pay, type PayOptions } from './payment-dialog';
import type { Outcome } from './payment-session';
import type { PaymentView } from './payment-view';

let shop: FakeShop;
const paidAnswer = { status: 'succeeded', paid: true, review: false, redirect_url: null, message: null } as const;

beforeEach(async () => {
  giveModalDialogs();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  document.body.innerHTML = '<button id="place-order">Place order</button>';
  shop = await FakeShop.start();
});
afterEach(async () => {
  pressEscape();
  vi.useRealTimers();
  await shop.stop();
});

/** Lets the page's time pass in small steps, with the network going on in between. */
async function untilTrue(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await vi.advanceTimersByTimeAsync(20);
}

const dialog = () => document.querySelector('dialog');
const qrCode = () => document.querySelector('svg[role="img"]');

function begin(view: PaymentView = shop.view(), options: Partial<PayOptions> = {}): Promise<Outcome> {
  const { order, key, gateway } = view;
  return pay(view, { reopen: () => openPayment(shop.base, { order, key, gateway }), ...options });
}

async function beginWithCode(
  view?: PaymentView,
  options?: Partial<PayOptions>,
): Promise<{ outcome: Promise<Outcome> }> {
  const outcome = begin(view, options);
  await appears(qrCode);
  return { outcome };
}

describe('what the dialog shows', () => {
  it('is a modal dialog that says what it is for', async () => {
    await beginWithCode();
    expect(dialog()?.getAttribute('role')).toBe('dialog');
    expect(dialog()?.hasAttribute('open')).toBe(true);
    const label = document.getElementById(dialog()?.getAttribute('aria-labelledby') ?? '');
    expect(label?.textContent).toBe('Pay with WeChat Pay');
    expect(document.activeElement).toBe(label);
  });

  it('names Alipay where it is Alipay', async () => {
    await beginWithCode(shop.view({ gateway: 'multipay_alipay', provider: 'alipay' }));
    expect(document.querySelector('h2')?.textContent).toBe('Pay with Alipay');
    expect(qrCode()?.getAttribute('aria-label')).toBe('QR code to pay ¥10.01 with Alipay');
  });

  it('shows merchant, amount, time left, and a code that a screen reader can name', async () => {
    await beginWithCode();
    expect(dialog()?.textContent).toContain('To Tea House');
    expect(dialog()?.textContent).toContain('¥10.01');
    expect(document.querySelector('[role="timer"]')?.textContent).toBe('Time left to pay: 30:00');
    expect(qrCode()?.getAttribute('aria-label')).toBe('QR code to pay ¥10.01 with WeChat Pay');
  });

  it('draws the code dark on white, with the quiet zone that scanners need', async () => {
    await beginWithCode();
    expect(qrCode()?.querySelector('rect')?.getAttribute('fill')).toBe('#fff');
    expect(qrCode()?.querySelector('path')?.getAttribute('fill')).toBe('#000');
    expect(qrCode()?.querySelector('path')?.getAttribute('d')).toMatch(/^M4 4h1/);
  });

  it('takes a merchant’s name for text, whatever it is', async () => {
    await beginWithCode(shop.view({ merchant_name: '<img src=x onerror=alert(1)>' }));
    expect(dialog()?.querySelector('img')).toBeNull();
    expect(dialog()?.textContent).toContain('To <img');
  });

  it('keeps keys and tokens out of the page', async () => {
    await beginWithCode(shop.streamedView());
    expect(document.documentElement.outerHTML).not.toContain('wc_order_abc');
    expect(document.documentElement.outerHTML).not.toContain('secret-token');
  });
});

describe('the shopper pays', () => {
  it('settles first, and then says where to go', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.status = () => shop.state('succeeded');
    shop.answers.settle = () => ({ ...paidAnswer, redirect_url: `${shop.origin}/order-received/123/` });
    vi.advanceTimersByTime(2_000);
    await says('Payment received. Telling the shop…');
    expect(qrCode()).toBeNull();
    expect(await outcome).toEqual({ kind: 'paid', redirectUrl: `${shop.origin}/order-received/123/` });
    expect(shop.asked.map(({ what }) => what)).toEqual(['status', 'settle']);
  });

  it('goes to the thank-you page when the shop names no other', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.settle = () => paidAnswer;
    buttonNamed('I have paid').click();
    expect(await outcome).toEqual({ kind: 'paid', redirectUrl: `${shop.origin}/thank-you/` });
  });

  it('tries again when the shop has not noted it yet', async () => {
    const { outcome } = await beginWithCode(shop.streamedView());
    await shop.wasAsked('stream');
    shop.say('succeeded');
    await untilTrue(() => shop.count('settle') === 2);
    shop.answers.settle = () => paidAnswer;
    await untilTrue(() => shop.count('settle') === 3);
    expect((await outcome).kind).toBe('paid');
  });

  it('warns against paying twice when the shop cannot note it, and can be asked again', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.status = () => shop.state('succeeded');
    await untilTrue(() => statusText().startsWith('The payment has arrived, but the shop has not noted it yet.'));
    expect(shop.count('settle')).toBe(3);
    expect(buttonNames()).toEqual(['Place order', 'I have paid', 'Close']);
    shop.answers.settle = () => paidAnswer;
    buttonNamed('I have paid').click();
    expect((await outcome).kind).toBe('paid');
  });

  it('shows what the shop says when a person has to look at the money, and goes to the order', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.settle = () => ({
      ...paidAnswer,
      paid: false,
      review: true,
      message: 'The amount differs; we will write to you.',
    });
    buttonNamed('I have paid').click();
    await says('The amount differs; we will write to you.');
    buttonNamed('Continue').click();
    expect(await outcome).toEqual({ kind: 'gone', redirectUrl: `${shop.origin}/order-pay/123/` });
  });

  it('keeps "payment received" on the screen while the browser goes on', async () => {
    const { outcome } = await beginWithCode(shop.view(), { staysUntilNextPage: true });
    shop.answers.settle = () => paidAnswer;
    buttonNamed('I have paid').click();
    await outcome;
    expect(dialog()?.hasAttribute('open')).toBe(true);
    expect(statusText()).toBe('Payment received. One moment, please…');
    expect(buttonNames()).toEqual(['Place order', 'Close']);
  });
});

describe('"I have paid"', () => {
  it('says so when nothing has arrived, and goes on waiting', async () => {
    const { outcome } = await beginWithCode();
    buttonNamed('I have paid').click();
    expect(buttonNamed('I have paid').getAttribute('aria-disabled')).toBe('true');
    await says('No payment has arrived yet.');
    await appears(() => buttonNamed('I have paid').getAttribute('aria-disabled') === 'false');
    expect(qrCode()).not.toBeNull();
    shop.answers.settle = () => paidAnswer;
    buttonNamed('I have paid').click();
    expect((await outcome).kind).toBe('paid');
  });

  it('says what went wrong when the shop does not answer', async () => {
    await beginWithCode();
    shop.answers.settle = () => problem(503, 'multipay_bridge_down', 'Please try again in a moment.', true);
    buttonNamed('I have paid').click();
    await says('Please try again in a moment.');
    expect(buttonNames()).toContain('I have paid');
  });

  it('ignores a second click while the first is being worked on', async () => {
    await beginWithCode();
    buttonNamed('I have paid').click();
    buttonNamed('I have paid').click();
    await says('No payment has arrived yet.');
    expect(shop.count('settle')).toBe(1);
  });
});

describe('the shopper leaves', () => {
  it('by Escape: the payment goes on elsewhere, and the focus comes back', async () => {
    document.getElementById('place-order')?.focus();
    const { outcome } = await beginWithCode();
    pressEscape();
    expect(await outcome).toEqual({ kind: 'closed' });
    expect(dialog()).toBeNull();
    expect(document.activeElement?.id).toBe('place-order');
    expect(shop.count('close')).toBe(0);
  });

  it('by the close button', async () => {
    const { outcome } = await beginWithCode();
    buttonNamed('Close').click();
    expect(await outcome).toEqual({ kind: 'closed' });
  });

  it('by a second Escape, which closes whatever a page says', async () => {
    const { outcome } = await beginWithCode();
    dialog()?.close();
    expect(await outcome).toEqual({ kind: 'closed' });
  });

  it('to pay another way: the payment is asked to close', async () => {
    const { outcome } = await beginWithCode();
    buttonNamed('Pay another way').click();
    expect(await outcome).toEqual({ kind: 'other_way' });
    expect(shop.count('close')).toBe(1);
  });

  it('to pay another way, although closing fails: the bridge watches the attempt anyway', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.close = () => problem(503, 'multipay_bridge_down', 'Later.', true);
    buttonNamed('Pay another way').click();
    expect(await outcome).toEqual({ kind: 'other_way' });
  });

  it('but not to pay twice: a payment that had succeeded is settled instead', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.close = () => ({ status: 'succeeded' });
    shop.answers.settle = () => paidAnswer;
    buttonNamed('Pay another way').click();
    expect((await outcome).kind).toBe('paid');
  });

  it('while the shop is told of the payment: to where a paid shopper belongs', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.status = () => shop.state('succeeded');
    shop.answers.settle = () => SILENCE;
    vi.advanceTimersByTime(2_000);
    await says('Payment received. Telling the shop…');
    pressEscape();
    expect(await outcome).toEqual({ kind: 'gone', redirectUrl: `${shop.origin}/thank-you/` });
  });

  it('and nothing is asked any more', async () => {
    const { outcome } = await beginWithCode();
    pressEscape();
    await outcome;
    vi.advanceTimersByTime(60_000);
    expect(shop.asked).toEqual([]);
  });
});

describe('the time runs out', () => {
  it('takes the code away and offers a new one', async () => {
    await beginWithCode();
    vi.setSystemTime(Date.now() + 1_800_000);
    vi.advanceTimersByTime(1_000);
    await says('The time to pay has run out. If you have already paid, do not pay again.');
    expect(qrCode()).toBeNull();
    expect(buttonNames()).toEqual(['Place order', 'I have paid', 'Show a new code', 'Pay another way', 'Close']);
    shop.answers.open = () =>
      shop.view({
        payment_id: 'pay_01j00000000000000000000001',
        prompt: { type: 'qr_code', code_url: 'weixin://new' },
      });
    buttonNamed('Show a new code').click();
    await appears(qrCode);
    expect(shop.asked.find(({ what }) => what === 'open')?.body).toEqual({
      order: 'order_123',
      key: 'wc_order_abc',
      gateway: 'multipay_wechat',
    });
    expect(document.querySelector('[role="timer"]')?.textContent).toBe('Time left to pay: 30:00');
  });

  it.each([
    ['expired', 'The time to pay has run out.', 'Show a new code'],
    ['failed', 'The payment did not go through. No money was taken.', 'Try again'],
  ])('by the provider’s word "%s"', async (status, words, offer) => {
    await beginWithCode();
    shop.answers.status = () => shop.state(status);
    vi.advanceTimersByTime(2_000);
    await says(words);
    expect(buttonNames()).toContain(offer);
    expect(qrCode()).toBeNull();
  });

  it('and the order turns out to be paid when a new code is asked for', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.status = () => shop.state('expired');
    vi.advanceTimersByTime(2_000);
    await offers('Show a new code');
    shop.answers.open = () => problem(409, 'order_already_paid', 'This order has already been paid.');
    shop.answers.settle = () => paidAnswer;
    buttonNamed('Show a new code').click();
    expect((await outcome).kind).toBe('paid');
  });

  it('and no new code can be had: it says why, and another way is open', async () => {
    const { outcome } = await beginWithCode();
    shop.answers.status = () => shop.state('expired');
    vi.advanceTimersByTime(2_000);
    await offers('Show a new code');
    shop.answers.open = () => problem(422, 'channel_unavailable', 'Please choose another payment method.');
    buttonNamed('Show a new code').click();
    await says('Please choose another payment method.');
    await appears(() => buttonNamed('Pay another way').getAttribute('aria-disabled') === 'false');
    buttonNamed('Pay another way').click();
    expect((await outcome).kind).toBe('other_way');
  });

  it('moves the focus when the button that had it is gone', async () => {
    await beginWithCode();
    buttonNamed('I have paid').focus();
    shop.answers.status = () => shop.state('failed');
    vi.advanceTimersByTime(2_000);
    await says('did not go through');
    expect(document.activeElement).toBe(document.querySelector('h2'));
  });
});

describe('the connection is lost', () => {
  it('says so after two questions without an answer, and when it is back', async () => {
    await beginWithCode();
    shop.answers.status = () => problem(503, 'multipay_bridge_down', 'Later.', true);
    await untilTrue(() => statusText() === 'The connection is interrupted. We keep trying; you can still pay.');
    expect(shop.count('status')).toBe(2);
    shop.answers.status = () => shop.state('pending');
    await untilTrue(() => statusText() === 'The connection is back.');
    expect(qrCode()).not.toBeNull();
  });
});

describe('the code is loaded slowly', () => {
  let load: () => void;
  beforeEach(() => {
    const loaded = new Promise<void>((resolve) => (load = resolve));
    vi.resetModules();
    vi.doMock('./qr-code', async (original) => {
      await loaded;
      return original();
    });
  });
  afterEach(() => {
    vi.doUnmock('./qr-code');
    vi.resetModules();
  });

  it.each([
    ['expired', 'The time to pay has run out.'],
    ['failed', 'The payment did not go through.'],
    ['succeeded', 'The payment has arrived, but the shop has not noted it yet.'],
  ])('and does not come over "%s"', async (status, words) => {
    void begin();
    await says('Loading the code…');
    shop.answers.status = () => shop.state(status);
    await untilTrue(() => statusText().startsWith(words));
    load();
    await import('./qr-code');
    await vi.advanceTimersByTimeAsync(20);
    expect(qrCode()).toBeNull();
    expect(statusText()).toContain(words);
  });

  it('and is shown when it comes in time', async () => {
    void begin();
    await says('Loading the code…');
    load();
    await appears(qrCode);
  });
});

describe('the code cannot be drawn', () => {
  it('says so; nothing is lost, and it can be tried again', async () => {
    const outcome = begin(shop.view({ prompt: { type: 'qr_code', code_url: 'x'.repeat(5_000) } }));
    await says('The code could not be loaded.');
    expect(buttonNames()).toEqual(['Place order', 'Try again', 'Pay another way', 'Close']);
    buttonNamed('Try again').click();
    await appears(qrCode);
    pressEscape();
    expect((await outcome).kind).toBe('closed');
  });
});

describe('without a dialog', () => {
  it('goes to the provider’s page when that is how to pay', async () => {
    const prompt = { type: 'redirect', redirect_url: 'https://wx.tenpay.com/h5' } as const;
    expect(await begin(shop.view({ prompt }))).toEqual({ kind: 'gone', redirectUrl: 'https://wx.tenpay.com/h5' });
    expect(dialog()).toBeNull();
  });

  it('goes to the order’s page in an old browser', async () => {
    takeModalDialogs();
    expect(await begin()).toEqual({ kind: 'gone', redirectUrl: `${shop.origin}/order-pay/123/` });
  });

  it('shows the code in the page in an old browser, where there is a place for it', async () => {
    takeModalDialogs();
    const host = document.createElement('div');
    document.body.append(host);
    const { outcome } = await beginWithCode(shop.view(), { inlineHost: host });
    const group = host.querySelector('[role="group"]');
    expect(document.getElementById(group?.getAttribute('aria-labelledby') ?? '')?.textContent).toBe(
      'Pay with WeChat Pay',
    );
    buttonNamed('Pay another way').click();
    expect((await outcome).kind).toBe('other_way');
    expect(host.children).toHaveLength(0);
  });

  it('settles a payment that had succeeded before', async () => {
    shop.answers.settle = () => paidAnswer;
    const outcome = begin(shop.view({ status: 'succeeded', prompt: null }));
    expect((await outcome).kind).toBe('paid');
  });
});

describe('back from the provider’s page', () => {
  const redirect = { type: 'redirect', redirect_url: 'https://wx.tenpay.com/h5' } as const;
  const comeBack = (): { outcome: Promise<Outcome>; host: HTMLElement } => {
    const host = document.createElement('div');
    document.body.append(host);
    return { outcome: begin(shop.view({ prompt: redirect }), { returned: true, inlineHost: host }), host };
  };

  it('asks what happened before it says anything', async () => {
    shop.answers.settle = () => paidAnswer;
    expect((await comeBack().outcome).kind).toBe('paid');
  });

  it('offers to go on paying, and sends nobody away unasked', async () => {
    const { outcome, host } = comeBack();
    await says('No payment has arrived yet.');
    expect(buttonNames()).toEqual(['Place order', 'Go on paying', 'I have paid', 'Pay another way']);
    expect(host.children).toHaveLength(1);
    buttonNamed('Go on paying').click();
    expect(await outcome).toEqual({ kind: 'gone', redirectUrl: redirect.redirect_url });
  });

  it('hears by itself when the money arrives later', async () => {
    const { outcome } = comeBack();
    await says('No payment has arrived yet.');
    shop.answers.status = () => shop.state('succeeded');
    shop.answers.settle = () => paidAnswer;
    vi.advanceTimersByTime(2_000);
    expect((await outcome).kind).toBe('paid');
  });
});
