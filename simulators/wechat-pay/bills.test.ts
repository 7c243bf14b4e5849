import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chinaText } from '../shared/clock';
import { weChatPayRows } from '../testing/bill-reader';
import { Vector, vectorsAreHere } from '../testing/vectors';
import { codeOf, REFUNDS, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';
import { WeChatPayClient } from '../testing/wechat-pay-client';

const PREPAID_DESCRIPTION = 'a, "b"\n一杯';

let calls: WeChatPayCalls;
let number: string;
let day: string;
let today: string;

beforeAll(async () => {
  calls = await weChatPayCalls();
  number = await calls.paidOrder({ description: PREPAID_DESCRIPTION, attach: 'pack' });
  const refund = { out_trade_no: number, out_refund_no: 'back', amount: { refund: 501, total: 1001, currency: 'CNY' } };
  await calls.client.call('POST', REFUNDS, refund);
  await calls.tester.advance(2);
  const nowMs = await calls.tester.nowMs();
  day = chinaText(nowMs).slice(0, 10);
  await calls.tester.advance((Date.parse(`${day}T00:00:00+08:00`) + 34 * 3_600_000 - nowMs) / 1_000 + 1);
  today = chinaText(await calls.tester.nowMs()).slice(0, 10);
});
afterAll(() => calls.end());

async function ask(kind: 'tradebill' | 'fundflowbill', query: string) {
  const exchange = await calls.client.call('GET', `/v3/bill/${kind}?${query}`);
  expect(exchange).toMatchObject({ status: 200, verified: true });
  return JSON.parse(exchange.text) as { download_url: string; hash_type: string; hash_value: string };
}

const file = async (kind: 'tradebill' | 'fundflowbill', query: string): Promise<string> =>
  (await calls.client.download((await ask(kind, query)).download_url)).toString('utf8');

describe('the trade bill', () => {
  it('is UTF-8 with a byte order mark and CRLF, and its SHA-1 is of these bytes', async () => {
    const said = await ask('tradebill', `bill_date=${day}`);
    const bytes = await calls.client.download(said.download_url);
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString('utf8').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(said).toMatchObject({ hash_type: 'SHA1', hash_value: createHash('sha1').update(bytes).digest('hex') });
  });

  it('lists the payment and its refund, and sums them up', async () => {
    const text = await file('tradebill', `bill_date=${day}&bill_type=ALL`);
    const [payment, refund] = weChatPayRows(text);
    const description = PREPAID_DESCRIPTION.replace('\n', ' ');
    expect(payment).toMatchObject({
      商户号: calls.mchid,
      公众账号ID: calls.client.credentials.app_id,
      商户订单号: number,
      交易类型: 'NATIVE',
      交易状态: 'SUCCESS',
      应结订单金额: '10.01',
      订单金额: '10.01',
      手续费: '0.06000',
      费率: '0.60%',
      商品名称: description,
      商户数据包: 'pack',
      微信订单号: expect.stringMatching(/^\d{28}$/),
      特约商户号: '0',
    });
    expect(refund).toMatchObject({
      商户订单号: number,
      商户退款单号: 'back',
      交易状态: 'REFUND',
      退款状态: 'SUCCESS',
      退款金额: '5.01',
      订单金额: '0.00',
      手续费: '-0.03000',
    });
    expect(text).toMatch(/\r\n`2,`10\.01,`5\.01,`0\.00,`0\.03000,`10\.01,`5\.01\r\n$/);
  });

  it('comes as payments only or refunds only, with fewer columns', async () => {
    const success = weChatPayRows(await file('tradebill', `bill_date=${day}&bill_type=SUCCESS`));
    expect(success).toMatchObject([{ 商户订单号: number }]);
    expect(success[0]).not.toHaveProperty('退款金额');
    const refunds = weChatPayRows(await file('tradebill', `bill_date=${day}&bill_type=REFUND`));
    expect(refunds).toMatchObject([{ 商户退款单号: 'back', 退款成功时间: expect.stringMatching(/^20\d\d-/) }]);
  });

  it.each([
    [`bill_date=today`, [400, 'PARAM_ERROR']],
    [`bill_date=2024-02-30`, [400, 'PARAM_ERROR']],
    ['bill_date=2024-02-29', [400, 'INVALID_REQUEST']],
    ['bill_type=ALL', [400, 'PARAM_ERROR']],
    ['bill_date={today}', [400, 'INVALID_REQUEST']],
    ['bill_date={day}&bill_type=EVERYTHING', [400, 'PARAM_ERROR']],
    ['bill_date={day}&tar_type=ZIP', [400, 'PARAM_ERROR']],
  ])('is refused for %s', async (query, refusal) => {
    const target = `/v3/bill/tradebill?${query.replace('{day}', day).replace('{today}', today)}`;
    expect(await codeOf(calls.client.call('GET', target))).toEqual(refusal);
  });
});

describe('the fund-flow bill', () => {
  it('lists each movement, fees apart, with the balance after it', async () => {
    const text = await file('fundflowbill', `bill_date=${day}&account_type=BASIC`);
    expect(weChatPayRows(text)).toMatchObject([
      { 业务类型: '交易', 收支类型: '收入', '收支金额(元)': '10.01', 业务凭证号: number, '账户结余(元)': '100010.01' },
      { 业务类型: '扣除交易手续费', 收支类型: '支出', '收支金额(元)': '0.06', '账户结余(元)': '100009.95' },
      { 业务类型: '退款', 收支类型: '支出', '收支金额(元)': '5.01', 业务凭证号: 'back', '账户结余(元)': '100004.94' },
      { 业务类型: '退还交易手续费', 收支类型: '收入', '收支金额(元)': '0.03', '账户结余(元)': '100004.97' },
    ]);
    expect(text).toMatch(/\r\n`4,`2,`10\.04,`2,`5\.07\r\n$/);
  });

  it('tells what the trade bill leaves out', async () => {
    const missing = await calls.paidOrder({ amount: { total: 6640, currency: 'CNY' } });
    const paidOn = chinaText(await calls.tester.nowMs()).slice(0, 10);
    await calls.tester.advance(86_400);
    expect(await file('fundflowbill', `bill_date=${paidOn}`)).toContain(missing);
    expect(await codeOf(calls.client.call('GET', `/v3/bill/tradebill?bill_date=${paidOn}`))).toEqual([
      400,
      'NO_STATEMENT_EXIST',
    ]);
  });

  it.each([
    ['OPERATION', [400, 'NO_STATEMENT_EXIST']],
    ['ELSE', [400, 'PARAM_ERROR']],
  ])('of the account %s is refused', async (account, refusal) => {
    const target = `/v3/bill/fundflowbill?bill_date=${day}&account_type=${account}`;
    expect(await codeOf(calls.client.call('GET', target))).toEqual(refusal);
  });
});

describe('the address of a bill', () => {
  it('wants a signature of its own and answers without one', async () => {
    const { download_url: url } = await ask('tradebill', `bill_date=${day}`);
    expect((await fetch(url)).status).toBe(401);
    const exchange = await calls.client.call('GET', url.slice(calls.simulator.url.length));
    expect(exchange).toMatchObject({ status: 200, verified: null });
  });

  it('is only for the merchant that asked', async () => {
    const { download_url: url } = await ask('tradebill', `bill_date=${day}`);
    const other = new WeChatPayClient(calls.simulator.url, (await calls.tester.weChatPayMerchant()).credentials);
    expect(await codeOf(other.call('GET', url.slice(calls.simulator.url.length)))).toEqual([403, 'NO_AUTH']);
  });

  it('lives for five minutes', async () => {
    const { download_url: url } = await ask('tradebill', `bill_date=${day}`);
    await calls.tester.advance(298);
    await calls.client.download(url);
    await calls.tester.advance(3);
    const target = url.slice(calls.simulator.url.length);
    expect(await codeOf(calls.client.call('GET', target))).toEqual([400, 'INVALID_REQUEST']);
  });
});

describe.skipIf(!vectorsAreHere)('published bills', () => {
  it.each(['wx-tradebill-sha1', 'wx-tradebill-all-sample'])('have the form of ours: %s', async (id) => {
    const published = Buffer.from(new Vector('wechatpay.json', id).text('fileBase64'), 'base64').toString('utf8');
    const ours = await file('tradebill', `bill_date=${day}`);
    const headersOf = (text: string): (string | undefined)[] => {
      const lines = text.split('\r\n');
      return [lines[0], lines.at(-3), lines.at(-1)];
    };
    expect(headersOf(ours)).toEqual(headersOf(published));
    const namesOf = (text: string): string[] => Object.keys(weChatPayRows(text)[0] ?? {});
    expect(namesOf(ours)).toEqual(namesOf(published));
  });
});
