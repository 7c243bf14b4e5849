import { createPublicKey, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshNumber } from '../testing/bench';
import { press } from '../testing/browser';
import { opensslVerifies } from '../testing/openssl';
import type { WeChatPayMerchant } from '../testing/tester';
import { Vector, vectorsAreHere } from '../testing/vectors';
import { nativeOrder } from '../testing/wechat-pay-bench';
import { codeOf, H5, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';
import { WeChatPayClient } from '../testing/wechat-pay-client';
import { payMessage } from './signature';

const JSAPI = '/v3/pay/transactions/jsapi';
const APP = '/v3/pay/transactions/app';
const RETURN_URL = 'https://shop.example/done';

let calls: WeChatPayCalls;
let openid: string;

beforeAll(async () => {
  calls = await weChatPayCalls();
  openid = String((await calls.tester.ask('POST', '/openids', { app_id: calls.client.credentials.app_id }))['openid']);
});
afterAll(() => calls.end());

const jsapiOrder = (change: Record<string, unknown> = {}) => calls.order({ payer: { openid }, ...change });
const cny = (total: number) => ({ amount: { total, currency: 'CNY' } });

async function prepayId(path: string, wish: unknown): Promise<string> {
  const exchange = await calls.client.call('POST', path, wish);
  expect(exchange).toMatchObject({ status: 200, verified: true });
  return (JSON.parse(exchange.text) as { prepay_id: string }).prepay_id;
}

/** What a page hands to WeixinJSBridge, signed by wechatpay-node-v3. */
function handed(id: string, change: Record<string, string> = {}) {
  const appId = calls.client.credentials.app_id;
  const bare = { appId, timeStamp: '1554208460', nonceStr: 'nonce', package: `prepay_id=${id}` };
  const paySign = calls.client.pay.sha256WithRsa(
    `${bare.appId}\n${bare.timeStamp}\n${bare.nonceStr}\n${bare.package}\n`,
  );
  return new URLSearchParams({ ...bare, signType: 'RSA', paySign, redirect_url: RETURN_URL, ...change }).toString();
}

const open = async (query: string, path = 'jsapi'): Promise<string> =>
  (await fetch(`${calls.simulator.url}/phone/${path}?${query}`)).text();

const errMsgOf = (response: Response): string | null =>
  new URL(response.headers.get('location') ?? '').searchParams.get('err_msg');

describe('paying inside WeChat', () => {
  it('begins with a prepay_id, and opens by what the page hands over, as wechatpay-node-v3 signs it', async () => {
    const wish = jsapiOrder();
    const html = await open(handed(await prepayId(JSAPI, wish)));
    for (const text of ['¥10.01', '咖啡店', '>Pay</button>']) expect(html).toContain(text);
    const response = await press(calls.simulator, html, 'pay');
    expect(errMsgOf(response)).toBe('get_brand_wcpay_request:ok');
    const { text } = await calls.query(wish.out_trade_no);
    expect(JSON.parse(text)).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'JSAPI', payer: { openid } });
  });

  it('works for a mini program, with its own app id and openid', async () => {
    const made = (await calls.tester.weChatPayMerchant()) as WeChatPayMerchant & { mini_program: { app_id: string } };
    const client = new WeChatPayClient(calls.simulator.url, made.credentials);
    const appid = made.mini_program.app_id;
    const openidIn = async (app_id: string) => (await calls.tester.ask('POST', '/openids', { app_id }))['openid'];
    const order = async (payerApp: string) => ({
      ...nativeOrder(client, calls.shop, freshNumber(), 1001),
      ...{ appid, payer: { openid: await openidIn(payerApp) } },
    });
    const exchange = await client.call('POST', JSAPI, await order(appid));
    const id = (JSON.parse(exchange.text) as { prepay_id: string }).prepay_id;
    const paySign = client.pay.sha256WithRsa(`${appid}\n1554208460\nnonce\nprepay_id=${id}\n`);
    expect(await open(handed(id, { appId: appid, paySign }))).toContain('¥10.01');
    expect(await open(handed(id, { appId: made.credentials.app_id, paySign }))).toContain('The signature is wrong');
    const wrong = client.call('POST', JSAPI, await order(made.credentials.app_id));
    expect(await codeOf(wrong)).toEqual([500, 'OPENID_MISMATCH']);
  });

  it('tells the page when the shopper cancels', async () => {
    const html = await open(handed(await prepayId(JSAPI, jsapiOrder())));
    expect(errMsgOf(await press(calls.simulator, html, 'cancel'))).toBe('get_brand_wcpay_request:cancel');
  });

  it.each<[string, Record<string, string>, string]>([
    ['another time', { timeStamp: '1554208461' }, 'The signature is wrong'],
    ['another nonce', { nonceStr: 'other' }, 'The signature is wrong'],
    ['another signature', { paySign: 'AAAA' }, 'The signature is wrong'],
    ['another app', { appId: 'wx0' }, 'The signature is wrong'],
    ['MD5', { signType: 'MD5' }, 'malformed'],
    ['an unknown prepay_id', { package: 'prepay_id=wx1' }, 'malformed'],
  ])('does not open with %s', async (_name, change, said) => {
    expect(await open(handed(await prepayId(JSAPI, jsapiOrder()), change))).toContain(said);
  });

  it('does not open a prepay_id that has ended', async () => {
    const id = await prepayId(JSAPI, jsapiOrder());
    await calls.tester.advance(7_201);
    expect(await open(handed(id))).toContain('has ended');
  });

  it.each<[string, Record<string, unknown>, [number, string]]>([
    ['no payer', { payer: undefined }, [400, 'PARAM_ERROR']],
    ['no openid', { payer: {} }, [400, 'PARAM_ERROR']],
    ["nobody's openid", { payer: { openid: 'oNobody' } }, [500, 'OPENID_MISMATCH']],
    ['an unknown app', { appid: 'wx0' }, [400, 'APPID_MCHID_NOT_MATCH']],
  ])('is refused with %s', async (_name, change, refusal) => {
    expect(await codeOf(calls.client.call('POST', JSAPI, jsapiOrder(change)))).toEqual(refusal);
  });

  it('is refused for a number that another openid has used', async () => {
    const wish = jsapiOrder();
    await prepayId(JSAPI, wish);
    const other = await calls.tester.ask('POST', '/openids', { app_id: wish.appid, user: 'somebody else' });
    const again = { ...wish, payer: { openid: other['openid'] } };
    expect(await codeOf(calls.client.call('POST', JSAPI, again))).toEqual([400, 'INVALID_REQUEST']);
  });
});

describe("paying from a shop's app", () => {
  const handedByApp = (id: string, change: Record<string, string> = {}): string => {
    const { app_id: appId, merchant_number: partnerId } = calls.client.credentials;
    const sign = calls.client.pay.sha256WithRsa(`${appId}\n1554208460\nnonce\n${id}\n`);
    const fixed = { packageValue: 'Sign=WXPay', nonceStr: 'nonce', timeStamp: '1554208460' };
    return new URLSearchParams({ appId, partnerId, prepayId: id, ...fixed, sign, ...change }).toString();
  };

  it('opens by what the app hands over', async () => {
    const wish = calls.order();
    const html = await open(handedByApp(await prepayId(APP, wish)), 'app');
    await press(calls.simulator, html, 'pay');
    expect(await calls.tester.payment(wish.out_trade_no)).toMatchObject({ paid: true, channel: 'APP' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['another partner', { partnerId: '1600000000' }, 'malformed'],
    ['another package', { packageValue: 'prepay_id=1' }, 'malformed'],
    ['another nonce', { nonceStr: 'other' }, 'The signature is wrong'],
  ])('does not open with %s', async (_name, change, said) => {
    expect(await open(handedByApp(await prepayId(APP, calls.order()), change), 'app')).toContain(said);
  });
});

describe('steered inside WeChat', () => {
  it('66.70 says once that the openid is of another app', async () => {
    const wish = jsapiOrder(cny(6670));
    expect(await codeOf(calls.client.call('POST', JSAPI, wish))).toEqual([500, 'OPENID_MISMATCH']);
    await prepayId(JSAPI, wish);
  });

  it('66.71 gives a prepay_id that has ended, then a good one', async () => {
    const wish = jsapiOrder(cny(6671));
    expect(await open(handed(await prepayId(JSAPI, wish)))).toContain('has ended');
    expect(await open(handed(await prepayId(JSAPI, wish)))).toContain('¥66.71');
  });

  it('66.72 tells the page ok, although nothing was paid', async () => {
    const wish = jsapiOrder(cny(6672));
    const html = await open(handed(await prepayId(JSAPI, wish)));
    expect(errMsgOf(await press(calls.simulator, html, 'cancel'))).toBe('get_brand_wcpay_request:ok');
    expect(await calls.tester.payment(wish.out_trade_no)).toMatchObject({ paid: false });
  });

  it('66.73 tells the page fail, although it was paid', async () => {
    const wish = jsapiOrder(cny(6673));
    const html = await open(handed(await prepayId(JSAPI, wish)));
    expect(errMsgOf(await press(calls.simulator, html, 'pay'))).toBe('get_brand_wcpay_request:fail');
    expect(await calls.tester.payment(wish.out_trade_no)).toMatchObject({ paid: true });
  });

  it('66.71 and 66.74 do the same on the H5 page', async () => {
    const openH5 = async (total: number): Promise<string> => {
      const wish = calls.h5Order({ ...cny(total), out_trade_no: `h5_${total}` });
      const { text } = await calls.client.call('POST', H5, wish);
      const url = `${(JSON.parse(text) as { h5_url: string }).h5_url}&redirect_url=${encodeURIComponent(RETURN_URL)}`;
      return (await fetch(url, { headers: { referer: 'https://shop.example/' } })).text();
    };
    expect(await openH5(6671)).toContain('has ended');
    expect(await openH5(6671)).toContain('¥66.71');
    const response = await press(calls.simulator, await openH5(6674), 'pay');
    expect([response.status, response.headers.get('location')]).toEqual([200, null]);
  });

  it('66.74 never brings the shopper back', async () => {
    const html = await open(handed(await prepayId(JSAPI, jsapiOrder(cny(6674)))));
    const response = await press(calls.simulator, html, 'pay');
    expect([response.status, response.headers.get('location')]).toEqual([200, null]);
    expect(await response.text()).not.toContain(RETURN_URL);
  });
});

describe.skipIf(!vectorsAreHere)('published signatures for pages and apps', () => {
  it.each([
    ['wx-doc-paysign-jsapi', 'package', 'paySign'],
    ['wx-doc-paysign-app', 'prepayId', 'sign'],
  ] as const)('are those of our messages: %s', (id, subject, signature) => {
    const vector = new Vector('wechatpay.json', id);
    const key = new Vector('wechatpay.json', 'wx-doc-merchant-test-key').text('privateKeyPkcs8Pem');
    const ours = payMessage(
      vector.text('appId'),
      vector.text('timeStamp'),
      vector.text('nonceStr'),
      vector.text(subject),
    );
    expect(ours).toBe(vector.text('message'));
    expect(sign('sha256', Buffer.from(ours), key).toString('base64')).toBe(vector.text(signature));
  });
});

it('what the page checks, the openssl command checks too', async () => {
  const parameters = new URLSearchParams(handed(await prepayId(JSAPI, jsapiOrder())));
  const [appId, time, nonce, text] = ['appId', 'timeStamp', 'nonceStr', 'package'].map((name) => parameters.get(name));
  const pem = createPublicKey(calls.client.credentials.merchant_private_key).export({ type: 'spki', format: 'pem' });
  const message = `${appId}\n${time}\n${nonce}\n${text}\n`;
  expect(opensslVerifies(message, parameters.get('paySign') ?? '', pem.toString())).toBe(true);
});
