import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshNumber } from '../testing/bench';
import { opensslVerifies } from '../testing/openssl';
import { resultOf } from '../testing/wechat-pay-bench';
import { NATIVE, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';
import { type Mischief } from '../testing/wechat-pay-client';

let calls: WeChatPayCalls;

beforeAll(async () => {
  calls = await weChatPayCalls();
});
afterAll(() => calls.end());

describe('a client that nobody here wrote (wechatpay-node-v3)', () => {
  it('creates, asks, closes and refunds by its own calls', async () => {
    const { pay } = calls.client;
    const wish = calls.order();
    const created = await pay.transactions_native(wish);
    expect(created).toMatchObject({
      status: 200,
      data: { code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=/) },
    });
    expect(await pay.query({ out_trade_no: wish.out_trade_no })).toMatchObject({ data: { trade_state: 'NOTPAY' } });
    await calls.tester.pay(wish.out_trade_no);
    const asked = await pay.query({ out_trade_no: wish.out_trade_no });
    expect(asked).toMatchObject({ data: { trade_state: 'SUCCESS', amount: { total: 1001, payer_total: 1001 } } });
    const { transaction_id } = (asked as unknown as { data: { transaction_id: string } }).data;
    expect(await pay.query({ transaction_id })).toMatchObject({ data: { out_trade_no: wish.out_trade_no } });
    const refund = {
      transaction_id,
      out_refund_no: freshNumber(),
      amount: { refund: 1, total: 1001, currency: 'CNY' },
    };
    expect(await pay.refunds(refund)).toMatchObject({ status: 200, data: { status: 'PROCESSING' } });
    expect(await pay.find_refunds(refund.out_refund_no)).toMatchObject({ status: 200, data: { transaction_id } });
    const unpaid = calls.order();
    await pay.transactions_native(unpaid);
    expect(await pay.close(unpaid.out_trade_no)).toMatchObject({ status: 204 });
  });

  it('gets an H5 address', async () => {
    const created = await calls.client.pay.transactions_h5(calls.h5Order() as never);
    const { h5_url } = (created as unknown as { data: { h5_url: string } }).data;
    expect(h5_url.startsWith(`${calls.simulator.url}/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx`)).toBe(true);
  });

  it('verifies our signature on 200 and on the empty 204, and so does openssl', async () => {
    const wish = calls.order();
    const created = await calls.client.call('POST', NATIVE, wish);
    const closed = await calls.close(wish.out_trade_no);
    expect([created.status, created.verified, closed.status, closed.verified]).toEqual([200, true, 204, true]);
    for (const { headers, text } of [created, closed]) {
      const message = `${headers.get('wechatpay-timestamp')}\n${headers.get('wechatpay-nonce')}\n${text}\n`;
      const signature = headers.get('wechatpay-signature') ?? '';
      expect(opensslVerifies(message, signature, calls.client.credentials.wechat_pay_public_key ?? '')).toBe(true);
      expect(opensslVerifies(`${message} `, signature, calls.client.credentials.wechat_pay_public_key ?? '')).toBe(
        false,
      );
    }
  });

  it('finds a Request-ID on each answer, ending in a number', async () => {
    const good = await calls.query('nothing_here');
    const bad = await calls.client.call('POST', NATIVE, calls.order(), { authorization: null });
    for (const { headers } of [good, bad]) expect(headers.get('request-id')).toMatch(/^[0-9A-F]+-\d+$/);
  });
});

describe('who may call', () => {
  const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

  it.each<[string, () => Mischief]>([
    ['without Authorization', () => ({ authorization: null })],
    ['with another scheme', () => ({ authorization: 'Bearer abc' })],
    ['five minutes and a second late', () => ({ timestamp: nowSeconds() - 302 })],
    ['five minutes and a second early', () => ({ timestamp: nowSeconds() + 302 })],
    ["with somebody else's serial number", () => ({ serial: 'AB'.repeat(20) })],
    ['as an unknown merchant', () => ({ mchid: '1999999999' })],
    ['having signed another body', () => ({ signedBody: '{"appid": "other"}' })],
    ['having signed another path', () => ({ signedTarget: '/v3/pay/transactions/h5' })],
  ])('nobody %s: 401 SIGN_ERROR, unsigned', async (_name, mischief) => {
    const answer = await calls.client.call('POST', NATIVE, calls.order(), mischief());
    expect([answer.status, resultOf(answer).code, answer.verified]).toEqual([401, 'SIGN_ERROR', null]);
  });

  it('nobody who left the query out of the signature', async () => {
    const answer = await calls.query('nothing_here', {
      signedTarget: '/v3/pay/transactions/out-trade-no/nothing_here',
    });
    expect([answer.status, resultOf(answer).code]).toEqual([401, 'SIGN_ERROR']);
  });

  it('somebody who is almost five minutes off', async () => {
    expect(
      resultOf(await calls.client.call('POST', NATIVE, calls.order(), { timestamp: nowSeconds() - 290 })).code,
    ).toBe('OK');
  });

  it('nobody whose clock is off by both the real and the moved clock; with the setting, only by the moved one', async () => {
    try {
      await calls.tester.ask('POST', '/clock', { offset_seconds: 7_200 });
      expect(resultOf(await calls.query('nothing_here')).code).toBe('ORDER_NOT_EXIST');
      expect(resultOf(await calls.query('nothing_here', { timestamp: nowSeconds() + 7_200 })).code).toBe(
        'ORDER_NOT_EXIST',
      );
      expect(resultOf(await calls.query('nothing_here', { timestamp: nowSeconds() + 3_600 })).code).toBe('SIGN_ERROR');
      await calls.tester.settings({ signature_clock: 'simulated' });
      expect(resultOf(await calls.query('nothing_here')).code).toBe('SIGN_ERROR');
      const answer = await calls.client.call('POST', NATIVE, calls.order(), { timestamp: nowSeconds() + 7_200 });
      expect(Number(answer.headers.get('wechatpay-timestamp'))).toBeGreaterThan(nowSeconds() + 7_000);
    } finally {
      await calls.tester.settings({ signature_clock: 'either' });
      await calls.tester.ask('POST', '/clock', { offset_seconds: 0 });
    }
  });

  it('says what it signed over, to help, but never repeats the signature', async () => {
    const answer = await calls.client.call('POST', NATIVE, calls.order(), { signedBody: 'x' });
    const { detail } = JSON.parse(answer.text) as { detail: { sign_information: Record<string, unknown> } };
    expect(detail.sign_information).toMatchObject({ method: 'POST', url: NATIVE });
  });

  it('nobody without a User-Agent, where the real one wants it', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${calls.simulator.url}/v3/certificates`, (response) => resolve(response.resume().statusCode)).end();
    });
    expect(status).toBe(400);
  });

  it('answers an unknown path with an empty 404, and another method with an empty 405', async () => {
    const unknown = await calls.client.call('POST', '/v3/pay/transactions/facepay', calls.order());
    const wrongMethod = await calls.client.call('GET', NATIVE);
    expect([unknown.status, unknown.text, wrongMethod.status, wrongMethod.text]).toEqual([404, '', 405, '']);
  });
});

describe('settings of the API', () => {
  it('old_error_spelling answers the codes of older documentation', async () => {
    await calls.tester.settings({ old_error_spelling: true });
    try {
      expect(resultOf(await calls.query('nothing_here')).code).toBe('ORDERNOTEXIST');
    } finally {
      await calls.tester.settings({ old_error_spelling: false });
    }
  });

  it('signtest_answers_every signs every n-th answer as a probe', async () => {
    await calls.tester.settings({ signtest_answers_every: 2 });
    try {
      const answers = [];
      for (let count = 0; count < 4; count++) answers.push(await calls.client.call('POST', NATIVE, calls.order()));
      const probes = answers.map(({ headers }) =>
        headers.get('wechatpay-signature')?.startsWith('WECHATPAY/SIGNTEST/'),
      );
      expect(probes).toEqual([false, true, false, true]);
      expect(answers.map(({ verified }) => verified)).toEqual([true, false, true, false]);
    } finally {
      await calls.tester.settings({ signtest_answers_every: 0 });
    }
  });
});
