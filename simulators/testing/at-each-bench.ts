import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { chinaText } from '../shared/clock';
import { alipayBench } from './alipay-bench';
import { freshNumber, type Bench, type Told } from './bench';
import { weChatPayBench } from './wechat-pay-bench';

/** A bench with what most tests begin with. Its parts are there once a test runs. */
export interface At {
  readonly bench: Bench;
  /** The number of a payment that the shopper's app has already seen. */
  opened(minor: number): Promise<string>;
  /** The number of a payment that has been paid, and whose notifications have been delivered. */
  paid(minor: number): Promise<string>;
  /** What the shop has been told so far. */
  told(): Promise<Told[]>;
  /** What the provider's books say. */
  books(number: string): ReturnType<Bench['tester']['payment']>;
  /** Moves the clock to a time of tomorrow in China, and says which day it was before (`yyyy-MM-dd`). */
  tomorrow(hour: number): Promise<string>;
  /** Starts a call that is held back, and gives it up once the provider has done its work. */
  abandon(call: (signal: AbortSignal) => Promise<unknown>, done: () => Promise<boolean>): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  'WeChat Pay': weChatPayBench,
  Alipay: alipayBench,
};

function at(current: () => Bench): At {
  return {
    get bench() {
      return current();
    },
    async opened(minor) {
      const number = freshNumber();
      expect((await current().open(number, minor)).code).toBe('OK');
      await current().tester.scan(number);
      return number;
    },
    async paid(minor) {
      const number = await this.opened(minor);
      expect((await current().tester.pay(number)).outcome).toBe('paid');
      await current().tester.flush();
      return number;
    },
    told: () => Promise.all(current().shop.received.map((received) => current().read(received))),
    books: (number) => current().tester.payment(number),
    async tomorrow(hour) {
      const nowMs = await current().tester.nowMs();
      const today = chinaText(nowMs).slice(0, 10);
      const wantedMs = Date.parse(`${today}T00:00:00+08:00`) + (24 + hour) * 3_600_000;
      await current().tester.advance((wantedMs - nowMs) / 1_000);
      return today;
    },
    async abandon(call, done) {
      const caller = new AbortController();
      const calling = call(caller.signal).catch((error: unknown) => error);
      await expect.poll(done).toBe(true);
      caller.abort();
      expect(await calling).toHaveProperty('name', 'AbortError');
    },
  };
}

/** The same sentences for both providers. After each test everything but the merchants is forgotten. */
export function atEachBench(title: string, sentences: (at: At) => void): void {
  for (const [name, start] of Object.entries(BENCHES)) {
    describe(`${name}, ${title}`, () => {
      let bench: Bench;

      beforeAll(async () => {
        bench = await start();
      });
      afterAll(() => bench.end());
      afterEach(async () => {
        await bench.tester.flush(); // what is still on its way belongs to this test, not to the next
        await bench.tester.reset();
        bench.shop.clear();
      });

      sentences(at(() => bench));
    });
  }
}
