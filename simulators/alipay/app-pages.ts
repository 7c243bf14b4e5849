import type { Office } from '../shared/core';
import { seeOther, type Answer, type Request } from '../shared/http-server';
import { randomLetters } from '../shared/keys';
import { messagePage, PHONE_PATH } from '../shared/pay-page';
import { authenticateV2, merchantOf } from './authenticate';
import type { Authorizations } from './authorizations';
import { AlipayRefusal } from './errors';
import { Fields } from './fields';
import type { Merchants } from './merchants';
import type { CashierPages } from './pages';
import { addressOf } from './trade-fields';
import type { Trades } from './trades';

const APP_PATH = `${PHONE_PATH}/app`;
const JSAPI_PATH = `${PHONE_PATH}/jsapi`;

export const isAppPath = (path: string): boolean => path === APP_PATH || path === JSAPI_PATH;

/**
 * The Alipay app, as others open it: `/phone/app?order=…` with the order string that a shop's app hands over, and
 * `/phone/jsapi?tradeNO=…` with the number that a page inside Alipay hands to `tradePay`.
 */
export class AppPages {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly #trades: Trades;
  readonly #authorizations: Authorizations;
  readonly #pages: CashierPages;

  constructor(
    office: Office,
    merchants: Merchants,
    trades: Trades,
    authorizations: Authorizations,
    pages: CashierPages,
  ) {
    this.#office = office;
    this.#merchants = merchants;
    this.#trades = trades;
    this.#authorizations = authorizations;
    this.#pages = pages;
  }

  async answer(request: Request): Promise<Answer> {
    try {
      const code = request.path === APP_PATH ? await this.#opened(request) : this.#created(request);
      if (code !== undefined) return seeOther(`${PHONE_PATH}?code=${encodeURIComponent(code)}`);
      return messagePage(this.#pages.side.look, 404, 'This payment is unknown', '交易不存在');
    } catch (error) {
      if (error instanceof AlipayRefusal) return this.#pages.refusal(error);
      throw error;
    }
  }

  /** What an order string, signed like a request, asks for. Like a page's address it may be of any age. */
  async #opened(request: Request): Promise<string> {
    const parameters = Object.fromEntries(new URLSearchParams(request.query.get('order') ?? ''));
    const merchant = merchantOf(this.#merchants, parameters['app_id']);
    authenticateV2(this.#office, merchant, parameters, false);
    const fields = Fields.parse(parameters['biz_content'] ?? '');
    const addresses = { notifyUrl: addressOf('notify_url', parameters['notify_url']), returnUrl: undefined };
    const { method } = parameters;
    if (method === 'alipay.trade.app.pay') return this.#trades.openPage(merchant, fields, 'app', addresses);
    if (method !== 'alipay.fund.auth.order.app.freeze') throw new AlipayRefusal('invalid_method');
    const authorization = this.#authorizations.open(merchant, fields, addresses, /^PRE_AUTH_ONLINE$/);
    authorization.code ??= randomLetters(32);
    this.#authorizations.desk.save(authorization);
    return authorization.code;
  }

  #created(request: Request): string | undefined {
    const tradeNo = request.query.get('tradeNO') ?? '';
    for (const id of this.#merchants.ids()) {
      const payment = this.#office.books.byTradeNumber(id, tradeNo);
      if (payment?.channel === 'create') return payment.codes.at(-1)?.text;
    }
    return undefined;
  }
}
