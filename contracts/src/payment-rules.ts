/**
 * The life of a payment, as data. The bridge's checks, the admin's buttons and the documentation's diagram read this.
 *
 * A payment is one attempt to pay one order at one provider; an order may have several, one after another.
 */

export const PAYMENT_STATUSES = ['created', 'pending', 'succeeded', 'failed', 'expired'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** Which status may follow which. */
export const NEXT_STATUSES = {
  created: ['pending', 'succeeded', 'failed', 'expired'],
  pending: ['succeeded', 'failed', 'expired'],
  succeeded: [], // final: a refund is a record of its own, not a status of the payment
  failed: ['succeeded'], // only by a verified answer, flagged `late`: money always wins
  expired: ['succeeded'],
} as const satisfies Record<PaymentStatus, readonly PaymentStatus[]>;

export const canMove = (from: PaymentStatus, to: PaymentStatus): boolean =>
  (NEXT_STATUSES[from] as readonly PaymentStatus[]).includes(to);

/**
 * Why a payment is where it is.
 *
 * - `superseded`: the shopper began another attempt with other terms
 * - `cancelled`: the shop closed it, or the order was paid by another attempt
 * - `provider_closed`: the provider says that it can no longer be paid
 * - `time_ran_out`: `payable_until` and the grace after it passed, and the provider had no money
 * - `refused`: the provider definitely declined to open it
 */
export const PAYMENT_REASONS = ['superseded', 'cancelled', 'provider_closed', 'time_ran_out', 'refused'] as const;
export type PaymentReason = (typeof PAYMENT_REASONS)[number];

/**
 * What is unusual about a success.
 *
 * - `late`: the money came after the payment had failed or expired
 * - `superseded`: the money came for an attempt that a newer one had replaced
 * - `duplicate`: the order had already been paid by another attempt
 * - `amount_mismatch`, `currency_mismatch`: the provider took something else than was asked, or than the order's newest
 *   attempt asks
 */
export const PAYMENT_FLAGS = ['late', 'superseded', 'duplicate', 'amount_mismatch', 'currency_mismatch'] as const;
export type PaymentFlag = (typeof PAYMENT_FLAGS)[number];

/** Money with one of these flags must not complete an order: a person decides. */
const NEEDS_REVIEW: readonly PaymentFlag[] = ['duplicate', 'amount_mismatch', 'currency_mismatch'];

export const needsReview = (flags: readonly PaymentFlag[]): boolean =>
  flags.some((flag) => NEEDS_REVIEW.includes(flag));

const ALLOWED_IN = {
  close: ['created', 'pending'],
  refresh: ['created', 'pending', 'failed', 'expired'],
} as const satisfies Record<string, readonly PaymentStatus[]>;

export type PaymentAction = keyof typeof ALLOWED_IN;

/** Whether an action makes sense in this status: used by the bridge to refuse and by screens to disable a button. */
export const paymentCan = (action: PaymentAction, status: PaymentStatus): boolean =>
  (ALLOWED_IN[action] as readonly PaymentStatus[]).includes(status);
