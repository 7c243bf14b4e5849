import utl from 'node-alipay-sdk/lib/utl.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newKeyPair } from '../shared/keys';
import type { Mischief } from '../testing/alipay-client';
import { alipayCalls, codeOf, type AlipayCalls } from '../testing/alipay-calls';
import { opensslVerifies } from '../testing/openssl';

let calls: AlipayCalls;

beforeAll(async () => {
  calls = await alipayCalls();
});
afterAll(() => calls.end());

describe('a client that nobody here wrote (node-alipay-sdk)', () => {
  const libraryRequest = utl.request;

  // Its gateway is fixed in the code, so its last step, the transport, is sent to the simulator.
  beforeAll(() => {
    utl.request = async ({ method, url }) => {
      const address = url.replace('https://openapi.alipay.com/gateway.do', calls.client.gatewayUrl);
      const body = await fetch(address, { method }).then((response) => response.text());
      return { body, json: () => JSON.parse(body) as unknown };
    };
  });
  afterAll(() => {
    utl.request = libraryRequest;
  });

  it('precreates, asks, closes, refunds and asks again by its own calls, and verifies the answers', async () => {
    const { sdk } = calls.client;
    const order = { outTradeId: `lib_${Date.now()}`, subject: '一杯 coffee', amount: '10.01' };
    const created = (await sdk.preCreate(order)).json();
    expect(created['alipay_trade_precreate_response']).toMatchObject({
      code: '10000',
      out_trade_no: order.outTradeId,
      qr_code: expect.stringMatching(/^https:\/\/qr\.alipay\.com\//),
    });
    await calls.tester.pay(order.outTradeId);
    const asked = (await sdk.query(order)).json();
    expect(asked['alipay_trade_query_response']).toMatchObject({
      trade_status: 'TRADE_SUCCESS',
      total_amount: '10.01',
    });
    expect(sdk.signVerify(asked)).toBe(true);
    const refund = { ...order, refundAmount: '1.00', outRequestId: 'r1' };
    const refunded = (await sdk.refund(refund)).json();
    expect(refunded['alipay_trade_refund_response']).toMatchObject({ fund_change: 'Y', refund_fee: '1.00' });
    expect(sdk.signVerify(refunded)).toBe(true);
    const queried = (await sdk.refundQuery(refund)).json();
    expect(queried['alipay_trade_fastpay_refund_query_response']).toMatchObject({ refund_status: 'REFUND_SUCCESS' });
    expect(sdk.signVerify(queried)).toBe(true);
    const closed = (await sdk.close(order)).json();
    expect(closed['alipay_trade_close_response']).toMatchObject({ sub_code: 'ACQ.TRADE_STATUS_ERROR' });
    expect(sdk.signVerify(closed)).toBe(true);
  });

  it('is not taken in by a changed answer', async () => {
    const number = await calls.numberAt('paid');
    const asked = (await calls.client.sdk.query({ outTradeId: number })).json();
    asked['alipay_trade_query_response'] = { ...asked['alipay_trade_query_response'], total_amount: '0.01' };
    expect(calls.client.sdk.signVerify(asked)).toBe(false);
  });
});

describe('an answer', () => {
  it('is signed over its member as it was sent, with escaped slashes, and the signature stands behind it', async () => {
    const { text, member, signature = '', contentType } = await calls.precreate(calls.trade());
    expect(text).toBe(`{"alipay_trade_precreate_response":${member},"sign":"${signature}"}`);
    expect(member).toContain('https:\\/\\/qr.alipay.com\\/');
    expect(contentType).toBe('text/html;charset=utf-8');
    const key = calls.client.credentials.alipay_public_key;
    expect(opensslVerifies(member, signature, key)).toBe(true);
    const rewritten = JSON.stringify(JSON.parse(member));
    expect(opensslVerifies(rewritten, signature, key)).toBe(false);
  });

  it('comes to parameters in the address, in a form, or divided between both', async () => {
    const inForm = await calls.precreate(calls.trade(), { asForm: true });
    expect(inForm.value['code']).toBe('10000');
    const query = new URLSearchParams(calls.client.signed('alipay.trade.precreate', calls.trade()));
    const content = query.get('biz_content') ?? '';
    query.delete('biz_content');
    const divided = await fetch(`${calls.client.gatewayUrl}?${query.toString()}`, {
      method: 'POST',
      body: new URLSearchParams({ biz_content: content }),
    });
    expect(await divided.text()).toContain('"code":"10000"');
  });

  it('has the status 200 even when it is a refusal; a business refusal is signed', async () => {
    const refused = await calls.askQuery('nothing_here');
    expect(refused.status).toBe(200);
    expect(refused.value).toMatchObject({ code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST' });
    expect(calls.client.verifies(refused.member, refused.signature ?? '')).toBe(true);
  });
});

describe('who may call', () => {
  const stranger = newKeyPair();

  it.each<[string, () => Mischief | Promise<Mischief>, string]>([
    ['an unknown application', () => ({ parameters: { app_id: '2021000000000000' } }), 'isv.invalid-app-id'],
    ['without app_id', () => ({ parameters: { app_id: '' } }), 'isv.missing-app-id'],
    ['without sign', () => ({ afterSigning: { sign: undefined } }), 'isv.missing-signature'],
    ['without sign_type', () => ({ afterSigning: { sign_type: undefined } }), 'isv.missing-signature-type'],
    ['with RSA instead of RSA2', () => ({ parameters: { sign_type: 'RSA' } }), 'isv.invalid-signature-type'],
    ['without timestamp', () => ({ afterSigning: { timestamp: undefined } }), 'isv.missing-timestamp'],
    ['without version', () => ({ afterSigning: { version: undefined } }), 'isv.missing-version'],
    ['in GBK', () => ({ parameters: { charset: 'GBK' } }), 'isv.invalid-charset'],
    ['in XML', () => ({ parameters: { format: 'XML' } }), 'isv.invalid-format'],
    [
      'with a time of another form',
      () => ({ parameters: { timestamp: '2024-01-01T00:00:00Z' } }),
      'isv.invalid-timestamp',
    ],
    ['on the 31st of June', () => ({ parameters: { timestamp: '2024-06-31 00:00:00' } }), 'isv.invalid-timestamp'],
    ['with the time of another zone', () => ({ parameters: { timestamp: hoursAgo(8) } }), 'isv.invalid-timestamp'],
    ["with somebody else's key", async () => ({ privateKey: (await stranger).privatePem }), 'isv.invalid-signature'],
    ['with content changed after signing', () => ({ afterSigning: { biz_content: '{}' } }), 'isv.invalid-signature'],
    [
      'with a parameter added after signing',
      () => ({ afterSigning: { notify_url: 'http://x.example' } }),
      'isv.invalid-signature',
    ],
  ])('nobody %s: unsigned', async (_name, mischief, subCode) => {
    const answer = await calls.client.call('alipay.trade.query', { out_trade_no: 'x' }, await mischief());
    expect([answer.value['sub_code'], answer.signature]).toEqual([subCode, undefined]);
    expect(answer.text.startsWith('{"alipay_trade_query_response":')).toBe(true);
  });

  it.each([
    ['an unknown method', 'alipay.trade.nothing', 'isv.invalid-method'],
    ['no method', '', 'isv.missing-method'],
  ])('%s is answered with an unsigned error_response', async (_name, method, subCode) => {
    const { text } = await calls.client.call(method, {});
    expect(JSON.parse(text)).toEqual({
      error_response: expect.objectContaining({ code: expect.any(String), sub_code: subCode }),
    });
  });

  it('any age is young enough when the tolerance is switched off', async () => {
    await calls.tester.settings({ timestamp_tolerance_seconds: 0 });
    try {
      const mischief = { parameters: { timestamp: hoursAgo(8) } };
      expect(await codeOf(calls.client.call('alipay.trade.query', { out_trade_no: 'x' }, mischief))).toBe(
        'ACQ.TRADE_NOT_EXIST',
      );
    } finally {
      await calls.tester.settings({ timestamp_tolerance_seconds: 900 });
    }
  });

  it('content that is no JSON object is refused', async () => {
    const mischief = { parameters: { biz_content: '{"out_trade_no":' } };
    expect(await codeOf(calls.client.call('alipay.trade.query', {}, mischief))).toBe('isv.illegal-json');
  });
});

function hoursAgo(hours: number): string {
  return new Date(Date.now() + (8 - hours) * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

describe('the processing delay', () => {
  afterEach(() => calls.tester.settings({ processing_delay_ms: 0 }));

  it('holds every answer back, while the control API answers', async () => {
    await calls.tester.settings({ processing_delay_ms: 60_000 });
    const caller = new AbortController();
    const call = calls.precreate(calls.trade(), { signal: caller.signal }).then(
      () => 'answered',
      () => 'given up',
    );
    const first = await Promise.race([call, calls.tester.ask('GET', '/clock').then(() => 'the control API')]);
    expect(first).toBe('the control API');
    caller.abort();
    expect(await call).toBe('given up');
  });
});
