/**
 * Double entry: each posting moves one amount from a credit account to a debit account, so the books balance by
 * construction. They only grow; a mistake is corrected by another posting.
 */
import type { Minor } from '@multipay/contracts/money';
import { completesOrder, type Payment, type SiteKeyed } from './payment';

/**
 * - `provider_receivable`: what the provider holds for the merchant
 * - `shopper_clearing`: what shoppers paid for orders
 * - `suspense`: money that a person has to look at
 */
export const LEDGER_KINDS = ['provider_receivable', 'shopper_clearing', 'suspense'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One account for each kind, merchant account and currency of a site. */
export interface LedgerAccount extends SiteKeyed {
  readonly kind: LedgerKind;
  readonly merchantId: string;
  readonly currency: string;
}

export interface Posting extends SiteKeyed {
  readonly id: string;
  readonly reason: 'payment';
  readonly sourceType: 'payment';
  readonly sourceId: string;
  readonly debit: LedgerKind;
  readonly credit: LedgerKind;
  readonly merchantId: string;
  readonly amount: Minor;
  readonly currency: string;
}

/** What a success puts into the books: the money as it came, in the currency in which it came. */
export function postingFor(id: string, payment: Payment): Posting {
  const { networkId, siteId, merchantId, paidAmount, paidCurrency } = payment;
  if (paidAmount === null || paidCurrency === null) throw new Error(`${payment.id} has no money to post`);
  return {
    id,
    networkId,
    siteId,
    reason: 'payment',
    sourceType: 'payment',
    sourceId: payment.id,
    debit: 'provider_receivable',
    credit: completesOrder(payment) ? 'shopper_clearing' : 'suspense',
    merchantId,
    amount: paidAmount,
    currency: paidCurrency,
  };
}
