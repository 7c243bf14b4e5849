import { describe, expect, it } from 'vitest';
import { fails, isOver, notReady, reaches, reachOf, type Reach, type Rollout, type Tally } from './rollout';

const NOW_MS = 1_790_000_000_000;
const HOUR_MS = 3_600_000;
const at = (percent: number, ...siteIds: string[]): Reach => ({ percent, siteIds });
const begun = (reach: Reach, hoursAgo: number): Rollout => ({
  ...{ networkId: 'net_1', feature: 'live_updates', wentBack: false },
  ...reach,
  sinceMs: NOW_MS - hoursAgo * HOUR_MS,
});
const tally = (opened: number, failed: number): Tally => ({ opened, failed });
const GOOD = { lastDay: tally(500, 0), step: tally(500, 0) };
const SILENCE = { lastDay: tally(0, 0), step: tally(0, 0) };

describe('a feature', () => {
  it('that is older than rollouts is everywhere until a network rolls it out', () => {
    expect(reachOf('live_updates', undefined)).toEqual(at(100));
    expect(reaches(reachOf('live_updates', undefined), 'live_updates', '7')).toBe(true);
  });

  it('at 0 percent is nowhere but at the sites of the list', () => {
    expect(['7', '8'].map((siteId) => reaches(at(0, '7'), 'live_updates', siteId))).toEqual([true, false]);
  });

  it('is taken away from nobody by a wider step', () => {
    const sites = Array.from({ length: 300 }, (_, id) => String(id));
    const having = (percent: number) => sites.filter((siteId) => reaches(at(percent), 'live_updates', siteId));
    expect(having(50)).toEqual(expect.arrayContaining(having(10)));
    expect(having(100)).toEqual(sites);
  });
});

describe('a rollout', () => {
  it.each<[string, Reach, Reach, { lastDay: Tally; step: Tally }, number]>([
    ['begins with ten percent', at(0), at(10), SILENCE, 0],
    ['begins with a list', at(0), at(0, '1', '2'), SILENCE, 0],
    ['may add sites to a list that does not fail', at(10, '1'), at(10, '1', '2'), SILENCE, 0],
    ['goes on after a day without failures', at(10), at(50), GOOD, 24],
    [
      'goes on with less than one percent of failures',
      at(50),
      at(100),
      { lastDay: tally(500, 4), step: tally(500, 4) },
      24,
    ],
    [
      'goes on when few payments came in a day, but enough since the step',
      at(10),
      at(50),
      { lastDay: tally(9, 0), step: tally(100, 0) },
      300,
    ],
    ['goes back at once', at(100), at(10), { lastDay: tally(500, 400), step: tally(500, 400) }, 0],
    ['goes back to nothing at once', at(50, '1'), at(0), SILENCE, 0],
  ])('%s', (_name, from, to, watch, hoursAgo) => {
    expect(notReady(begun(from, hoursAgo), from, to, watch, NOW_MS)).toBeNull();
  });

  it.each<[string, Reach, Reach, { lastDay: Tally; step: Tally }, number, RegExp]>([
    ['leaves out no step', at(10), at(100), GOOD, 48, /after 10 % comes 50 %/],
    ['does not begin with half of the sites', at(0), at(50), GOOD, 48, /after 0 % comes 10 %/],
    ['is watched for a day', at(10), at(50), GOOD, 23.9, /23 of 24 hours/],
    [
      'waits for a hundred payments',
      at(10),
      at(50),
      { lastDay: tally(99, 0), step: tally(99, 0) },
      48,
      /opened 99 payments/,
    ],
    [
      'does not go on at one percent of failures',
      at(10),
      at(50),
      { lastDay: tally(50, 0), step: tally(500, 5) },
      48,
      /1\.0 %/,
    ],
    [
      'does not grow by a list while it fails',
      at(10),
      at(10, '1'),
      { lastDay: tally(100, 1), step: tally(100, 1) },
      48,
      /1\.0 %/,
    ],
    [
      'does not begin again with ten percent while its list fails',
      at(0, '1'),
      at(10, '1'),
      { lastDay: tally(100, 9), step: tally(100, 9) },
      48,
      /9\.0 %/,
    ],
  ])('%s', (_name, from, to, watch, hoursAgo, because) => {
    expect(notReady(begun(from, hoursAgo), from, to, watch, NOW_MS)).toMatch(because);
  });

  it('fails from one percent on, and never by a handful of payments', () => {
    expect([tally(100, 1), tally(1000, 10)].map(fails)).toEqual([true, true]);
    expect([tally(101, 1), tally(99, 99), tally(0, 0)].map(fails)).toEqual([false, false, false]);
  });

  it('is over after a day at every site', () => {
    expect(isOver(begun(at(100), 24), NOW_MS)).toBe(true);
    expect(isOver(begun(at(100), 23), NOW_MS)).toBe(false);
    expect(isOver(begun(at(50), 240), NOW_MS)).toBe(false);
  });
});
