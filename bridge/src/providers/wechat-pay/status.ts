import { minor } from '@multipay/contracts/money';
import type { Observed } from '../../domain/observation';
import { exactTime } from '../china-time';
import type { Transaction } from './wire';

/**
 * WeChat Pay's trade states. Only an explicit success is one; a word that is not here waits for a definite one. (A Map:
 * the word `constructor` from outside must not find anything.)
 */
const STATES = new Map<string, 'succeeded' | 'closed' | 'pending'>([
  ['SUCCESS', 'succeeded'],
  ['REFUND', 'succeeded'], // the money did arrive; refunds are records of their own
  ['CLOSED', 'closed'],
  ['REVOKED', 'closed'],
  ['NOTPAY', 'pending'],
  ['USERPAYING', 'pending'],
  ['PAYERROR', 'pending'], // the shopper may try again
]);

/** @throws RangeError when a success lacks its money, transaction or time */
export function observedIn(transaction: Transaction): Observed {
  const state = STATES.get(transaction.trade_state);
  if (state !== 'succeeded') return { status: state ?? 'unknown' };
  const { transaction_id, success_time, amount, payer } = transaction;
  if (transaction_id === undefined || success_time === undefined || amount === undefined) {
    throw new RangeError('a paid transaction lacks its number, time or amount');
  }
  return {
    status: 'succeeded',
    transactionId: transaction_id,
    amount: minor(amount.total),
    currency: amount.currency ?? 'CNY',
    paidMs: exactTime(success_time),
    payer: payer?.openid === undefined ? {} : { openid: payer.openid },
  };
}
