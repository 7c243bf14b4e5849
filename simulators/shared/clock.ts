/** A clock that can be moved, so that a day of resends takes no time to test. All times are epoch milliseconds. */
export class Clock {
  #offsetMs: number;

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }
}

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000; // China has had no summer time since 1991

const chinaIso = (ms: number): string => new Date(ms + CHINA_OFFSET_MS).toISOString();

/** `2018-06-08T10:34:56+08:00`, as WeChat Pay writes times. */
export const rfc3339InChina = (ms: number): string => `${chinaIso(ms).slice(0, 19)}+08:00`;

/** `2018-06-08 10:34:56` in China's time, as Alipay writes times. */
export const chinaText = (ms: number): string => chinaIso(ms).slice(0, 19).replace('T', ' ');

/** `20180608`, the day in China. */
export const chinaDay = (ms: number): string => chinaIso(ms).slice(0, 10).replaceAll('-', '');

/** Reads `2018-06-08 10:34:56` as China's time; undefined for anything else, also for the 31st of June. */
export function msFromChinaText(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const ms = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(ms) || chinaText(ms) !== text ? undefined : ms;
}

/** Midnight in China at the beginning of a day (`20180608`) or of a month (`201806`). */
export const chinaMidnightMs = (day: string): number =>
  Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6) || '01'}T00:00:00+08:00`);

/** The first moment after a day or a month in China. */
export function chinaPeriodEndMs(period: string): number {
  if (period.length === 8) return chinaMidnightMs(period) + DAY_MS;
  const [year, month] = [Number(period.slice(0, 4)), Number(period.slice(4))];
  return Date.UTC(year, month) - CHINA_OFFSET_MS; // months count from 0 here, so this is the next one
}

/** Whether `2018-06-08` or `2018-06` is in the calendar, which the 31st of June is not. */
export function isCalendarDate(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
