import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES, ROLLOUT_STEPS, rolloutPlace } from './features';

const SITES = Array.from({ length: 1_000 }, (_, at) => String(at + 1));

describe.each(FEATURE_NAMES)('the order in which sites get %s', (feature) => {
  it('gives each site a place from 0 to 99, the same at each call', () => {
    for (const siteId of SITES) {
      const place = rolloutPlace(feature, siteId);
      expect(place).toBe(rolloutPlace(feature, siteId));
      expect([Number.isInteger(place), place >= 0, place < 100]).toEqual([true, true, true]);
    }
  });

  it.each(ROLLOUT_STEPS)('reaches about %i percent of many sites at that step', (step) => {
    const reached = SITES.filter((siteId) => rolloutPlace(feature, siteId) < step).length;
    expect(Math.abs(reached - step * 10)).toBeLessThanOrEqual(40);
  });
});
