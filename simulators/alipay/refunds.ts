import { afterMs } from '../shared/after';
import { paymentKey, refundedMinor, type Payment, type Refund } from '../shared/books';
import type { Office } from '../shared/core';
import { yuanText } from '../shared/html';
import { AlipayRefusal } from './errors';
import type { Fields } from './fields';
import type { Merchant } from './merchants';
import type { TradeAnswer } from './trade-answer';
import type { Trades } from './trades';
import { refundAnswer, refundQueryAnswer, tradeStatus } from './trade-view';

/** Refunds: making one, and asking about one. */
export class Refunds {
  readonly #office: Office;
  readonly #trades: Trades;

  constructor(office: Office, trades: Trades) {
    this.#office = office;
    this.#trades = trades;
  }

  async refund(merchant: Merchant, fields: Fields): Promise<TradeAnswer> {
    const { settings, till, troubles } = this.#office;
    const payment = this.#paymentOf(merchant, fields);
    const minor = fields.fen('refund_amount', 'refund_amount_invalid');
    const number = fields.optionalText('out_request_no', 64) ?? payment.outTradeNo;
    const reason = fields.optionalText('refund_reason', 256) ?? null;
    const options = fields.optionalList('query_options');
    const earlier = till.refunds.known(payment, number);
    if (earlier) return this.#again(payment, earlier, minor, options);
    this.#check(payment, minor);
    const behaviour = till.behaviour(payment);
    const trouble = troubles.befalls(paymentKey(payment), 'refund', behaviour.refund);
    if (trouble === 'balance_short') throw new AlipayRefusal('balance_short');
    if (behaviour.refundEnds === 'abnormal') throw new AlipayRefusal('buyer_abnormal');
    const refund = till.refunds.accept(payment, { number, minor, reason, notifyUrl: null, by: 'merchant' });
    if (trouble === 'held') await afterMs(settings.for(merchant.id).held_answer_ms);
    return { value: withSendBack(refundAnswer(payment, refund, refund.state === 'succeeded'), refund, options) };
  }

  query(merchant: Merchant, fields: Fields): TradeAnswer {
    const payment = this.#trades.find(merchant, fields);
    if (!payment || tradeStatus(payment) === null) throw new AlipayRefusal('trade_missing');
    const refund = this.#office.till.refunds.known(payment, fields.text('out_request_no', 64));
    const withTime = fields.optionalList('query_options').includes('gmt_refund_pay');
    return { value: refundQueryAnswer(payment, refund, withTime) };
  }

  /** The same number is the same refund: it moves no more money. With another amount it is refused. */
  #again(payment: Payment, earlier: Refund, minor: number, options: readonly string[]): TradeAnswer {
    if (earlier.minor !== minor) throw new AlipayRefusal('refund_other_terms');
    return { value: withSendBack(refundAnswer(payment, earlier, false), earlier, options) };
  }

  #paymentOf(merchant: Merchant, fields: Fields): Payment {
    const payment = this.#trades.find(merchant, fields);
    if (!payment || tradeStatus(payment) === null) throw new AlipayRefusal('trade_missing');
    if (!payment.paid) throw new AlipayRefusal('trade_status_wrong');
    return payment;
  }

  #check(payment: Payment, minor: number): void {
    const status = tradeStatus(payment);
    if (status === 'TRADE_FINISHED') throw new AlipayRefusal('trade_finished');
    if (status === 'TRADE_CLOSED') throw new AlipayRefusal('trade_closed');
    if (refundedMinor(payment) + minor > (payment.paid?.minor ?? 0)) throw new AlipayRefusal('refund_too_much');
  }
}

const withSendBack = (value: Record<string, unknown>, refund: Refund, options: readonly string[]) =>
  options.includes('refund_detail_item_list')
    ? { ...value, send_back_fee: yuanText(refund.state === 'succeeded' ? refund.minor : 0) }
    : value;
