import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshNumber } from '../testing/bench';
import { resultOf } from '../testing/wechat-pay-bench';
import { codeOf, NATIVE, REFUNDS, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';

let calls: WeChatPayCalls;

beforeAll(async () => {
  calls = await weChatPayCalls();
});
afterAll(() => calls.end());

describe('refunds', () => {
  const wishOf = (number: string, refund: number, change: Record<string, unknown> = {}) => ({
    out_trade_no: number,
    out_refund_no: freshNumber(),
    amount: { refund, total: 1001, currency: 'CNY' },
    ...change,
  });
  const refund = (wish: unknown) => calls.client.call('POST', REFUNDS, wish);

  it('are in process first and succeed later; the order then says REFUND', async () => {
    const number = await calls.paidOrder();
    const wish = wishOf(number, 1);
    expect(resultOf(await refund(wish))).toMatchObject({ code: 'OK', verified: true, state: 'PROCESSING' });
    expect(resultOf(await calls.query(number)).state).toBe('REFUND');
    await calls.tester.advance(2);
    const later = resultOf(await calls.client.call('GET', `${REFUNDS}/${wish.out_refund_no}`));
    expect(later).toMatchObject({
      state: 'SUCCESS',
      body: { success_time: expect.any(String), amount: { refund: 1, total: 1001 } },
    });
  });

  it('with the same number are the same refund, and with another amount under it refused', async () => {
    const number = await calls.paidOrder();
    const wish = wishOf(number, 500);
    const [first, again] = [resultOf(await refund(wish)), resultOf(await refund(wish))];
    expect(again.body['refund_id']).toBe(first.body['refund_id']);
    expect((await calls.tester.payment(number)).refunded_minor).toBe(500);
    expect(await codeOf(refund({ ...wish, amount: { refund: 501, total: 1001, currency: 'CNY' } }))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
    const elsewhere = { ...wish, out_trade_no: await calls.paidOrder() };
    expect(await codeOf(refund(elsewhere))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('together never give back more than was paid', async () => {
    const number = await calls.paidOrder();
    expect(resultOf(await refund(wishOf(number, 600))).code).toBe('OK');
    expect(await codeOf(refund(wishOf(number, 402)))).toEqual([400, 'INVALID_REQUEST']);
    expect(resultOf(await refund(wishOf(number, 401))).code).toBe('OK');
  });

  it('are at most fifty', async () => {
    const number = await calls.paidOrder();
    for (let count = 0; count < 50; count++) expect(resultOf(await refund(wishOf(number, 1))).code).toBe('OK');
    expect(await codeOf(refund(wishOf(number, 1)))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('are refused a year after the payment', async () => {
    const number = await calls.paidOrder();
    await calls.tester.advance(366 * 86_400);
    expect(await codeOf(refund(wishOf(number, 1)))).toEqual([400, 'INVALID_REQUEST']);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['an order that is not there', { out_trade_no: 'nothing_here' }, 404, 'RESOURCE_NOT_EXISTS'],
    ['no order at all', { out_trade_no: undefined }, 400, 'PARAM_ERROR'],
    ['another total', { amount: { refund: 1, total: 1002, currency: 'CNY' } }, 400, 'INVALID_REQUEST'],
    ['no total', { amount: { refund: 1, currency: 'CNY' } }, 400, 'PARAM_ERROR'],
    ['another currency', { amount: { refund: 1, total: 1001, currency: 'USD' } }, 400, 'INVALID_REQUEST'],
    ['nothing', { amount: { refund: 0, total: 1001, currency: 'CNY' } }, 400, 'PARAM_ERROR'],
    ['a number with a space', { out_refund_no: 'a b' }, 400, 'PARAM_ERROR'],
    ['a number of 65 characters', { out_refund_no: 'a'.repeat(65) }, 400, 'PARAM_ERROR'],
  ])('refuse %s', async (_name, change, status, code) => {
    expect(await codeOf(refund(wishOf(await calls.paidOrder(), 1, change)))).toEqual([status, code]);
  });

  it('that were closed count no more: the order says SUCCESS again, and the money can be refunded', async () => {
    const number = await calls.paidOrder({ amount: { total: 6626, currency: 'CNY' } });
    expect((await calls.refund(number, freshNumber(), 6626, 6626)).code).toBe('OK');
    expect(resultOf(await calls.query(number)).state).toBe('REFUND');
    await calls.tester.advance(2);
    expect(resultOf(await calls.query(number)).state).toBe('SUCCESS');
    expect((await calls.refund(number, freshNumber(), 6626, 6626)).code).toBe('OK');
  });

  it('of an unpaid order are refused', async () => {
    const wish = calls.order();
    await calls.client.call('POST', NATIVE, wish);
    expect(await codeOf(refund(wishOf(wish.out_trade_no, 1)))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  });

  it('that nobody made are RESOURCE_NOT_EXISTS', async () => {
    expect(await codeOf(calls.client.call('GET', `${REFUNDS}/nothing_here`))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  });
});
