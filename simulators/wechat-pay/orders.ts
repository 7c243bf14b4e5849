import { paymentKey, type Payment } from '../shared/books';
import type { Office } from '../shared/core';
import { CutConnection } from '../shared/http-server';
import type { Identities } from '../shared/identities';
import { randomDigits, randomLetters } from '../shared/keys';
import { payFirst } from '../shared/pay-first';
import { behaviourOf, type OpenTrouble } from '../shared/steering';
import type { Table } from '../shared/tables';
import { answer, BAD_GATEWAY, noContent, type WireAnswer } from './answers';
import { WeChatPayRefusal } from './errors';
import { Fields } from './fields';
import type { Merchant } from './merchants';
import { isOutTradeNo, readPrepay, subMerchantOf, type OrderMode, type Prepay, type TradeType } from './prepay-fields';
import { tradeState, transaction, UNKNOWN_STATE } from './transaction';

const CODE_LIFE_MS = 2 * 3_600_000;
const H5_LIFE_MS = 300_000;
/** An order that nobody paid is closed by WeChat Pay after this time. */
const UNPAID_LIFE_MS = 7 * 86_400_000;

const H5_PATH = '/cgi-bin/mmpayweb-bin/checkmweb';

/** Orders: prepay, query, close. */
export class Orders {
  readonly #office: Office;
  readonly #identities: Identities;
  /** Numbers that were closed before any order had them: they can no longer be used. */
  readonly #burnt: Table<true>;

  constructor(office: Office, burnt: Table<true>, identities: Identities) {
    this.#office = office;
    this.#identities = identities;
    this.#burnt = burnt;
  }

  async prepay(merchant: Merchant, mode: OrderMode, tradeType: TradeType, body: Buffer): Promise<WireAnswer> {
    const { clock, settings, till, troubles } = this.#office;
    const prepay = readPrepay(Fields.parse(body), merchant, mode, tradeType, clock.nowMs());
    const behaviour = behaviourOf(prepay.amountMinor, prepay.currency, settings.for(merchant.id).steering);
    const key = paymentKey({ merchant: merchant.id, outTradeNo: prepay.outTradeNo });
    const trouble = troubles.befalls(key, 'open', behaviour.open);
    if (trouble === 'bad_gateway') return BAD_GATEWAY;
    refuseWhen(trouble);
    this.#checkPayer(prepay, trouble);
    if (this.#burnt.get(key)) throw new WeChatPayRefusal('other_terms');
    const payment = this.#reusable(merchant, prepay) ?? till.open(wishOf(merchant, tradeType, prepay));
    const prompt = this.#prompt(payment, tradeType, trouble === 'prompt_ended');
    if (trouble === 'paid_first') await payFirst(this.#office, payment);
    return answer(prompt, {
      wronglySigned: trouble === 'wrongly_signed',
      heldMs: trouble === 'held' ? settings.for(merchant.id).held_answer_ms : 0,
    });
  }

  query(merchant: Merchant, mode: OrderMode, payment: Payment | undefined, query: URLSearchParams): WireAnswer {
    if (query.get(mode === 'partner' ? 'sp_mchid' : 'mchid') !== merchant.id)
      throw new WeChatPayRefusal('other_merchant');
    const sub = mode === 'partner' ? subMerchantOf(merchant, query.get('sub_mchid') ?? '').id : undefined;
    if (!payment || payment.details['sub_mchid'] !== sub) throw new WeChatPayRefusal('order_missing');
    const { till, troubles } = this.#office;
    const trouble = troubles.befalls(paymentKey(payment), 'query', till.behaviour(payment).query);
    if (trouble === 'not_found') throw new WeChatPayRefusal('order_missing');
    const state = trouble === 'unknown_word' && !payment.paid ? UNKNOWN_STATE : this.#saidState(payment);
    return answer(transaction(payment, state), { wronglySigned: trouble === 'wrongly_signed' });
  }

  byNumber(merchant: Merchant, outTradeNo: string): Payment | undefined {
    return this.#closedWhenOld(this.#office.books.byNumber(merchant.id, outTradeNo));
  }

  byTransaction(merchant: Merchant, transactionId: string): Payment | undefined {
    const payment = this.#office.books.byTradeNumber(merchant.id, transactionId);
    return payment?.paid ? payment : undefined;
  }

  /** Closing can be repeated. Closing a number that has no order is answered like success, and burns the number. */
  close(merchant: Merchant, mode: OrderMode, outTradeNo: string, body: Buffer): WireAnswer {
    const fields = Fields.parse(body);
    const mchid = fields.text(mode === 'partner' ? 'sp_mchid' : 'mchid', { max: 32 });
    if (mchid !== merchant.id) throw new WeChatPayRefusal('other_merchant');
    const sub = mode === 'partner' ? subMerchantOf(merchant, fields.text('sub_mchid', { max: 32 })).id : undefined;
    if (!isOutTradeNo(outTradeNo)) throw new WeChatPayRefusal('bad_parameter', URI_FAULT);
    const payment = this.byNumber(merchant, outTradeNo);
    if (!payment) {
      this.#burnt.put(paymentKey({ merchant: merchant.id, outTradeNo }), true);
      return noContent();
    }
    if (payment.details['sub_mchid'] !== sub) throw new WeChatPayRefusal('order_missing');
    const { settings, till, troubles } = this.#office;
    const trouble = troubles.befalls(paymentKey(payment), 'close', till.behaviour(payment).close);
    if (trouble === 'paid_first') till.takeMoney(payment);
    if (payment.paid) throw new WeChatPayRefusal('already_paid');
    if (payment.state === 'open') till.close(payment);
    return noContent({ heldMs: trouble === 'held' ? settings.for(merchant.id).held_answer_ms : 0 });
  }

  forget(): void {
    this.#burnt.clear();
  }

  /** The order that already has this number, when it may be asked for again. */
  #reusable(merchant: Merchant, prepay: Prepay): Payment | undefined {
    const payment = this.byNumber(merchant, prepay.outTradeNo);
    if (!payment) return undefined;
    if (payment.paid) throw new WeChatPayRefusal('already_paid');
    if (payment.state === 'closed' || payment.shownAsClosed) throw new WeChatPayRefusal('order_closed');
    if (payment.terms !== prepay.terms) throw new WeChatPayRefusal('other_terms');
    return payment;
  }

  /** Each prepay call gives a fresh way to pay; the earlier ones stay good until they end. */
  #prompt(payment: Payment, tradeType: TradeType, ended: boolean): Record<string, string> {
    const { address, books, clock } = this.#office;
    const nowMs = clock.nowMs();
    if (tradeType === 'NATIVE') {
      const text = `weixin://wxpay/bizpayurl?pr=${randomLetters(9)}`;
      books.addCode(payment, { text, endsMs: nowMs + CODE_LIFE_MS });
      return { code_url: text };
    }
    const prepayId = `wx${randomDigits(34)}`;
    const lifeMs = tradeType === 'MWEB' ? H5_LIFE_MS : CODE_LIFE_MS;
    books.addCode(payment, { text: prepayId, endsMs: ended ? nowMs - 1 : nowMs + lifeMs });
    if (tradeType !== 'MWEB') return { prepay_id: prepayId };
    return { h5_url: h5Url(address.url, prepayId) };
  }

  /** An openid is good in the application that it was given for. */
  #checkPayer({ payer }: Prepay, trouble: OpenTrouble | undefined): void {
    if (!payer) return;
    const isKnown = this.#identities.byOpenid(payer.openid)?.appId === payer.appId;
    if (!isKnown || trouble === 'other_openid') throw new WeChatPayRefusal('openid_mismatch');
  }

  #saidState(payment: Payment): string {
    return payment.shownAsClosed && !payment.paid ? 'CLOSED' : tradeState(payment);
  }

  #closedWhenOld(payment: Payment | undefined): Payment | undefined {
    const { clock, till } = this.#office;
    if (payment?.state === 'open' && clock.nowMs() >= payment.createdMs + UNPAID_LIFE_MS) till.close(payment);
    return payment;
  }
}

const URI_FAULT = { field: 'out_trade_no', location: 'uri', issue: 'has a form that is not allowed' } as const;

export const h5Url = (base: string, prepayId: string): string =>
  `${base}${H5_PATH}?prepay_id=${prepayId}&package=${prepayId.slice(-10)}`;

export const isH5Path = (path: string): boolean => path === H5_PATH;

function refuseWhen(trouble: OpenTrouble | undefined): void {
  if (trouble === 'cut') throw new CutConnection();
  if (trouble === 'busy') throw new WeChatPayRefusal('busy');
  if (trouble === 'rate_limited') throw new WeChatPayRefusal('rate_limited');
  if (trouble === 'refused') throw new WeChatPayRefusal('no_permission');
}

const wishOf = (merchant: Merchant, tradeType: TradeType, prepay: Prepay) => ({
  merchant: merchant.id,
  outTradeNo: prepay.outTradeNo,
  channel: tradeType,
  description: prepay.description,
  amountMinor: prepay.amountMinor,
  currency: prepay.currency,
  notifyUrl: prepay.notifyUrl,
  terms: prepay.terms,
  expiresMs: prepay.expiresMs,
  details: detailsOf(prepay),
});

function detailsOf({ attach, parties, payer, profitSharing }: Prepay): Record<string, string> {
  const { appId, subAppId, subMerchant } = parties;
  const bySub = payer !== undefined && payer.appId === subAppId;
  return {
    appid: appId,
    payer_appid: payer?.appId ?? subAppId ?? appId,
    openid: payer && !bySub ? payer.openid : `o${randomLetters(27)}`,
    ...(subMerchant !== undefined && { sub_mchid: subMerchant }),
    ...(subAppId !== undefined && { sub_appid: subAppId, sub_openid: bySub ? payer.openid : `o${randomLetters(27)}` }),
    ...(profitSharing && { profit_sharing: 'true' }),
    ...(attach !== undefined && { attach }),
  };
}
