import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../testing/wechat-pay-bench';
import { codeOf, H5, NATIVE, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';
import { WeChatPayClient } from '../testing/wechat-pay-client';

let calls: WeChatPayCalls;

beforeAll(async () => {
  calls = await weChatPayCalls();
});
afterAll(() => calls.end());

describe('a number that is used again', () => {
  it('with the same terms gets a fresh code for the same order; both codes lead to it', async () => {
    const wish = calls.order();
    const [first, second] = [await calls.create(wish), await calls.create(wish)];
    expect(first.body['code_url']).not.toBe(second.body['code_url']);
    const { codes } = await calls.tester.payment(wish.out_trade_no);
    expect(codes.map(({ text }) => text)).toEqual([first.body['code_url'], second.body['code_url']]);
  });

  it('with another time_expire is the same order: only the first one counts', async () => {
    const wish = calls.order({ time_expire: '2035-06-08T10:34:56+08:00' });
    await calls.create(wish);
    expect((await calls.create({ ...wish, time_expire: '2036-06-08T10:34:56+08:00' })).code).toBe('OK');
    const { expires_at } = await calls.tester.payment(wish.out_trade_no);
    expect(expires_at).toBe('2035-06-08T10:34:56+08:00');
  });

  it.each<[string, Record<string, unknown>]>([
    ['amount', { amount: { total: 1002, currency: 'CNY' } }],
    ['description', { description: 'another' }],
    ['attach', { attach: 'another' }],
    ['notify_url', { notify_url: 'https://shop.example/other' }],
  ])('with another %s is refused', async (_name, change) => {
    const wish = calls.order();
    await calls.create(wish);
    expect(await codeOf(calls.client.call('POST', NATIVE, { ...wish, ...change }))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('for another kind of payment is refused', async () => {
    const wish = calls.h5Order();
    expect(resultOf(await calls.client.call('POST', H5, wish)).code).toBe('OK');
    expect(await codeOf(calls.client.call('POST', NATIVE, wish))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('after paying is refused with ORDERPAID, after closing with ORDER_CLOSED', async () => {
    const [paid, closed] = [calls.order(), calls.order()];
    await calls.create(paid);
    await calls.create(closed);
    await calls.tester.pay(paid.out_trade_no);
    await calls.close(closed.out_trade_no);
    expect((await calls.create(paid)).code).toBe('ORDERPAID');
    expect((await calls.create(closed)).code).toBe('ORDER_CLOSED');
  });

  it('by another merchant is another order', async () => {
    const other = new WeChatPayClient(calls.simulator.url, (await calls.tester.weChatPayMerchant()).credentials);
    const wish = calls.order();
    await calls.create(wish);
    const theirs = { ...wish, appid: other.credentials.app_id, mchid: other.credentials.merchant_number };
    expect(resultOf(await other.call('POST', NATIVE, theirs)).code).toBe('OK');
    expect((await calls.tester.call('GET', `/payments/${wish.out_trade_no}`)).status).toBe(409);
    expect((await calls.tester.call('GET', `/payments/${wish.out_trade_no}?merchant=${calls.mchid}`)).status).toBe(200);
  });
});

describe('asking and closing', () => {
  it('an unknown number is ORDER_NOT_EXIST, an unknown transaction too', async () => {
    expect(await codeOf(calls.query('nothing_here'))).toEqual([404, 'ORDER_NOT_EXIST']);
    const byId = calls.client.call('GET', `/v3/pay/transactions/id/4200000000?mchid=${calls.mchid}`);
    expect(await codeOf(byId)).toEqual([404, 'ORDER_NOT_EXIST']);
  });

  it('without the mchid in the query, or with another, is refused', async () => {
    expect(await codeOf(calls.client.call('GET', '/v3/pay/transactions/out-trade-no/nothing_here'))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
  });

  it('an unpaid order lacks what only paying brings', async () => {
    const wish = calls.order({ attach: 'kept' });
    await calls.client.call('POST', NATIVE, wish);
    const unpaid = resultOf(await calls.query(wish.out_trade_no)).body;
    expect(Object.keys(unpaid).sort()).toEqual(
      [
        'amount',
        'appid',
        'mchid',
        'out_trade_no',
        'promotion_detail',
        'scene_info',
        'trade_state',
        'trade_state_desc',
      ].sort(),
    );
    await calls.tester.pay(wish.out_trade_no);
    expect(resultOf(await calls.query(wish.out_trade_no)).body).toMatchObject({
      attach: 'kept',
      trade_type: 'NATIVE',
      transaction_id: expect.stringMatching(/^4200\d{24}$/),
      success_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      payer: { openid: expect.any(String) },
    });
  });

  it('closing can be repeated; a closed order says CLOSED and cannot be paid', async () => {
    const wish = calls.order();
    await calls.client.call('POST', NATIVE, wish);
    expect([(await calls.close(wish.out_trade_no)).status, (await calls.close(wish.out_trade_no)).status]).toEqual([
      204, 204,
    ]);
    expect(resultOf(await calls.query(wish.out_trade_no)).state).toBe('CLOSED');
    expect((await calls.tester.call('POST', `/payments/${wish.out_trade_no}/pay`)).status).toBe(409);
  });

  it('a paid order cannot be closed', async () => {
    const wish = calls.order();
    await calls.client.call('POST', NATIVE, wish);
    await calls.tester.pay(wish.out_trade_no);
    expect(await codeOf(calls.close(wish.out_trade_no))).toEqual([400, 'ORDERPAID']);
  });

  it('closing a number that no order has succeeds, and burns the number', async () => {
    const wish = calls.order();
    expect((await calls.close(wish.out_trade_no)).status).toBe(204);
    expect(await codeOf(calls.client.call('POST', NATIVE, wish))).toEqual([400, 'INVALID_REQUEST']);
    expect(await codeOf(calls.query(wish.out_trade_no))).toEqual([404, 'ORDER_NOT_EXIST']);
  });
});

describe('the times of an order', () => {
  const opened = async (change: Record<string, unknown>) => {
    const wish = calls.order(change);
    expect(resultOf(await calls.client.call('POST', NATIVE, wish)).code).toBe('OK');
    return wish.out_trade_no;
  };
  const pay = (number: string) => calls.tester.call('POST', `/payments/${number}/pay`).then(({ status }) => status);
  const inSeconds = async (seconds: number) => {
    return new Date((await calls.tester.nowMs()) + seconds * 1_000).toISOString().replace(/\.\d+Z$/, '+00:00');
  };

  it('after time_expire nobody can pay, but it is not closed by itself', async () => {
    const number = await opened({ time_expire: await inSeconds(600) });
    await calls.tester.advance(601);
    expect(await pay(number)).toBe(409);
    expect(resultOf(await calls.query(number)).state).toBe('NOTPAY');
  });

  it('a time_expire sooner than a minute is moved to a minute', async () => {
    const number = await opened({ time_expire: await inSeconds(5) });
    await calls.tester.advance(50);
    expect(await pay(number)).toBe(200);
  });

  it('a code lives two hours; asking again gives another one', async () => {
    const wish = calls.order();
    await calls.client.call('POST', NATIVE, wish);
    await calls.tester.advance(7_201);
    expect(await pay(wish.out_trade_no)).toBe(409);
    await calls.client.call('POST', NATIVE, wish);
    expect(await pay(wish.out_trade_no)).toBe(200);
  });

  it('after seven days unpaid it is closed', async () => {
    const number = await opened({});
    await calls.tester.advance(7 * 86_400 + 1);
    expect(resultOf(await calls.query(number)).state).toBe('CLOSED');
  });
});
