/** How a stream looks at a payment, when the looks take their time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SILENT } from '../../testing/bridge';
import type { Watched } from '../use-cases/watch-payment';
import { follow } from './stream';
import { Watchers } from './watchers';

const PAYMENT = 'pay_1';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A stream whose looks are answered by hand. */
function slowStream() {
  const watchers = new Watchers();
  const looks: { answer: (seen: Watched | null) => void; fail: (error: Error) => void }[] = [];
  const heard: string[] = [];
  const watch = () => new Promise<Watched | null>((resolve, reject) => looks.push({ answer: resolve, fail: reject }));
  const end = follow({ watch, watchers, log: SILENT }, PAYMENT, 'token', {
    say: (status) => void heard.push(status),
    end: () => void heard.push('END'),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    heard,
    end,
    changed: () => watchers.tell(PAYMENT),
    looks: () => looks.length,
    async see(at: number, status: Watched['status'] | null) {
      looks[at]?.answer(status === null ? null : { status, expiresMs: 0 });
      await settle();
    },
    async fail(at: number) {
      looks[at]?.fail(new Error('the database is away'));
      await settle();
    },
  };
}

describe('a stream', () => {
  it('says the status at once, at every change, and ends when the payment is over', async () => {
    const stream = slowStream();
    await stream.see(0, 'pending');
    stream.changed();
    await stream.see(1, 'succeeded');
    expect(stream.heard).toEqual(['pending', 'succeeded', 'END']);
  });

  it('that is told twice while it looks looks once more, and says nothing after the end', async () => {
    const stream = slowStream();
    stream.changed();
    stream.changed();
    expect(stream.looks()).toBe(1);
    await stream.see(0, 'succeeded');
    await stream.see(1, 'succeeded');
    expect(stream.heard).toEqual(['succeeded', 'END']);
  });

  it('never says an older status after a newer one', async () => {
    const stream = slowStream();
    stream.changed();
    await stream.see(0, 'pending');
    await stream.see(1, 'expired');
    expect(stream.heard).toEqual(['pending', 'expired', 'END']);
  });

  it('says the status again every 15 seconds, so that connections are not taken for dead', async () => {
    const stream = slowStream();
    await stream.see(0, 'pending');
    await vi.advanceTimersByTimeAsync(14_999);
    expect(stream.looks()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await stream.see(1, 'pending');
    expect(stream.heard).toEqual(['pending', 'pending']);
  });

  it('ends when its token has ended', async () => {
    const stream = slowStream();
    await stream.see(0, 'pending');
    await vi.advanceTimersByTimeAsync(15_000);
    await stream.see(1, null);
    expect(stream.heard).toEqual(['pending', 'END']);
  });

  it('ends when it cannot look: the page goes on by polling', async () => {
    const stream = slowStream();
    await stream.fail(0);
    expect(stream.heard).toEqual(['END']);
  });

  it('that nobody hears any more looks no more, and ends once', async () => {
    const stream = slowStream();
    await stream.see(0, 'pending');
    stream.changed();
    stream.end();
    await stream.see(1, 'succeeded');
    stream.changed();
    await vi.advanceTimersByTimeAsync(60_000);
    stream.end();
    expect(stream.looks()).toBe(2);
    expect(stream.heard).toEqual(['pending', 'END']);
  });
});
