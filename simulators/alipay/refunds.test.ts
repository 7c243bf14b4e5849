import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alipayCalls, codeOf, type AlipayCalls } from '../testing/alipay-calls';

let calls: AlipayCalls;

beforeAll(async () => {
  calls = await alipayCalls();
});
afterAll(() => calls.end());
afterEach(async () => {
  await calls.tester.flush();
  calls.shop.clear();
});

const refund = (number: string, amount: string, request?: string, more: Record<string, unknown> = {}) =>
  calls.askRefund(number, {
    refund_amount: amount,
    ...(request !== undefined && { out_request_no: request }),
    ...more,
  });

describe('a refund', () => {
  it('answers the sum of all refunds, not its own part', async () => {
    const number = await calls.numberAt('paid');
    expect((await refund(number, '1.00', 'a')).value).toMatchObject({ fund_change: 'Y', refund_fee: '1.00' });
    expect((await refund(number, '2.50', 'b')).value).toMatchObject({ fund_change: 'Y', refund_fee: '3.50' });
  });

  it('with the same number moves no more money: fund_change N', async () => {
    const number = await calls.numberAt('paid');
    await refund(number, '1.00', 'a');
    expect((await refund(number, '1.00', 'a')).value).toMatchObject({
      code: '10000',
      fund_change: 'N',
      refund_fee: '1.00',
    });
    expect((await calls.tester.payment(number)).refunds).toHaveLength(1);
  });

  it('with the same number and another amount is refused', async () => {
    const number = await calls.numberAt('paid');
    await refund(number, '1.00', 'a');
    expect(await codeOf(refund(number, '2.00', 'a'))).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  });

  it('of the whole needs no number, and closes the trade', async () => {
    const number = await calls.numberAt('paid');
    expect((await refund(number, '10.01')).value).toMatchObject({ fund_change: 'Y', refund_fee: '10.01' });
    expect((await calls.askQuery(number)).value['trade_status']).toBe('TRADE_CLOSED');
    expect((await calls.askRefundQuery(number, { out_request_no: number })).value).toMatchObject({
      refund_status: 'REFUND_SUCCESS',
      refund_amount: '10.01',
    });
    expect(await codeOf(refund(number, '0.01', 'more'))).toBe('ACQ.TRADE_HAS_CLOSE');
  });

  it('of more than is left is refused', async () => {
    const number = await calls.numberAt('paid');
    await refund(number, '10.00', 'a');
    expect(await codeOf(refund(number, '0.02', 'b'))).toBe('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
  });

  it.each([['0.00'], ['0.001'], ['-1.00'], ['one']])('of %s is refused', async (amount) => {
    expect(await codeOf(refund(await calls.numberAt('paid'), amount, 'a'))).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  });

  it('of an unpaid trade is refused', async () => {
    expect(await codeOf(refund(await calls.numberAt('scanned'), '1.00'))).toBe('ACQ.TRADE_STATUS_ERROR');
  });

  it('tells send_back_fee only when asked for it', async () => {
    const number = await calls.numberAt('paid');
    expect((await refund(number, '1.00', 'a')).value).not.toHaveProperty('send_back_fee');
    const asked = await refund(number, '1.00', 'b', { query_options: ['refund_detail_item_list'] });
    expect(asked.value).toMatchObject({ send_back_fee: '1.00' });
  });
});

describe('asking about a refund', () => {
  it('that was never received answers success, without refund_status', async () => {
    const number = await calls.numberAt('paid');
    const { value } = await calls.askRefundQuery(number, { out_request_no: 'never' });
    expect(value).toMatchObject({ code: '10000', out_trade_no: number });
    expect(value).not.toHaveProperty('refund_status');
  });

  it('tells its time only when asked for it', async () => {
    const number = await calls.numberAt('paid');
    await refund(number, '1.00', 'a');
    const plain = await calls.askRefundQuery(number, { out_request_no: 'a' });
    expect(plain.value).toMatchObject({
      refund_status: 'REFUND_SUCCESS',
      refund_amount: '1.00',
      total_amount: '10.01',
    });
    expect(plain.value).not.toHaveProperty('gmt_refund_pay');
    const asked = await calls.askRefundQuery(number, { out_request_no: 'a', query_options: ['gmt_refund_pay'] });
    expect(asked.value).toMatchObject({ gmt_refund_pay: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) });
  });

  it('of a trade that is not there is ACQ.TRADE_NOT_EXIST', async () => {
    expect(await codeOf(calls.askRefundQuery('nothing_here', { out_request_no: 'a' }))).toBe('ACQ.TRADE_NOT_EXIST');
  });
});

describe('the notification of a refund', () => {
  it('repeats TRADE_SUCCESS with the sum so far, and says TRADE_CLOSED when nothing is left', async () => {
    const number = await calls.numberAt('paid');
    await calls.tester.flush();
    calls.shop.clear();
    await refund(number, '1.00', 'a');
    await calls.tester.flush();
    await refund(number, '9.01', 'b');
    await calls.tester.flush();
    const forms = calls.shop.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(forms).toMatchObject([
      { trade_status: 'TRADE_SUCCESS', refund_fee: '1.00', out_biz_no: 'a', gmt_refund: expect.any(String) },
      { trade_status: 'TRADE_CLOSED', refund_fee: '10.01', out_biz_no: 'b' },
    ]);
    for (const form of forms) expect(calls.client.sdk.signVerify(form)).toBe(true);
  });
});
