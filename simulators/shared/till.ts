import { paymentKey, type Payment, type Plan } from './books';
import type { TillParts } from './house';
import type { Event, Sending } from './letters';
import { RefundDesk } from './refund-desk';
import { behaviourOf, type Behaviour } from './steering';

export type NewPayment = Pick<
  Payment,
  | 'merchant'
  | 'outTradeNo'
  | 'channel'
  | 'description'
  | 'amountMinor'
  | 'currency'
  | 'notifyUrl'
  | 'terms'
  | 'details'
  | 'expiresMs'
>;

/** What pressing Pay led to. */
export type PayOutcome = 'paid' | 'processing' | 'failed';
export type PayRefusal = 'already_paid' | 'closed' | 'expired';

const CLOSED_FIRST_MS = 30_000;
const AFTER_EXPIRY_MS = 5_000;
/** Long enough for the refund's notification to be answered before the payment's is sent. */
const AFTER_REFUND_MS = 6_000;

/** Where money is taken and given back: what shoppers, merchants and the provider itself do to a payment. */
export class Till {
  readonly #parts: TillParts;
  readonly refunds: RefundDesk;

  constructor(parts: TillParts) {
    this.#parts = parts;
    this.refunds = new RefundDesk(parts, (payment) => this.behaviour(payment));
    for (const payment of parts.books.all()) {
      for (const plan of payment.plans) this.#schedulePlan(payment, plan);
    }
  }

  behaviour(payment: Payment): Behaviour {
    const { steering } = this.#parts.settings.for(payment.merchant);
    return behaviourOf(payment.amountMinor, payment.currency, steering);
  }

  open(wish: NewPayment): Payment {
    const payment: Payment = {
      ...wish,
      createdMs: this.#parts.clock.nowMs(),
      codes: [],
      tradeNumber: null,
      scannedMs: null,
      state: 'open',
      closedMs: null,
      shownAsClosed: false,
      lastTryFailed: false,
      paid: null,
      refunds: [],
      plans: [],
    };
    this.#parts.books.save(payment);
    return payment;
  }

  /** The shopper's app has read the QR, or the shopper's browser has reached the provider's page. */
  scan(payment: Payment): void {
    if (payment.scannedMs !== null || payment.state !== 'open' || this.#expired(payment)) return;
    payment.scannedMs = this.#parts.clock.nowMs();
    if (this.#parts.house.tradeBeginsAtScan) {
      payment.tradeNumber = this.#parts.house.newTradeNumber(payment.scannedMs);
      this.#plan(payment, { what: 'time_out', dueMs: payment.expiresMs });
    }
    this.#parts.books.save(payment);
  }

  /** Why Pay would be refused now; undefined when it would not. */
  refusal(payment: Payment): PayRefusal | undefined {
    const { pay } = this.behaviour(payment);
    if (payment.paid) return 'already_paid';
    if (pay === 'after_expiry') return undefined;
    if (payment.state === 'closed') return pay === 'closed_first' ? undefined : 'closed';
    return this.#expired(payment) ? 'expired' : undefined;
  }

  /** The shopper presses Pay. */
  pay(payment: Payment): PayOutcome | PayRefusal {
    const refusal = this.refusal(payment);
    if (refusal) return refusal;
    this.scan(payment);
    const { pay } = this.behaviour(payment);
    if (pay === 'fails_first' && !payment.lastTryFailed) {
      payment.lastTryFailed = true;
      this.#parts.books.save(payment);
      return 'failed';
    }
    const nowMs = this.#parts.clock.nowMs();
    if (pay === 'after_expiry') return this.#takeLater(payment, Math.max(nowMs, payment.expiresMs) + AFTER_EXPIRY_MS);
    if (pay === 'closed_first' && payment.state === 'open') return this.#closeFirst(payment, nowMs);
    this.takeMoney(payment);
    return 'paid';
  }

  /** The time to pay is over now, as if it had passed. */
  expire(payment: Payment): void {
    if (payment.paid || payment.state !== 'open') return;
    const nowMs = this.#parts.clock.nowMs();
    payment.expiresMs = Math.min(payment.expiresMs, nowMs - 1);
    if (this.behaviour(payment).pay === 'after_expiry') {
      payment.plans = payment.plans.filter((plan) => plan.what !== 'take_money');
      this.#takeLater(payment, nowMs + AFTER_EXPIRY_MS);
    } else if (payment.tradeNumber !== null) this.#timeOut(payment);
    this.#parts.books.save(payment);
  }

  /** The merchant (or the clock) closes an unpaid payment. */
  close(payment: Payment): void {
    payment.state = 'closed';
    payment.closedMs = this.#parts.clock.nowMs();
    this.#parts.books.save(payment);
    const event = this.#parts.house.closedEvent(payment);
    if (event) this.#tell(payment, event);
  }

  /** The money moves, whatever state the payment was in. */
  takeMoney(payment: Payment): void {
    if (payment.paid) return;
    const { books, clock, house } = this.#parts;
    const behaviour = this.behaviour(payment);
    const nowMs = clock.nowMs();
    payment.tradeNumber ??= house.newTradeNumber(nowMs);
    payment.scannedMs ??= nowMs;
    payment.paid = {
      minor: payment.amountMinor - (behaviour.takes?.lessMinor ?? 0),
      currency: behaviour.takes?.currency ?? payment.currency,
      atMs: nowMs,
    };
    payment.state = 'paid';
    payment.shownAsClosed = false;
    payment.lastTryFailed = false;
    payment.plans = [];
    if (house.finishesAfterMs !== undefined)
      this.#plan(payment, { what: 'finish', dueMs: nowMs + house.finishesAfterMs });
    books.save(payment);
    this.#tell(payment, house.paidEvent(payment, behaviour), behaviour.notify && SENDING[behaviour.notify]);
    if (behaviour.consoleRefund) this.#planConsoleRefund(payment, behaviour.consoleRefund.afterSeconds);
  }

  #closeFirst(payment: Payment, nowMs: number): 'processing' {
    const closed = payment.shownAsClosed ? undefined : this.#parts.house.closedEvent(payment);
    payment.shownAsClosed = true;
    if (closed) this.#tell(payment, closed);
    return this.#takeLater(payment, nowMs + CLOSED_FIRST_MS);
  }

  #expired(payment: Payment): boolean {
    const nowMs = this.#parts.clock.nowMs();
    // A code that was scanned in time has done its work; before that, one must still be alive.
    const unreachable =
      payment.scannedMs === null && payment.codes.length > 0 && payment.codes.every((code) => code.endsMs < nowMs);
    return nowMs > payment.expiresMs || unreachable;
  }

  #tell(payment: Payment, event: Event, sending?: Sending): void {
    this.#parts.notifier.add(payment.merchant, payment.outTradeNo, event, sending);
  }

  #takeLater(payment: Payment, dueMs: number): 'processing' {
    if (!payment.plans.some((plan) => plan.what === 'take_money')) this.#plan(payment, { what: 'take_money', dueMs });
    this.#parts.books.save(payment);
    return 'processing';
  }

  #plan(payment: Payment, plan: Plan): void {
    payment.plans.push(plan);
    this.#schedulePlan(payment, plan);
  }

  #planConsoleRefund(payment: Payment, afterSeconds: number): void {
    if (afterSeconds === 0) {
      this.#refundInConsole(payment);
      return;
    }
    this.#plan(payment, { what: 'console_refund', dueMs: this.#parts.clock.nowMs() + afterSeconds * 1_000 });
    this.#parts.books.save(payment);
  }

  #refundInConsole(payment: Payment): void {
    const wanted = this.behaviour(payment).consoleRefund?.minor ?? 'all';
    this.refunds.refundInConsole(payment, wanted === 'all' ? (payment.paid?.minor ?? 0) : wanted);
  }

  #schedulePlan(payment: Payment, plan: Plan): void {
    const key = paymentKey(payment);
    this.#parts.agenda.add(plan.dueMs, () => {
      const current = this.#parts.books.byKey(key);
      if (current === payment && payment.plans.includes(plan)) this.#carryOut(payment, plan);
    });
  }

  #carryOut(payment: Payment, plan: Plan): void {
    payment.plans = payment.plans.filter((other) => other !== plan);
    if (plan.what === 'take_money') this.takeMoney(payment);
    else if (plan.what === 'console_refund') this.#refundInConsole(payment);
    else if (plan.what === 'finish') this.#finish(payment);
    else this.#timeOut(payment);
    this.#parts.books.save(payment);
  }

  #timeOut(payment: Payment): void {
    if (payment.state === 'open') this.close(payment);
  }

  #finish(payment: Payment): void {
    if (payment.state !== 'paid') return;
    payment.state = 'finished';
    const event = this.#parts.house.finishedEvent(payment);
    if (event) this.#tell(payment, event);
  }
}

const SENDING: { readonly [N in NonNullable<Behaviour['notify']>]: Sending } = {
  never: { withheld: true },
  twice: { shape: 'twice' },
  five_at_once: { shape: 'five_at_once' },
  probes_first: { shape: 'probes_first' },
  second_step: { lostSteps: 2 },
  after_refund: { delayMs: AFTER_REFUND_MS },
  other_merchant: {}, // these two are odd in what they say, not in how they travel
  unknown_word: {},
};
