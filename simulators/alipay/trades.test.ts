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

const statusOf = async (number: string) => (await calls.askQuery(number)).value['trade_status'];
const pay = (number: string) => calls.tester.call('POST', `/payments/${number}/pay`).then(({ status }) => status);
const chinaTime = async (inSeconds: number) => {
  const nowMs = await calls.tester.nowMs();
  return new Date(nowMs + 8 * 3_600_000 + inSeconds * 1_000).toISOString().slice(0, 19).replace('T', ' ');
};

describe('a QR that nobody has scanned', () => {
  it('is no trade yet: asking, closing and refunding say so', async () => {
    const number = await calls.numberAt('shown');
    expect(await codeOf(calls.askQuery(number))).toBe('ACQ.TRADE_NOT_EXIST');
    expect(await codeOf(calls.askClose(number))).toBe('ACQ.TRADE_NOT_EXIST');
    expect(await codeOf(calls.askRefund(number, { refund_amount: '1.00' }))).toBe('ACQ.TRADE_NOT_EXIST');
    expect((await calls.askCancel(number)).value).toEqual({
      code: '10000',
      msg: 'Success',
      out_trade_no: number,
      retry_flag: 'N',
    });
  });

  it('stays payable after all of that', async () => {
    const number = await calls.numberAt('shown');
    await calls.askClose(number);
    await calls.askCancel(number);
    expect(await pay(number)).toBe(200);
    expect(await statusOf(number)).toBe('TRADE_SUCCESS');
  });

  it('keeps the wrong signature of 66.31 for the first answer about the trade', async () => {
    const number = await calls.numberAt('shown', { total_amount: '66.31' });
    expect(await codeOf(calls.askQuery(number))).toBe('ACQ.TRADE_NOT_EXIST');
    await calls.tester.scan(number);
    expect((await calls.query(number)).verified).toBe(false);
  });

  it('ends after two hours, or sooner when the shop wants it', async () => {
    const [usual, short] = [
      await calls.numberAt('shown', { timeout_express: '1d' }),
      await calls.numberAt('shown', { qr_code_timeout_express: '10m' }),
    ];
    await calls.tester.advance(601);
    expect([await pay(usual), await pay(short)]).toEqual([200, 409]);
    const other = await calls.numberAt('shown', { timeout_express: '1d' });
    await calls.tester.advance(7_201);
    expect(await pay(other)).toBe(409);
  });
});

describe('a scanned trade', () => {
  it('waits for the buyer, has a number, and no money yet', async () => {
    const number = await calls.numberAt('scanned');
    expect((await calls.askQuery(number)).value).toMatchObject({
      trade_status: 'WAIT_BUYER_PAY',
      trade_no: expect.stringMatching(/^\d{28}$/),
      total_amount: '10.01',
      receipt_amount: '0.00',
    });
    expect((await calls.askQuery(number)).value).not.toHaveProperty('send_pay_date');
  });

  it('can be closed once, which is notified; after that it cannot be paid', async () => {
    const number = await calls.numberAt('scanned');
    expect((await calls.askClose(number)).value).toMatchObject({ code: '10000', trade_no: expect.any(String) });
    expect(await statusOf(number)).toBe('TRADE_CLOSED');
    expect(await codeOf(calls.askClose(number))).toBe('ACQ.TRADE_STATUS_ERROR');
    expect(await pay(number)).toBe(409);
    await calls.tester.flush();
    expect((await calls.read(calls.shop.received[0]!)).state).toBe('TRADE_CLOSED');
  });

  it('is closed, and that is notified, when its time runs out', async () => {
    const number = await calls.numberAt('scanned', { timeout_express: '30m' });
    await calls.tester.advance(1_790);
    expect(await statusOf(number)).toBe('WAIT_BUYER_PAY');
    await calls.tester.advance(20);
    expect(await statusOf(number)).toBe('TRADE_CLOSED');
    expect((await calls.read(calls.shop.received[0]!)).state).toBe('TRADE_CLOSED');
  });

  it('has the time that time_expire says, before timeout_express', async () => {
    const number = await calls.numberAt('scanned', { time_expire: await chinaTime(600), timeout_express: '1d' });
    await calls.tester.advance(602);
    expect(await statusOf(number)).toBe('TRADE_CLOSED');
  });

  it("is found by Alipay's number, which wins over the shop's", async () => {
    const number = await calls.numberAt('scanned');
    const { trade_no } = (await calls.askQuery(number)).value;
    expect((await calls.askQuery('something_else', { trade_no })).value).toMatchObject({ out_trade_no: number });
  });
});

describe('a paid trade', () => {
  it('cannot be closed, but cancelled on the same day: that refunds it', async () => {
    const number = await calls.numberAt('paid');
    expect(await codeOf(calls.askClose(number))).toBe('ACQ.TRADE_STATUS_ERROR');
    expect((await calls.askCancel(number)).value).toMatchObject({ action: 'refund', retry_flag: 'N' });
    expect((await calls.askCancel(number)).value).toMatchObject({ action: 'refund' });
    expect(await statusOf(number)).toBe('TRADE_CLOSED');
    expect(await calls.tester.payment(number)).toMatchObject({
      refunded_minor: 1001,
      refunds: [{ amount_minor: 1001 }],
    });
  });

  it('cannot be cancelled later than a day after', async () => {
    const number = await calls.numberAt('paid');
    await calls.tester.advance(86_401);
    expect(await codeOf(calls.askCancel(number))).toBe('ACQ.TRADE_CANCEL_TIME_OUT');
  });

  it('is finished after a year, which is notified; then it cannot be refunded', async () => {
    const number = await calls.numberAt('paid');
    await calls.tester.flush();
    calls.shop.clear();
    await calls.tester.advance(365 * 86_400 + 1);
    expect(await statusOf(number)).toBe('TRADE_FINISHED');
    expect((await calls.read(calls.shop.received[0]!)).state).toBe('TRADE_FINISHED');
    expect(await codeOf(calls.askRefund(number, { refund_amount: '1.00' }))).toBe('ACQ.TRADE_HAS_FINISHED');
  });
});

describe('a number that is used again', () => {
  it('with the same terms gets a fresh QR of the same payment', async () => {
    const content = calls.trade();
    const [first, second] = [await calls.precreate(content), await calls.precreate(content)];
    expect(first.value['qr_code']).not.toBe(second.value['qr_code']);
    expect((await calls.tester.payment(content.out_trade_no)).codes).toHaveLength(2);
  });

  it.each([
    ['amount', { total_amount: '10.02' }],
    ['subject', { subject: 'tea' }],
  ])('with another %s is refused', async (_name, change) => {
    const content = calls.trade();
    await calls.precreate(content);
    expect(await codeOf(calls.precreate({ ...content, ...change }))).toBe('ACQ.CONTEXT_INCONSISTENT');
  });

  it('after paying is ACQ.TRADE_HAS_SUCCESS, after closing ACQ.TRADE_HAS_CLOSE', async () => {
    const [paid, closed] = [await calls.numberAt('paid'), await calls.numberAt('scanned')];
    await calls.askClose(closed);
    expect(await codeOf(calls.precreate(calls.trade({ out_trade_no: paid })))).toBe('ACQ.TRADE_HAS_SUCCESS');
    expect(await codeOf(calls.precreate(calls.trade({ out_trade_no: closed })))).toBe('ACQ.TRADE_HAS_CLOSE');
  });
});

describe('what a precreate call may ask', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['without a number', { out_trade_no: undefined }, 'ACQ.INVALID_PARAMETER'],
    ['a number with a dash', { out_trade_no: 'a-b' }, 'ACQ.INVALID_PARAMETER'],
    ['a number of 65 characters', { out_trade_no: 'a'.repeat(65) }, 'ACQ.INVALID_PARAMETER'],
    ['without a subject', { subject: '' }, 'ACQ.INVALID_PARAMETER'],
    ['a subject with &', { subject: 'tea & cake' }, 'ACQ.INVALID_PARAMETER'],
    ['a subject of 257 characters', { subject: '茶'.repeat(257) }, 'ACQ.INVALID_PARAMETER'],
    ['without an amount', { total_amount: undefined }, 'ACQ.INVALID_PARAMETER'],
    ['nothing', { total_amount: '0.00' }, 'ACQ.INVALID_PARAMETER'],
    ['three decimals', { total_amount: '1.001' }, 'ACQ.INVALID_PARAMETER'],
    ['a minus', { total_amount: '-1.00' }, 'ACQ.INVALID_PARAMETER'],
    ['more than a hundred million', { total_amount: '100000000.01' }, 'ACQ.TOTAL_FEE_EXCEED'],
    ['another product', { product_code: 'FAST_INSTANT_TRADE_PAY' }, 'ACQ.INVALID_PARAMETER'],
    ['another seller', { seller_id: '2088000000000000' }, 'ACQ.PARTNER_ERROR'],
    ['a span of 16 days', { timeout_express: '16d' }, 'ACQ.INVALID_PARAMETER'],
    ['a span in seconds', { timeout_express: '90s' }, 'ACQ.INVALID_PARAMETER'],
    ['an expiry in the past', { time_expire: '2020-01-01 00:00:00' }, 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR'],
    ['an expiry of another form', { time_expire: '2030-01-01T00:00:00+08:00' }, 'ACQ.INVALID_PARAMETER'],
  ])('not %s', async (_name, change, subCode) => {
    expect(await codeOf(calls.precreate(calls.trade(change)))).toBe(subCode);
  });

  it('an amount as a JSON number, with one decimal, or without any', async () => {
    for (const [written, minor] of [
      [10.1, 1010],
      ['7', 700],
      ['88.80', 8880],
    ] as const) {
      const content = calls.trade({ total_amount: written });
      expect(await codeOf(calls.precreate(content))).toBe('10000');
      expect(await calls.tester.payment(content.out_trade_no)).toMatchObject({ amount_minor: minor });
    }
  });
});
