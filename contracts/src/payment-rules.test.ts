import { describe, expect, it } from 'vitest';
import { canMove, needsReview, NEXT_STATUSES, PAYMENT_FLAGS, paymentCan, PAYMENT_STATUSES } from './payment-rules';

describe('the life of a payment', () => {
  it('never leaves "succeeded"', () => {
    expect(PAYMENT_STATUSES.filter((to) => canMove('succeeded', to))).toEqual([]);
  });

  it.each(['failed', 'expired'] as const)('lets money win over "%s", and nothing else', (from) => {
    expect(PAYMENT_STATUSES.filter((to) => canMove(from, to))).toEqual(['succeeded']);
  });

  it('can reach "succeeded" from everywhere else', () => {
    const dead = PAYMENT_STATUSES.filter((from) => from !== 'succeeded' && !canMove(from, 'succeeded'));
    expect(dead).toEqual([]);
  });

  it('never goes back to "created"', () => {
    expect(Object.values(NEXT_STATUSES).flat()).not.toContain('created');
  });

  it('hands money to a person when it is not what was asked, or comes twice', () => {
    expect(PAYMENT_FLAGS.filter((flag) => needsReview([flag]))).toEqual([
      'duplicate',
      'amount_mismatch',
      'currency_mismatch',
    ]);
  });

  it('closes only what is open, and asks again about everything that is not paid', () => {
    expect(PAYMENT_STATUSES.filter((status) => paymentCan('close', status))).toEqual(['created', 'pending']);
    expect(PAYMENT_STATUSES.filter((status) => !paymentCan('refresh', status))).toEqual(['succeeded']);
  });
});
