/**
 * Money is a whole number of a currency's minor unit (fen, cents, yen), never a fraction and never a float.
 *
 * WeChat Pay counts in fen, Alipay and both providers' bills write yuan as text. The change of clothes happens here,
 * digit by digit, without arithmetic: 1.1 * 100 is not 110.
 */

declare const unit: unique symbol;

/** A whole, non-negative amount in a currency's minor unit. */
export type Minor = number & { readonly [unit]: 'minor' };

/** An amount with its ISO 4217 code. */
export interface Money {
  readonly amount: Minor;
  readonly currency: string;
}

/** Currencies whose minor unit is not a hundredth (ISO 4217, table A.1). Every other one has two decimals. */
const UNUSUAL_DECIMALS = new Map<string, number>([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
]);

/**
 * Checks a number from outside.
 *
 * @throws RangeError for fractions, negatives, and numbers that a double cannot hold exactly.
 */
export function minor(value: number): Minor {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not an amount in minor units: ${value}`);
  return value as Minor;
}

/** How many decimals an amount of this currency is written with. */
export const decimalsOf = (currency: string): number => UNUSUAL_DECIMALS.get(currency) ?? 2;

/**
 * Reads an amount as people and bills write it: "88.80" CNY is 8880.
 *
 * @throws RangeError for signs, separators, exponents, and more decimals than the currency has.
 */
export function minorFromText(text: string, currency: string): Minor {
  const decimals = decimalsOf(currency);
  const match = /^(\d{1,15})(?:\.(\d{1,3}))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > decimals) throw new RangeError(`not an amount in ${currency}: ${text}`);
  return minor(Number(`${match[1]}${fraction.padEnd(decimals, '0')}`));
}

/** Writes an amount with all of its currency's decimals: 8880 CNY is "88.80". */
export function textFromMinor(amount: Minor, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(amount).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
