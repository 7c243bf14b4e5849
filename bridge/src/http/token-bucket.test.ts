import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-bucket';

function buckets(perSecond: number, burst: number) {
  let nowMs = 1_000_000;
  const limit = new TokenBuckets(perSecond, burst, () => nowMs);
  return { take: (source: string) => limit.take(source), pass: (ms: number) => void (nowMs += ms) };
}

const times = <T>(count: number, act: () => T): T[] => Array.from({ length: count }, act);

describe('a source that is limited to 10 a second, 20 at once', () => {
  it('may do 20 things at once, and not one more', () => {
    const { take } = buckets(10, 20);
    expect(times(20, () => take('a'))).toEqual(times(20, () => 0));
    expect(take('a')).toBeGreaterThan(0);
  });

  it('may go on at 10 a second after that', () => {
    const { take, pass } = buckets(10, 20);
    times(20, () => take('a'));
    pass(1_000);
    expect(times(10, () => take('a'))).toEqual(times(10, () => 0));
    expect(take('a')).toBeGreaterThan(0);
  });

  it('gathers no more than 20, however long it waits', () => {
    const { take, pass } = buckets(10, 20);
    pass(3_600_000);
    expect(times(21, () => take('a')).filter((seconds) => seconds === 0)).toHaveLength(20);
  });

  it('leaves other sources alone', () => {
    const { take } = buckets(10, 20);
    times(30, () => take('a'));
    expect(take('b')).toBe(0);
  });

  it('is not punished longer for going on to try', () => {
    const { take, pass } = buckets(10, 20);
    times(500, () => take('a'));
    pass(100);
    expect(take('a')).toBe(0);
  });
});

describe('whoever has to wait', () => {
  it('is told in whole seconds how long, and may go on then', () => {
    const { take, pass } = buckets(1 / 60, 1);
    expect(take('a')).toBe(0);
    expect(take('a')).toBe(60);
    pass(30_000);
    expect(take('a')).toBe(30);
    pass(30_000);
    expect(take('a')).toBe(0);
  });
});

describe('a flood of invented sources', () => {
  it('pushes out the ones that were not seen for longest, and not whoever is being limited now', () => {
    const { take } = buckets(10, 20);
    times(30, () => take('attacker'));
    for (let at = 0; at < 60_000; at++) {
      take(`invented ${at}`);
      if (at % 1_000 === 0) take('attacker');
    }
    expect(take('attacker')).toBeGreaterThan(0);
  });
});
