import fc from 'fast-check';
import { minor } from '@multipay/contracts/money';
import { canMove, PAYMENT_STATUSES, type PaymentStatus } from '@multipay/contracts/payment-rules';
import { describe, expect, it } from 'vitest';
import { aPayment, NOW_MS } from '../../testing/records';
import { decide, type Observed, type OrderNow, type Succeeded } from './observation';
import { GRACE_MS, type Payment } from './payment';

const paid = (changes: Partial<Succeeded> = {}): Succeeded => ({
  status: 'succeeded',
  transactionId: '4200001',
  amount: minor(1001),
  currency: 'CNY',
  paidMs: NOW_MS + 5_000,
  payer: {},
  ...changes,
});

/** The order as `aPayment` asks for it. */
const UNPAID: OrderNow = { paidBy: null, wants: { amount: minor(1001), currency: 'CNY' } };

const afterTheEnd = ({ payableUntilMs }: Payment): number => payableUntilMs + GRACE_MS + 1;

describe('money', () => {
  it("completes the order, with the provider's number and time", () => {
    const decision = decide(aPayment(), paid(), NOW_MS, UNPAID);
    expect(decision).toMatchObject({
      event: 'payment.succeeded',
      payment: {
        status: 'succeeded',
        flags: [],
        providerTransactionId: '4200001',
        paidMs: NOW_MS + 5_000,
        prompt: null,
      },
    });
  });

  it('counts before the answer to the opening has come', () => {
    expect(decide(aPayment({ status: 'created' }), paid(), NOW_MS, UNPAID)?.payment.status).toBe('succeeded');
  });

  it('said twice changes nothing', () => {
    const first = decide(aPayment(), paid(), NOW_MS, UNPAID);
    expect(
      decide(first?.payment ?? aPayment(), paid(), NOW_MS, { ...UNPAID, paidBy: first?.payment.id ?? null }),
    ).toBeNull();
  });

  it.each<[string, Partial<Payment>, Partial<Succeeded>, string | null, string[], string]>([
    ['after the attempt expired', { status: 'expired' }, {}, null, ['late'], 'payment.succeeded'],
    ['after the provider had refused it', { status: 'failed' }, {}, null, ['late'], 'payment.succeeded'],
    ['for an attempt that was replaced', { reason: 'superseded' }, {}, null, ['superseded'], 'payment.succeeded'],
    ['for an order that is paid already', {}, {}, 'pay_other', ['duplicate'], 'payment.review_needed'],
    ['in another amount', {}, { amount: minor(1000) }, null, ['amount_mismatch'], 'payment.review_needed'],
    ['in another currency', {}, { currency: 'HKD' }, null, ['currency_mismatch'], 'payment.review_needed'],
    [
      'late, replaced and twice',
      { status: 'expired', reason: 'superseded' },
      {},
      'pay_other',
      ['late', 'superseded', 'duplicate'],
      'payment.review_needed',
    ],
  ])('%s is kept and flagged', (_name, payment, observed, paidBy, flags, event) => {
    const decision = decide(aPayment(payment), paid(observed), NOW_MS, { ...UNPAID, paidBy });
    expect(decision?.payment.status).toBe('succeeded');
    expect(decision?.payment.flags).toEqual(flags);
    expect(decision?.event).toBe(event);
  });

  it.each<[string, Partial<OrderNow['wants']>, string[], string]>([
    ['another amount', { amount: minor(1500) }, ['superseded', 'amount_mismatch'], 'payment.review_needed'],
    ['another currency', { currency: 'HKD' }, ['superseded', 'currency_mismatch'], 'payment.review_needed'],
    ['the same money', {}, ['superseded'], 'payment.succeeded'],
  ])('for a replaced attempt is measured by what the order wants now: %s', (_name, wants, flags, event) => {
    const order = { ...UNPAID, wants: { ...UNPAID.wants, ...wants } };
    const decision = decide(aPayment({ reason: 'superseded' }), paid(), NOW_MS, order);
    expect(decision).toMatchObject({ event, payment: { status: 'succeeded', flags } });
  });
});

describe('no money yet', () => {
  it('leaves a payment alone while its time runs', () => {
    expect(decide(aPayment(), { status: 'pending' }, NOW_MS, UNPAID)).toBeNull();
    expect(decide(aPayment(), { status: 'absent' }, NOW_MS, UNPAID)).toBeNull();
  });

  it('makes "created" "pending" once the provider knows it', () => {
    const decision = decide(aPayment({ status: 'created' }), { status: 'pending' }, NOW_MS, UNPAID);
    expect(decision).toMatchObject({ payment: { status: 'pending' }, event: null });
  });

  it('leaves "created" when the provider does not know it: the call may still be on its way', () => {
    expect(decide(aPayment({ status: 'created' }), { status: 'absent' }, NOW_MS, UNPAID)).toBeNull();
  });

  it.each(['pending', 'absent'] as const)(
    'and "%s" within the grace is not the end: the payer may have confirmed in the last second',
    (status) => {
      const payment = aPayment();
      expect(decide(payment, { status }, payment.payableUntilMs + GRACE_MS, UNPAID)).toBeNull();
    },
  );

  it.each(['pending', 'absent'] as const)('and "%s" after the grace is the end', (status) => {
    const payment = aPayment();
    const decision = decide(payment, { status }, afterTheEnd(payment), UNPAID);
    expect(decision).toMatchObject({
      payment: { status: 'expired', reason: 'time_ran_out' },
      event: 'payment.expired',
    });
  });
});

describe('a word that nobody knows', () => {
  it('makes "created" "pending": the provider has it', () => {
    const decision = decide(aPayment({ status: 'created' }), { status: 'unknown' }, NOW_MS, UNPAID);
    expect(decision).toMatchObject({ payment: { status: 'pending' }, event: null });
  });

  it('never ends a payment, however late it is', () => {
    const payment = aPayment();
    expect(decide(payment, { status: 'unknown' }, afterTheEnd(payment), UNPAID)).toBeNull();
  });
});

describe('the end', () => {
  it('comes when the provider says that it is closed, for the reason that is known', () => {
    expect(decide(aPayment(), { status: 'closed' }, NOW_MS, UNPAID)?.payment).toMatchObject({
      status: 'expired',
      reason: 'provider_closed',
    });
    const superseded = aPayment({ reason: 'superseded' });
    expect(decide(superseded, { status: 'closed' }, NOW_MS, UNPAID)?.payment).toMatchObject({
      status: 'expired',
      reason: 'superseded',
    });
  });

  it('comes when the provider definitely declines', () => {
    const decision = decide(
      aPayment({ status: 'created' }),
      { status: 'refused', providerCode: 'NO_AUTH' },
      NOW_MS,
      UNPAID,
    );
    expect(decision).toMatchObject({ payment: { status: 'failed', reason: 'refused' }, event: 'payment.failed' });
  });
});

describe('whatever is said in whatever order', () => {
  const anObserved: fc.Arbitrary<Observed> = fc.oneof(
    fc.constantFrom<Observed>(
      { status: 'pending' },
      { status: 'absent' },
      { status: 'unknown' },
      { status: 'closed' },
      { status: 'refused', providerCode: 'X' },
    ),
    fc
      .record({ amount: fc.integer({ min: 1, max: 5000 }), currency: fc.constantFrom('CNY', 'HKD') })
      .map(({ amount, currency }) => paid({ amount: minor(amount), currency })),
  );

  it('only allowed moves are made, each counted, and money is never taken back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anObserved, fc.integer({ min: 0, max: 4_000_000 })), { maxLength: 20 }), (said) => {
        let payment = aPayment({ status: 'created', version: 1 });
        const seen: PaymentStatus[] = [];
        for (const [observed, laterMs] of said) {
          const decision = decide(payment, observed, NOW_MS + laterMs, UNPAID);
          if (!decision) continue;
          expect(canMove(payment.status, decision.payment.status)).toBe(true);
          expect(decision.payment.version).toBe(payment.version + 1);
          payment = decision.payment;
          seen.push(payment.status);
        }
        const moneyCame = said.some(([{ status }]) => status === 'succeeded');
        expect(payment.status === 'succeeded').toBe(moneyCame);
        expect(seen.filter((status) => status === 'succeeded').length).toBe(moneyCame ? 1 : 0);
        expect(PAYMENT_STATUSES).toContain(payment.status);
      }),
    );
  });
});
