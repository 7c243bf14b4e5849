import type { Payment } from '../shared/books';
import type { Office } from '../shared/core';
import type { Look } from '../shared/html';
import type { Answer, Request } from '../shared/http-server';
import { messagePage, payPage, type PhoneSide } from '../shared/pay-page';
import type { Behaviour } from '../shared/steering';
import type { Merchants } from './merchants';
import { h5Url } from './orders';

export const LOOK: Look = { app: 'WeChat Pay', appInChinese: '微信支付', colour: '#07883f' };

export const shopAddress = (text: string | null | undefined): string | undefined =>
  text && /^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined;

export const weChatPayPhone = (office: Office, merchants: Merchants): PhoneSide => ({
  look: LOOK,
  merchantName: (merchant) => merchants.nameOf(merchant),
  pageUrl: (payment) =>
    payment.channel === 'MWEB' ? h5Url(office.address.url, payment.codes.at(-1)?.text ?? '') : undefined,
  backToShop: (payment, fields) => backToShop(office.till.behaviour(payment), payment, fields),
});

/** A page inside WeChat hears from the bridge how it ended, which proves nothing. */
function backToShop(
  { pageHears }: Behaviour,
  payment: Payment,
  fields: Readonly<Record<string, string>>,
): string | undefined {
  const address = pageHears === 'nothing' ? undefined : shopAddress(fields['redirect_url']);
  if (address === undefined || fields['bridge'] === undefined) return address;
  const back = new URL(address);
  const truth = payment.paid ? 'ok' : 'cancel';
  back.searchParams.set('err_msg', `get_brand_wcpay_request:${pageHears ?? truth}`);
  return back.toString();
}

/** Why the real page would not open, with the words that shoppers then read. */
function obstacle(office: Office, merchants: Merchants, payment: Payment, request: Request): Answer | undefined {
  const { referer, 'user-agent': userAgent = '' } = request.headers;
  if (userAgent.includes('MicroMessenger')) {
    return messagePage(LOOK, 200, 'Open this page outside WeChat', '请在微信外打开订单，进行支付');
  }
  if (!referer && office.settings.for(payment.merchant).require_referer) {
    return messagePage(LOOK, 200, 'The merchant’s parameters are malformed', '商家参数格式有误，请联系商家解决');
  }
  const domains = merchants.get(payment.merchant)?.h5Domains ?? [];
  const host = referer && URL.canParse(referer) ? new URL(referer).hostname : '';
  return domains.length === 0 || domains.includes(host)
    ? undefined
    : messagePage(LOOK, 200, 'This domain is not registered for H5 payments', '商家存在未配置的参数，请联系商家解决');
}

/** The page behind `h5_url`, which a phone's browser opens from the shop's page. */
export function h5Page(office: Office, merchants: Merchants, request: Request): Answer {
  const prepayId = request.query.get('prepay_id') ?? '';
  const payment = office.books.byCode(prepayId);
  const code = payment?.codes.find(({ text }) => text === prepayId);
  if (!payment || !code) {
    return messagePage(LOOK, 200, 'The merchant’s parameters are malformed', '商家参数格式有误，请联系商家解决');
  }
  const problem = obstacle(office, merchants, payment, request);
  if (problem) return problem;
  if (code.endsMs < office.clock.nowMs()) {
    return messagePage(LOOK, 200, 'This payment request has ended', '支付请求已失效，请重新发起支付');
  }
  office.till.scan(payment);
  const redirectUrl = shopAddress(request.query.get('redirect_url'));
  const fields = { via: 'page', code: prepayId, ...(redirectUrl !== undefined && { redirect_url: redirectUrl }) };
  return payPage(office, weChatPayPhone(office, merchants), payment, fields);
}
