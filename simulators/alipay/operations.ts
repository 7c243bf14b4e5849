import type { Fields } from './fields';
import type { Merchant } from './merchants';
import type { Refunds } from './refunds';
import type { Addresses } from './trade-fields';
import type { TradeAnswer, Trades } from './trades';

export type Operation = (
  merchant: Merchant,
  fields: Fields,
  addresses: Addresses,
) => TradeAnswer | Promise<TradeAnswer>;

/** The calls that both protocols offer, by the v2 method's name; v3 has them under /v3/ with slashes for dots. */
export class Operations {
  readonly trades: Trades;
  readonly #byMethod: ReadonlyMap<string, Operation>;

  constructor(trades: Trades, refunds: Refunds) {
    this.trades = trades;
    this.#byMethod = new Map<string, Operation>([
      ['alipay.trade.precreate', (merchant, fields, addresses) => trades.precreate(merchant, fields, addresses)],
      ['alipay.trade.query', (merchant, fields) => trades.query(merchant, fields)],
      ['alipay.trade.close', (merchant, fields) => trades.close(merchant, fields)],
      ['alipay.trade.cancel', (merchant, fields) => trades.cancel(merchant, fields)],
      ['alipay.trade.refund', (merchant, fields) => refunds.refund(merchant, fields)],
      ['alipay.trade.fastpay.refund.query', (merchant, fields) => refunds.query(merchant, fields)],
    ]);
  }

  byMethod(method: string): Operation | undefined {
    return this.#byMethod.get(method);
  }
}
