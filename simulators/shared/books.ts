import type { Table } from './tables';

export interface Refund {
  /** The merchant's number of it (out_refund_no, out_request_no). */
  readonly number: string;
  /** The provider's number of it. */
  readonly providerNumber: string;
  readonly minor: number;
  readonly reason: string | null;
  readonly notifyUrl: string | null;
  readonly by: 'merchant' | 'console';
  readonly createdMs: number;
  state: 'processing' | 'succeeded' | 'abnormal' | 'closed';
  /** When it will end, while it is processing. */
  settlesMs: number;
  /** What it will end as. */
  readonly endsAs: 'succeeded' | 'abnormal' | 'closed';
  settledMs: number | null;
}

/** Something that the provider will do to a payment by itself. */
export interface Plan {
  readonly what: 'take_money' | 'console_refund' | 'time_out' | 'finish';
  readonly dueMs: number;
}

/** What a phone scans, or the handle in the address of a page: it leads to the payment until it ends. */
export interface Code {
  readonly text: string;
  readonly endsMs: number;
}

/** What the shopper paid, in the currency's minor unit. */
export interface Paid {
  readonly minor: number;
  readonly currency: string;
  readonly atMs: number;
}

/** The provider's record of a payment: the truth that tests compare the bridge's books with. */
export interface Payment {
  readonly merchant: string;
  readonly outTradeNo: string;
  /** The provider's word for how the shopper meets it. */
  readonly channel: string;
  readonly description: string;
  /** What was asked, in the currency's minor unit. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly notifyUrl: string | null;
  /** What must be the same when the number is used again. */
  readonly terms: string;
  /** What only one of the providers knows: attach, return_url, and so on. */
  readonly details: Readonly<Record<string, string>>;
  readonly createdMs: number;
  /** The last moment to pay. */
  expiresMs: number;
  codes: Code[];
  tradeNumber: string | null;
  /** When the shopper's app first saw it. */
  scannedMs: number | null;
  state: 'open' | 'paid' | 'closed' | 'finished';
  closedMs: number | null;
  /** Steered: the merchant is told that it is closed, while the money is on its way. */
  shownAsClosed: boolean;
  /** Steered: the shopper's last try to pay failed. */
  lastTryFailed: boolean;
  paid: Paid | null;
  readonly refunds: Refund[];
  plans: Plan[];
}

const CODES_KEPT = 10;

export const paymentKey = (payment: Pick<Payment, 'merchant' | 'outTradeNo'>): string =>
  `${payment.merchant}/${payment.outTradeNo}`;

/** What is on its way back to the shopper or has arrived, in minor units. */
export const refundedMinor = (payment: Payment): number =>
  payment.refunds.filter((refund) => refund.state !== 'closed').reduce((sum, refund) => sum + refund.minor, 0);

/** What has arrived back at the shopper, in minor units. */
export const returnedMinor = (payment: Payment): number =>
  payment.refunds.filter((refund) => refund.state === 'succeeded').reduce((sum, refund) => sum + refund.minor, 0);

/** All payments, found by any of their numbers. */
export class Books {
  readonly #table: Table<Payment>;
  readonly #keyByTradeNumber = new Map<string, string>();
  readonly #keyByCode = new Map<string, string>();
  readonly #keyByRefund = new Map<string, string>();

  constructor(table: Table<Payment>) {
    this.#table = table;
    for (const payment of table.values()) this.#index(payment);
  }

  /** Writes the payment as it is now: call it after every change. */
  save(payment: Payment): void {
    this.#index(payment);
    this.#table.put(paymentKey(payment), payment);
  }

  addCode(payment: Payment, code: Code): void {
    payment.codes = [...payment.codes, code].slice(-CODES_KEPT);
    this.save(payment);
  }

  byKey(key: string): Payment | undefined {
    return this.#table.get(key);
  }

  byNumber(merchant: string, outTradeNo: string): Payment | undefined {
    return this.#table.get(paymentKey({ merchant, outTradeNo }));
  }

  byTradeNumber(merchant: string, tradeNumber: string): Payment | undefined {
    return this.#table.get(this.#keyByTradeNumber.get(`${merchant}/${tradeNumber}`) ?? '');
  }

  byCode(text: string): Payment | undefined {
    return this.#table.get(this.#keyByCode.get(text) ?? '');
  }

  byRefundNumber(merchant: string, refundNumber: string): Payment | undefined {
    return this.#table.get(this.#keyByRefund.get(`${merchant}/${refundNumber}`) ?? '');
  }

  /** The oldest first. */
  all(merchant?: string): Payment[] {
    const payments = [...this.#table.values()];
    return merchant === undefined ? payments : payments.filter((payment) => payment.merchant === merchant);
  }

  clear(): void {
    this.#table.clear();
    for (const index of [this.#keyByTradeNumber, this.#keyByCode, this.#keyByRefund]) index.clear();
  }

  #index(payment: Payment): void {
    const key = paymentKey(payment);
    if (payment.tradeNumber !== null) this.#keyByTradeNumber.set(`${payment.merchant}/${payment.tradeNumber}`, key);
    for (const code of payment.codes) this.#keyByCode.set(code.text, key);
    for (const refund of payment.refunds) this.#keyByRefund.set(`${payment.merchant}/${refund.number}`, key);
  }
}
