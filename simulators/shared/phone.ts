import type { Payment } from './books';
import type { Office } from './core';
import { both, escapeHtml, page, yuanText } from './html';
import { html, seeOther, type Answer, type Request } from './http-server';
import { messagePage, payPage, PHONE_PATH, verdict, type PayFields, type PhoneSide } from './pay-page';

const LISTED = 50;

export const isPhone = (path: string): boolean => path === PHONE_PATH;

function listPage(office: Office, side: PhoneSide, problem = ''): Answer {
  const waiting = office.books.all().filter((payment) => !verdict(office, payment));
  const items = waiting
    .slice(-LISTED)
    .reverse()
    .map((payment) => {
      const address =
        side.pageUrl(payment) ?? `${PHONE_PATH}?code=${encodeURIComponent(payment.codes.at(-1)?.text ?? '')}`;
      const label = `¥${yuanText(payment.amountMinor)} · ${payment.description} · ${side.merchantName(payment.merchant)}`;
      return { address, label };
    })
    .concat(side.otherWaiting?.() ?? [])
    .map(({ address, label }) => `<li class="card"><a href="${escapeHtml(address)}">${escapeHtml(label)}</a></li>`);
  const body = `<h1>Phone</h1>
${problem}
<form method="get" action="${PHONE_PATH}" class="card">
<label for="code">${both('QR text', '二维码内容')}</label>
<input id="code" name="code" autocomplete="off" required>
<div class="row"><button class="main">Scan</button><span lang="zh-CN">扫一扫</span></div>
</form>
<h2>${both('Waiting to be paid', '待付款')}</h2>
${items.length > 0 ? `<ul>${items.join('\n')}</ul>` : `<p>${both('Nothing is waiting.', '没有待付款订单')}</p>`}`;
  return html(200, page(side.look, `Phone – ${side.look.app}`, body));
}

function show(office: Office, side: PhoneSide, request: Request): Answer {
  const code = request.query.get('code')?.trim();
  if (!code) return listPage(office, side);
  const payment = office.books.byCode(code);
  if (!payment)
    return listPage(office, side, `<p role="alert">${both('This code is unknown.', '无法识别的二维码')}</p>`);
  office.till.scan(payment);
  return payPage(office, side, payment, { via: 'phone', code }, request.query.get('cancelled') === '1');
}

function act(office: Office, side: PhoneSide, request: Request): Answer {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const code = form.get('code') ?? '';
  const action = form.get('action');
  const payment = office.books.byCode(code);
  if (!payment) return messagePage(side.look, 404, 'Unknown code', '无法识别的二维码');
  const outcome = action === 'pay' ? office.till.pay(payment) : undefined;
  if (action === 'expire') office.till.expire(payment);
  if (form.get('via') === 'page') {
    form.delete('action');
    const leaves = payment.paid !== null || outcome === 'processing' || action === 'cancel';
    return onPage(office, side, payment, Object.fromEntries(form), leaves, action === 'cancel');
  }
  return seeOther(`${PHONE_PATH}?code=${encodeURIComponent(code)}${action === 'cancel' ? '&cancelled=1' : ''}`);
}

/** The shop's page brought the browser here, and gets it back when the shopper is done. */
function onPage(
  office: Office,
  side: PhoneSide,
  payment: Payment,
  fields: PayFields,
  leaves: boolean,
  cancelled: boolean,
): Answer {
  const back = leaves ? side.backToShop(payment, fields) : undefined;
  return back === undefined ? payPage(office, side, payment, fields, cancelled) : seeOther(back);
}

/** The pretend phone: what waits to be paid, and the page on which it is paid. */
export function phone(office: Office, side: PhoneSide, request: Request): Answer {
  return request.method === 'POST' ? act(office, side, request) : show(office, side, request);
}
