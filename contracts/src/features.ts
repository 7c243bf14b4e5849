interface FeatureRow {
  /** Whether the sites of a network that never rolled it out have it. */
  readonly withoutRollout: boolean;
}

/**
 * New behaviour that a network turns on for some of its sites first. A feature that has proved itself loses its row
 * here, and the behaviour stays.
 *
 * - `live_updates`: a waiting page hears from the bridge's stream, instead of asking WordPress every few seconds. It is
 *   older than rollouts, so whoever never rolled it out has it.
 */
export type Feature = 'live_updates';

export const FEATURES: Readonly<Record<Feature, FeatureRow>> = {
  live_updates: { withoutRollout: true },
};
export const FEATURE_NAMES = Object.keys(FEATURES) as Feature[];

/** The steps in which a network rolls a feature out, in percent of its sites. */
export const ROLLOUT_STEPS = [0, 10, 50, 100] as const;

/** A cohort is watched so long before the next step. */
export const ROLLOUT_WATCH_HOURS = 24;
/** With this share of failures, or more, in the cohort a rollout does not advance, and goes back by itself. */
export const ROLLOUT_MOST_ERRORS = 0.01;
/** Fewer payments than these say nothing about a share of one percent. */
export const ROLLOUT_LEAST_PAYMENTS = 100;

/**
 * A site's place from 0 to 99 in a feature's order of rollout: the same at each call, another one for each feature, so
 * that it is not always the same sites that go first. FNV-1a over `feature/site`.
 */
export function rolloutPlace(feature: Feature, siteId: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${feature}/${siteId}`) {
    hash ^= character.charCodeAt(0);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash % 100;
}
