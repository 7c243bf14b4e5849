import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAST_TRY, nextQueryMs, retryDelayMs } from './ladder';

const HOUR_MS = 3_600_000;
const START_MS = 1_790_000_000_000;

describe('asking for a payment', () => {
  it('is never far off its end, and goes on after it until money can no longer come', () => {
    const payableUntilMs = START_MS + 30 * 60_000;
    const lastMs = payableUntilMs + 120_000;
    const asked: number[] = [];
    for (let nowMs = START_MS; nowMs <= lastMs;) {
      nowMs = nextQueryMs(asked.length, nowMs, payableUntilMs, lastMs);
      asked.push(nowMs);
    }
    expect(asked[0]).toBe(START_MS + 20_000);
    expect(asked).toContain(payableUntilMs);
    expect(asked.at(-1)).toBeGreaterThan(lastMs);
    expect(asked.length).toBeLessThan(12);
  });

  it('always lies ahead', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 0, max: 10 * HOUR_MS }), (asked, elapsedMs) => {
        const nowMs = START_MS + elapsedMs;
        expect(nextQueryMs(asked, nowMs, START_MS + HOUR_MS, START_MS + HOUR_MS + 120_000)).toBeGreaterThan(nowMs);
      }),
    );
  });
});

describe('trying again', () => {
  it('waits about a second at first, doubles, and never waits more than an hour', () => {
    expect(retryDelayMs(1, 1)).toBe(1_000);
    expect(retryDelayMs(2, 1)).toBe(2_000);
    expect(retryDelayMs(30, 1)).toBe(HOUR_MS);
    expect(retryDelayMs(1_000, 1)).toBe(HOUR_MS);
  });

  it('is spread over half of the delay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: LAST_TRY }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, random) => {
          const longest = retryDelayMs(tries, 1);
          expect(retryDelayMs(tries, random)).toBeGreaterThanOrEqual(longest / 2);
          expect(retryDelayMs(tries, random)).toBeLessThanOrEqual(longest);
        },
      ),
    );
  });

  it('goes on for more than a day, even when every wait is the shortest', () => {
    let totalMs = 0;
    for (let tries = 1; tries < LAST_TRY; tries++) totalMs += retryDelayMs(tries, 0);
    expect(totalMs).toBeGreaterThan(24 * HOUR_MS);
  });
});
