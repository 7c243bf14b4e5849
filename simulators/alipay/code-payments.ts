import { afterMs } from '../shared/after';
import type { Office } from '../shared/core';
import type { Table } from '../shared/tables';
import { authorizationKey, type Authorization } from './authorization';
import { mustBeFrozen, type Authorizations } from './authorizations';
import { AlipayRefusal } from './errors';
import { AUTH_CODE, type Fields } from './fields';
import type { Merchant } from './merchants';
import type { Addresses } from './trade-fields';
import { payAnswer } from './trade-view';
import type { TradeAnswer } from './trade-answer';
import type { Trades } from './trades';

/** What 66.52 lets through. */
const MOST_CAPTURED_MINOR = 5_000;

const WAITING = { code: '10003', msg: 'order success pay inprocess' };

/** `alipay.trade.pay`: by the payment code on the shopper's phone, or out of money that an authorisation has frozen. */
export class CodePayments {
  readonly #office: Office;
  readonly #trades: Trades;
  readonly #authorizations: Authorizations;
  /** Payment codes that have been used, and for which payment. */
  readonly #used: Table<string>;

  constructor(office: Office, trades: Trades, authorizations: Authorizations, used: Table<string>) {
    this.#office = office;
    this.#trades = trades;
    this.#authorizations = authorizations;
    this.#used = used;
  }

  pay(merchant: Merchant, fields: Fields, addresses: Addresses): Promise<TradeAnswer> {
    const authNo = fields.optionalText('auth_no', 64);
    return authNo === undefined
      ? this.#byCode(merchant, fields, addresses)
      : this.#capture(merchant, fields, addresses, authNo);
  }

  forget(): void {
    this.#used.clear();
  }

  async #byCode(merchant: Merchant, fields: Fields, addresses: Addresses): Promise<TradeAnswer> {
    fields.text('scene', 32, /^(bar_code|security_code)$/);
    const code = fields.text('auth_code', 32);
    if (!AUTH_CODE.test(code)) throw new AlipayRefusal('auth_code_wrong');
    const number = fields.text('out_trade_no', 64);
    if ((this.#used.get(code) ?? number) !== number) throw new AlipayRefusal('auth_code_wrong');
    const { payment, trouble } = await this.#trades.open(merchant, fields, 'pay', addresses);
    this.#used.put(code, number);
    const { till } = this.#office;
    if (till.behaviour(payment).asksShopper) return { value: { ...payAnswer(payment), ...WAITING } };
    const outcome = payment.paid ? 'paid' : till.pay(payment);
    if (outcome === 'failed') throw new AlipayRefusal('buyer_balance_short');
    const value = payment.paid ? payAnswer(payment) : { ...payAnswer(payment), ...WAITING };
    return { value, wronglySigned: trouble === 'wrongly_signed' };
  }

  /** COMPLETE releases what is left after this payment; otherwise it stays frozen for the next. */
  async #capture(merchant: Merchant, fields: Fields, addresses: Addresses, authNo: string): Promise<TradeAnswer> {
    const { settings, till, troubles } = this.#office;
    const { desk } = this.#authorizations;
    const mode = fields.optionalText('auth_confirm_mode', 32, /^(COMPLETE|NOT_COMPLETE)$/);
    const outTradeNo = fields.text('out_trade_no', 64);
    const authorization = desk.byAuthNo(merchant.id, authNo);
    if (!authorization) throw new AlipayRefusal('auth_number_wrong');
    const isNew = !this.#office.books.byNumber(merchant.id, outTradeNo)?.paid;
    if (isNew) this.#check(authorization, fields);
    const { payment, trouble } = await this.#trades.open(merchant, fields, 'capture', addresses);
    desk.pay(authorization, payment.amountMinor, outTradeNo, mode === 'COMPLETE' ? 'released' : 'kept');
    till.takeMoney(payment);
    const first = troubles.befalls(`${authorizationKey(authorization)} auth`, 'pay', { kind: 'first', times: 1 });
    const held = desk.oddity(authorization) === 'capture_held' && first;
    if (held) await afterMs(settings.for(merchant.id).held_answer_ms);
    return { value: payAnswer(payment), wronglySigned: trouble === 'wrongly_signed' };
  }

  #check(authorization: Authorization, fields: Fields): void {
    const oddity = this.#authorizations.desk.oddity(authorization);
    const minor = fields.fen('total_amount');
    if (fields.text('product_code', 64) !== authorization.productCode) throw new AlipayRefusal('auth_product_wrong');
    mustBeFrozen(authorization, 'trade');
    if (minor > authorization.restMinor) throw new AlipayRefusal('auth_amount_short');
    if (oddity === 'capture_limited' && minor > MOST_CAPTURED_MINOR) throw new AlipayRefusal('auth_amount_short');
    if (oddity === 'capture_refused') throw new AlipayRefusal('buyer_abnormal');
  }
}
