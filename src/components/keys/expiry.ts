const DAY_MS = 86_400_000;

/** How soon something ends: the steps at which people are warned, in days. */
export type Urgency = 'ended' | 'now' | 'soon' | 'later';
const NOW_DAYS = 7;
const SOON_DAYS = 30;

/** Whole days from now; below 0 it has ended. @param at RFC 3339 */
export const daysUntil = (at: string, nowMs: number): number => Math.floor((new Date(at).getTime() - nowMs) / DAY_MS);

export function urgencyOf(days: number): Urgency {
  if (days < 0) return 'ended';
  if (days <= NOW_DAYS) return 'now';
  return days <= SOON_DAYS ? 'soon' : 'later';
}
