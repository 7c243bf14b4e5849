/**
 * The one place where something that a provider said changes a payment: pure, so that each rule is a line in a test.
 */
import type { Minor, Money } from '@multipay/contracts/money';
import { canMove, type PaymentFlag, type PaymentReason, type PaymentStatus } from '@multipay/contracts/payment-rules';
import type { WebhookType } from '@multipay/contracts/schemas/webhook';
import { completesOrder, isOver, type Payment } from './payment';

/** Personal data of whoever paid, kept apart from the books. */
export interface Payer {
  readonly openid?: string;
  readonly buyerId?: string;
}

/** A verified word of the provider about one payment. */
export type Observed =
  | { readonly status: 'pending' }
  /** The provider does not know the number: not scanned yet (Alipay), or the call never arrived. */
  | { readonly status: 'absent' }
  /** The provider has it, in a state that nobody here knows: no news, and never the end. */
  | { readonly status: 'unknown' }
  /** It can no longer be paid. */
  | { readonly status: 'closed' }
  /** It declined to open it, for good. */
  | { readonly status: 'refused'; readonly providerCode: string }
  | {
      readonly status: 'succeeded';
      readonly transactionId: string;
      readonly amount: Minor;
      readonly currency: string;
      readonly paidMs: number;
      readonly payer: Payer;
    };

export type Succeeded = Extract<Observed, { status: 'succeeded' }>;

/** What follows: the payment as it is now, and what to write down beside it. */
export interface Decision {
  readonly payment: Payment;
  readonly event: WebhookType | null;
}

const EVENT: Record<PaymentStatus, WebhookType | null> = {
  created: null,
  pending: null,
  succeeded: 'payment.succeeded',
  failed: 'payment.failed',
  expired: 'payment.expired',
};

/** How the order stands that the payment is for. */
export interface OrderNow {
  /** The payment that completed it already, if any. */
  readonly paidBy: string | null;
  /** What its newest attempt asks for: a replaced one may have asked for something else. */
  readonly wants: Money;
}

/** @returns null when nothing new was said */
export function decide(payment: Payment, observed: Observed, nowMs: number, order: OrderNow): Decision | null {
  switch (observed.status) {
    case 'succeeded':
      return succeeded(payment, observed, order);
    case 'closed':
      return moved(payment, 'expired', payment.reason ?? 'provider_closed');
    case 'refused':
      return moved(payment, 'failed', 'refused');
    case 'unknown':
      return known(payment);
    case 'pending':
    case 'absent':
      return isOver(payment, nowMs) ? timeRanOut(payment) : observed.status === 'pending' ? known(payment) : null;
  }
}

const stepped = (payment: Payment, status: PaymentStatus): Payment => ({
  ...payment,
  status,
  version: payment.version + 1,
});

function moved(payment: Payment, status: PaymentStatus, reason: PaymentReason | null): Decision | null {
  if (!canMove(payment.status, status)) return null;
  return { payment: { ...stepped(payment, status), reason, prompt: null, promptUntilMs: null }, event: EVENT[status] };
}

/** No money, and the last moment and the grace after it have passed: none will come. */
const timeRanOut = (payment: Payment): Decision | null => moved(payment, 'expired', payment.reason ?? 'time_ran_out');

const known = (payment: Payment): Decision | null =>
  payment.status === 'created' ? { payment: stepped(payment, 'pending'), event: null } : null;

function succeeded(payment: Payment, observed: Succeeded, order: OrderNow): Decision | null {
  if (!canMove(payment.status, 'succeeded')) return null;
  const paid: Payment = {
    ...stepped(payment, 'succeeded'),
    flags: flagsOf(payment, observed, order),
    prompt: null,
    promptUntilMs: null,
    paidMs: observed.paidMs,
    paidAmount: observed.amount,
    paidCurrency: observed.currency,
    providerTransactionId: observed.transactionId,
  };
  return { payment: paid, event: completesOrder(paid) ? 'payment.succeeded' : 'payment.review_needed' };
}

function flagsOf(payment: Payment, { amount, currency }: Succeeded, { paidBy, wants }: OrderNow): PaymentFlag[] {
  const flags: PaymentFlag[] = [];
  if (payment.status === 'failed' || payment.status === 'expired') flags.push('late');
  if (payment.reason === 'superseded') flags.push('superseded');
  if (paidBy !== null && paidBy !== payment.id) flags.push('duplicate');
  if (amount !== payment.amount || amount !== wants.amount) flags.push('amount_mismatch');
  if (currency !== payment.currency || currency !== wants.currency) flags.push('currency_mismatch');
  return flags;
}
