import { paymentKey, refundedMinor, type Paid, type Payment, type Refund } from '../shared/books';
import type { Office } from '../shared/core';
import { answer, type WireAnswer } from './answers';
import { WeChatPayRefusal } from './errors';
import { Fields } from './fields';
import type { Merchant } from './merchants';
import { notifyUrlOf } from './prepay-fields';
import { refundAnswer } from './transaction';

const OUT_REFUND_NO = /^[0-9A-Za-z_\-|*@]+$/;
const MOST_MINOR = 1_000_000_000;
const MOST_REFUNDS = 50;
const REFUNDABLE_MS = 365 * 86_400_000;

interface Wish {
  readonly subMerchant: string | undefined;
  readonly transactionId: string | undefined;
  readonly outTradeNo: string | undefined;
  readonly number: string;
  readonly reason: string | undefined;
  readonly notifyUrl: string | undefined;
  readonly minor: number;
  readonly totalMinor: number;
  readonly currency: string;
}

function readWish(body: Buffer): Wish {
  const fields = Fields.parse(body);
  const amount = fields.object('amount');
  const wish = {
    subMerchant: fields.optionalText('sub_mchid', { max: 32 }),
    transactionId: fields.optionalText('transaction_id', { max: 32 }),
    outTradeNo: fields.optionalText('out_trade_no', { min: 6, max: 32 }),
    number: fields.text('out_refund_no', { max: 64, pattern: OUT_REFUND_NO }),
    reason: fields.optionalText('reason', { min: 0, max: 80 }),
    notifyUrl: notifyUrlOf(fields),
    minor: amount.amount('refund', MOST_MINOR),
    totalMinor: amount.amount('total', MOST_MINOR),
    currency: amount.text('currency', { max: 16 }),
  };
  if (wish.transactionId === undefined && wish.outTradeNo === undefined) {
    fields.refuse('transaction_id', 'or out_trade_no is required');
  }
  return wish;
}

/** Refunds: create, query. Accepting one is not success: it is processed afterwards. */
export class Refunds {
  readonly #office: Office;

  constructor(office: Office) {
    this.#office = office;
  }

  create(merchant: Merchant, body: Buffer): WireAnswer {
    const { settings, till, troubles } = this.#office;
    const wish = readWish(body);
    const { payment, paid } = this.#paymentOf(merchant, wish);
    const earlier = this.#earlier(merchant, payment, wish);
    if (earlier) return answer(refundAnswer(payment, earlier));
    this.#check(payment, paid, wish);
    const trouble = troubles.befalls(paymentKey(payment), 'refund', till.behaviour(payment).refund);
    if (trouble === 'balance_short') throw new WeChatPayRefusal('balance_short');
    const refund = till.refunds.accept(payment, {
      number: wish.number,
      minor: wish.minor,
      reason: wish.reason ?? null,
      notifyUrl: wish.notifyUrl ?? null,
      by: 'merchant',
    });
    const heldMs = trouble === 'held' ? settings.for(merchant.id).held_answer_ms : 0;
    return answer(refundAnswer(payment, refund), { heldMs });
  }

  query(merchant: Merchant, number: string, subMerchant: string | null): WireAnswer {
    const payment = this.#office.books.byRefundNumber(merchant.id, number);
    const refund = payment && this.#office.till.refunds.known(payment, number);
    if (!payment || !refund || (payment.details['sub_mchid'] ?? null) !== subMerchant)
      throw new WeChatPayRefusal('refund_missing');
    return answer(refundAnswer(payment, refund));
  }

  #paymentOf(merchant: Merchant, wish: Wish): { payment: Payment; paid: Paid } {
    const { books } = this.#office;
    const { transactionId, outTradeNo } = wish;
    const payment =
      transactionId === undefined
        ? books.byNumber(merchant.id, outTradeNo ?? '')
        : books.byTradeNumber(merchant.id, transactionId);
    if (!payment?.paid || payment.details['sub_mchid'] !== wish.subMerchant) {
      throw new WeChatPayRefusal('refund_order_missing');
    }
    if (outTradeNo !== undefined && outTradeNo !== payment.outTradeNo) throw new WeChatPayRefusal('refund_total_wrong');
    return { payment, paid: payment.paid };
  }

  /** The same number is the same refund; the same number for another order or amount is refused. */
  #earlier(merchant: Merchant, payment: Payment, wish: Wish): Refund | undefined {
    const owner = this.#office.books.byRefundNumber(merchant.id, wish.number);
    const earlier = owner && this.#office.till.refunds.known(owner, wish.number);
    if (!earlier) return undefined;
    const same = owner === payment && earlier.minor === wish.minor && payment.paid?.minor === wish.totalMinor;
    if (!same) throw new WeChatPayRefusal('refund_other_terms');
    return earlier;
  }

  #check(payment: Payment, { minor, currency, atMs }: Paid, wish: Wish): void {
    if (wish.totalMinor !== minor || wish.currency !== currency) throw new WeChatPayRefusal('refund_total_wrong');
    if (this.#office.clock.nowMs() > atMs + REFUNDABLE_MS) throw new WeChatPayRefusal('refund_too_late');
    if (payment.refunds.length >= MOST_REFUNDS) throw new WeChatPayRefusal('refund_too_many');
    if (refundedMinor(payment) + wish.minor > minor) throw new WeChatPayRefusal('refund_too_much');
  }
}
