/** What can be wrong with what a shopper types, said while they type. The server checks again. */
import { __, sprintf } from '@wordpress/i18n';
import { minorFromText, type Minor } from '@multipay/contracts/money';

export interface Bounds {
  readonly min_text: string;
  readonly max_text: string;
}

const FULL_WIDTH_ZERO = 0xff10;

/** As the server takes it: Chinese keyboards type full-width digits and `。`, and people type the currency's sign. */
export const plainAmount = (typed: string): string =>
  typed
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO))
    .replace(/[．。]/g, '.')
    .replace(/[\s¥￥元]/g, '');

/** @returns a sentence, or null when the amount can be paid */
export function amountFault(typed: string, { min_text: min, max_text: max }: Bounds, currency: string): string | null {
  const amount = minorOf(plainAmount(typed), currency);
  if (amount === null) return __('Please type an amount such as 12.50.', 'multipay');
  const lowest = minorOf(digitsOf(min), currency);
  const highest = minorOf(digitsOf(max), currency);
  const within = amount > 0 && (lowest === null || amount >= lowest) && (highest === null || amount <= highest);
  // translators: 1: the smallest amount, 2: the largest amount.
  return within ? null : sprintf(__('Please type an amount from %1$s to %2$s.', 'multipay'), min, max);
}

/** @returns a sentence, or null when the address looks like one; empty is right where it is optional */
export function emailFault(typed: string, required: boolean): string | null {
  if (typed === '') return required ? __('Please type your e-mail address.', 'multipay') : null;
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed) ? null : __('This does not look like an e-mail address.', 'multipay');
}

/** Bounds come as people read them: `¥5,000.00`. */
const digitsOf = (text: string): string => text.replace(/[^\d.]/g, '');

function minorOf(text: string, currency: string): Minor | null {
  try {
    return minorFromText(text, currency);
  } catch {
    return null; // the reader says what is wrong, in the shopper's words
  }
}
