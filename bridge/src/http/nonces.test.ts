import fc from 'fast-check';
import { SIGNATURE_WINDOW_SECONDS } from '@multipay/contracts/signing';
import { describe, expect, it } from 'vitest';
import { Nonces } from './nonces';

/** A request is good from five minutes before to five minutes after its time stamp. */
const GOOD_FOR_MS = 2 * SIGNATURE_WINDOW_SECONDS * 1_000;

describe('a nonce', () => {
  it('is taken once', () => {
    const nonces = new Nonces(() => 0);
    expect([nonces.take('a'), nonces.take('a'), nonces.take('b'), nonces.take('b')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('is remembered for as long as its signature can be good, whatever comes in between', () => {
    fc.assert(
      fc.property(fc.nat(GOOD_FOR_MS), fc.array(fc.nat(GOOD_FOR_MS), { maxLength: 20 }), (startMs, pauses) => {
        let nowMs = 0;
        const nonces = new Nonces(() => nowMs);
        nowMs = startMs;
        expect(nonces.take('ours')).toBe(true);
        for (const [at, pauseMs] of pauses.entries()) {
          nowMs += pauseMs;
          if (nowMs - startMs > GOOD_FOR_MS) break;
          nonces.take(`other ${at}`);
          expect(nonces.take('ours')).toBe(false);
        }
      }),
    );
  });

  it('is forgotten in the end, so that memory does not grow for ever', () => {
    let nowMs = 0;
    const nonces = new Nonces(() => nowMs);
    nonces.take('old');
    nowMs += GOOD_FOR_MS;
    nonces.take('newer');
    nowMs += GOOD_FOR_MS;
    expect(nonces.take('old')).toBe(true);
  });
});
