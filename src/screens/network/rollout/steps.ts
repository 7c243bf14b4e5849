/** Where a rollout can go from here, and why it may not go on. */
import { __, _n, sprintf } from '@wordpress/i18n';
import {
  ROLLOUT_LEAST_PAYMENTS,
  ROLLOUT_MOST_ERRORS,
  ROLLOUT_STEPS,
  ROLLOUT_WATCH_HOURS,
} from '@multipay/contracts/features';
import type { Rollout } from '@multipay/contracts/schemas/network';
import { share } from '../../../components/format';

export const nextStep = (percent: number): number | null => ROLLOUT_STEPS.find((step) => step > percent) ?? null;

export const stepBack = (percent: number): number | null =>
  [...ROLLOUT_STEPS].reverse().find((step) => step < percent) ?? null;

const HOUR_MS = 3_600_000;

/** @returns why there is no next step now, or null where there is one; the bridge has the last word */
export function waitWords(rollout: Rollout, nowMs: number): string | null {
  if (nextStep(rollout.percent) === null) return __('Every site has it.', 'multipay');
  if (rollout.may_advance) return null;
  const cohort = rollout.cohorts.find((one) => one.has_feature);
  if (cohort && cohort.opened_24h > 0 && cohort.failed_24h / cohort.opened_24h >= ROLLOUT_MOST_ERRORS) {
    // translators: %s: a share in percent.
    const words = __('%s of the payments at its sites were refused; it must be below 1 %%.', 'multipay');
    return sprintf(words, share(cohort.failed_24h, cohort.opened_24h));
  }
  const hours =
    rollout.since === null ? 0 : Math.max(0, Math.floor((nowMs - new Date(rollout.since).getTime()) / HOUR_MS));
  const left = ROLLOUT_WATCH_HOURS - hours;
  if (left > 0) {
    return sprintf(
      // translators: %d: a number of hours.
      _n('It is watched for %d more hour first.', 'It is watched for %d more hours first.', left, 'multipay'),
      left,
    );
  }
  // translators: %d: a number of payments.
  return sprintf(
    __('Its sites must have opened %d payments since this step first.', 'multipay'),
    ROLLOUT_LEAST_PAYMENTS,
  );
}
