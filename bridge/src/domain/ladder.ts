/** When to try again. All delays in milliseconds. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After opening: most shoppers pay within a minute, and most that don't never will. */
const QUERY_AFTER_MS = [20 * SECOND, 40 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE];

/**
 * When to ask for a payment next: on a widening ladder, but in any case just before and after its end.
 *
 * @param asked how often it has been asked already
 * @param lastMs when money can last be on its way
 */
export function nextQueryMs(asked: number, nowMs: number, payableUntilMs: number, lastMs: number): number {
  const step = QUERY_AFTER_MS[Math.min(asked, QUERY_AFTER_MS.length - 1)] ?? MINUTE;
  const onLadder = nowMs + step;
  if (nowMs < payableUntilMs) return Math.min(onLadder, payableUntilMs);
  return nowMs < lastMs ? Math.min(onLadder, lastMs + SECOND) : onLadder;
}

/** Between tries of work that failed: 1 s, doubling up to an hour. */
const FIRST_RETRY_MS = SECOND;
const LONGEST_RETRY_MS = HOUR;

/**
 * @param tries how often it has failed, from 1
 * @param random between 0 and 1; spreads the tries over half of the delay, so that many do not return at once
 */
export function retryDelayMs(tries: number, random: number): number {
  const full = Math.min(FIRST_RETRY_MS * 2 ** Math.min(tries - 1, 30), LONGEST_RETRY_MS);
  return Math.round(full / 2 + (full / 2) * random);
}

/** Doubling for an hour and then hourly: so many tries last more than 24 hours even when every wait is the shortest. */
export const LAST_TRY = 62;
