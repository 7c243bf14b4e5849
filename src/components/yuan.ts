/** Amounts that people type. */
import { __ } from '@wordpress/i18n';
import { minor, minorFromText, textFromMinor } from '@multipay/contracts/money';

/** An amount in fen, or none; or why the text is neither. */
export type TypedYuan = { readonly value: number | null } | { readonly fault: string };

/** The most that the contracts take, in fen. */
const MOST = 9_999_999_999_999;

/** Reads what was typed; nothing means that there is no amount. */
export function readYuan(text: string): TypedYuan {
  if (text.trim() === '') return { value: null };
  try {
    const value = minorFromText(text.trim(), 'CNY');
    if (value >= 1 && value <= MOST) return { value };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { fault: __('An amount in yuan looks like 5000 or 5000.00, and is more than nothing.', 'multipay') };
}

/** As the field shows a stored amount. */
export const writeYuan = (fen: number | null): string => (fen === null ? '' : textFromMinor(minor(fen), 'CNY'));
