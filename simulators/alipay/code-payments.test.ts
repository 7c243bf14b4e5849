import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alipayCalls, codeOf, type AlipayCalls } from '../testing/alipay-calls';
import { freshNumber } from '../testing/bench';
import { press } from '../testing/browser';

let calls: AlipayCalls;
let count = 0;

beforeAll(async () => {
  calls = await alipayCalls();
});
afterAll(() => calls.end());

const freshCode = (): string => `28${String(++count).padStart(16, '0')}`;

const pay = (total_amount: string, change: Record<string, unknown> = {}) =>
  calls.client.call(
    'alipay.trade.pay',
    calls.trade({ total_amount, scene: 'bar_code', auth_code: freshCode(), ...change }),
    { parameters: { notify_url: `${calls.shop.url}/notify` } },
  );

describe('a payment code', () => {
  it('pays at once, and notifies', async () => {
    const out_trade_no = freshNumber();
    expect((await pay('10.01', { out_trade_no })).value).toMatchObject({
      code: '10000',
      out_trade_no,
      total_amount: '10.01',
      gmt_payment: expect.any(String),
    });
    await calls.tester.flush();
    expect(await calls.read(calls.shop.received.at(-1)!)).toMatchObject({ genuine: true, state: 'TRADE_SUCCESS' });
  });

  it('is good for one payment', async () => {
    const auth_code = freshCode();
    expect(await codeOf(pay('1.00', { auth_code }))).toBe('10000');
    expect(await codeOf(pay('1.00', { auth_code }))).toBe('ACQ.PAYMENT_AUTH_CODE_INVALID');
  });

  it.each([
    [{ auth_code: '9912345678901234' }, 'ACQ.PAYMENT_AUTH_CODE_INVALID'],
    [{ auth_code: '28123' }, 'ACQ.PAYMENT_AUTH_CODE_INVALID'],
    [{ auth_code: undefined }, 'ACQ.INVALID_PARAMETER'],
    [{ scene: 'wave' }, 'ACQ.INVALID_PARAMETER'],
    [{ product_code: 'QUICK_WAP_WAY' }, 'ACQ.INVALID_PARAMETER'],
  ])('is refused with %j', async (change, code) => {
    expect(await codeOf(pay('1.00', change))).toBe(code);
  });

  it('66.18 fails the first time, and pays the second time', async () => {
    const again = { out_trade_no: freshNumber(), auth_code: freshCode() };
    expect(await codeOf(pay('66.18', again))).toBe('ACQ.BUYER_BALANCE_NOT_ENOUGH');
    expect(await codeOf(pay('66.18', again))).toBe('10000');
  });

  it('66.82 waits until the shopper confirms on the phone', async () => {
    const out_trade_no = freshNumber();
    expect((await pay('66.82', { out_trade_no })).value).toMatchObject({ code: '10003', out_trade_no });
    expect((await calls.query(out_trade_no)).state).toBe('WAIT_BUYER_PAY');
    const { codes } = await calls.tester.payment(out_trade_no);
    const html = await (await fetch(`${calls.simulator.phoneUrl}?code=${codes[0]!.text}`)).text();
    await press(calls.simulator, html, 'pay');
    expect((await calls.query(out_trade_no)).state).toBe('TRADE_SUCCESS');
  });
});

describe('a trade inside Alipay', () => {
  const create = (change: Record<string, unknown> = {}) =>
    calls.client.call(
      'alipay.trade.create',
      calls.trade({ product_code: 'JSAPI_PAY', buyer_id: '2088123456789012', ...change }),
    );
  const open = (tradeNo: unknown) => fetch(`${calls.simulator.url}/phone/jsapi?tradeNO=${String(tradeNo)}`);

  it('begins at once, and is opened by its number', async () => {
    const { value } = await create();
    expect(value).toMatchObject({ code: '10000', trade_no: expect.stringMatching(/^\d{28}$/) });
    const number = String(value['out_trade_no']);
    expect((await calls.query(number)).state).toBe('WAIT_BUYER_PAY');
    const html = await (await open(value['trade_no'])).text();
    expect(html).toContain('¥10.01');
    await press(calls.simulator, html, 'pay');
    const query = await calls.query(number);
    expect([query.state, query.body['buyer_user_id']]).toEqual(['TRADE_SUCCESS', '2088123456789012']);
  });

  it('needs a buyer', async () => {
    expect(await codeOf(create({ buyer_id: undefined }))).toBe('ACQ.INVALID_PARAMETER');
    expect(await codeOf(create({ buyer_id: '1' }))).toBe('ACQ.INVALID_PARAMETER');
  });

  it('is not opened by a number that nobody has', async () => {
    expect((await open('2024')).status).toBe(404);
  });
});

describe('an order string from an app', () => {
  const open = (order: string) => fetch(`${calls.simulator.url}/phone/app?order=${encodeURIComponent(order)}`);

  it('opens the payment, as node-alipay-sdk writes it', async () => {
    const outTradeId = `app_${Date.now()}`;
    const order = calls.client.sdk.appPay({ outTradeId, subject: 'tea', amount: '1.00' });
    const html = await (await open(order)).text();
    expect(html).toContain('¥1.00');
    await press(calls.simulator, html, 'pay');
    expect((await calls.query(outTradeId)).state).toBe('TRADE_SUCCESS');
  });

  it('is refused when it was altered, or asks for something else', async () => {
    const content = calls.trade({ product_code: 'QUICK_MSECURITY_PAY' });
    const order = calls.client.signed('alipay.trade.app.pay', content);
    expect(await (await open(order.replace('10.01', '0.01'))).text()).toContain('invalid-signature');
    expect(await (await open(calls.client.signed('alipay.trade.refund', content))).text()).toContain('invalid-method');
    const wap = calls.trade({ product_code: 'QUICK_WAP_WAY' });
    expect(await (await open(calls.client.signed('alipay.trade.app.pay', wap))).text()).toContain(
      'ACQ.INVALID_PARAMETER',
    );
  });
});
