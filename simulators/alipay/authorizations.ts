import { createHash } from 'node:crypto';
import { afterMs } from '../shared/after';
import type { Office } from '../shared/core';
import { randomLetters } from '../shared/keys';
import {
  authorizationKey,
  detailAnswer,
  operationAnswer,
  operationCalled,
  type Authorization,
  type Operation,
} from './authorization';
import type { AuthorizationDesk } from './authorization-desk';
import { AlipayRefusal } from './errors';
import { AUTH_CODE, refuse, type Fields } from './fields';
import type { Merchant } from './merchants';
import type { Addresses } from './trade-fields';
import type { TradeAnswer } from './trade-answer';

const DEFAULT_TIMEOUT_MS = 15 * 60_000;
const MOST_MINOR = 10_000_000_000;
const NUMBER = /^[A-Za-z0-9_]+$/;

/** Refuses what cannot be done to an authorisation that has ended, or has not begun. */
export function mustBeFrozen({ state }: Authorization, faults: 'trade' | 'fund'): void {
  if (state === 'CLOSED') throw new AlipayRefusal(faults === 'trade' ? 'auth_closed' : 'auth_order_closed');
  if (state === 'FINISH') throw new AlipayRefusal(faults === 'trade' ? 'auth_finished' : 'auth_order_finished');
  if (state === 'INIT') throw new AlipayRefusal(faults === 'trade' ? 'auth_not_paid' : 'auth_status_wrong');
}

function readWish(fields: Fields, merchant: Merchant, product: RegExp, nowMs: number) {
  const outOrderNo = fields.text('out_order_no', 64, NUMBER);
  const requestNo = fields.text('out_request_no', 64, NUMBER);
  const title = fields.text('order_title', 100);
  const minor = fields.fen('amount');
  const productCode = fields.text('product_code', 32, product);
  if (minor > MOST_MINOR) throw new AlipayRefusal('total_too_high');
  const payee = fields.optionalText('payee_user_id', 32) ?? merchant.sellerId;
  if (payee !== merchant.sellerId) throw new AlipayRefusal('seller_mismatch', 'payee_user_id');
  const timeoutMs = fields.optionalSpan('pay_timeout', nowMs) ?? fields.optionalSpan('timeout_express', nowMs);
  const terms = createHash('sha256')
    .update(JSON.stringify([outOrderNo, requestNo, title, minor, productCode]))
    .digest('base64');
  return {
    ...{ merchant: merchant.id, outOrderNo, requestNo, title, minor, productCode, terms, payeeId: payee },
    expiresMs: nowMs + (timeoutMs ?? DEFAULT_TIMEOUT_MS),
  };
}

/** Fund authorisations: freezing by QR, by payment code and from an app, releasing, asking, cancelling. */
export class Authorizations {
  readonly #office: Office;
  readonly desk: AuthorizationDesk;

  constructor(office: Office, desk: AuthorizationDesk) {
    this.#office = office;
    this.desk = desk;
  }

  /** `voucher.create`: a QR that freezes when the shopper confirms. Each call gives a fresh one. */
  voucher(merchant: Merchant, fields: Fields, addresses: Addresses): TradeAnswer {
    const authorization = this.open(merchant, fields, addresses, /^PRE_AUTH$/);
    const url = `https://qr.alipay.com/fpx${randomLetters(20).toLowerCase()}`;
    authorization.code = url;
    this.desk.save(authorization);
    const { outOrderNo, operations } = authorization;
    const ids = { out_order_no: outOrderNo, out_request_no: operations[0]?.requestNo };
    return { value: { ...ids, code_type: 'qr_code', code_value: url, code_url: `${url}?picSize=S` } };
  }

  /** `freeze`: the shop has read the payment code on the shopper's phone. */
  freeze(merchant: Merchant, fields: Fields, addresses: Addresses): TradeAnswer {
    fields.text('auth_code_type', 32, /^(bar_code|security_code)$/);
    fields.text('auth_code', 64, AUTH_CODE);
    const authorization = this.open(merchant, fields, addresses, /^PRE_AUTH$/);
    const outcome = this.desk.confirm(authorization);
    const answer = operationAnswer(authorization, freezing(authorization));
    const waiting = { code: '10003', msg: 'order success pay inprocess' };
    return { value: outcome === 'frozen' ? answer : { ...answer, ...waiting } };
  }

  /** Opens one, or finds the one that has this number and is not confirmed yet. */
  open(merchant: Merchant, fields: Fields, addresses: Addresses, product: RegExp): Authorization {
    const wish = readWish(fields, merchant, product, this.#office.clock.nowMs());
    const known = this.desk.byNumber(merchant.id, wish.outOrderNo);
    if (!known) return this.desk.open({ ...wish, notifyUrl: addresses.notifyUrl ?? null });
    if (known.state === 'CLOSED') throw new AlipayRefusal('auth_order_closed');
    if (known.state !== 'INIT') throw new AlipayRefusal('auth_order_finished');
    if (known.terms !== wish.terms) throw new AlipayRefusal('other_terms');
    return known;
  }

  /** `unfreeze`: releases some of what is frozen. The same request number is the same release. */
  async unfreeze(merchant: Merchant, fields: Fields, addresses: Addresses): Promise<TradeAnswer> {
    const { settings, troubles } = this.#office;
    const authorization = this.desk.byAuthNo(merchant.id, fields.text('auth_no', 64));
    const requestNo = fields.text('out_request_no', 64, NUMBER);
    const minor = fields.fen('amount');
    fields.text('remark', 100);
    if (!authorization) throw new AlipayRefusal('auth_missing');
    const earlier = operationCalled(authorization, requestNo);
    if (earlier && (earlier.minor !== minor || earlier.type !== 'UNFREEZE')) throw new AlipayRefusal('other_terms');
    if (earlier) return { value: operationAnswer(authorization, earlier) };
    mustBeFrozen(authorization, 'fund');
    if (minor > authorization.restMinor) throw new AlipayRefusal('auth_amount_exceeded');
    const oddity = this.desk.oddity(authorization);
    const first = troubles.befalls(`${authorizationKey(authorization)} auth`, 'release', { kind: 'first', times: 1 });
    if (oddity === 'release_fails_once' && first) throw new AlipayRefusal('system_error');
    const operation = this.desk.release(authorization, minor, requestNo, addresses.notifyUrl);
    if (oddity === 'release_held' && first) await afterMs(settings.for(merchant.id).held_answer_ms);
    return { value: operationAnswer(authorization, operation) };
  }

  /** `operation.detail.query`. */
  query(merchant: Merchant, fields: Fields): TradeAnswer {
    const { authorization, operation } = this.#found(merchant, fields);
    return { value: detailAnswer(authorization, operation) };
  }

  /** `operation.cancel`: closes what is not confirmed, releases all that is frozen; repeatable. */
  cancel(merchant: Merchant, fields: Fields): TradeAnswer {
    fields.text('remark', 100);
    const { authorization, operation } = this.#found(merchant, fields);
    if (authorization.paidMinor > 0) throw new AlipayRefusal('auth_status_wrong');
    const action = authorization.authNo === null ? 'close' : 'unfreeze';
    if (authorization.state === 'INIT') this.desk.close(authorization);
    if (authorization.state === 'AUTHORIZED') {
      this.desk.release(authorization, authorization.restMinor, `cancel_${operation.requestNo}`);
    }
    return { value: { ...operationAnswer(authorization, operation), action } };
  }

  #found(merchant: Merchant, fields: Fields): { authorization: Authorization; operation: Operation } {
    const authNo = fields.optionalText('auth_no', 64);
    const outOrderNo = fields.optionalText('out_order_no', 64);
    const id = fields.optionalText('operation_id', 64);
    const requestNo = fields.optionalText('out_request_no', 64);
    if (authNo === undefined && outOrderNo === undefined) refuse('auth_no', 'or out_order_no is required');
    if (id === undefined && requestNo === undefined) refuse('operation_id', 'or out_request_no is required');
    const authorization =
      authNo === undefined
        ? this.desk.byNumber(merchant.id, outOrderNo ?? '')
        : this.desk.byAuthNo(merchant.id, authNo);
    if (!authorization) throw new AlipayRefusal('auth_missing');
    const operation = authorization.operations.find((known) =>
      id === undefined ? known.requestNo === requestNo : known.id === id,
    );
    if (!operation) throw new AlipayRefusal('auth_operation_missing');
    return { authorization, operation };
  }
}

function freezing({ operations }: Authorization): Operation {
  const [operation] = operations;
  if (!operation) throw new Error('an authorisation begins with its freezing');
  return operation;
}
