/** Attempts at paying one order, and idempotency keys: with both databases. */
import { randomUUID } from 'node:crypto';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { DATABASES } from '../../testing/databases';
import { tillOf, type Till } from '../../testing/till';

for (const kind of DATABASES) {
  describe(`attempts, with the books in ${kind}`, () => {
    let bench: TestBench;
    let till: Till;
    beforeAll(async () => {
      bench = await testBench(kind);
      till = tillOf(bench);
      for (const provider of Object.values(bench.providers))
        await provider.control('PUT', '/settings', { notify: 'manual', require_referer: false });
    });
    afterAll(() => bench.close());

    const opened = (wish: object = {}) => till.opened(wish);
    const pay: Till['pay'] = (provider, id) => till.pay(provider, id);
    const notice: Till['notice'] = (...wish) => till.notice(...wish);
    const bring: Till['bring'] = (...wish) => till.bring(...wish);

    describe('one order', () => {
      it('asked for twice with the same terms is one payment', async () => {
        const wish = { order_ref: `order_${Date.now()}2`, amount: 1001 };
        const both = await Promise.all([bench.open(wish), bench.open(wish)]);
        const later = await bench.open({ ...wish, description: 'other words', client_ip: '198.51.100.9' });
        const ids = [...both, later].map(({ body }) => body.payment.id);
        expect(new Set(ids).size).toBe(1);
        expect(later.body.prompt).toEqual(both[0].body.prompt);
        expect(later.body.payment.description).toBe('Tea House - order 1');
      });

      it.each([
        ['another amount', { amount: 2002 }],
        ['another provider', { provider: 'alipay' }],
        ['another channel', { channel: 'mobile_web' }],
      ])(
        'asked for with %s is a new attempt, and the provider is asked to close the old one',
        async (_name, change) => {
          const wish = { order_ref: `order_${Date.now()}3`, amount: 1001 };
          const first = await opened(wish);
          const second = await opened({ ...wish, ...change });
          expect(second.payment.attempt).toBe(2);
          expect(second.payment.id).not.toBe(first.payment.id);
          const closed = await bench.until(first.payment.id, 'expired');
          expect(closed.reason).toBe('superseded');
        },
      );

      it('never has two live attempts with the same terms, however many tabs there are', async () => {
        const wish = { order_ref: `order_${Date.now()}4`, amount: 1001 };
        const tabs = await Promise.all(Array.from({ length: 12 }, () => bench.open(wish)));
        expect(new Set(tabs.map(({ body }) => body.payment.id)).size).toBe(1);
      });

      it('closed and asked for again goes on with what could not be closed: an Alipay QR that nobody has scanned', async () => {
        const wish = { order_ref: `order_${Date.now()}8`, amount: 1001, provider: 'alipay' };
        const first = await opened(wish);
        await bench.call('POST', `/v1/payments/${first.payment.id}/close`);
        const again = await opened(wish);
        expect(again).toMatchObject({ payment: { id: first.payment.id, reason: null }, prompt: first.prompt });
        await pay('alipay', first.payment.id);
        await bring('alipay', await notice('alipay', first.payment.id));
        expect(await bench.payment(first.payment.id)).toMatchObject({ status: 'succeeded', flags: [] });
      });

      it('goes back to such an attempt also after another method was tried, which is closed then', async () => {
        const wish = { order_ref: `order_${Date.now()}9`, amount: 1001, provider: 'alipay' };
        const first = await opened(wish);
        const other = await opened({ ...wish, provider: 'wechat_pay' });
        const again = await opened(wish);
        expect(again.payment).toMatchObject({ id: first.payment.id, reason: null });
        expect(await bench.until(other.payment.id, 'expired')).toMatchObject({ reason: 'superseded' });
        const booked = await bench.call<{ items: { status: string }[] }>(
          'GET',
          `/v1/payments?order_ref=${wish.order_ref}`,
        );
        expect(booked.body.items.filter(({ status }) => status === 'pending')).toHaveLength(1);
      });

      it('closed and asked for again is a new attempt where the provider has closed the old one', async () => {
        const wish = { order_ref: `order_${Date.now()}10`, amount: 1001 };
        const first = await opened(wish);
        await bench.call('POST', `/v1/payments/${first.payment.id}/close`);
        await bench.until(first.payment.id, 'expired');
        expect((await opened(wish)).payment).toMatchObject({ attempt: 2, status: 'pending', reason: null });
      });

      it('that is paid gives the paid payment, and nothing to pay', async () => {
        const wish = { order_ref: `order_${Date.now()}5`, amount: 1001 };
        const { payment } = await opened(wish);
        await pay('wechat_pay', payment.id);
        await bring('wechat_pay', await notice('wechat_pay', payment.id));
        const again = await opened({ ...wish, provider: 'alipay' });
        expect(again).toMatchObject({ payment: { id: payment.id, status: 'succeeded' }, prompt: null, stream: null });
      });

      it("paid by two attempts keeps the second one's money and flags it", async () => {
        const wish = { order_ref: `order_${Date.now()}6`, amount: 1001 };
        const first = await opened({ ...wish, provider: 'alipay' });
        const second = await opened(wish);
        await pay('wechat_pay', second.payment.id);
        await pay('alipay', first.payment.id);
        await bring('alipay', await notice('alipay', first.payment.id));
        expect(await bench.payment(first.payment.id)).toMatchObject({ status: 'succeeded', flags: ['superseded'] });
        await bring('wechat_pay', await notice('wechat_pay', second.payment.id));
        expect(await bench.payment(second.payment.id)).toMatchObject({ status: 'succeeded', flags: ['duplicate'] });
        const told = await bench.host.event(({ data }) => data.payment.id === second.payment.id);
        expect(told.event.type).toBe('payment.review_needed');
      });

      it('paid by an old attempt has the newer one closed, so that nobody pays twice', async () => {
        const wish = { order_ref: `order_${Date.now()}11`, amount: 1001 };
        const first = await opened({ ...wish, provider: 'alipay' });
        const second = await opened(wish);
        await pay('alipay', first.payment.id);
        await bring('alipay', await notice('alipay', first.payment.id));
        expect(await bench.until(second.payment.id, 'expired')).toMatchObject({ reason: 'cancelled' });
        await expect(bench.providers.wechat_pay.pay(second.payment.id)).rejects.toThrow('closed');
      });

      it('paid by an old attempt of another amount is not paid: a person decides, and the newer one can be paid', async () => {
        const wish = { order_ref: `order_${Date.now()}12`, provider: 'alipay' };
        const first = await opened({ ...wish, amount: 1001 });
        const second = await opened({ ...wish, amount: 2002 });
        await pay('alipay', first.payment.id);
        await bring('alipay', await notice('alipay', first.payment.id));
        expect(await bench.payment(first.payment.id)).toMatchObject({
          status: 'succeeded',
          flags: ['superseded', 'amount_mismatch'],
        });
        const told = await bench.host.event(({ data }) => data.payment.id === first.payment.id);
        expect(told.event.type).toBe('payment.review_needed');
        await pay('alipay', second.payment.id);
        await bring('alipay', await notice('alipay', second.payment.id));
        expect(await bench.payment(second.payment.id)).toMatchObject({ status: 'succeeded', reason: null, flags: [] });
      });

      it('that the shop closed and then asked for anew flags money for the closed attempt', async () => {
        const wish = { order_ref: `order_${Date.now()}7`, amount: 6620 };
        const first = await opened(wish);
        // The provider is not asked to close it before the new attempt has begun.
        await bench.bridge.store.write(async ({ payments, outbox }) => {
          await payments.update({ ...(await payments.lock(first.payment.id)), reason: 'cancelled' });
          await outbox.drop('close_payment', first.payment.id, 0);
        });
        const second = await opened({ ...wish, provider: 'alipay' });
        expect(second.payment.id).not.toBe(first.payment.id);
        // It is paid in the very moment of being closed.
        expect((await bench.until(first.payment.id, 'succeeded')).flags).toEqual(['superseded']);
      });

      it('is closed when the shop asks for it; money that still comes is not lost', async () => {
        const { payment } = await opened({ amount: 6610 });
        const closing = await bench.call('POST', `/v1/payments/${payment.id}/close`);
        expect(closing.body).toMatchObject({ reason: 'cancelled' });
        await bench.until(payment.id, 'expired');
        await bench.providers.wechat_pay.pay(payment.id);
        await bench.providers.wechat_pay.control('POST', '/clock', { advance_seconds: 31 });
        await bring('wechat_pay', await notice('wechat_pay', payment.id));
        expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded', flags: ['late'] });
        const final = await bench.call('POST', `/v1/payments/${payment.id}/close`);
        expect(final).toMatchObject({ status: 409, body: { code: 'payment_final' } });
      });
    });

    describe('an idempotency key', () => {
      it('gives the same payment again, and says so', async () => {
        const headers = { 'idempotency-key': randomUUID() };
        const wish = { order_ref: `order_${Date.now()}7`, amount: 1001 };
        const first = await bench.open(wish, { headers });
        const again = await bench.open(wish, { headers });
        expect(again.headers.get('idempotency-hit')).toBe('true');
        expect(first.headers.get('idempotency-hit')).toBeNull();
        expect(again.body.payment.id).toBe(first.body.payment.id);
      });

      it('with other terms is refused', async () => {
        const headers = { 'idempotency-key': randomUUID() };
        await bench.open({ order_ref: `order_${Date.now()}8`, amount: 1001 }, { headers });
        const other = await bench.open({ order_ref: `order_${Date.now()}8`, amount: 1002 }, { headers });
        expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
      });

      it('says a definite refusal again without asking the provider', async () => {
        const headers = { 'idempotency-key': randomUUID() };
        const wish = { order_ref: `order_${Date.now()}9`, amount: 6611 };
        const first = await bench.open(wish, { headers });
        const again = await bench.open(wish, { headers });
        expect(again).toMatchObject({ status: 502, body: { code: 'provider_refused' } });
        expect((first.body as unknown as Problem).detail).toBe((again.body as unknown as Problem).detail);
      });

      it('of another site is another key', async () => {
        const headers = { 'idempotency-key': randomUUID() };
        const mine = await bench.open({}, { headers });
        const theirs = await bench.open({ return_url: `${bench.host.url}/shop2/` }, { headers, key: bench.sibling });
        expect(theirs.body.payment.id).not.toBe(mine.body.payment.id);
      });

      it('must be a UUID', async () => {
        const { status, body } = await bench.open({}, { headers: { 'idempotency-key': 'abc' } });
        expect({ status, code: (body as unknown as Problem).code }).toEqual({
          status: 400,
          code: 'idempotency_key_missing',
        });
      });
    });
  });
}
