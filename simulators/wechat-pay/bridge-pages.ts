import type { Payment } from '../shared/books';
import type { Office } from '../shared/core';
import type { Answer, Request } from '../shared/http-server';
import { messagePage, payPage, PHONE_PATH } from '../shared/pay-page';
import { verifies } from '../shared/rsa';
import { merchantPublicKeys, type Merchants } from './merchants';
import { LOOK, shopAddress, weChatPayPhone } from './pages';
import { payMessage } from './signature';

const JSAPI_PATH = `${PHONE_PATH}/jsapi`;
const APP_PATH = `${PHONE_PATH}/app`;

export const isBridgePath = (path: string): boolean => path === JSAPI_PATH || path === APP_PATH;

interface Handed {
  readonly appId: string;
  readonly prepayId: string;
  readonly message: string;
  readonly signature: string;
  /** Whether the fixed words are right, and the merchant (apps name it). */
  readonly fits: (payment: Payment) => boolean;
}

/** What a page hands to WeixinJSBridge, and a mini program to wx.requestPayment. */
function fromPage(query: URLSearchParams): Handed {
  const get = (name: string): string => query.get(name) ?? '';
  const packageText = get('package');
  return {
    appId: get('appId'),
    prepayId: packageText.replace(/^prepay_id=/, ''),
    message: payMessage(get('appId'), get('timeStamp'), get('nonceStr'), packageText),
    signature: get('paySign'),
    fits: ({ channel }) => get('signType') === 'RSA' && packageText.startsWith('prepay_id=') && channel === 'JSAPI',
  };
}

/** What a shop's app hands to WeChat's SDK. */
function fromApp(query: URLSearchParams): Handed {
  const get = (name: string): string => query.get(name) ?? '';
  const partner = (payment: Payment): string => payment.details['sub_mchid'] ?? payment.merchant;
  return {
    appId: get('appId'),
    prepayId: get('prepayId'),
    message: payMessage(get('appId'), get('timeStamp'), get('nonceStr'), get('prepayId')),
    signature: get('sign'),
    fits: (payment) =>
      get('packageValue') === 'Sign=WXPay' && get('partnerId') === partner(payment) && payment.channel === 'APP',
  };
}

/**
 * The WeChat app, as a page, a mini program or another app opens it: `/phone/jsapi?appId=…&timeStamp=…&nonceStr=…&
 * package=…&signType=RSA&paySign=…`, `/phone/app?appId=…&partnerId=…&prepayId=…&packageValue=…&nonceStr=…&timeStamp=…&
 * sign=…`. With `redirect_url` the browser goes there afterwards, with `err_msg` as the bridge would tell it.
 */
export function bridgePage(office: Office, merchants: Merchants, request: Request): Answer {
  const handed = request.path === APP_PATH ? fromApp(request.query) : fromPage(request.query);
  const payment = office.books.byCode(handed.prepayId);
  const code = payment?.codes.find(({ text }) => text === handed.prepayId);
  if (!payment || !code || !handed.fits(payment)) {
    return messagePage(LOOK, 200, 'The merchant’s parameters are malformed', '商家参数格式有误，请联系商家解决');
  }
  const keys = [...merchantPublicKeys(merchants.known(payment.merchant)).values()];
  const fits = keys.some((key) => verifies(handed.message, handed.signature, key));
  const isOurs = fits && handed.appId === payment.details['payer_appid'];
  if (!isOurs) return messagePage(LOOK, 200, 'The signature is wrong', '支付验证签名失败');
  if (code.endsMs < office.clock.nowMs()) {
    return messagePage(LOOK, 200, 'This payment request has ended', '支付请求已失效，请重新发起支付');
  }
  office.till.scan(payment);
  const redirectUrl = shopAddress(request.query.get('redirect_url'));
  const fields = { via: 'page', bridge: '1', code: code.text, ...(redirectUrl && { redirect_url: redirectUrl }) };
  return payPage(office, weChatPayPhone(office, merchants), payment, fields);
}
