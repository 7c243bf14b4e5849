import type { Payment } from './books';
import type { Office } from './core';
import { both, escapeHtml, page, yuanText, type Look } from './html';
import { html, type Answer } from './http-server';

export const PHONE_PATH = '/phone';

/** What the phone needs to know of its provider. */
export interface PhoneSide {
  readonly look: Look;
  merchantName(merchant: string): string;
  /** Where a payment's own page is (H5, cashier); undefined where a QR is scanned. */
  pageUrl(payment: Payment): string | undefined;
  /** What else waits for the shopper, beside payments. */
  otherWaiting?(): readonly { readonly address: string; readonly label: string }[];
  /** Where the shopper's browser goes from that page, paid or not; undefined: it stays. */
  backToShop(payment: Payment, fields: Readonly<Record<string, string>>): string | undefined;
}

/** What goes back with a button: how the page was reached, by which code, and where to go from there. */
export type PayFields = Readonly<Record<string, string>>;

const hidden = (fields: PayFields): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');

const BUTTONS = [
  { action: 'pay', label: 'Pay', chinese: '付款', main: true },
  { action: 'cancel', label: 'Cancel', chinese: '取消', main: false },
  { action: 'expire', label: 'Let it expire', chinese: '放着过期', main: false },
] as const;

// The Chinese stands beside the button, so that its accessible name is exactly the English word.
const buttons = (fields: PayFields): string => `
<form method="post" action="${PHONE_PATH}">${hidden(fields)}
${BUTTONS.map(
  ({ action, label, chinese, main }) =>
    `<div class="row"><button name="action" value="${action}"${
      main ? ' class="main"' : ''
    }>${label}</button><span lang="zh-CN">${chinese}</span></div>`,
).join('\n')}
</form>`;

/** Where a payment stands, as its shopper sees it; undefined while it can be paid. */
export function verdict(office: Office, payment: Payment): readonly [english: string, chinese: string] | undefined {
  if (payment.paid) return ['Paid', '支付成功'];
  if (payment.plans.some((plan) => plan.what === 'take_money')) return ['Processing', '支付处理中'];
  const refusal = office.till.refusal(payment);
  if (refusal === 'closed') return ['Closed', '订单已关闭'];
  return refusal === 'expired' ? ['Expired', '订单已过期'] : undefined;
}

function notice(payment: Payment, cancelled: boolean): string {
  if (payment.lastTryFailed) {
    return `<h1>Payment failed</h1><p>${both('The payment did not go through. Try again.', '支付失败,请重试')}</p>`;
  }
  return cancelled
    ? `<h1>Cancelled</h1><p>${both('Nothing has been paid.', '未支付')}</p>`
    : '<h1>Confirm payment</h1><p lang="zh-CN">确认付款</p>';
}

const card = (side: PhoneSide, payment: Payment): string => {
  const { currency, minor } = payment.paid ?? { currency: payment.currency, minor: payment.amountMinor };
  return `<div class="card">
<p>${escapeHtml(side.merchantName(payment.merchant))}</p>
<p class="amount">${currency === 'CNY' ? '¥' : `${escapeHtml(currency)} `}${yuanText(minor)}</p>
<p>${escapeHtml(payment.description)}</p>
<p lang="zh-CN">商户单号 ${escapeHtml(payment.outTradeNo)}</p>
</div>`;
};

/** The page on which a shopper pays. `fields` travel with the buttons. */
export function payPage(
  office: Office,
  side: PhoneSide,
  payment: Payment,
  fields: PayFields,
  cancelled = false,
): Answer {
  const said = verdict(office, payment);
  if (!said) {
    const body = `${notice(payment, cancelled)}\n${card(side, payment)}\n${buttons(fields)}`;
    return html(200, page(side.look, `Pay – ${side.look.app}`, body));
  }
  const [english, chinese] = said;
  const back = fields['via'] === 'page' ? side.backToShop(payment, fields) : undefined;
  const link =
    back === undefined ? '' : `<p><a href="${escapeHtml(back)}">${both('Back to the shop', '返回商家')}</a></p>`;
  const body = `<h1>${english}</h1><p lang="zh-CN">${chinese}</p>\n${card(side, payment)}\n${link}`;
  return html(200, page(side.look, `${english} – ${side.look.app}`, body));
}

/** A page that only says something. */
export const messagePage = (look: Look, status: number, english: string, chinese: string): Answer =>
  html(status, page(look, english, `<h1>${escapeHtml(english)}</h1><p lang="zh-CN">${escapeHtml(chinese)}</p>`));
