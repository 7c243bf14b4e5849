/** Which sites have a new behaviour, and when a rollout may go on or must go back. */
import {
  FEATURES,
  ROLLOUT_LEAST_PAYMENTS,
  ROLLOUT_MOST_ERRORS,
  ROLLOUT_STEPS,
  ROLLOUT_WATCH_HOURS,
  rolloutPlace,
  type Feature,
} from '@multipay/contracts/features';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WATCH_MS = ROLLOUT_WATCH_HOURS * HOUR_MS;
/** A step that has lasted longer is judged by this time. */
const LONGEST_LOOK_MS = 30 * DAY_MS;

/** How far a network has rolled a feature out. */
export interface Rollout {
  readonly networkId: string;
  readonly feature: Feature;
  readonly percent: number;
  /** Sites that have it whatever the percentage. */
  readonly siteIds: readonly string[];
  /** When this step began. */
  readonly sinceMs: number;
  /** Whether it went back by itself. */
  readonly wentBack: boolean;
}

export const byFeature = (rollouts: readonly Rollout[]): ReadonlyMap<Feature, Rollout> =>
  new Map(rollouts.map((rollout) => [rollout.feature, rollout]));

export interface RolloutReads {
  /** Those of one network. */
  list(networkId: string): Promise<Rollout[]>;
  /** Those of all networks. */
  all(): Promise<Rollout[]>;
}
export interface RolloutWrites extends RolloutReads {
  /** Reads one and keeps everybody else from it until the unit ends; null where there is none. */
  lock(networkId: string, feature: Feature): Promise<Rollout | null>;
  save(rollout: Rollout): Promise<void>;
}

/** How far it reaches; a network without a rollout has the feature everywhere or nowhere. */
export type Reach = Pick<Rollout, 'percent' | 'siteIds'>;

export const NOWHERE: Reach = { percent: 0, siteIds: [] };

export const reachOf = (feature: Feature, rollout: Rollout | undefined): Reach =>
  rollout ?? { ...NOWHERE, percent: FEATURES[feature].withoutRollout ? 100 : 0 };

export const reaches = ({ percent, siteIds }: Reach, feature: Feature, siteId: string): boolean =>
  siteIds.includes(siteId) || rolloutPlace(feature, siteId) < percent;

/** Payments opened in some time, and how many of these the provider definitely refused. */
export interface Tally {
  readonly opened: number;
  readonly failed: number;
}

const saysSomething = ({ opened }: Tally): boolean => opened >= ROLLOUT_LEAST_PAYMENTS;
const shareOf = ({ opened, failed }: Tally): number => (opened === 0 ? 0 : failed / opened);

/** Whether enough payments say that it fails too often. */
export const fails = (tally: Tally): boolean => saysSomething(tally) && shareOf(tally) >= ROLLOUT_MOST_ERRORS;

/** From when on payments count for the rates that are shown: a day, not before the step began. */
export const watchedFromMs = (rollout: Rollout | undefined, nowMs: number): number =>
  Math.max(rollout?.sinceMs ?? 0, nowMs - DAY_MS);

/** From when on payments count for the next step. */
export const judgedFromMs = ({ sinceMs }: Rollout, nowMs: number): number => Math.max(sinceMs, nowMs - LONGEST_LOOK_MS);

/** Over: it reached every site, and was watched there. What fails later is not its fault. */
export const isOver = ({ percent, sinceMs }: Rollout, nowMs: number): boolean =>
  percent === 100 && nowMs - sinceMs >= WATCH_MS;

/** What the cohort that has it did: in the last day, and since the step began. */
export interface Watch {
  readonly lastDay: Tally;
  readonly step: Tally;
}

/**
 * Why a rollout may not grow, or null. The first step and lists of sites begin it, so there is nothing to wait for; what
 * fails does not grow.
 */
export function notReady(
  rollout: Rollout | undefined,
  from: Reach,
  to: Reach,
  watch: Watch,
  nowMs: number,
): string | null {
  const wider = to.percent > from.percent;
  const longer = to.siteIds.some((siteId) => !from.siteIds.includes(siteId));
  if (!wider && !longer) return null;
  if (fails(watch.lastDay)) return `${percent(watch.lastDay)} of its payments fail: it must be below ${MOST}`;
  const begins = from.percent === 0 && to.percent === ROLLOUT_STEPS[1];
  return begins || !wider ? null : notForNextStep(rollout, from.percent, to.percent, watch.step, nowMs);
}

function notForNextStep(
  rollout: Rollout | undefined,
  from: number,
  to: number,
  tally: Tally,
  nowMs: number,
): string | null {
  const next = ROLLOUT_STEPS.find((step) => step > from);
  if (to !== next) return `after ${from} % comes ${next} %`;
  const hours = Math.floor((nowMs - (rollout?.sinceMs ?? nowMs)) / HOUR_MS);
  if (hours < ROLLOUT_WATCH_HOURS) return `it was watched for ${hours} of ${ROLLOUT_WATCH_HOURS} hours`;
  if (!saysSomething(tally))
    return `its sites opened ${tally.opened} payments since, of the ${ROLLOUT_LEAST_PAYMENTS} that say something`;
  return fails(tally) ? `${percent(tally)} of its payments failed: it must be below ${MOST}` : null;
}

const percent = (tally: Tally): string => `${(shareOf(tally) * 100).toFixed(1)} %`;
const MOST = `${ROLLOUT_MOST_ERRORS * 100} %`;
