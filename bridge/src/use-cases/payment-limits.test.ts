/** The limits of settings and merchant accounts, with both databases. */
import type { OpenedPayment } from '@multipay/contracts/schemas/payment';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { PROVIDERS } from '@multipay/contracts/providers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { DATABASES } from '../../testing/databases';

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;

for (const kind of DATABASES) {
  describe(`limits, with the books in ${kind}`, () => {
    let bench: TestBench;
    let orders = 0;
    beforeAll(async () => {
      bench = await testBench(kind);
      for (const provider of PROVIDERS)
        await bench.providers[provider].control('PUT', '/settings', { notify: 'manual', require_referer: false });
    });
    afterAll(() => bench.close());
    beforeEach(async () => {
      for (const site of ['0', '1']) await set({ most_per_payment: null }, site);
      for (const id of Object.values(bench.merchants))
        await account(id, { most_per_payment: null, most_per_day: null });
    });

    async function set(values: { most_per_payment: number | null }, site = '0'): Promise<void> {
      const body = { values: Object.entries(values).map(([name, value]) => ({ name, value })) };
      const { status } = await bench.call('PUT', `/v1/settings?site_id=${site}`, body, { key: bench.network });
      expect(status).toBe(200);
    }
    async function account(id: string, change: object): Promise<void> {
      const { status } = await bench.call('PUT', `/v1/merchants/${id}`, change, { key: bench.network });
      expect(status).toBe(200);
    }
    const open = async (wish: object = {}) => {
      const { status, body } = await bench.open({ order_ref: `order_${kind}${(orders += 1)}`, amount: 1001, ...wish });
      return { status, body: body as OpenedPayment & Problem };
    };
    const opened = async (wish: object = {}) => (await open(wish)).body.payment;

    describe('an amount', () => {
      it.each<[string, () => Promise<void>, RegExp]>([
        ["the network's settings", () => set({ most_per_payment: 1000 }), /10\.01 CNY is too much.*10\.00 CNY/],
        ["the site's settings", () => set({ most_per_payment: 1000 }, '1'), /one payment of this site/],
        [
          'the account for one payment',
          () => account(bench.merchants.wechat_pay, { most_per_payment: 1000 }),
          /one payment to this merchant account/,
        ],
      ])('above the limit of %s is refused, one at the limit is not', async (_name, limit, said) => {
        await limit();
        const { status, body } = await open({ amount: 1001 });
        expect({ status, code: body.code, field: body.field }).toEqual({
          status: 422,
          code: 'amount_over_limit',
          field: '/amount',
        });
        expect(body.detail).toMatch(said);
        expect(await open({ amount: 1000 })).toMatchObject({ status: 201 });
      });

      it('that was refused leaves the attempt that the order has as it was', async () => {
        const order_ref = `order_${kind}kept`;
        const first = await opened({ order_ref, amount: 900 });
        await set({ most_per_payment: 1000 });
        expect(await open({ order_ref, amount: 1001 })).toMatchObject({ body: { code: 'amount_over_limit' } });
        expect(await bench.payment(first.id)).toMatchObject({ status: 'pending', reason: null });
      });

      it('of an attempt that is open already is not looked at again', async () => {
        const order_ref = `order_${kind}open`;
        const first = await opened({ order_ref });
        await set({ most_per_payment: 1000 });
        expect(await opened({ order_ref })).toMatchObject({ id: first.id });
      });
    });

    describe("an account's day", () => {
      /** Each test in a Chinese day of its own, with no payments yet. */
      const nextDay = () => bench.clock.advance(DAY_MS - ((bench.clock.now() + CHINA_MS) % DAY_MS));
      const atMost = (most: number) => account(bench.merchants.wechat_pay, { most_per_day: most });

      // Before the clock is moved: Alipay takes no request of another day, and an unscanned QR of its stays payable.
      it('counts an order once also while everything that it replaced can still be paid', async () => {
        await account(bench.merchants.alipay, { most_per_day: 1500 });
        const order = { order_ref: `order_${kind}changing`, provider: 'alipay' };
        for (const amount of [1000, 999, 998]) expect(await open({ ...order, amount })).toMatchObject({ status: 201 });
        expect(await open({ provider: 'alipay', amount: 1000 })).toMatchObject({ status: 422 });
      });

      it('takes so much of all sites together, paid or still payable, and begins anew at midnight in China', async () => {
        nextDay();
        await atMost(2500);
        await opened({ amount: 1000 });
        await bench.open({ amount: 1000, return_url: `${bench.host.url}/shop2/` }, { key: bench.sibling });
        const { status, body } = await open({ amount: 501 });
        expect({ status, code: body.code }).toEqual({ status: 422, code: 'amount_over_limit' });
        expect(body.detail).toMatch(/20\.00 CNY so far\) is at most 25\.00 CNY/);
        expect(await open({ amount: 500 })).toMatchObject({ status: 201 });
        expect(await open({ amount: 1 })).toMatchObject({ status: 422 });
        nextDay();
        expect(await open({ amount: 501 })).toMatchObject({ status: 201 });
      });

      it('counts an order once, however often it is asked for, in whatever way', async () => {
        nextDay();
        await atMost(1500);
        const wish = { order_ref: `order_${kind}once`, amount: 1000 };
        const first = await opened(wish);
        expect(await opened(wish)).toMatchObject({ id: first.id });
        expect(await opened({ ...wish, channel: 'mobile_web' })).toMatchObject({ attempt: 2 });
      });

      it('does not count what the provider refused', async () => {
        nextDay();
        await atMost(6611);
        expect(await open({ amount: 6611 })).toMatchObject({ status: 502, body: { code: 'provider_refused' } });
        expect(await open({ amount: 1000 })).toMatchObject({ status: 201 });
      });

      it('is not exceeded by twelve orders at the same time', async () => {
        nextDay();
        await atMost(5000);
        const answers = await Promise.all(Array.from({ length: 12 }, () => open({ amount: 1000 })));
        expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
        expect(answers.filter(({ body }) => body.code === 'amount_over_limit')).toHaveLength(7);
      });
    });
  });
}
