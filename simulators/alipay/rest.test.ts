import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alipayCalls, type AlipayCalls } from '../testing/alipay-calls';
import { AlipayV3Client, type V3Mischief } from '../testing/alipay-v3-client';
import { opensslVerifies } from '../testing/openssl';

let calls: AlipayCalls;
let client: AlipayV3Client;

beforeAll(async () => {
  calls = await alipayCalls();
  client = new AlipayV3Client(calls.simulator.url, calls.client.credentials);
});
afterAll(() => calls.end());

const post = (call: string, content: unknown, mischief?: V3Mischief) =>
  client.call('POST', `/v3/alipay/trade/${call}`, content, mischief);

describe('the v3 protocol', () => {
  it('precreates, tells at notify_url in the body, asks, refunds and asks again', async () => {
    const content = calls.trade({ notify_url: `${calls.shop.url}/notify/alipay` });
    const created = await post('precreate', content);
    expect([created.status, created.verified, created.value]).toEqual([
      200,
      true,
      { out_trade_no: content['out_trade_no'], qr_code: expect.stringMatching(/^https:\/\/qr\.alipay\.com\//) },
    ]);
    await calls.tester.pay(content.out_trade_no);
    await calls.tester.flush();
    expect((await calls.read(calls.shop.received[0]!)).genuine).toBe(true);
    const number = { out_trade_no: content.out_trade_no };
    expect((await post('query', number)).value).toMatchObject({ trade_status: 'TRADE_SUCCESS', total_amount: '10.01' });
    const refund = { ...number, refund_amount: '1.00', out_request_no: 'a' };
    expect((await post('refund', refund)).value).toMatchObject({ fund_change: 'Y', refund_fee: '1.00' });
    expect((await post('fastpay/refund/query', refund)).value).toMatchObject({ refund_status: 'REFUND_SUCCESS' });
  });

  it('closes and cancels', async () => {
    const [closed, cancelled] = [await calls.numberAt('scanned'), await calls.numberAt('scanned')];
    expect((await post('close', { out_trade_no: closed })).value).toMatchObject({ out_trade_no: closed });
    expect((await post('cancel', { out_trade_no: cancelled })).value).toMatchObject({ action: 'close' });
  });

  it('asks by GET as well, with the query in the signature', async () => {
    const number = await calls.numberAt('scanned');
    const answer = await client.call('GET', `/v3/alipay/trade/query?out_trade_no=${number}`);
    expect([answer.verified, answer.value['trade_status']]).toEqual([true, 'WAIT_BUYER_PAY']);
  });

  it('signs so that openssl agrees', async () => {
    const { headers, text } = await post('query', { out_trade_no: await calls.numberAt('scanned') });
    const message = `${headers.get('alipay-timestamp')}\n${headers.get('alipay-nonce')}\n${text}\n`;
    const key = calls.client.credentials.alipay_public_key;
    expect(opensslVerifies(message, headers.get('alipay-signature') ?? '', key)).toBe(true);
    expect(opensslVerifies(`${message}\n`, headers.get('alipay-signature') ?? '', key)).toBe(false);
  });

  it('refuses business with 400 and the whole code, unsigned, and with links', async () => {
    const answer = await post('query', { out_trade_no: 'nothing_here' });
    expect([answer.status, answer.verified]).toEqual([400, null]);
    expect(answer.value).toEqual({
      code: 'ACQ.TRADE_NOT_EXIST',
      message: '交易不存在',
      links: [{ link: expect.stringContaining('https://'), desc: expect.any(String) }],
    });
  });

  it.each<[string, V3Mischief, string]>([
    ['without Authorization', { authorization: null }, 'missing-timestamp'],
    ['of an unknown application', { appId: '2021000000000000' }, 'invalid-app-id'],
    ['having signed another body', { signedBody: '{}' }, 'invalid-signature'],
    ['sixteen minutes late', { timestampMs: Date.now() - 960_000 }, 'invalid-timestamp'],
    ['with a token that was not signed', { headers: { 'alipay-app-auth-token': 'x' } }, 'invalid-signature'],
  ])('refuses a caller %s with 400', async (_name, mischief, code) => {
    const answer = await post('query', { out_trade_no: 'x' }, mischief);
    expect([answer.status, answer.value['code'], answer.verified]).toEqual([400, code, null]);
  });

  it('refuses paths that there are not with 404, and bad JSON with 400', async () => {
    expect((await post('nothing', {})).status).toBe(404);
    const answer = await client.call('POST', '/v3/alipay/trade/query', 'text');
    expect([answer.status, answer.value['code']]).toEqual([400, 'illegal-json']);
  });

  it.each([
    ['66.03', 500, 'ACQ.SYSTEM_ERROR'],
    ['66.11', 400, 'ACQ.ACCESS_FORBIDDEN'],
    ['66.17', 429, 'app-call-limited'],
  ])('is steered as well: %s answers %i %s', async (total_amount, status, code) => {
    const answer = await post('precreate', calls.trade({ total_amount }));
    expect([answer.status, answer.value['code']]).toEqual([status, code]);
  });

  it('answers 502 with HTML when steered to', async () => {
    const answer = await post('precreate', calls.trade({ total_amount: '66.16' }));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
  });
});
