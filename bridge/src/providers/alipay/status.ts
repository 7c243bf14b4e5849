import { minorFromText } from '@multipay/contracts/money';
import type { Observed, Payer } from '../../domain/observation';
import { fromPlainInChina } from '../china-time';

/** A trade, whichever way it was told. */
export interface TradeFacts {
  readonly status: string;
  readonly tradeNo: string;
  /** Yuan as text. */
  readonly totalAmount: string;
  readonly currency: string | undefined;
  /** China time; there once it was paid. */
  readonly paidAt: string | undefined;
  readonly payer: Payer;
}

/** Only an explicit success is one; a word that is not here waits for a definite one. */
const PAID = new Set(['TRADE_SUCCESS', 'TRADE_FINISHED']);
const UNPAID = new Map<string, 'closed' | 'pending'>([
  ['TRADE_CLOSED', 'closed'],
  ['WAIT_BUYER_PAY', 'pending'],
]);

/**
 * TRADE_CLOSED means both "ended unpaid" and "fully refunded": when it was ever paid, the money did arrive, and the
 * refund is a record of its own.
 *
 * @throws RangeError when a success lacks its time or has an amount that is none
 */
export function observedIn(trade: TradeFacts): Observed {
  const wasPaid = PAID.has(trade.status) || (trade.status === 'TRADE_CLOSED' && trade.paidAt !== undefined);
  if (!wasPaid) return { status: UNPAID.get(trade.status) ?? 'unknown' };
  if (trade.paidAt === undefined) throw new RangeError('a paid trade lacks its time');
  const currency = trade.currency ?? 'CNY';
  return {
    status: 'succeeded',
    transactionId: trade.tradeNo,
    amount: minorFromText(trade.totalAmount, currency),
    currency,
    paidMs: fromPlainInChina(trade.paidAt),
    payer: trade.payer,
  };
}

export const payerOf = (buyerId: string | undefined, openId: string | undefined): Payer => ({
  ...(buyerId !== undefined && { buyerId }),
  ...(openId !== undefined && { openid: openId }),
});
