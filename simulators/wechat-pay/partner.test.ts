import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWeChatPay, type Simulator } from '../index';
import { chinaText } from '../shared/clock';
import { freshNumber } from '../testing/bench';
import { weChatPayRows } from '../testing/bill-reader';
import { press } from '../testing/browser';
import { Shop } from '../testing/shop';
import { Tester, type WeChatPayMerchant } from '../testing/tester';
import { resultOf } from '../testing/wechat-pay-bench';
import { codeOf } from '../testing/wechat-pay-calls';
import { WeChatPayClient } from '../testing/wechat-pay-client';

const BASE = '/v3/pay/partner/transactions';
const REFUNDS = '/v3/refund/domestic/refunds';

interface Partner extends WeChatPayMerchant {
  readonly sub_merchants: readonly { readonly sub_mchid: string; readonly sub_appid: string }[];
}

let simulator: Simulator;
let tester: Tester;
let shop: Shop;
let client: WeChatPayClient;
let ids: { sp_appid: string; sp_mchid: string; sub_mchid: string; sub_appid: string };
let otherSub: string;

beforeAll(async () => {
  simulator = await startWeChatPay();
  shop = await Shop.open({ status: 200, body: '' });
  tester = new Tester(simulator.controlUrl);
  const made = (await tester.weChatPayMerchant({ sub_merchants: 2 })) as Partner;
  client = new WeChatPayClient(simulator.url, made.credentials);
  const [first, second] = made.sub_merchants;
  const { sub_mchid, sub_appid } = first!;
  ids = { sp_appid: made.credentials.app_id, sp_mchid: made.id, sub_mchid, sub_appid };
  otherSub = second!.sub_mchid;
});
afterAll(async () => {
  await simulator.close();
  await shop.close();
});

const order = (change: Record<string, unknown> = {}) => ({
  sp_appid: ids.sp_appid,
  sp_mchid: ids.sp_mchid,
  sub_mchid: ids.sub_mchid,
  description: '一杯 coffee',
  out_trade_no: freshNumber(),
  notify_url: `${shop.url}/notify`,
  amount: { total: 1001, currency: 'CNY' },
  ...change,
});

const query = (number: string, sub = ids.sub_mchid) =>
  client.call('GET', `${BASE}/out-trade-no/${number}?sp_mchid=${ids.sp_mchid}&sub_mchid=${sub}`);

async function paid(change: Record<string, unknown> = {}): Promise<string> {
  const wish = order(change);
  expect((await client.call('POST', `${BASE}/native`, wish)).status).toBe(200);
  await tester.pay(wish.out_trade_no);
  return wish.out_trade_no;
}

describe("a service provider's orders", () => {
  it('are opened for a sub-merchant, and told in its shape by query and notification', async () => {
    const number = await paid({ sub_appid: ids.sub_appid });
    const seen = resultOf(await query(number));
    const said = {
      sp_appid: ids.sp_appid,
      sp_mchid: ids.sp_mchid,
      sub_appid: ids.sub_appid,
      sub_mchid: ids.sub_mchid,
      payer: { sp_openid: expect.any(String), sub_openid: expect.any(String) },
      trade_state: 'SUCCESS',
    };
    expect(seen).toMatchObject({ code: 'OK', verified: true, body: said });
    expect(seen.body).not.toHaveProperty('mchid');
    await tester.flush();
    const { resource } = JSON.parse(shop.received.at(-1)!.body) as {
      resource: { ciphertext: string; associated_data: string; nonce: string };
    };
    const told = client.pay.decipher_gcm(resource.ciphertext, resource.associated_data, resource.nonce);
    expect(told).toMatchObject({ ...said, out_trade_no: number });
    const byId = `${BASE}/id/${String(seen.body['transaction_id'])}?sp_mchid=${ids.sp_mchid}&sub_mchid=${ids.sub_mchid}`;
    expect((await client.call('GET', byId)).status).toBe(200);
  });

  it('are not seen by direct calls, nor in the name of another sub-merchant', async () => {
    const number = await paid();
    const direct = `/v3/pay/transactions/out-trade-no/${number}?mchid=${ids.sp_mchid}`;
    expect(await codeOf(client.call('GET', direct))).toEqual([404, 'ORDER_NOT_EXIST']);
    expect(await codeOf(query(number, otherSub))).toEqual([404, 'ORDER_NOT_EXIST']);
    expect(await codeOf(query(number, '1700000000'))).toEqual([403, 'NO_AUTH']);
  });

  it('are closed with both numbers', async () => {
    const wish = order();
    await client.call('POST', `${BASE}/native`, wish);
    const close = (body: unknown) => client.call('POST', `${BASE}/out-trade-no/${wish.out_trade_no}/close`, body);
    expect(await codeOf(close({ sp_mchid: ids.sp_mchid }))).toEqual([400, 'PARAM_ERROR']);
    expect(await codeOf(close({ sp_mchid: ids.sp_mchid, sub_mchid: otherSub }))).toEqual([404, 'ORDER_NOT_EXIST']);
    expect((await close({ sp_mchid: ids.sp_mchid, sub_mchid: ids.sub_mchid })).status).toBe(204);
    expect(resultOf(await query(wish.out_trade_no)).state).toBe('CLOSED');
  });

  it('are paid inside WeChat by an openid of either application', async () => {
    const openidIn = async (app_id: string): Promise<unknown> =>
      (await tester.ask('POST', '/openids', { app_id }))['openid'];
    const [spOpenid, subOpenid] = [await openidIn(ids.sp_appid), await openidIn(ids.sub_appid)];
    const jsapi = (change: Record<string, unknown>) => client.call('POST', `${BASE}/jsapi`, order(change));
    expect((await jsapi({ payer: { sp_openid: spOpenid } })).status).toBe(200);
    expect(await codeOf(jsapi({ payer: { sp_openid: subOpenid } }))).toEqual([500, 'OPENID_MISMATCH']);
    expect(await codeOf(jsapi({ payer: { sub_openid: subOpenid } }))).toEqual([400, 'PARAM_ERROR']);
    const bySub = await jsapi({ payer: { sub_openid: subOpenid }, sub_appid: ids.sub_appid });
    const { prepay_id: id } = JSON.parse(bySub.text) as { prepay_id: string };
    const handed = (appId: string): string => {
      const paySign = client.pay.sha256WithRsa(`${appId}\n1\nn\nprepay_id=${id}\n`);
      const fields = { appId, timeStamp: '1', nonceStr: 'n', package: `prepay_id=${id}`, signType: 'RSA', paySign };
      return `${simulator.url}/phone/jsapi?${new URLSearchParams(fields).toString()}`;
    };
    expect(await (await fetch(handed(ids.sp_appid))).text()).toContain('The signature is wrong');
    const html = await (await fetch(handed(ids.sub_appid))).text();
    expect((await press(simulator, html, 'pay')).status).toBe(200);
  });

  it.each<[string, () => Record<string, unknown>, [number, string]]>([
    ['no sub-merchant', () => ({ sub_mchid: undefined }), [400, 'PARAM_ERROR']],
    ['a stranger', () => ({ sub_mchid: '1700000000' }), [403, 'NO_AUTH']],
    ['another service provider', () => ({ sp_mchid: '1600000000' }), [400, 'INVALID_REQUEST']],
    ["a stranger's application", () => ({ sub_appid: 'wx0' }), [400, 'APPID_MCHID_NOT_MATCH']],
  ])('are refused for %s', async (_name, change, refusal) => {
    expect(await codeOf(client.call('POST', `${BASE}/native`, order(change())))).toEqual(refusal);
  });

  it('may not use a number again for another sub-merchant', async () => {
    const wish = order();
    await client.call('POST', `${BASE}/native`, wish);
    const again = client.call('POST', `${BASE}/native`, { ...wish, sub_mchid: otherSub });
    expect(await codeOf(again)).toEqual([400, 'INVALID_REQUEST']);
  });
});

describe("a service provider's refunds", () => {
  it('name the sub-merchant, in the request, the query and the notification', async () => {
    const number = await paid();
    const wish = {
      out_trade_no: number,
      out_refund_no: freshNumber(),
      notify_url: `${shop.url}/notify`,
      amount: { refund: 1, total: 1001, currency: 'CNY' },
    };
    expect(await codeOf(client.call('POST', REFUNDS, wish))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    const bySub = await client.call('POST', REFUNDS, { ...wish, sub_mchid: ids.sub_mchid });
    expect(bySub.status).toBe(200);
    await tester.advance(2);
    const { resource } = JSON.parse(shop.received.at(-1)!.body) as {
      resource: { ciphertext: string; associated_data: string; nonce: string };
    };
    const told = client.pay.decipher_gcm(resource.ciphertext, resource.associated_data, resource.nonce);
    expect(told).toMatchObject({ sp_mchid: ids.sp_mchid, sub_mchid: ids.sub_mchid, refund_status: 'SUCCESS' });
    const target = `${REFUNDS}/${wish.out_refund_no}`;
    expect(await codeOf(client.call('GET', target))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect((await client.call('GET', `${target}?sub_mchid=${ids.sub_mchid}`)).status).toBe(200);
  });
});

it("a service provider's bill has all sub-merchants' lines, or one's", async () => {
  await tester.reset();
  const [mine, other] = [await paid(), await paid({ sub_mchid: otherSub })];
  const nowMs = await tester.nowMs();
  const day = chinaText(nowMs).slice(0, 10);
  await tester.advance((Date.parse(`${day}T00:00:00+08:00`) + 34 * 3_600_000 - nowMs) / 1_000 + 1);
  const bill = async (more: string) => {
    const exchange = await client.call('GET', `/v3/bill/tradebill?bill_date=${day}&tar_type=GZIP${more}`);
    const { download_url: url } = JSON.parse(exchange.text) as { download_url: string };
    const rows = weChatPayRows(gunzipSync(await client.download(url)).toString('utf8'));
    return rows.map((row) => [row['商户订单号'], row['特约商户号']]);
  };
  expect(await bill('')).toEqual([
    [mine, ids.sub_mchid],
    [other, otherSub],
  ]);
  expect(await bill(`&sub_mchid=${otherSub}`)).toEqual([[other, otherSub]]);
});
