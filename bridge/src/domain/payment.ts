import type { Minor } from '@multipay/contracts/money';
import {
  needsReview,
  type PaymentFlag,
  type PaymentReason,
  type PaymentStatus,
} from '@multipay/contracts/payment-rules';
import type { Channel, ProviderName } from '@multipay/contracts/providers';

/** A site within a network: the first two columns of every table whose rows are asked for by site. */
export interface SiteKeyed {
  readonly networkId: string;
  readonly siteId: string;
}

/** What the shopper needs in order to pay. */
export type Prompt =
  | { readonly type: 'qr_code'; readonly code_url: string }
  | { readonly type: 'redirect'; readonly redirect_url: string };

/** What makes two requests for one order the same attempt. */
export interface Terms {
  readonly amount: Minor;
  readonly currency: string;
  readonly merchantId: string;
  readonly channel: Channel;
}

/** One attempt to pay one order at one provider. Times are epoch milliseconds. */
export interface Payment extends SiteKeyed, Terms {
  readonly id: string;
  readonly orderRef: string;
  readonly attempt: number;
  readonly provider: ProviderName;
  /** Sent to the provider exactly so at each try: another description under the same number is refused. */
  readonly description: string;
  readonly returnUrl: string;
  readonly notifyUrl: string;
  readonly status: PaymentStatus;
  /** Counts the steps of its life, from 1. */
  readonly version: number;
  readonly reason: PaymentReason | null;
  readonly flags: readonly PaymentFlag[];
  readonly payableUntilMs: number;
  readonly createdMs: number;
  readonly prompt: Prompt | null;
  /** Until when the prompt is worth showing; the provider is then asked for a fresh one under the same number. */
  readonly promptUntilMs: number | null;
  readonly queriedMs: number | null;
  readonly paidMs: number | null;
  readonly paidAmount: Minor | null;
  readonly paidCurrency: string | null;
  readonly providerTransactionId: string | null;
}

/** What is paid: the attempts are counted here, and this row's lock keeps two tabs from opening two of them. */
export interface Order extends SiteKeyed {
  readonly orderRef: string;
  readonly attempts: number;
  readonly livePaymentId: string | null;
  readonly paidPaymentId: string | null;
}

/** How long after `payable_until` money can still be on its way: the payer confirmed in the last second. */
export const GRACE_MS = 120_000;

/** Whether the last moment in which money can come has passed. */
export const isOver = ({ payableUntilMs }: Payment, nowMs: number): boolean => nowMs > payableUntilMs + GRACE_MS;

/** An attempt with less time than this left is not offered again. */
const WORTH_RESUMING_MS = 60_000;

const sameTerms = (one: Terms, other: Terms): boolean =>
  one.amount === other.amount &&
  one.currency === other.currency &&
  one.merchantId === other.merchantId &&
  one.channel === other.channel;

export const isOpen = ({ status }: Pick<Payment, 'status'>): boolean => status === 'created' || status === 'pending';

/**
 * Whether a shopper who asks again gets this attempt instead of a new one. One that was given up fits too while it is
 * open: an Alipay QR that nobody has scanned cannot be closed, and beside a new one both could be paid.
 */
export const canResume = (payment: Payment, terms: Terms, nowMs: number): boolean =>
  isOpen(payment) &&
  payment.reason !== 'refused' &&
  sameTerms(payment, terms) &&
  payment.payableUntilMs - nowMs >= WORTH_RESUMING_MS;

/** Whether the money completes the order, or waits for a person. */
export const completesOrder = (payment: Payment): boolean =>
  payment.status === 'succeeded' && !needsReview(payment.flags);
