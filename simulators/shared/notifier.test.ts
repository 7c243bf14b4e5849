import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alipayBench } from '../testing/alipay-bench';
import { freshNumber, type Bench } from '../testing/bench';
import type { ShopAnswer } from '../testing/shop';
import { weChatPayBench } from '../testing/wechat-pay-bench';

interface Side {
  readonly start: () => Promise<Bench>;
  readonly acknowledges: readonly ShopAnswer[];
  readonly refuses: readonly ShopAnswer[];
  /** What a shop must not believe, although it is well formed. */
  readonly badlySigned: readonly string[];
}

const SIDES: Readonly<Record<string, Side>> = {
  'WeChat Pay': {
    start: weChatPayBench,
    acknowledges: [
      { status: 200, body: '' },
      { status: 200, body: '{"code":"SUCCESS","message":"成功"}' },
      { status: 204, body: '' },
    ],
    refuses: [
      { status: 201, body: '' },
      { status: 302, body: '' },
      { status: 400, body: '{"code":"FAIL"}' },
      { status: 500, body: '' },
    ],
    badlySigned: ['signtest', 'bad_signature', 'forged', 'altered_body', 'unsigned'],
  },
  Alipay: {
    start: alipayBench,
    acknowledges: [{ status: 200, body: 'success' }],
    refuses: [
      { status: 200, body: 'success\n' },
      { status: 200, body: 'SUCCESS' },
      { status: 200, body: '"success"' },
      { status: 200, body: '<p>success</p>' },
      { status: 200, body: '' },
      { status: 201, body: 'success' },
      { status: 302, body: 'success' },
      { status: 500, body: 'success' },
    ],
    badlySigned: ['signtest', 'bad_signature', 'forged', 'altered_body', 'unsigned'],
  },
};

for (const [name, side] of Object.entries(SIDES)) {
  describe(`${name}'s notifications`, () => {
    let bench: Bench;

    beforeAll(async () => {
      bench = await side.start();
    });
    afterAll(() => bench.end());
    afterEach(async () => {
      await bench.tester.settings({ notify: 'auto', signtest_every: 0, notify_timeout_ms: 5_000 });
      await bench.tester.flush();
      await bench.tester.reset();
      bench.shop.clear();
    });

    async function paid(): Promise<string> {
      const number = freshNumber();
      await bench.open(number, 1001);
      await bench.tester.pay(number);
      await bench.tester.flush();
      return number;
    }

    const notification = async (number: string) => (await bench.tester.payment(number)).notifications[0]!;

    it.each(side.acknowledges)('are acknowledged by $status "$body", and not sent again', async (answer) => {
      bench.shop.answers(() => answer);
      const number = await paid();
      await bench.tester.advance(2 * 86_400);
      expect(bench.shop.received).toHaveLength(1);
      expect(await notification(number)).toMatchObject({
        state: 'acknowledged',
        deliveries: [{ kind: 'genuine', status: answer.status, body: answer.body, error: null }],
      });
    });

    it.each(side.refuses)('are sent again after $status "$body"', async (answer) => {
      bench.shop.answers(() => answer);
      const number = await paid();
      expect(await notification(number)).toMatchObject({ state: 'pending' });
      bench.shop.answers();
      await bench.tester.advance(bench.schedule[0]! + 1);
      expect(bench.shop.received).toHaveLength(2);
      expect(await notification(number)).toMatchObject({ state: 'acknowledged' });
    });

    it('follow the documented schedule to its end, and then are given up', async () => {
      bench.shop.answers(() => ({ status: 500, body: 'not now' }));
      const number = await paid();
      await bench.tester.advance(3 * 86_400);
      const { state, deliveries } = await notification(number);
      expect(state).toBe('given_up');
      const times = deliveries.map(({ at }) => Date.parse(at ?? '') / 1_000);
      const gaps = times.slice(1).map((time, index) => time - times[index]!);
      expect(gaps).toHaveLength(bench.schedule.length);
      // Each delivery takes a moment of real time, and times are written in whole seconds.
      gaps.forEach((gap, index) => expect(Math.abs(gap - bench.schedule[index]!)).toBeLessThanOrEqual(2));
    });

    it('carry the same content each time, freshly signed', async () => {
      bench.shop.answers(() => ({ status: 500, body: '' }));
      await paid();
      await bench.tester.advance(bench.schedule[0]! + 1);
      const [first, second] = await Promise.all(bench.shop.received.map((received) => bench.read(received)));
      expect(second).toEqual(first);
      expect(bench.shop.received[0]?.body).not.toBe(bench.shop.received[1]?.body);
    });

    it('do not wait for a slow shop longer than the time-out, and count it as a failure', async () => {
      await bench.tester.settings({ notify_timeout_ms: 50 });
      bench.shop.answers(() => new Promise(() => undefined));
      const number = await paid();
      const { state, deliveries } = await notification(number);
      expect(state).toBe('pending');
      expect(deliveries).toMatchObject([{ status: null, error: 'no answer within 50 ms' }]);
    });

    it('are not sent while they are sent by hand, only when flushed', async () => {
      await bench.tester.settings({ notify: 'manual' });
      const number = freshNumber();
      await bench.open(number, 1001);
      await bench.tester.pay(number);
      await bench.tester.advance(3_600);
      expect(bench.shop.received).toEqual([]);
      const notifications = await bench.tester.flush();
      expect(notifications).toMatchObject([
        { out_trade_no: number, state: 'acknowledged', deliveries: [{ status: 200 }] },
      ]);
      expect(bench.shop.received).toHaveLength(1);
    });

    it('that wait go out when sending becomes automatic again', async () => {
      await bench.tester.settings({ notify: 'manual' });
      const number = freshNumber();
      await bench.open(number, 1001);
      await bench.tester.pay(number);
      await bench.tester.settings({ notify: 'auto' });
      await expect.poll(() => bench.shop.received.length).toBe(1);
    });

    it('are flushed by their time, or all of them in spite of it', async () => {
      bench.shop.answers(() => ({ status: 500, body: '' }));
      await paid();
      expect(await bench.tester.flush()).toEqual([]);
      expect(await bench.tester.flush(true)).toHaveLength(1);
      expect(bench.shop.received).toHaveLength(2);
    });

    it('can be sent once more by hand, also after they were acknowledged', async () => {
      const number = await paid();
      await bench.tester.resend(number);
      expect(bench.shop.received).toHaveLength(2);
    });

    it('are preceded by a probe as often as is set; only the probe does not verify', async () => {
      await bench.tester.settings({ signtest_every: 2 });
      await paid();
      await paid();
      const told = await Promise.all(bench.shop.received.map((received) => bench.read(received)));
      expect(told.map(({ genuine }) => genuine)).toEqual([true, false, true]);
    });

    it('go on after the shop was away', async () => {
      const number = freshNumber();
      await bench.open(number, 1001);
      bench.shop.answers(() => ({ status: 503, body: '' }));
      await bench.tester.pay(number);
      await bench.tester.flush();
      bench.shop.answers();
      await bench.tester.advance(2 * 86_400);
      expect(await notification(number)).toMatchObject({ state: 'acknowledged' });
    });

    describe('that are forged', () => {
      it.each(side.badlySigned)('%s: does not verify', async (kind) => {
        const number = await paid();
        bench.shop.received.length = 0;
        const { answer } = await bench.tester.forge({ kind, out_trade_no: number });
        expect(answer).toMatchObject({ status: 200 });
        expect(bench.shop.received).toHaveLength(1);
        expect((await bench.read(bench.shop.received[0]!)).genuine).toBe(false);
      });

      it.each([
        ['wrong_merchant', 'merchant'],
        ['other_amount', 'amountMinor'],
        ['other_currency', 'currency'],
        ['unknown_word', 'state'],
        ['unknown_order', 'outTradeNo'],
      ] as const)('%s: verifies, but has another %s', async (kind, field) => {
        const number = await paid();
        const truth = await bench.read(bench.shop.received[0]!);
        bench.shop.received.length = 0;
        await bench.tester.forge({ kind, out_trade_no: number });
        const told = await bench.read(bench.shop.received[0]!);
        expect(told.genuine).toBe(true);
        expect(told[field]).not.toBe(truth[field]);
      });

      it('may claim money that nobody paid, but not genuinely', async () => {
        const number = freshNumber();
        await bench.open(number, 1001);
        const { body } = await bench.tester.call('POST', '/notifications/forge', {
          kind: 'genuine',
          out_trade_no: number,
        });
        expect(body.error?.message).toMatch(/needs a paid payment/);
        await bench.tester.forge({ kind: 'forged', out_trade_no: number });
        expect((await bench.read(bench.shop.received[0]!)).genuine).toBe(false);
        expect(await bench.tester.payment(number)).toMatchObject({ paid: false, notifications: [] });
      });

      it('are only shown when they are not to be sent, and go to another address when told', async () => {
        const number = await paid();
        bench.shop.received.length = 0;
        const shown = await bench.tester.forge({ kind: 'bad_signature', out_trade_no: number, send: false });
        expect(shown).toMatchObject({ answer: null, sent: { body: expect.any(String), headers: expect.any(Object) } });
        expect(bench.shop.received).toEqual([]);
        await bench.tester.forge({ kind: 'bad_signature', out_trade_no: number, url: `${bench.shop.url}/elsewhere` });
        expect(bench.shop.received[0]?.path).toBe('/elsewhere');
      });

      it('of an unknown kind are refused with the kinds that there are', async () => {
        const { status, body } = await bench.tester.call('POST', '/notifications/forge', { kind: 'rude' });
        expect(status).toBe(422);
        expect(body.error?.message).toContain('bad_signature');
      });
    });
  });
}
