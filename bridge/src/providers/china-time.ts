/** Both providers live in China, which has one time zone and no summer time: UTC+8. */
const OFFSET_MS = 8 * 3_600_000;

const wallClock = (epochMs: number): string => new Date(epochMs + OFFSET_MS).toISOString().slice(0, 19);

/** `2026-01-31T09:05:00+08:00` */
export const rfc3339InChina = (epochMs: number): string => `${wallClock(epochMs)}+08:00`;

/** `2026-01-31 09:05:00`, as Alipay writes times. */
export const plainInChina = (epochMs: number): string => wallClock(epochMs).replace('T', ' ');

/** @throws RangeError when it is not a time */
export function fromPlainInChina(text: string): number {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(text)) throw new RangeError(`not a time: ${text}`);
  return exactTime(`${text.slice(0, 19).replace(' ', 'T')}+08:00`);
}

/** @throws RangeError when it is not an RFC 3339 time */
export function exactTime(text: string): number {
  const epochMs = Date.parse(text);
  if (Number.isNaN(epochMs)) throw new RangeError(`not a time: ${text}`);
  return epochMs;
}
