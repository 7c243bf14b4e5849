import { minor, textFromMinor } from '@multipay/contracts/money';
import { chinaDayBegan } from '../domain/china-day';
import { BridgeError } from '../domain/errors';
import { isOpen, type Payment, type Terms } from '../domain/payment';
import type { Merchant, UnitOfWork } from '../domain/store';
import type { Deps } from './deps';

interface Wish extends Terms {
  readonly merchant: Merchant;
  /** What the settings allow; null: everything. */
  readonly mostPerPayment: number | null;
}

/**
 * Lets a new attempt begin only within the limits of the settings and of the merchant account.
 *
 * @param attempts of the same order, under its lock: only one of them all is meant to be paid
 * @throws BridgeError `amount_over_limit`
 */
export async function refuseOverLimit(
  { now }: Pick<Deps, 'now'>,
  { merchants, payments }: UnitOfWork,
  { merchant, mostPerPayment, amount, currency }: Wish,
  attempts: readonly Payment[],
): Promise<void> {
  const text = (amountMinor: number): string => `${textFromMinor(minor(amountMinor), currency)} ${currency}`;
  const refuse = (most: number, of: string): never => {
    throw new BridgeError('amount_over_limit', `${text(amount)} is too much: ${of} is at most ${text(most)}`, {
      field: '/amount',
    });
  };
  if (mostPerPayment !== null && amount > mostPerPayment) refuse(mostPerPayment, 'one payment of this site');
  const perPayment = merchant.mostPerPayment;
  if (perPayment !== null && amount > perPayment) refuse(perPayment, 'one payment to this merchant account');
  if (merchant.mostPerDay === null) return;
  // Held until the new attempt is written, so that two orders cannot both take what is left.
  const { id, mostPerDay } = await merchants.lock(merchant.id);
  if (mostPerDay === null) return;
  const sinceMs = chinaDayBegan(now());
  const counted = attempts.filter((one) => one.merchantId === id && isOpen(one) && one.createdMs >= sinceMs);
  const replaced = counted.reduce((sum, one) => sum + one.amount, 0);
  const opened = (await payments.openedSince(id, sinceMs)) - replaced;
  if (opened + amount > mostPerDay)
    refuse(mostPerDay, `what this merchant account takes in a day (${text(opened)} so far)`);
}
