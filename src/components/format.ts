/** Money, times and shares as people of the site's language write them. */
import { decimalsOf, minor, textFromMinor } from '@multipay/contracts/money';

/** WordPress writes the admin's language into the page. */
const locale = (): string | undefined => document.documentElement.lang || undefined;

/** @param amountMinor a whole number of the currency's minor unit */
export function money(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const format = new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency,
    // "¥", as on the shop's pages and in the list of payments, also where a language would write "CN¥".
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // Only shown, never counted with: a double holds every digit of what a contract's amount can be.
  return format.format(Number(textFromMinor(minor(amountMinor), currency)));
}

export const count = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** @param part of `whole`; of nothing there is no share, and the answer is a dash */
export const share = (part: number, whole: number): string =>
  whole === 0
    ? '–'
    : new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(part / whole);

/** @param time RFC 3339 */
export const dateAndTime = (time: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

/** @param time RFC 3339 */
export const dateOnly = (time: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(time));

/** @param day YYYY-MM-DD */
export const dayAndMonth = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'numeric', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));
