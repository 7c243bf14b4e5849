/** The bridge as a site uses it: over its API, with both databases and both providers. */
import { createHmac } from 'node:crypto';
import type { PaymentTransition } from '@multipay/contracts/schemas/payment';
import type { Problem } from '@multipay/contracts/schemas/problem';
import type { WebhookDelivery } from '@multipay/contracts/schemas/webhook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { DATABASES } from '../../testing/databases';
import { tillOf, type Till } from '../../testing/till';
import { until } from '../../testing/until';

const PROVIDERS = ['wechat_pay', 'alipay'] as const;
const MINUTE_MS = 60_000;

for (const kind of DATABASES) {
  describe(`payments, with the books in ${kind}`, () => {
    let bench: TestBench;
    beforeAll(async () => {
      bench = await testBench(kind);
      till = tillOf(bench);
      for (const name of PROVIDERS)
        await bench.providers[name].control('PUT', '/settings', { notify: 'manual', require_referer: false });
    });
    afterAll(() => bench.close());

    let till: Till;
    const opened = (wish: object = {}) => till.opened(wish);
    const pay: Till['pay'] = (provider, id) => till.pay(provider, id);
    const notice: Till['notice'] = (...wish) => till.notice(...wish);
    const bring: Till['bring'] = (...wish) => till.bring(...wish);
    const metric = async (name: string): Promise<number> => {
      const text = await (await fetch(`${bench.bridge.privateUrl}/metrics`)).text();
      return Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
    };

    describe.each(PROVIDERS)('%s', (provider) => {
      it('opens with a QR code, and a way to hear of the result', async () => {
        const { status, body } = await bench.open({ provider });
        expect(status).toBe(201);
        expect(body.payment).toMatchObject({
          status: 'pending',
          attempt: 1,
          provider,
          channel: 'qr_code',
          merchant_name: 'Tea House',
        });
        expect(body.prompt).toMatchObject({ type: 'qr_code' });
        expect(body.stream?.url).toBe(`http://bridge.example/stream/${body.payment.id}`);
        expect(await bench.providers[provider].booked(body.payment.id)).toMatchObject({
          amount_minor: body.payment.amount,
          paid: false,
        });
      });

      it("gives a phone's browser an address that wakes the app", async () => {
        const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1';
        const { payment, prompt } = await opened({ provider, user_agent: phone });
        expect(payment.channel).toBe('mobile_web');
        expect(prompt).toMatchObject({ type: 'redirect', redirect_url: expect.stringMatching(/^http/) });
      });

      it('is paid once its notification has come, and the site hears of it once', async () => {
        const { payment } = await opened({ provider });
        await pay(provider, payment.id);
        expect((await bring(provider, await notice(provider, payment.id))).body).toMatchObject({ status: 200 });
        const paid = await bench.payment(payment.id);
        expect(paid).toMatchObject({
          status: 'succeeded',
          flags: [],
          paid_amount: payment.amount,
          paid_currency: 'CNY',
        });
        const received = await bench.host.event(({ data }) => data.payment.id === payment.id);
        expect(received.event).toMatchObject({
          type: 'payment.succeeded',
          data: { payment: { id: payment.id, order_ref: payment.order_ref } },
        });
        const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = received.headers;
        const expected = createHmac('sha256', bench.webhookKey)
          .update(`${String(id)}.${String(time)}.${received.raw}`)
          .digest('base64');
        expect(signature).toBe(`v1,${expected}`);
      });

      it('answers a repeated notification with "received" and changes nothing', async () => {
        const { payment } = await opened({ provider });
        await pay(provider, payment.id);
        const raw = await notice(provider, payment.id);
        const answers = await Promise.all(Array.from({ length: 5 }, () => bring(provider, raw)));
        expect(answers.map(({ body }) => body.status)).toEqual([200, 200, 200, 200, 200]);
        const steps = (await bench.call<{ items: PaymentTransition[] }>('GET', `/v1/payments/${payment.id}/events`))
          .body.items;
        expect(steps.map(({ to }) => to)).toEqual(['created', 'pending', 'succeeded']);
        const { balance } = await booksOf(payment.id);
        expect(balance).toBe(payment.amount);
      });

      it.each(['bad_signature', 'altered_body', 'signtest', 'forged', 'wrong_merchant'])(
        'refuses a notification of the kind "%s", counts it, and changes nothing',
        async (kind) => {
          const { payment } = await opened({ provider });
          const counter = `multipay_notifications_total{provider="${provider}",outcome="notification_forged"}`;
          const before = await metric(counter);
          const { body } = await bring(provider, await notice(provider, payment.id, kind));
          expect([401, 429]).toContain(body.status);
          expect(await metric(counter)).toBe(before + 1);
          expect((await bench.payment(payment.id)).status).toBe('pending');
        },
      );

      it('counts one that comes again, at once and after its time, and changes nothing', async () => {
        const { payment } = await opened({ provider });
        await pay(provider, payment.id);
        const raw = await notice(provider, payment.id);
        const counter = (outcome: string) =>
          `multipay_notifications_total{provider="${provider}",outcome="${outcome}"}`;
        await bring(provider, raw);
        const before = await metric(counter('duplicate'));
        expect((await bring(provider, raw)).body.status).toBe(200);
        expect(await metric(counter('duplicate'))).toBe(before + 1);
        // WeChat Pay signs the time; Alipay repeats the same words for a day.
        const late = counter(provider === 'wechat_pay' ? 'notification_stale' : 'duplicate');
        const beforeLate = await metric(late);
        bench.clock.advance(6 * MINUTE_MS);
        const { status } = (await bring(provider, raw)).body;
        bench.clock.advance(-6 * MINUTE_MS);
        expect(provider === 'wechat_pay' ? [401, 429] : [200]).toContain(status);
        expect(await metric(late)).toBe(beforeLate + 1);
        expect((await booksOf(payment.id)).balance).toBe(payment.amount);
      });

      it("books genuine money that came through a sibling's door to the site that it belongs to", async () => {
        const { payment } = await opened({ provider });
        await pay(provider, payment.id);
        const other = (
          await bench.bridge.useCases.addMerchant(
            { networkId: bench.networkId, siteId: '2', scope: 'network' },
            {
              provider,
              name: 'Other',
              plain: JSON.stringify(await bench.providers[provider].newMerchant()),
            },
          )
        ).id;
        const { body } = await bring(provider, await notice(provider, payment.id), {
          key: bench.sibling,
          merchant: other,
        });
        expect(body.status).toBe(200);
        expect((await bench.payment(payment.id)).status).toBe('succeeded');
        const received = await bench.host.event(({ data }) => data.payment.id === payment.id);
        expect(received.event.data.payment.site_id).toBe('1');
      });

      it('finds money that was never notified, when somebody asks', async () => {
        const { payment } = await opened({ provider, amount: 6602 });
        await pay(provider, payment.id);
        const { body } = await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
        expect(body).toMatchObject({ status: 'succeeded' });
      });

      it('is paid although the notification was faster than the answer', async () => {
        const { payment, prompt } = await opened({ provider, amount: 6605 });
        if (payment.status === 'succeeded') expect(prompt).toBeNull();
        const { body } = await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
        expect(body).toMatchObject({ status: 'succeeded', paid_amount: 6605 });
      });

      it.each([
        ['system busy', 6603],
        ["a proxy's error page", 6616],
        ['the rate limit', 6617],
        ['a cut connection', 6619],
      ])('opens in spite of %s', async (_name, amount) => {
        const { status, body } = await bench.open({ provider, amount });
        expect(status).toBe(201);
        expect(body.prompt).not.toBeNull();
      });

      it('keeps the same number when the answer comes too late, and goes on with it', async () => {
        const wish = { provider, amount: 6607, order_ref: `order_${Date.now()}${provider.length}` };
        const first = await bench.open(wish);
        const again = await bench.open(wish);
        expect(again.body.prompt).not.toBeNull();
        expect(again.body.payment.attempt).toBe(1);
        if (first.status === 201) expect(first.body.payment.id).toBe(again.body.payment.id);
      });

      it("says a definite no with the provider's word, and begins anew next time", async () => {
        const wish = { provider, amount: 6611, order_ref: `order_${Date.now()}1${provider.length}` };
        const { status, body } = await bench.open(wish);
        const problem = body as unknown as Problem;
        expect(status).toBe(502);
        expect(problem).toMatchObject({ code: 'provider_refused', retryable: false, next: 'check_settings' });
        expect(problem.provider_code).toMatch(/NO_AUTH|ACCESS_FORBIDDEN/);
        const ordinary = await bench.open({ ...wish, amount: 1001 });
        expect(ordinary.body.payment).toMatchObject({ attempt: 2, status: 'pending' });
      });

      it('keeps money in another amount, and hands it to a person', async () => {
        const { payment } = await opened({ provider, amount: 6604 });
        await pay(provider, payment.id);
        expect((await bring(provider, await notice(provider, payment.id))).body.status).toBe(200);
        const paid = await bench.until(payment.id, 'succeeded');
        expect(paid).toMatchObject({ flags: ['amount_mismatch'], paid_amount: 6504 });
        const received = await bench.host.event(({ data }) => data.payment.id === payment.id);
        expect(received.event.type).toBe('payment.review_needed');
        expect(await booksOf(payment.id)).toEqual({ credit: 'suspense', balance: 6504 });
      });

      it('asks about money in another amount that comes after the end, until the provider answers', async () => {
        const { payment } = await opened({ provider, amount: 6604 });
        await bench.bridge.store.write(async ({ payments, outbox }) => {
          const ended = { ...(await payments.lock(payment.id)), status: 'expired', reason: 'time_ran_out' } as const;
          await payments.update(ended);
          await outbox.drop('query_payment', payment.id, 0);
        });
        await pay(provider, payment.id);
        const raw = await notice(provider, payment.id);
        await bench.providers[provider].control('PUT', '/settings', { outage: 'cut' });
        const failures = `multipay_provider_call_seconds_count{provider="${provider}",call="query",outcome="provider_unreachable"}`;
        const before = await metric(failures);
        expect((await bring(provider, raw)).body.status).toBe(200);
        await until(async () => (await metric(failures)) > before);
        await bench.providers[provider].control('PUT', '/settings', { outage: 'none' });
        bench.clock.advance(MINUTE_MS);
        const paid = await bench.until(payment.id, 'succeeded');
        expect(paid).toMatchObject({ flags: ['late', 'amount_mismatch'], paid_amount: 6504 });
      });
    });

    /** What the ledger says of one payment. */
    async function booksOf(paymentId: string): Promise<{ credit: string; balance: number }> {
      const payment = await bench.payment(paymentId);
      const site = { networkId: bench.networkId, siteId: payment.site_id };
      const balances = () => bench.bridge.store.write(({ ledger }) => ledger.balances(site));
      const total = (await balances()).reduce((sum, { balance }) => sum + balance, 0);
      expect(total).toBe(0);
      const credit = payment.flags.some((flag) => flag.endsWith('mismatch')) ? 'suspense' : 'shopper_clearing';
      return { credit, balance: payment.paid_amount ?? 0 };
    }

    describe('a sibling site', () => {
      it.each([
        ['GET', ''],
        ['GET', '/events'],
        ['POST', '/refresh'],
        ['POST', '/close'],
      ])("can %s nothing of another site's payment%s", async (method, path) => {
        const { payment } = await opened();
        const { status, body } = await bench.call(method, `/v1/payments/${payment.id}${path}`, undefined, {
          key: bench.sibling,
        });
        expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'not_found' });
      });

      it('sees only its own in lists, and cannot name the other one', async () => {
        await opened();
        const { body } = await bench.call<{ items: unknown[] }>('GET', '/v1/payments?site_id=1', undefined, {
          key: bench.sibling,
        });
        expect(body).toMatchObject({ code: 'forbidden' });
        const own = await bench.call<{ items: { site_id: string }[] }>('GET', '/v1/payments?limit=100', undefined, {
          key: bench.sibling,
        });
        expect(own.body.items.filter(({ site_id: site }) => site !== '2')).toEqual([]);
      });

      it("cannot replay another site's events", async () => {
        const { items } = (await bench.call<{ items: WebhookDelivery[] }>('GET', '/v1/webhook-deliveries')).body;
        const [delivery] = items;
        if (!delivery) throw new Error('there are deliveries by now');
        const replay = await bench.call('POST', `/v1/webhook-deliveries/${delivery.id}/replay`, undefined, {
          key: bench.sibling,
        });
        expect(replay.status).toBe(404);
      });

      it('opens its own payment for an order with the same number', async () => {
        const wish = { order_ref: `order_${Date.now()}10`, amount: 1001 };
        const mine = await opened(wish);
        const theirs = await bench.open(wish, { key: bench.sibling });
        expect(theirs.body.payment.id).not.toBe(mine.payment.id);
      });
    });

    describe('events to a site', () => {
      /** The delivery of a payment's event, after the time that it waits for has come. */
      const inTime = async (paymentId: string): Promise<WebhookDelivery | undefined> => {
        const target = '/v1/webhook-deliveries?limit=100';
        const { items } = (await bench.call<{ items: WebhookDelivery[] }>('GET', target)).body;
        const found = items.find(({ payment_id: id }) => id === paymentId);
        const dueMs = Date.parse(found?.next_try_at ?? '');
        if (dueMs > bench.clock.now()) bench.clock.advance(dueMs - bench.clock.now());
        return found;
      };

      it('are tried again until the site takes them', async () => {
        let refusals = 2;
        bench.host.answer = () => (refusals-- > 0 ? 503 : 200);
        const { payment } = await opened();
        await pay('wechat_pay', payment.id);
        await bring('wechat_pay', await notice('wechat_pay', payment.id));
        await until(async () => (await inTime(payment.id))?.state === 'delivered');
        expect(await inTime(payment.id)).toMatchObject({ tries: 3, last_answer: '200' });
        const ids = bench.host.events
          .filter(({ event }) => event.data.payment.id === payment.id)
          .map(({ headers }) => headers['webhook-id']);
        expect(new Set(ids).size).toBe(1);
        bench.host.answer = () => 200;
      });

      it('that was down all the while come once it is back, once', async () => {
        await bench.host.goDown();
        const { payment } = await opened();
        await pay('wechat_pay', payment.id);
        await bring('wechat_pay', await notice('wechat_pay', payment.id));
        await until(async () => ((await inTime(payment.id))?.tries ?? 0) >= 3);
        expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded' });
        expect(await inTime(payment.id)).toMatchObject({
          state: 'waiting',
          last_answer: expect.stringContaining('ECONNREFUSED'),
        });
        await bench.host.comeBack();
        await until(async () => (await inTime(payment.id))?.state === 'delivered');
        expect(bench.host.events.filter(({ event }) => event.data.payment.id === payment.id)).toMatchObject([
          { event: { type: 'payment.succeeded' } },
        ]);
      });

      it('come once more when they are replayed while they are being delivered', async () => {
        const { payment } = await opened();
        let replayed: Promise<unknown> | undefined;
        bench.host.answer = async ({ event }) => {
          if (event.data.payment.id !== payment.id || replayed) return 200;
          const target = '/v1/webhook-deliveries?limit=100';
          const { items } = (await bench.call<{ items: WebhookDelivery[] }>('GET', target)).body;
          const delivery = items.find(({ payment_id: id }) => id === payment.id);
          replayed = bench.call('POST', `/v1/webhook-deliveries/${delivery?.id ?? ''}/replay`);
          await replayed;
          return 200;
        };
        await pay('wechat_pay', payment.id);
        await bring('wechat_pay', await notice('wechat_pay', payment.id));
        await until(() => bench.host.events.filter(({ event }) => event.data.payment.id === payment.id).length === 2);
        bench.host.answer = () => 200;
      });

      it('come once more when they are replayed', async () => {
        const { items } = (
          await bench.call<{ items: WebhookDelivery[] }>('GET', '/v1/webhook-deliveries?state=delivered')
        ).body;
        const [delivery] = items;
        if (!delivery) throw new Error('there are deliveries by now');
        const before = bench.host.events.filter(({ headers }) => headers['webhook-id'] === delivery.event_id).length;
        const replay = await bench.call('POST', `/v1/webhook-deliveries/${delivery.id}/replay`);
        expect(replay.body).toMatchObject({ state: 'waiting' });
        while (
          bench.host.events.filter(({ headers }) => headers['webhook-id'] === delivery.event_id).length === before
        ) {
          await new Promise((next) => setTimeout(next, 10));
        }
      });
    });

    describe('time', () => {
      it('ends what nobody paid, after the last question to the provider', async () => {
        const { payment } = await opened();
        bench.clock.advance(33 * MINUTE_MS);
        expect((await bench.call('POST', `/v1/payments/${payment.id}/refresh`)).body).toMatchObject({
          status: 'expired',
          reason: 'time_ran_out',
        });
        await expect(bench.providers.wechat_pay.pay(payment.id)).rejects.toThrow();
      });

      it('does not end what was paid in the last second and never notified', async () => {
        const { payment } = await opened({ amount: 6602 });
        await pay('wechat_pay', payment.id);
        bench.clock.advance(33 * MINUTE_MS);
        expect(await bench.until(payment.id, 'succeeded')).toMatchObject({ flags: [] });
      });

      it('takes a restart: what was open goes on being watched', async () => {
        const { payment } = await opened({ amount: 6602 });
        await pay('wechat_pay', payment.id);
        await bench.restart();
        bench.clock.advance(MINUTE_MS);
        expect(await bench.until(payment.id, 'succeeded')).toMatchObject({ status: 'succeeded' });
      });
    });

    describe('what is asked for wrongly', () => {
      it.each<[string, Record<string, unknown>, number, string]>([
        ['a return address on another host', { return_url: 'https://evil.example/' }, 422, 'address_refused'],
        ['a currency that the account does not take', { currency: 'USD' }, 422, 'currency_unsupported'],
        ['more money than the provider takes', { amount: 9_999_999_999_999 }, 422, 'amount_invalid'],
        ['no money', { amount: 0 }, 400, 'invalid_request'],
        ['money as text', { amount: '1001' }, 400, 'invalid_request'],
        ['a fraction of a fen', { amount: 10.5 }, 400, 'invalid_request'],
        ['a channel that the provider has not', { channel: 'desktop_web' }, 422, 'channel_unavailable'],
        ['an order reference that is none', { order_ref: 'order_1; DROP TABLE payment' }, 400, 'invalid_request'],
        ['an address that is none', { client_ip: 'localhost' }, 400, 'invalid_request'],
        ['a field that nobody knows', { ammount: 1 }, 400, 'invalid_request'],
      ])('%s is refused, with what to do', async (_name, change, status, code) => {
        const answer = await bench.open(change);
        const problem = answer.body as unknown as Problem;
        expect({ status: answer.status, code: problem.code }).toEqual({ status, code });
        expect(problem.next).toBeTruthy();
        expect(problem.request_id).toMatch(/^req_/);
      });
    });
  });
}
