import { paymentKey, type Payment, type Refund } from './books';
import type { TillParts } from './house';
import type { Behaviour } from './steering';

export type NewRefund = Pick<Refund, 'number' | 'minor' | 'reason' | 'notifyUrl' | 'by'>;

const TEN_MINUTES_MS = 600_000;

/** Gives money back. Whether a refund may be made is checked by its callers, each in its provider's words. */
export class RefundDesk {
  readonly #parts: TillParts;
  readonly #behaviour: (payment: Payment) => Behaviour;

  constructor(parts: TillParts, behaviour: (payment: Payment) => Behaviour) {
    this.#parts = parts;
    this.#behaviour = behaviour;
    for (const payment of parts.books.all()) {
      for (const refund of payment.refunds) if (refund.state === 'processing') this.#schedule(payment, refund);
    }
  }

  /** The same request as an earlier one, by its number. */
  known(payment: Payment, number: string): Refund | undefined {
    return payment.refunds.find((refund) => refund.number === number);
  }

  accept(payment: Payment, wish: NewRefund): Refund {
    const nowMs = this.#parts.clock.nowMs();
    // What an amount steers is how the shop's own refunds end; one made in the console just succeeds.
    const refundEnds = wish.by === 'merchant' ? this.#behaviour(payment).refundEnds : undefined;
    const refund: Refund = {
      ...wish,
      providerNumber: this.#parts.house.newRefundNumber(nowMs),
      createdMs: nowMs,
      state: 'processing',
      settlesMs: nowMs + (refundEnds === 'after_ten_minutes' ? TEN_MINUTES_MS : this.#delayMs(payment, wish)),
      endsAs: refundEnds === 'abnormal' || refundEnds === 'closed' ? refundEnds : 'succeeded',
      settledMs: null,
    };
    payment.refunds.push(refund);
    this.#parts.books.save(payment);
    if (refund.settlesMs === nowMs) this.#settle(payment, refund);
    else this.#schedule(payment, refund);
    return refund;
  }

  /** The merchant refunds in the provider's console; it is settled at once. */
  refundInConsole(payment: Payment, minor: number): Refund {
    const number = `console${this.#parts.house.newRefundNumber(this.#parts.clock.nowMs())}`;
    return this.accept(payment, { number, minor, reason: null, notifyUrl: payment.notifyUrl, by: 'console' });
  }

  #delayMs(payment: Payment, wish: NewRefund): number {
    const takesTime = this.#parts.house.refundsTakeTime && wish.by === 'merchant';
    return takesTime ? this.#parts.settings.for(payment.merchant).refund_delay_ms : 0;
  }

  #schedule(payment: Payment, refund: Refund): void {
    const key = paymentKey(payment);
    this.#parts.agenda.add(refund.settlesMs, () => {
      if (this.#parts.books.byKey(key) === payment) this.#settle(payment, refund);
    });
  }

  #settle(payment: Payment, refund: Refund): void {
    if (refund.state !== 'processing') return;
    refund.state = refund.endsAs;
    refund.settledMs = this.#parts.clock.nowMs();
    this.#parts.books.save(payment);
    const event = this.#parts.house.refundEvent(payment, refund);
    if (event) this.#parts.notifier.add(payment.merchant, payment.outTradeNo, event);
  }
}
