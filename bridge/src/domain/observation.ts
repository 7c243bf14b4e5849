/**
 * The one place where something that a provider said changes a payment: pure, so that each rule is a line in a test.
 */
import type { Minor } from '@multipay/contracts/money';
import { canMove, type PaymentFlag, type PaymentReason, type PaymentStatus } from '@multipay/contracts/payment-rules';
import type { WebhookType } from '@multipay/contracts/schemas/webhook';
import { completesOrder, GRACE_MS, type Payment } from './payment';

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

/**
 * @param orderPaidBy the payment that completed the order already, if any
 * @returns null when nothing new was said
 */
export function decide(
  payment: Payment,
  observed: Observed,
  nowMs: number,
  orderPaidBy: string | null,
): Decision | null {
  switch (observed.status) {
    case 'succeeded':
      return succeeded(payment, observed, orderPaidBy);
    case 'closed':
      return moved(payment, 'expired', payment.reason ?? 'provider_closed');
    case 'refused':
      return moved(payment, 'failed', 'refused');
    case 'pending':
    case 'absent':
      return unpaid(payment, observed.status, nowMs);
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

/** No money yet. Only when the last moment and the grace after it have passed does that mean that none will come. */
function unpaid(payment: Payment, said: 'pending' | 'absent', nowMs: number): Decision | null {
  if (nowMs > payment.payableUntilMs + GRACE_MS) return moved(payment, 'expired', payment.reason ?? 'time_ran_out');
  if (said === 'absent' || payment.status !== 'created') return null;
  return { payment: stepped(payment, 'pending'), event: null };
}

function succeeded(payment: Payment, observed: Succeeded, orderPaidBy: string | null): Decision | null {
  if (!canMove(payment.status, 'succeeded')) return null;
  const paid: Payment = {
    ...stepped(payment, 'succeeded'),
    flags: flagsOf(payment, observed, orderPaidBy),
    prompt: null,
    promptUntilMs: null,
    paidMs: observed.paidMs,
    paidAmount: observed.amount,
    paidCurrency: observed.currency,
    providerTransactionId: observed.transactionId,
  };
  return { payment: paid, event: completesOrder(paid) ? 'payment.succeeded' : 'payment.review_needed' };
}

function flagsOf(payment: Payment, observed: Succeeded, orderPaidBy: string | null): PaymentFlag[] {
  const flags: PaymentFlag[] = [];
  if (payment.status === 'failed' || payment.status === 'expired') flags.push('late');
  if (payment.reason === 'superseded') flags.push('superseded');
  if (orderPaidBy !== null && orderPaidBy !== payment.id) flags.push('duplicate');
  if (observed.amount !== payment.amount) flags.push('amount_mismatch');
  if (observed.currency !== payment.currency) flags.push('currency_mismatch');
  return flags;
}
