/** Work that survives: done once, again when it fails, given up at last, and never two at a time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestClock } from '../../testing/bridge';
import { freshDatabase, type TestDatabase } from '../../testing/databases';
import { NOW_MS } from '../../testing/records';
import { until } from '../../testing/until';
import { BridgeError } from '../domain/errors';
import { DONE, type Job, type JobHandler, type JobKind, type JobOutcome } from '../domain/job';
import { LAST_TRY } from '../domain/ladder';
import type { Store } from '../domain/store';
import { JobRunner, type Lane } from './runner';

const LEASE_MS = 60_000;
const LANES: readonly Lane[] = [
  { kinds: ['query_payment', 'close_payment'], width: 2, perLaneKey: 2 },
  { kinds: ['deliver_webhook'], width: 3, perLaneKey: 2 },
];

let database: TestDatabase;
type StillClock = Pick<TestClock, 'now' | 'advance'>;

let store: Store;
let clock: StillClock;
let runners: JobRunner[];
beforeEach(async () => {
  database = await freshDatabase('sqlite');
  store = await database.open();
  clock = stillClock();
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await database.drop();
});

/** A clock that moves only when it is told to. */
function stillClock(): StillClock {
  let nowMs = NOW_MS;
  return { now: () => nowMs, advance: (milliseconds) => void (nowMs += milliseconds) };
}

/** Handlers that the test answers by hand. */
function byHand() {
  const begun: Job[] = [];
  const waiting = new Map<string, { end: (outcome: JobOutcome) => void; fail: (error: unknown) => void }>();
  const handle: JobHandler = (job) => {
    begun.push(job);
    return new Promise((end, fail) => waiting.set(job.subject, { end, fail }));
  };
  const take = (subject: string) => {
    const found = waiting.get(subject);
    if (!found) throw new Error(`${subject} has not begun`);
    waiting.delete(subject);
    return found;
  };
  return {
    begun,
    running: () => [...waiting.keys()].sort(),
    handlers: { query_payment: handle, close_payment: handle, deliver_webhook: handle },
    end: (subject: string, outcome: JobOutcome = DONE) => take(subject).end(outcome),
    fail: (subject: string, error: unknown) => take(subject).fail(error),
  };
}

interface Said {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

function start(handlers: Record<JobKind, JobHandler>, on: Store = store): { runner: JobRunner; said: Said[] } {
  const said: Said[] = [];
  const write = (level: string) => (fields: object, message: string) => void said.push({ level, fields, message });
  const log = { info: write('info'), warn: write('warn'), error: write('error') };
  const runner = new JobRunner({ store: on, handlers, now: clock.now, random: () => 0, log }, LANES);
  runners.push(runner);
  runner.start();
  return { runner, said };
}

const put = (kind: JobKind, subject: string, dueMs = clock.now(), laneKey = subject) =>
  store.write(({ outbox }) => outbox.put({ kind, subject, laneKey, dueMs }));
const counts = () => store.read.outbox.counts(clock.now());

describe('work', () => {
  it('is done when it is due, and then forgotten', async () => {
    const hand = byHand();
    const { runner } = start(hand.handlers);
    await put('query_payment', 'pay_1');
    await put('query_payment', 'pay_later', clock.now() + 3_600_000);
    runner.wake();
    await until(() => hand.running().length > 0);
    expect(hand.begun).toMatchObject([{ kind: 'query_payment', subject: 'pay_1', tries: 0 }]);
    hand.end('pay_1');
    await until(async () => (await counts()).waiting === 1 && (await counts()).due === 0);
    expect(hand.begun).toHaveLength(1);
  });

  it('that was there before the start is found, and what comes later without being told is found too', async () => {
    await put('deliver_webhook', 'dlv_before');
    const hand = byHand();
    start(hand.handlers);
    await until(() => hand.running().includes('dlv_before'));
    await put('deliver_webhook', 'dlv_after');
    await until(() => hand.running().includes('dlv_after'));
    for (const subject of hand.running()) hand.end(subject);
  });

  it('goes on at the time that it asks for, and counts how often it was tried', async () => {
    const hand = byHand();
    const { runner } = start(hand.handlers);
    await put('query_payment', 'pay_1');
    runner.wake();
    await until(() => hand.running().length === 1);
    hand.end('pay_1', { outcome: 'again', dueMs: clock.now() + 20_000 });
    await until(async () => (await counts()).waiting === 1);
    clock.advance(20_000);
    runner.wake();
    await until(() => hand.begun.length === 2);
    expect(hand.begun[1]).toMatchObject({ subject: 'pay_1', tries: 1 });
    hand.end('pay_1');
  });

  it('that is asked for again while it is being done is done once more', async () => {
    const hand = byHand();
    const { runner } = start(hand.handlers);
    await put('query_payment', 'pay_1');
    runner.wake();
    await until(() => hand.running().length === 1);
    await put('query_payment', 'pay_1');
    hand.end('pay_1');
    await until(() => hand.begun.length === 2);
    hand.end('pay_1');
    await until(async () => (await counts()).due === 0);
  });
});

describe('a lane', () => {
  it('does no more at once than it is wide, and goes on as soon as there is room', async () => {
    for (const at of [1, 2, 3, 4, 5]) await put('query_payment', `pay_${at}`, clock.now() - 10 + at);
    const hand = byHand();
    start(hand.handlers);
    await until(() => hand.running().length === 2);
    expect(hand.running()).toEqual(['pay_1', 'pay_2']);
    hand.end('pay_1');
    await until(() => hand.begun.length === 3);
    expect(hand.running()).toEqual(['pay_2', 'pay_3']);
    for (const subject of ['pay_2', 'pay_3']) hand.end(subject);
    await until(() => hand.begun.length === 5);
    for (const subject of hand.running()) hand.end(subject);
    await until(async () => (await counts()).due === 0);
  });

  it('that is full holds up no other: slow sites cost nobody his money', async () => {
    for (const at of [1, 2, 3, 4]) await put('deliver_webhook', `dlv_${at}`);
    const hand = byHand();
    const { runner } = start(hand.handlers);
    await until(() => hand.running().length === 3);
    await put('close_payment', 'pay_1');
    runner.wake();
    await until(() => hand.running().includes('pay_1'));
    for (const subject of hand.running()) hand.end(subject);
    await until(() => hand.running().includes('dlv_4') || hand.running().length === 1);
    for (const subject of hand.running()) hand.end(subject);
  });
});

describe('a dead site', () => {
  it('holds up nobody else, however much waits for it', async () => {
    for (let at = 0; at < 9; at++) await put('deliver_webhook', `dlv_dead${at}`, clock.now() - 100 + at, 'net_1/dead');
    await put('deliver_webhook', 'dlv_good1', clock.now(), 'net_1/good');
    await put('deliver_webhook', 'dlv_good2', clock.now() + 1, 'net_1/good');
    const hand = byHand();
    const { runner } = start(hand.handlers);
    await until(() => hand.running().length === 3);
    expect(hand.running()).toEqual(['dlv_dead0', 'dlv_dead1', 'dlv_good1']);
    hand.end('dlv_good1');
    clock.advance(1);
    runner.wake();
    await until(() => hand.running().includes('dlv_good2'));
    hand.end('dlv_dead0');
    await until(() => hand.running().includes('dlv_dead2'));
    expect(hand.running()).toEqual(['dlv_dead1', 'dlv_dead2', 'dlv_good2']);
    const stopped = runner.stop();
    for (const subject of hand.running()) hand.end(subject);
    await stopped;
  });
});

describe('a lease', () => {
  it('keeps two bridges from doing the same', async () => {
    const one = byHand();
    const other = byHand();
    start(one.handlers);
    start(other.handlers);
    for (let at = 0; at < 4; at++) await put('query_payment', `pay_${at}`);
    await until(() => one.running().length + other.running().length === 4);
    expect([...one.running(), ...other.running()].sort()).toEqual(['pay_0', 'pay_1', 'pay_2', 'pay_3']);
    for (const hand of [one, other]) for (const subject of hand.running()) hand.end(subject);
  });

  it('that ran out gives the work to another one, and the late one cannot undo what that does', async () => {
    const late = byHand();
    start(late.handlers);
    // Both of its hands are full, so it cannot take the same work again.
    for (const subject of ['pay_1', 'pay_2']) await put('query_payment', subject);
    await until(() => late.running().length === 2);
    clock.advance(LEASE_MS);
    const next = byHand();
    start(next.handlers);
    await until(() => next.running().length === 2);
    late.end('pay_1');
    next.end('pay_1', { outcome: 'again', dueMs: clock.now() + 20_000 });
    await until(async () => (await counts()).waiting === 1);
    late.end('pay_2', { outcome: 'park', because: 'late' });
    next.end('pay_2');
    await until(async () => (await counts()).due === 0);
    expect(await counts()).toEqual({ due: 0, waiting: 1, parked: 0 });
  });
});

describe('work that fails', () => {
  it('is tried again, later each time, and said: as an error when nobody expected it', async () => {
    const hand = byHand();
    const { runner, said } = start(hand.handlers);
    await put('query_payment', 'pay_1');
    runner.wake();
    await until(() => hand.running().length === 1);
    hand.fail('pay_1', new TypeError('a defect'));
    await until(async () => (await counts()).waiting === 1);
    clock.advance(500);
    runner.wake();
    await until(() => hand.begun.length === 2);
    hand.fail('pay_1', new BridgeError('provider_unreachable', 'no answer'));
    await until(() => said.length === 2);
    expect(said.map(({ level }) => level)).toEqual(['error', 'warn']);
    expect(said[0]?.fields).toMatchObject({ kind: 'query_payment', subject: 'pay_1', tries: 1 });
    await until(async () => (await counts()).waiting === 1);
    clock.advance(999);
    expect((await counts()).due).toBe(0);
    clock.advance(1);
    expect((await counts()).due).toBe(1);
  });

  /** Puts work that has failed every time but the last. */
  async function putWithOneTryLeft(kind: JobKind, subject: string): Promise<void> {
    await put(kind, subject);
    for (let tries = 0; tries < LAST_TRY - 1; tries++) {
      await store.write(async ({ outbox }) => {
        const [job] = await outbox.claim([kind], clock.now(), clock.now() + 1, {
          jobs: 1,
          perLaneKey: 1,
          underWay: new Map(),
        });
        await outbox.retryLater(job!, clock.now(), 'no');
      });
    }
  }

  it('is given up after its last try, and waits for a person', async () => {
    await putWithOneTryLeft('deliver_webhook', 'dlv_1');
    const hand = byHand();
    const { said } = start(hand.handlers);
    await until(() => hand.running().length === 1);
    hand.fail('dlv_1', new Error('still no'));
    await until(async () => (await counts()).parked === 1);
    expect(said.at(-1)).toMatchObject({ level: 'error', message: expect.stringContaining('given up') as string });
  });

  it.each(['query_payment', 'close_payment'] as const)(
    'of the kind "%s" is never given up, since nobody could bring it back: it is tried every hour, and said',
    async (kind) => {
      await putWithOneTryLeft(kind, 'pay_1');
      const hand = byHand();
      const { runner, said } = start(hand.handlers);
      await until(() => hand.running().length === 1);
      hand.fail('pay_1', new BridgeError('provider_answer_unverified', 'the wrong key'));
      await until(async () => (await counts()).waiting === 1);
      expect(said.at(-1)).toMatchObject({ level: 'error', fields: { subject: 'pay_1', tries: LAST_TRY } });
      clock.advance(3_600_000);
      runner.wake();
      await until(() => hand.begun.length === 2);
      hand.end('pay_1');
      await until(async () => (await counts()).due === 0);
      expect(await counts()).toEqual({ due: 0, waiting: 0, parked: 0 });
    },
  );

  it('that is asked for again during its last try is not given up', async () => {
    const hand = byHand();
    const { runner } = start(hand.handlers);
    await put('deliver_webhook', 'dlv_1');
    runner.wake();
    await until(() => hand.running().length === 1);
    await put('deliver_webhook', 'dlv_1');
    hand.end('dlv_1', { outcome: 'park', because: '410' });
    await until(() => hand.begun.length === 2);
    expect(hand.begun[1]).toMatchObject({ subject: 'dlv_1', tries: 0 });
    hand.end('dlv_1');
    await until(async () => (await counts()).due === 0);
    expect((await counts()).parked).toBe(0);
  });

  it('can say by itself that it is to be given up', async () => {
    const hand = byHand();
    start(hand.handlers);
    await put('deliver_webhook', 'dlv_1');
    await until(() => hand.running().length === 1);
    hand.end('dlv_1', { outcome: 'park', because: '410' });
    await until(async () => (await counts()).parked === 1);
  });

  it('does not keep other work from being done', async () => {
    const failing: JobHandler = () => Promise.reject(new Error('always'));
    const done: string[] = [];
    const working: JobHandler = async (job) => {
      done.push(job.subject);
      return DONE;
    };
    start({ query_payment: failing, close_payment: working, deliver_webhook: working });
    for (let at = 0; at < 10; at++) await put('query_payment', `pay_${at}`);
    await put('close_payment', 'pay_good');
    await until(() => done.includes('pay_good'));
  });
});

describe('stopping', () => {
  it('waits for what is under way, and begins nothing new', async () => {
    const hand = byHand();
    const { runner } = start(hand.handlers);
    await put('query_payment', 'pay_1');
    await until(() => hand.running().length === 1);
    let stopped = false;
    const stopping = runner.stop().then(() => (stopped = true));
    await put('query_payment', 'pay_2');
    runner.wake();
    await store.ping();
    expect(stopped).toBe(false);
    hand.end('pay_1');
    await stopping;
    expect(hand.begun.map(({ subject }) => subject)).toEqual(['pay_1']);
    expect(await counts()).toMatchObject({ due: 1 });
  });

  it('at once is no trouble', async () => {
    const { runner } = start(byHand().handlers);
    await runner.stop();
    await runner.stop();
  });
});

describe('a database that is away for a while', () => {
  it('is said, and the work goes on when it is back', async () => {
    let away = true;
    const shaky: Store = {
      ...store,
      write: (unit) => (away ? Promise.reject(new BridgeError('store_unavailable', 'away')) : store.write(unit)),
    };
    const hand = byHand();
    const { said } = start(hand.handlers, shaky);
    await put('query_payment', 'pay_1');
    await until(() => said.length > 0);
    expect(said[0]).toMatchObject({ level: 'error', message: expect.stringContaining('outbox') as string });
    away = false;
    await until(() => hand.running().length === 1);
    away = true;
    hand.end('pay_1');
    // The outcome is lost, the lease ends by itself, and it is done again.
    await until(() => said.some(({ message }) => message.includes('could not be written')));
    away = false;
    clock.advance(LEASE_MS);
    await until(() => hand.begun.length === 2);
    hand.end('pay_1');
    await until(async () => (await counts()).due === 0);
  });
});
