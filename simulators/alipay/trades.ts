import { afterMs } from '../shared/after';
import { paymentKey, refundedMinor, returnedMinor, type Paid, type Payment } from '../shared/books';
import type { Office } from '../shared/core';
import { CutConnection } from '../shared/http-server';
import type { Identities } from '../shared/identities';
import { randomDigits, randomLetters } from '../shared/keys';
import { payFirst } from '../shared/pay-first';
import { behaviourOf, type OpenTrouble, type QueryTrouble } from '../shared/steering';
import { AlipayRefusal } from './errors';
import type { Fields } from './fields';
import type { Merchant } from './merchants';
import type { TradeAnswer } from './trade-answer';
import { readTrade, type Addresses, type Channel, type TradeWish } from './trade-fields';
import { queryAnswer, tradeStatus, UNKNOWN_STATUS } from './trade-view';

/** Steered: some machine on the way answers 502 with a page of HTML. */
export class BadGateway extends Error {}

const CANCELLABLE_MS = 86_400_000;
/** These need no visit of the shopper to become trades. */
const BEGIN_AT_ONCE: readonly Channel[] = ['create', 'pay', 'capture'];

/** Trades: opening, query, close, cancel. The same for both protocols. */
export class Trades {
  readonly #office: Office;
  readonly #identities: Identities;

  constructor(office: Office, identities: Identities) {
    this.#office = office;
    this.#identities = identities;
  }

  async precreate(merchant: Merchant, fields: Fields, addresses: Addresses): Promise<TradeAnswer> {
    const { payment, code, trouble } = await this.open(merchant, fields, 'precreate', addresses);
    const value = { out_trade_no: payment.outTradeNo, qr_code: code };
    return { value, wronglySigned: trouble === 'wrongly_signed' };
  }

  /** `alipay.trade.create`: a page or mini program inside Alipay opens it by its number. */
  async create(merchant: Merchant, fields: Fields, addresses: Addresses): Promise<TradeAnswer> {
    const { payment, trouble } = await this.open(merchant, fields, 'create', addresses);
    const value = { out_trade_no: payment.outTradeNo, trade_no: payment.tradeNumber };
    return { value, wronglySigned: trouble === 'wrongly_signed' };
  }

  /** Opens a payment from the shop's page; answers the handle of the cashier's page. */
  async openPage(
    merchant: Merchant,
    fields: Fields,
    channel: 'page' | 'wap' | 'app',
    addresses: Addresses,
  ): Promise<string> {
    return (await this.open(merchant, fields, channel, addresses)).code;
  }

  query(merchant: Merchant, fields: Fields): TradeAnswer {
    const payment = this.find(merchant, fields);
    if (!payment) throw new AlipayRefusal('trade_missing');
    const trouble = this.#queryTrouble(payment);
    const unknown = trouble === 'unknown_word' && !payment.paid;
    const status = unknown ? UNKNOWN_STATUS : saidStatus(payment);
    if (status === null || trouble === 'not_found') throw new AlipayRefusal('trade_missing');
    return { value: queryAnswer(payment, status), wronglySigned: trouble === 'wrongly_signed' };
  }

  /** Only an unpaid trade can be closed; an unscanned QR is no trade, and stays payable. */
  async close(merchant: Merchant, fields: Fields): Promise<TradeAnswer> {
    const { settings, till, troubles } = this.#office;
    const payment = this.find(merchant, fields);
    const trouble = payment && troubles.befalls(paymentKey(payment), 'close', till.behaviour(payment).close);
    if (payment && trouble === 'paid_first') till.takeMoney(payment);
    const status = payment && saidStatus(payment);
    if (payment && status === 'WAIT_BUYER_PAY') till.close(payment);
    if (trouble === 'held') await afterMs(settings.for(merchant.id).held_answer_ms);
    if (!payment || !status) throw new AlipayRefusal('trade_missing');
    if (status !== 'WAIT_BUYER_PAY') throw new AlipayRefusal('trade_status_wrong');
    return { value: { out_trade_no: payment.outTradeNo, trade_no: payment.tradeNumber } };
  }

  /** Closes what is unpaid and refunds what is paid; repeatable. Without a trade it succeeds and does nothing. */
  cancel(merchant: Merchant, fields: Fields): TradeAnswer {
    const payment = this.find(merchant, fields);
    const outTradeNo = payment?.outTradeNo ?? fields.optionalText('out_trade_no', 64);
    const status = payment && tradeStatus(payment);
    if (!payment || !status) return { value: { out_trade_no: outTradeNo, retry_flag: 'N' } };
    const action = payment.paid ? this.#cancelPaid(payment, payment.paid, status) : 'close';
    if (!payment.paid && payment.state === 'open') this.#office.till.close(payment);
    return { value: { action, out_trade_no: outTradeNo, retry_flag: 'N', trade_no: payment.tradeNumber } };
  }

  /** By Alipay's number when both are given. */
  find(merchant: Merchant, fields: Fields): Payment | undefined {
    const { books } = this.#office;
    const tradeNo = fields.optionalText('trade_no', 64);
    const outTradeNo = fields.optionalText('out_trade_no', 64);
    if (tradeNo !== undefined) return books.byTradeNumber(merchant.id, tradeNo);
    if (outTradeNo !== undefined) return books.byNumber(merchant.id, outTradeNo);
    throw new AlipayRefusal('invalid_parameter', 'out_trade_no or trade_no is required');
  }

  #queryTrouble(payment: Payment): QueryTrouble | undefined {
    const { till, troubles } = this.#office;
    const { query } = till.behaviour(payment);
    // The answer that there is no trade cannot be the one that is signed wrongly: it would be used up unseen.
    if (query?.kind === 'wrongly_signed' && saidStatus(payment) === null) return undefined;
    return troubles.befalls(paymentKey(payment), 'query', query);
  }

  #cancelPaid(payment: Payment, { minor, atMs }: Paid, status: string): 'refund' {
    const { clock, till } = this.#office;
    if (status === 'TRADE_FINISHED') throw new AlipayRefusal('trade_finished');
    const left = minor - refundedMinor(payment);
    if (left > 0 && clock.nowMs() > atMs + CANCELLABLE_MS) throw new AlipayRefusal('cancel_too_late');
    const wish = { number: payment.outTradeNo, minor: left, reason: null, notifyUrl: null, by: 'merchant' } as const;
    if (left > 0) till.refunds.accept(payment, wish);
    return 'refund';
  }

  /** Opens a trade, or finds the one that may be asked for again. `code` leads the shopper's phone to it. */
  async open(merchant: Merchant, fields: Fields, channel: Channel, addresses: Addresses) {
    const { books, clock, settings, till, troubles } = this.#office;
    const wish = readTrade(fields, merchant, channel, addresses, clock.nowMs());
    const own = settings.for(merchant.id);
    const { open } = behaviourOf(wish.amountMinor, 'CNY', own.steering);
    const trouble = troubles.befalls(paymentKey({ merchant: merchant.id, outTradeNo: wish.outTradeNo }), 'open', open);
    refuseWhen(trouble);
    this.#checkBuyer(merchant, wish, trouble);
    const payment = this.#reusable(merchant, wish) ?? till.open(newPayment(merchant, channel, wish, addresses));
    const code =
      channel === 'precreate' ? `https://qr.alipay.com/bax${randomLetters(20).toLowerCase()}` : randomLetters(32);
    books.addCode(payment, { text: code, endsMs: wish.codeEndsMs });
    if (BEGIN_AT_ONCE.includes(channel)) till.scan(payment);
    if (trouble === 'paid_first') await payFirst(this.#office, payment);
    if (trouble === 'held') await afterMs(own.held_answer_ms);
    return { payment, code, trouble };
  }

  /** An open id is good in the application that it was given for. */
  #checkBuyer(merchant: Merchant, { details }: TradeWish, trouble: OpenTrouble | undefined): void {
    const openId = details['buyer_open_id'];
    const isKnown = openId === undefined || this.#identities.byOpenid(openId)?.appId === merchant.id;
    if (!isKnown || trouble === 'other_openid') throw new AlipayRefusal('invalid_parameter', 'buyer_open_id');
  }

  /** The payment that already has this number, when it may be asked for again. */
  #reusable(merchant: Merchant, wish: TradeWish): Payment | undefined {
    const payment = this.#office.books.byNumber(merchant.id, wish.outTradeNo);
    if (!payment) return undefined;
    if (payment.paid)
      throw new AlipayRefusal(returnedMinor(payment) < payment.paid.minor ? 'trade_paid' : 'trade_closed');
    if (payment.state === 'closed' || payment.shownAsClosed) throw new AlipayRefusal('trade_closed');
    if (payment.terms !== wish.terms) throw new AlipayRefusal('other_terms');
    return payment;
  }
}

/** What the merchant is told, which steering can make differ from the truth. */
const saidStatus = (payment: Payment): string | null =>
  payment.shownAsClosed && !payment.paid ? 'TRADE_CLOSED' : tradeStatus(payment);

function refuseWhen(trouble: OpenTrouble | undefined): void {
  if (trouble === 'cut') throw new CutConnection();
  if (trouble === 'bad_gateway') throw new BadGateway();
  if (trouble === 'busy') throw new AlipayRefusal('system_error');
  if (trouble === 'rate_limited') throw new AlipayRefusal('call_limited');
  if (trouble === 'refused') throw new AlipayRefusal('access_forbidden');
}

const newPayment = (merchant: Merchant, channel: Channel, wish: TradeWish, addresses: Addresses) => ({
  merchant: merchant.id,
  outTradeNo: wish.outTradeNo,
  channel,
  description: wish.subject,
  amountMinor: wish.amountMinor,
  currency: 'CNY',
  notifyUrl: addresses.notifyUrl ?? null,
  terms: wish.terms,
  expiresMs: wish.expiresMs,
  details: {
    seller_id: merchant.sellerId,
    buyer_id: `2088${randomDigits(12)}`,
    buyer_logon_id: `sim***@example.com`,
    ...wish.details,
  },
});
