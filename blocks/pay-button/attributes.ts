import { __ } from '@wordpress/i18n';
import { minorFromText } from '@multipay/contracts/money';

/** What an editor sets; `block.json` has the defaults. Amounts are text in the currency's own decimals: `12.50`. */
export type PayButtonAttributes = {
  readonly amount: string;
  readonly openAmount: boolean;
  readonly minimumAmount: string;
  readonly maximumAmount: string;
  readonly currency: 'CNY';
  readonly description: string;
  readonly buttonText: string;
  readonly email: 'none' | 'optional' | 'required';
};

function minorOf(text: string, currency: string): number | null {
  try {
    return minorFromText(text, currency);
  } catch {
    return null; // `faultOf` says it in words
  }
}

/** What the server takes where the editor leaves a bound empty. */
export const LOWEST_AMOUNT = '0.01';
export const HIGHEST_AMOUNT = '50000';

/** @returns why visitors do not see this button, as a sentence; null when they do. The server judges by the same rules. */
export function faultOf({
  openAmount,
  amount,
  minimumAmount,
  maximumAmount,
  currency,
}: PayButtonAttributes): string | null {
  if (!openAmount) return minorOf(amount, currency) ? null : __('Give the amount, such as 10.01.', 'multipay');
  const lowest = minorOf(minimumAmount || LOWEST_AMOUNT, currency);
  const highest = minorOf(maximumAmount || HIGHEST_AMOUNT, currency);
  if (!lowest || !highest)
    return __('Give the smallest and the largest amount as in 1.00 and 500.00, or leave them empty.', 'multipay');
  return lowest > highest ? __('The smallest amount is larger than the largest.', 'multipay') : null;
}
