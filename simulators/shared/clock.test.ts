import { describe, expect, it } from 'vitest';
import { chinaDay, chinaText, Clock, msFromChinaText, rfc3339InChina } from './clock';

const MS = Date.UTC(2018, 5, 8, 20, 34, 56, 789); // the evening before, in London

describe('times', () => {
  it("are written in China's time, whatever the machine's zone", () => {
    expect(rfc3339InChina(MS)).toBe('2018-06-09T04:34:56+08:00');
    expect(chinaText(MS)).toBe('2018-06-09 04:34:56');
    expect(chinaDay(MS)).toBe('20180609');
  });

  it("are read as China's time", () => {
    expect(msFromChinaText('2018-06-09 04:34:56')).toBe(Date.UTC(2018, 5, 8, 20, 34, 56));
  });

  it.each(['2018-06-31 00:00:00', '2018-06-09 24:00:00', '2018-06-09T04:34:56', '2018-6-9 04:34:56', ''])(
    '"%s" is no time',
    (text) => {
      expect(msFromChinaText(text)).toBeUndefined();
    },
  );
});

describe('the clock', () => {
  it("runs with the machine's, so many milliseconds ahead", () => {
    const clock = new Clock(5_000);
    const beforeMs = Date.now();
    const nowMs = clock.nowMs();
    expect(nowMs).toBeGreaterThanOrEqual(beforeMs + 5_000);
    expect(nowMs).toBeLessThanOrEqual(Date.now() + 5_000);
    clock.setOffset(-1);
    expect(clock.offsetMs).toBe(-1);
  });
});
