import type { Payment } from '../shared/books';
import { chinaText } from '../shared/clock';
import type { Office } from '../shared/core';
import { escapeHtml, page, yuanText, type Look } from '../shared/html';
import { html, type Answer, type Request } from '../shared/http-server';
import { messagePage, payPage, type PhoneSide } from '../shared/pay-page';
import { signatureOf, spoiled } from '../shared/rsa';
import type { AlipayRefusal } from './errors';
import { alipayPrivateKey, type Merchants } from './merchants';
import { contentOf, NOTIFICATION_LEAVES_OUT } from './signature';

export const LOOK: Look = { app: 'Alipay', appInChinese: '支付宝', colour: '#1156c9' };

const PATH = '/cashier';

export const isCashierPath = (path: string): boolean => path === PATH;

/** Alipay's own pages: the cashier, to which a shop's page sends the browser, and the page that says what is wrong. */
export class CashierPages {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly side: PhoneSide;

  constructor(office: Office, merchants: Merchants) {
    this.#office = office;
    this.#merchants = merchants;
    this.side = {
      look: LOOK,
      merchantName: (merchant) => merchants.nameOf(merchant),
      pageUrl: (payment) => (payment.channel === 'precreate' ? undefined : this.url(payment.codes.at(-1)?.text ?? '')),
      backToShop: (payment) => this.#backToShop(payment),
    };
  }

  url(handle: string): string {
    return `${this.#office.address.url}${PATH}?id=${encodeURIComponent(handle)}`;
  }

  /** Opening it begins the trade, as it does at the real cashier once the shopper has logged in. */
  cashier(request: Request): Answer {
    const handle = request.query.get('id') ?? '';
    const payment = this.#office.books.byCode(handle);
    if (!payment) return messagePage(LOOK, 404, 'This payment is unknown', '交易不存在');
    this.#office.till.scan(payment);
    return payPage(this.#office, this.side, payment, { via: 'page', code: handle });
  }

  /** What the shopper sees instead of the cashier. */
  refusal(refusal: AlipayRefusal): Answer {
    const body = `<h1>This payment cannot be opened</h1>
<p lang="zh-CN">调试错误，请回到请求来源地，重新发起请求。</p>
<p>Error code <span lang="zh-CN">错误代码</span> ${escapeHtml(refusal.v3Code)}</p>
<p lang="zh-CN">错误原因: ${escapeHtml(refusal.sentence)}</p>`;
    return html(200, page(LOOK, `Error – ${LOOK.app}`, body));
  }

  /**
   * After paying, `return_url` with signed parameters, which prove nothing about the payment's state; after cancelling,
   * `quit_url` where the shop gave one, otherwise `return_url` as it is.
   */
  #backToShop(payment: Payment): string | undefined {
    if (this.#office.till.behaviour(payment).pageHears === 'nothing') return undefined;
    const returnUrl = payment.details['return_url'];
    if (!payment.paid) return payment.details['quit_url'] ?? returnUrl;
    return returnUrl === undefined ? undefined : this.#signedReturn(payment, returnUrl);
  }

  #signedReturn(payment: Payment, returnUrl: string): string {
    const merchant = this.#merchants.known(payment.merchant);
    const url = new URL(returnUrl);
    const parameters: Record<string, string> = {
      app_id: merchant.id,
      auth_app_id: merchant.id,
      charset: 'utf-8',
      method: `alipay.trade.${payment.channel}.pay.return`,
      out_trade_no: payment.outTradeNo,
      seller_id: merchant.sellerId,
      sign_type: 'RSA2',
      timestamp: chinaText(this.#office.clock.nowMs()),
      total_amount: yuanText(payment.paid?.minor ?? payment.amountMinor),
      trade_no: payment.tradeNumber ?? '',
      version: '1.0',
    };
    const genuine = signatureOf(contentOf(parameters, NOTIFICATION_LEAVES_OUT), alipayPrivateKey(merchant));
    const wrongly = this.#office.till.behaviour(payment).open?.kind === 'wrongly_signed';
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    url.searchParams.set('sign', wrongly ? spoiled(genuine) : genuine);
    return url.toString();
  }
}
