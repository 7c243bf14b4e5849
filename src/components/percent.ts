/** Shares that people type: in percent, kept as whole hundredths of a percent. */
import { __ } from '@wordpress/i18n';
import { minor, minorFromText, textFromMinor } from '@multipay/contracts/money';

export type TypedPercent = { readonly value: number } | { readonly fault: string };

/** Hundredths of a percent have the two decimals of yuan and fen, so they are read digit by digit as those are. */
const LIKE = 'CNY';
const ALL = 10_000;

/** @returns hundredths of a percent, or why the text is none */
export function readPercent(text: string): TypedPercent {
  try {
    const value = minorFromText(text.trim(), LIKE);
    if (value <= ALL) return { value };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { fault: __('A share looks like 2.5, from 0 to 100.', 'multipay') };
}

/** @param share hundredths of a percent */
export const writePercent = (share: number): string => textFromMinor(minor(share), LIKE);
