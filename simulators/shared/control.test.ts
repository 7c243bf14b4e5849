import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWeChatPay } from '../index';
import { alipayBench } from '../testing/alipay-bench';
import { freshNumber, type Bench } from '../testing/bench';
import { weChatPayBench } from '../testing/wechat-pay-bench';

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  'WeChat Pay': weChatPayBench,
  Alipay: alipayBench,
};

for (const [name, start] of Object.entries(BENCHES)) {
  describe(`${name}'s control API`, () => {
    let bench: Bench;

    beforeAll(async () => {
      bench = await start();
    });
    afterAll(() => bench.end());
    afterEach(() => bench.shop.clear());

    const opened = async (minor = 1001): Promise<string> => {
      const number = freshNumber();
      await bench.open(number, minor);
      return number;
    };

    it('tells what it is and where', async () => {
      expect(await bench.tester.ask('GET', '')).toMatchObject({
        provider: name === 'Alipay' ? 'alipay' : 'wechat_pay',
        url: bench.simulator.url,
        phone_url: bench.simulator.phoneUrl,
        merchants: [{ id: bench.merchantId, name: '咖啡店', key: null }],
      });
    });

    it("shows the provider's own books, from opening to refund", async () => {
      const number = await opened();
      expect(await bench.tester.payment(number)).toMatchObject({
        merchant: bench.merchantId,
        out_trade_no: number,
        amount_minor: 1001,
        currency: 'CNY',
        description: '一杯 coffee',
        state: 'open',
        provider_state: name === 'Alipay' ? null : 'NOTPAY',
        paid: false,
        paid_amount_minor: null,
        transaction_id: null,
        refunds: [],
        refunded_minor: 0,
        notifications: [],
        steered: null,
      });
      await bench.tester.pay(number);
      await bench.tester.flush();
      await bench.refund(number, 'part', 401, 1001);
      await bench.tester.advance(2);
      const payment = await bench.tester.payment(number);
      expect(payment).toMatchObject({
        state: 'paid',
        provider_state: name === 'Alipay' ? 'TRADE_SUCCESS' : 'REFUND',
        paid: true,
        paid_amount_minor: 1001,
        paid_currency: 'CNY',
        transaction_id: expect.stringMatching(/^\d{28}$/),
        refunded_minor: 401,
        refunds: [{ out_refund_no: 'part', amount_minor: 401, state: 'succeeded', by: 'merchant' }],
      });
      expect(payment.notifications).toMatchObject([
        { state: 'acknowledged', deliveries: [{ kind: 'genuine', status: 200 }] },
        { state: 'acknowledged', deliveries: [{ kind: 'genuine', status: 200 }] },
      ]);
    });

    it('lists payments, the newest last, of one merchant or of all, and only so many', async () => {
      const numbers = [await opened(), await opened(), await opened()];
      const numbersOf = async (query: string): Promise<string[]> =>
        (await bench.tester.payments(query)).map(({ out_trade_no }) => out_trade_no);
      expect((await numbersOf('')).slice(-3)).toEqual(numbers);
      expect((await numbersOf(`?merchant=${bench.merchantId}`)).slice(-3)).toEqual(numbers);
      expect(await numbersOf('?merchant=nobody')).toEqual([]);
      expect(await numbersOf('?limit=1')).toEqual(numbers.slice(-1));
    });

    it('takes no money twice, and none for what has ended', async () => {
      const number = await opened();
      const payments = await Promise.all([1, 2, 3].map(() => bench.tester.call('POST', `/payments/${number}/pay`)));
      expect(payments.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      const expired = await opened();
      await bench.tester.expire(expired);
      const { status, body } = await bench.tester.call('POST', `/payments/${expired}/pay`);
      expect([status, body.error?.message]).toEqual([409, 'the time to pay it is over']);
      expect(await bench.tester.payment(expired)).toMatchObject({ paid: false });
    });

    it('cancelling is going away: the payment stays open', async () => {
      const number = await opened();
      await bench.tester.ask('POST', `/payments/${number}/cancel`);
      expect(await bench.tester.payment(number)).toMatchObject({ state: 'open', paid: false });
      expect((await bench.tester.pay(number)).outcome).toBe('paid');
    });

    it("refunds as the merchant would in the provider's console, never more than is left", async () => {
      const number = await opened();
      expect((await bench.tester.call('POST', `/payments/${number}/refund`)).status).toBe(409);
      await bench.tester.pay(number);
      await bench.tester.ask('POST', `/payments/${number}/refund`, { amount_minor: 1000 });
      expect((await bench.tester.call('POST', `/payments/${number}/refund`, { amount_minor: 2 })).status).toBe(409);
      const { payment } = await bench.tester.ask('POST', `/payments/${number}/refund`);
      expect(payment).toMatchObject({
        refunded_minor: 1001,
        refunds: [{ by: 'console' }, { by: 'console', amount_minor: 1 }],
      });
    });

    it('moves the clock to and fro, and says where it is', async () => {
      expect(await bench.tester.ask('POST', '/clock', { offset_seconds: 3_600 })).toMatchObject({
        offset_seconds: 3_600,
      });
      await bench.tester.advance(60);
      expect(await bench.tester.ask('GET', '/clock')).toMatchObject({ offset_seconds: 3_660 });
      expect(await bench.tester.nowMs()).toBeGreaterThan(Date.now() + 3_600_000);
      expect(await bench.tester.ask('POST', '/clock', { offset_seconds: 0 })).toMatchObject({ offset_seconds: 0 });
      expect((await bench.tester.call('POST', '/clock', {})).status).toBe(422);
    });

    it('forgets the payments when it is reset, but not the merchants', async () => {
      const number = await opened();
      await bench.tester.pay(number);
      await bench.tester.reset();
      expect(await bench.tester.payments()).toEqual([]);
      expect((await bench.query(number)).code).toBe(bench.words.missing);
      expect((await bench.open(number, 5)).code).toBe('OK');
    });

    it('begins to count the troubles of an amount again after a reset', async () => {
      const number = freshNumber();
      expect((await bench.open(number, 6617)).code).toBe(bench.words.limited);
      await bench.tester.reset();
      expect((await bench.open(number, 6617)).code).toBe(bench.words.limited);
    });

    it.each([
      ['GET', '/payments/nothing_here', 404],
      ['POST', '/payments/nothing_here/pay', 404],
      ['POST', '/payments/%E0%A4%A/pay', 400],
      ['GET', '/nothing', 404],
      ['DELETE', '/payments', 404],
    ])('%s %s is %i', async (method, path, status) => {
      const answer = await bench.tester.call(method, path);
      expect(answer).toMatchObject({ status, body: { error: { message: expect.any(String) } } });
    });

    it('takes JSON objects only', async () => {
      for (const body of ['[]', '{', '1']) {
        const answer = await fetch(`${bench.simulator.controlUrl}/reset`, { method: 'POST', body });
        expect(answer.status).toBe(400);
      }
    });

    it("refuses other sites' pages", async () => {
      const answer = await fetch(`${bench.simulator.controlUrl}/reset`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'cross-site' },
      });
      expect(answer.status).toBe(403);
    });
  });
}

const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describe('a simulator that listens for other machines', () => {
  it.skipIf(outside === undefined)('keeps its control API for this one', async () => {
    const simulator = await startWeChatPay({ host: '0.0.0.0' });
    const { port } = new URL(simulator.url);
    const fromOutside = await fetch(`http://${outside}:${port}/_simulator/merchants`);
    const fromInside = await fetch(`http://127.0.0.1:${port}/_simulator/merchants`);
    const phone = await fetch(`http://${outside}:${port}/phone`);
    await simulator.close();
    expect([fromOutside.status, fromInside.status, phone.status]).toEqual([403, 200, 200]);
  });
});
