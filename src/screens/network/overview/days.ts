/** The chart's data: every one of 14 days, those without money too. */
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { Overview } from '@multipay/contracts/schemas/network';

export const DAYS = 14;

/** Of one day and currency: provider -> what came in, in minor units. */
export interface Day {
  /** YYYY-MM-DD in Asia/Shanghai. */
  readonly day: string;
  readonly amounts: Readonly<Record<ProviderName, number>>;
  readonly payments: number;
}

const DAY_MS = 86_400_000;
/** China has no summer time. */
const SHANGHAI_AHEAD_MS = 8 * 3_600_000;

/** The last 14 days, the oldest first. @param now RFC 3339 */
export function lastDays(now: string): string[] {
  const today = new Date(now).getTime() + SHANGHAI_AHEAD_MS;
  return Array.from({ length: DAYS }, (_, index) =>
    new Date(today - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

export const currenciesOf = (rows: Overview['days']): string[] => [...new Set(rows.map((row) => row.currency))].sort();

export function daysOf(rows: Overview['days'], currency: string, now: string): Day[] {
  return lastDays(now).map((day) => {
    const ofDay = rows.filter((row) => row.day === day && row.currency === currency);
    const sum = (provider: ProviderName): number =>
      ofDay.filter((row) => row.provider === provider).reduce((total, row) => total + row.paid_amount, 0);
    return {
      day,
      amounts: Object.fromEntries(PROVIDERS.map((provider) => [provider, sum(provider)])) as Day['amounts'],
      payments: ofDay.reduce((total, row) => total + row.paid_payments, 0),
    };
  });
}

export const totalOf = ({ amounts }: Day): number =>
  PROVIDERS.reduce((total, provider) => total + amounts[provider], 0);
