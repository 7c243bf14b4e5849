import { createHash } from 'node:crypto';
import { paymentKey, type Payment } from '../shared/books';
import type { Office } from '../shared/core';
import type { Request } from '../shared/http-server';
import { randomDigits } from '../shared/keys';
import type { State, Table } from '../shared/tables';
import { answer, type WireAnswer } from './answers';
import { WeChatPayRefusal } from './errors';
import { Fields } from './fields';
import type { Merchant } from './merchants';
import { subMerchantOf } from './prepay-fields';
import { RECEIVER_TYPE, type Receivers } from './receivers';
import {
  returnAnswer,
  sharedMinor,
  sharingAnswer,
  unsplitMinor,
  type Share,
  type SharingOrder,
  type SharingReturn,
} from './sharing';

const NUMBER = /^[0-9A-Za-z_\-|*@]+$/;
const MOST_MINOR = 1_000_000_000;
const MOST_RECEIVERS = 50;
/** At most 30 % of a payment may be shared, unless WeChat Pay agrees to more. */
const MOST_PERCENT = 30;
const EARLIEST_MS = 60_000;
const LATEST_MS = 30 * 86_400_000;
const USUAL_MS = 1_000;
const LONG_MS = 600_000;

const newNumber = (): string => `3008450740201411110007820${randomDigits(3)}${randomDigits(6)}`;

/** Profit sharing: orders, their returns, and unfreezing what is left. What is asked for is done a second later. */
export class ProfitSharing {
  readonly #office: Office;
  readonly #receivers: Receivers;
  readonly #orders: Table<SharingOrder>;
  readonly #returns: Table<SharingReturn>;

  constructor(office: Office, receivers: Receivers, state: State) {
    this.#office = office;
    this.#receivers = receivers;
    this.#orders = state.table<SharingOrder>('sharing_order');
    this.#returns = state.table<SharingReturn>('sharing_return');
  }

  create(merchant: Merchant, request: Request): WireAnswer {
    const fields = Fields.parse(request.body);
    const payment = this.#paymentOf(merchant, fields);
    const outOrderNo = fields.text('out_order_no', { max: 64, pattern: NUMBER });
    const shares = this.#sharesOf(merchant, payment, fields);
    const unfreezes = fields.raw('unfreeze_unsplit') === true;
    return this.#accept(merchant, payment, outOrderNo, shares, unfreezes);
  }

  unfreeze(merchant: Merchant, request: Request): WireAnswer {
    const fields = Fields.parse(request.body);
    const payment = this.#paymentOf(merchant, fields);
    fields.text('description', { max: 80 });
    return this.#accept(merchant, payment, fields.text('out_order_no', { max: 64, pattern: NUMBER }), [], true);
  }

  query(merchant: Merchant, outOrderNo: string, query: URLSearchParams): WireAnswer {
    const order = this.#orders.get(`${merchant.id}/${outOrderNo}`);
    if (!order || order.transactionId !== query.get('transaction_id')) throw new WeChatPayRefusal('sharing_missing');
    return answer(sharingAnswer(order, this.#subOf(order), this.#office.clock.nowMs()));
  }

  /** What of a payment is still frozen. */
  amounts(merchant: Merchant, transactionId: string): WireAnswer {
    const payment = this.#office.books.byTradeNumber(merchant.id, transactionId);
    if (!payment?.paid) throw new WeChatPayRefusal('sharing_missing');
    const orders = this.#ordersOf(payment);
    const minor = payment.details['profit_sharing'] === undefined ? 0 : unsplitMinor(payment, orders);
    return answer({ transaction_id: transactionId, unsplit_amount: minor });
  }

  /** A merchant gives its share back; persons cannot. */
  giveBack(merchant: Merchant, request: Request): WireAnswer {
    const fields = Fields.parse(request.body);
    const order = this.#orderNamed(merchant, fields);
    const outReturnNo = fields.text('out_return_no', { max: 64, pattern: NUMBER });
    const account = fields.text('return_mchid', { max: 32 });
    const minor = fields.amount('amount', MOST_MINOR);
    const description = fields.text('description', { max: 80 });
    const nowMs = this.#office.clock.nowMs();
    const earlier = this.#returns.get(`${merchant.id}/${outReturnNo}`);
    const isSame = earlier?.minor === minor && earlier.account === account && earlier.orderId === order.orderId;
    if (earlier && !isSame) throw new WeChatPayRefusal('other_terms');
    if (earlier) return answer(returnAnswer(earlier, this.#subOf(order), nowMs));
    if (minor > this.#returnable(order, account)) throw new WeChatPayRefusal('sharing_exceeds');
    const fails = this.#behaviour(order)?.sharing === 'return_fails';
    const back: SharingReturn = {
      ...{ merchant: merchant.id, outReturnNo, outOrderNo: order.outOrderNo, orderId: order.orderId },
      ...{ returnId: newNumber(), account, minor, description, createdMs: nowMs, finishesMs: nowMs + USUAL_MS },
      failsBecause: fails ? 'BALANCE_NOT_ENOUGH' : null,
    };
    this.#returns.put(`${merchant.id}/${outReturnNo}`, back);
    return answer(returnAnswer(back, this.#subOf(order), nowMs));
  }

  queryReturn(merchant: Merchant, outReturnNo: string, query: URLSearchParams): WireAnswer {
    const back = this.#returns.get(`${merchant.id}/${outReturnNo}`);
    if (!back || back.outOrderNo !== query.get('out_order_no')) throw new WeChatPayRefusal('sharing_missing');
    return answer(returnAnswer(back, query.get('sub_mchid') ?? undefined, this.#office.clock.nowMs()));
  }

  forget(): void {
    this.#orders.clear();
    this.#returns.clear();
  }

  #accept(
    merchant: Merchant,
    payment: Payment,
    outOrderNo: string,
    shares: readonly Share[],
    unfreezes: boolean,
  ): WireAnswer {
    const nowMs = this.#office.clock.nowMs();
    const compared = shares.map(({ type, account, minor, description }) => [type, account, minor, description]);
    const text = JSON.stringify([payment.tradeNumber, compared, unfreezes]);
    const terms = createHash('sha256').update(text).digest('base64');
    const earlier = this.#orders.get(`${merchant.id}/${outOrderNo}`);
    if (earlier && earlier.terms !== terms) throw new WeChatPayRefusal('other_terms');
    if (earlier) return answer(sharingAnswer(earlier, this.#subOf(earlier), nowMs));
    this.#check(payment, shares, nowMs);
    const trouble = this.#trouble(payment, shares.length === 0);
    const order: SharingOrder = {
      ...{ merchant: merchant.id, transactionId: payment.tradeNumber ?? '', outOrderNo, orderId: newNumber() },
      ...{ shares, unfreezes, terms, createdMs: nowMs },
      finishesMs: nowMs + (trouble === 'takes_ten_minutes' ? LONG_MS : USUAL_MS),
    };
    this.#orders.put(`${merchant.id}/${outOrderNo}`, order);
    const heldMs = trouble === 'held_once' ? this.#office.settings.for(merchant.id).held_answer_ms : 0;
    return answer(sharingAnswer(order, this.#subOf(order), nowMs), { heldMs });
  }

  #check(payment: Payment, shares: readonly Share[], nowMs: number): void {
    const paidMs = payment.paid?.atMs ?? nowMs;
    const takenMinor = payment.paid?.minor ?? 0;
    if (payment.details['profit_sharing'] === undefined) throw new WeChatPayRefusal('sharing_not_wanted');
    if (nowMs < paidMs + EARLIEST_MS || nowMs > paidMs + LATEST_MS) throw new WeChatPayRefusal('sharing_untimely');
    const orders = this.#ordersOf(payment);
    const wantedMinor = shares.reduce((sum, share) => sum + share.minor, 0);
    const isMuch = (sharedMinor(orders) + wantedMinor) * 100 > takenMinor * MOST_PERCENT;
    if (isMuch || wantedMinor > unsplitMinor(payment, orders)) throw new WeChatPayRefusal('sharing_exceeds');
  }

  #trouble(payment: Payment, isUnfreeze: boolean): string | undefined {
    const { till, troubles } = this.#office;
    const { sharing } = till.behaviour(payment);
    const call = isUnfreeze ? 'unfreeze' : 'share';
    const first = troubles.befalls(paymentKey(payment), call, { kind: 'first', times: 1 });
    if (isUnfreeze) {
      if (sharing === 'unfreeze_fails_once' && first) throw new WeChatPayRefusal('busy');
      return undefined;
    }
    if (sharing === 'balance_short_once' && first) throw new WeChatPayRefusal('balance_short');
    if (sharing === 'rate_limited_once' && first) throw new WeChatPayRefusal('sharing_rate_limited');
    return sharing === 'held_once' && !first ? undefined : sharing;
  }

  #sharesOf(merchant: Merchant, payment: Payment, fields: Fields): Share[] {
    const list = fields.raw('receivers');
    const fits = Array.isArray(list) && list.length >= 1 && list.length <= MOST_RECEIVERS;
    if (!fits) return fields.refuse('receivers', `must be a list of 1 to ${MOST_RECEIVERS}`);
    const refusesFirst = this.#office.till.behaviour(payment).sharing === 'receiver_refused';
    return list.map((value: unknown, at): Share => {
      const each = new Fields(value, `/receivers/${at}`);
      const type = each.text('type', { max: 32, pattern: RECEIVER_TYPE });
      const account = each.text('account', { max: 64 });
      const isKnown = this.#receivers.has(merchant, payment.details['sub_mchid'], type, account);
      const refused = refusesFirst && at === 0 ? 'RECEIVER_HIGH_RISK' : null;
      return {
        ...{ type, account, detailId: newNumber(), minor: each.amount('amount', MOST_MINOR) },
        description: each.text('description', { max: 80 }),
        failsBecause: isKnown ? refused : 'NO_RELATION',
      };
    });
  }

  #paymentOf(merchant: Merchant, fields: Fields): Payment {
    const sub = fields.optionalText('sub_mchid', { max: 32 });
    if (sub !== undefined) subMerchantOf(merchant, sub);
    const payment = this.#office.books.byTradeNumber(merchant.id, fields.text('transaction_id', { max: 32 }));
    if (!payment?.paid || payment.details['sub_mchid'] !== sub) throw new WeChatPayRefusal('sharing_missing');
    return payment;
  }

  #orderNamed(merchant: Merchant, fields: Fields): SharingOrder {
    const orderId = fields.optionalText('order_id', { max: 64 });
    const outOrderNo = fields.optionalText('out_order_no', { max: 64 });
    const mine = [...this.#orders.values()].filter((order) => order.merchant === merchant.id);
    const found = mine.find((order) =>
      orderId === undefined ? order.outOrderNo === outOrderNo : order.orderId === orderId,
    );
    if (!found) throw new WeChatPayRefusal('sharing_missing');
    return found;
  }

  /** What a receiver got of an order and has not given back, in fen. */
  #returnable(order: SharingOrder, account: string): number {
    if (this.#office.clock.nowMs() < order.finishesMs) return 0;
    const got = order.shares.filter((share) => share.account === account && share.type === 'MERCHANT_ID');
    const back = [...this.#returns.values()].filter(
      (each) => each.orderId === order.orderId && each.account === account && each.failsBecause === null,
    );
    const gotMinor = got.reduce((sum, share) => sum + (share.failsBecause === null ? share.minor : 0), 0);
    return gotMinor - back.reduce((sum, each) => sum + each.minor, 0);
  }

  #ordersOf(payment: Payment): SharingOrder[] {
    return [...this.#orders.values()].filter(
      (order) => order.merchant === payment.merchant && order.transactionId === payment.tradeNumber,
    );
  }

  #payment(order: SharingOrder): Payment | undefined {
    return this.#office.books.byTradeNumber(order.merchant, order.transactionId);
  }

  #behaviour(order: SharingOrder) {
    const payment = this.#payment(order);
    return payment && this.#office.till.behaviour(payment);
  }

  #subOf(order: SharingOrder): string | undefined {
    return this.#payment(order)?.details['sub_mchid'];
  }
}
