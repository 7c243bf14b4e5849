import type { Authorizations } from './authorizations';
import type { Bills } from './bills';
import type { CodePayments } from './code-payments';
import type { Fields } from './fields';
import { downloadCertificate, type Merchant } from './merchants';
import { OAUTH_METHOD, type OAuth } from './oauth';
import type { Refunds } from './refunds';
import type { Addresses } from './trade-fields';
import type { TradeAnswer } from './trade-answer';
import type { Trades } from './trades';

export type Operation = (
  merchant: Merchant,
  fields: Fields,
  addresses: Addresses,
) => TradeAnswer | Promise<TradeAnswer>;

/** Whoever answers the calls. */
export interface Desks {
  readonly trades: Trades;
  readonly refunds: Refunds;
  readonly bills: Bills;
  readonly codePayments: CodePayments;
  readonly authorizations: Authorizations;
  readonly oauth: OAuth;
}

/** The calls that both protocols offer, by the v2 method's name; v3 has them under /v3/ with slashes for dots. */
export class Operations {
  readonly trades: Trades;
  readonly #byMethod: ReadonlyMap<string, Operation>;

  constructor({ trades, refunds, bills, codePayments, authorizations, oauth }: Desks) {
    this.trades = trades;
    const auth = 'alipay.fund.auth';
    this.#byMethod = new Map<string, Operation>([
      ['alipay.trade.precreate', (merchant, fields, addresses) => trades.precreate(merchant, fields, addresses)],
      ['alipay.trade.query', (merchant, fields) => trades.query(merchant, fields)],
      ['alipay.trade.close', (merchant, fields) => trades.close(merchant, fields)],
      ['alipay.trade.cancel', (merchant, fields) => trades.cancel(merchant, fields)],
      ['alipay.trade.refund', (merchant, fields) => refunds.refund(merchant, fields)],
      ['alipay.trade.fastpay.refund.query', (merchant, fields) => refunds.query(merchant, fields)],
      ['alipay.trade.create', (...call) => trades.create(...call)],
      ['alipay.trade.pay', (...call) => codePayments.pay(...call)],
      [`${auth}.order.voucher.create`, (...call) => authorizations.voucher(...call)],
      [`${auth}.order.freeze`, (...call) => authorizations.freeze(...call)],
      [`${auth}.order.unfreeze`, (...call) => authorizations.unfreeze(...call)],
      [`${auth}.operation.detail.query`, (merchant, fields) => authorizations.query(merchant, fields)],
      [`${auth}.operation.cancel`, (merchant, fields) => authorizations.cancel(merchant, fields)],
      ['alipay.open.app.alipaycert.download', (merchant, fields) => downloadCertificate(merchant, fields)],
      [OAUTH_METHOD, (merchant, fields) => oauth.token(merchant, fields)],
      ['alipay.data.dataservice.bill.downloadurl.query', (merchant, fields) => bills.address(merchant, fields)],
    ]);
  }

  byMethod(method: string): Operation | undefined {
    return this.#byMethod.get(method);
  }
}
