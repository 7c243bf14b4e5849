import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mischief } from '../testing/alipay-client';
import { alipayCalls, type AlipayCalls } from '../testing/alipay-calls';
import { press } from '../testing/browser';

let calls: AlipayCalls;

beforeAll(async () => {
  calls = await alipayCalls();
});
afterAll(() => calls.end());

const RETURN_URL = 'https://shop.example/thanks?order=1';

/** The signed address of Alipay's page, as the shop's own server would make it. */
function address(change: Record<string, unknown> = {}, mischief: Mischief = {}, kind: 'page' | 'wap' = 'page') {
  const product_code = kind === 'page' ? 'FAST_INSTANT_TRADE_PAY' : 'QUICK_WAP_WAY';
  const content = calls.trade({ product_code, ...change });
  const parameters = { notify_url: `${calls.shop.url}/notify`, return_url: RETURN_URL, ...mischief.parameters };
  const query = calls.client.signed(`alipay.trade.${kind}.pay`, content, { ...mischief, parameters });
  return { number: content['out_trade_no'], query, url: `${calls.client.gatewayUrl}?${query}` };
}

const open = (url: string, init?: RequestInit) => fetch(url, init).then((response) => response.text());

describe('the cashier', () => {
  it('opens by GET and by POST, with the three buttons', async () => {
    for (const kind of ['page', 'wap'] as const) {
      const { query, url } = address({}, {}, kind);
      const byGet = await open(url);
      const byPost = await open(calls.client.gatewayUrl, { method: 'POST', body: new URLSearchParams(query) });
      for (const html of [byGet, byPost]) {
        for (const text of ['咖啡店', '一杯 coffee', '¥10.01']) expect(html).toContain(text);
        for (const name of ['Pay', 'Cancel', 'Let it expire']) expect(html).toContain(`>${name}</button>`);
      }
    }
  });

  it('opens for addresses that node-alipay-sdk makes', async () => {
    const { sdk, gatewayUrl } = calls.client;
    const order = { outTradeId: `sdk_${Date.now()}`, subject: 'tea', amount: '1.00', return_url: RETURN_URL };
    expect(await open(`${gatewayUrl}?${sdk.pagePay(order)}`)).toContain('¥1.00');
    expect(await open(`${gatewayUrl}?${sdk.wapPay({ ...order, outTradeId: `${order.outTradeId}w` })}`)).toContain(
      '¥1.00',
    );
  });

  it('begins the trade when the shopper arrives, not when the address is made or fetched', async () => {
    const { number, url } = address();
    expect((await calls.query(number)).code).toBe('ACQ.TRADE_NOT_EXIST');
    const sentOn = await fetch(url, { redirect: 'manual' });
    expect((await calls.query(number)).code).toBe('ACQ.TRADE_NOT_EXIST');
    await open(sentOn.headers.get('location') ?? '');
    expect((await calls.query(number)).state).toBe('WAIT_BUYER_PAY');
  });

  it('goes back after paying, with parameters that node-alipay-sdk verifies and that tell no status', async () => {
    const { number, url } = address();
    const answer = await press(calls.simulator, await open(url), 'pay');
    expect(answer.status).toBe(303);
    const back = new URL(answer.headers.get('location') ?? '');
    expect(`${back.origin}${back.pathname}`).toBe('https://shop.example/thanks');
    const { order, ...signed } = Object.fromEntries(back.searchParams);
    expect(order).toBe('1');
    expect(signed).toMatchObject({
      out_trade_no: number,
      method: 'alipay.trade.page.pay.return',
      total_amount: '10.01',
    });
    expect(signed).not.toHaveProperty('trade_status');
    expect(calls.client.sdk.signVerify(signed)).toBe(true);
    expect(calls.client.sdk.signVerify({ ...signed, total_amount: '0.01' })).toBe(false);
    expect((await calls.query(number)).state).toBe('TRADE_SUCCESS');
  });

  it('goes back after cancelling, without any parameters: to quit_url where there is one', async () => {
    const page = await press(calls.simulator, await open(address().url), 'cancel');
    expect(page.headers.get('location')).toBe(RETURN_URL);
    const wap = address({ quit_url: 'https://shop.example/cart' }, {}, 'wap');
    const quit = await press(calls.simulator, await open(wap.url), 'cancel');
    expect(quit.headers.get('location')).toBe('https://shop.example/cart');
  });

  it('signs the return address wrongly for 66.15', async () => {
    const { url } = address({ total_amount: '66.15' });
    const answer = await press(calls.simulator, await open(url), 'pay');
    const signed = Object.fromEntries(new URL(answer.headers.get('location') ?? '').searchParams);
    delete signed['order'];
    expect(calls.client.sdk.signVerify(signed)).toBe(false);
  });

  it('opens again for the same terms, and shows what has been paid as paid', async () => {
    const { number, url } = address();
    await open(url);
    const again = await open(url);
    await press(calls.simulator, again, 'pay');
    expect((await calls.tester.payment(number)).codes).toHaveLength(2);
    expect(await open(url)).toContain('ACQ.TRADE_HAS_SUCCESS');
  });

  it('is closed by letting it expire, which is notified', async () => {
    const { number, url } = address();
    await calls.tester.flush();
    calls.shop.clear();
    const html = await (await press(calls.simulator, await open(url), 'expire')).text();
    expect(html).toContain('<h1>Closed</h1>');
    await calls.tester.flush();
    expect((await calls.read(calls.shop.received[0]!)).state).toBe('TRADE_CLOSED');
    expect((await calls.query(number)).state).toBe('TRADE_CLOSED');
  });

  it.each<[string, Record<string, unknown>, Mischief, string]>([
    ['an altered address', {}, { afterSigning: { biz_content: '{}' } }, 'invalid-signature'],
    ['an unknown application', {}, { parameters: { app_id: '2021000000000000' } }, 'invalid-app-id'],
    ['another product', { product_code: 'FACE_TO_FACE_PAYMENT' }, {}, 'ACQ.INVALID_PARAMETER'],
    ['no product', { product_code: undefined }, {}, 'ACQ.INVALID_PARAMETER'],
    [
      'a return address that is none',
      {},
      { parameters: { return_url: 'javascript:alert(1)' } },
      'ACQ.INVALID_PARAMETER',
    ],
    ['66.11', { total_amount: '66.11' }, {}, 'ACQ.ACCESS_FORBIDDEN'],
    ['66.03', { total_amount: '66.03' }, {}, 'ACQ.SYSTEM_ERROR'],
  ])('shows the shopper what is wrong: %s', async (_name, change, mischief, code) => {
    const html = await open(address(change, mischief).url);
    expect(html).toContain('This payment cannot be opened');
    expect(html).toContain(code);
    expect(html).not.toContain('<button');
  });

  it('does not ask how old a signed address is', async () => {
    const old = { parameters: { timestamp: '2024-01-01 00:00:00' } };
    expect(await open(address({}, old).url)).toContain('>Pay</button>');
  });
});
