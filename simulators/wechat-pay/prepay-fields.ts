import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { Fields } from './fields';
import { WeChatPayRefusal } from './errors';
import type { Merchant, SubMerchant } from './merchants';

export type TradeType = 'NATIVE' | 'MWEB' | 'JSAPI' | 'APP';

/** Whether a merchant sells for itself, or as a service provider for one of its sub-merchants. */
export type OrderMode = 'direct' | 'partner';

/** What a valid prepay request asks for. */
export interface Prepay {
  readonly outTradeNo: string;
  readonly description: string;
  readonly notifyUrl: string;
  readonly attach: string | undefined;
  readonly amountMinor: number;
  readonly currency: string;
  readonly expiresMs: number;
  readonly parties: Parties;
  /** Who pays, JSAPI only: an openid in one of the parties' applications. */
  readonly payer: Payer | undefined;
  readonly profitSharing: boolean;
  /** A digest of what must be the same when the number is used again. */
  readonly terms: string;
}

const OUT_TRADE_NO = /^[0-9A-Za-z_\-|*]+$/;
const MOST_MINOR = 1_000_000_000;
const SHORTEST_LIFE_MS = 60_000;
const LONGEST_LIFE_MS = 7 * 86_400_000;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export const isOutTradeNo = (text: string): boolean => text.length >= 6 && text.length <= 32 && OUT_TRADE_NO.test(text);

/** Absolute, http or https, and without a query string: WeChat Pay does not deliver to others. */
export function notifyUrlOf(fields: Fields): string | undefined {
  const text = fields.optionalText('notify_url', { max: 255 });
  if (text === undefined) return undefined;
  const fits = /^https?:\/\/[^/?#\s]+[^?#\s]*$/.test(text) && URL.canParse(text);
  return fits ? text : fields.refuse('notify_url', 'must be an absolute address without a query string');
}

/** The last moment to pay; earlier than a minute from now is moved to a minute from now. */
function expiryOf(fields: Fields, nowMs: number): number {
  const text = fields.optionalText('time_expire', { max: 64, pattern: RFC3339 });
  if (text === undefined) return nowMs + LONGEST_LIFE_MS;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) fields.refuse('time_expire', 'is not a date');
  return Math.max(ms, nowMs + SHORTEST_LIFE_MS);
}

function checkScene(fields: Fields): void {
  const scene = fields.object('scene_info');
  const address = scene.text('payer_client_ip', { max: 45 });
  if (isIP(address) === 0) scene.refuse('payer_client_ip', 'is not an IP address');
  if (/^127\.|^::1$|^0\.0\.0\.0$|^::ffff:127\./i.test(address)) {
    scene.refuse('payer_client_ip', 'is not the address of a shopper');
  }
  scene.object('h5_info').text('type', { max: 32, pattern: /^(iOS|Android|Wap)$/ });
}

/** Whose order it is. */
interface Parties {
  readonly appId: string;
  readonly subMerchant: string | undefined;
  readonly subAppId: string | undefined;
}

interface Payer {
  readonly appId: string;
  readonly openid: string;
}

/** The sub-merchant that a request names. @throws WeChatPayRefusal when it is none of this service provider's */
export function subMerchantOf(merchant: Merchant, id: string): SubMerchant {
  const sub = merchant.subMerchants?.find((known) => known.id === id);
  if (!sub) throw new WeChatPayRefusal('sub_merchant_unknown');
  return sub;
}

function partiesOf(fields: Fields, merchant: Merchant, mode: OrderMode): Parties {
  const [appIdName, mchidName] = mode === 'partner' ? ['sp_appid', 'sp_mchid'] : ['appid', 'mchid'];
  const appId = fields.text(appIdName, { max: 32 });
  const mchid = fields.text(mchidName, { max: 32 });
  if (mchid !== merchant.id) throw new WeChatPayRefusal('other_merchant');
  if (appId !== merchant.appId && appId !== merchant.miniProgramAppId) throw new WeChatPayRefusal('appid_not_bound');
  if (mode === 'direct') return { appId, subMerchant: undefined, subAppId: undefined };
  const sub = subMerchantOf(merchant, fields.text('sub_mchid', { max: 32 }));
  const subAppId = fields.optionalText('sub_appid', { max: 32 });
  if (subAppId !== undefined && subAppId !== sub.appId) throw new WeChatPayRefusal('appid_not_bound');
  return { appId, subMerchant: sub.id, subAppId };
}

function payerOf(fields: Fields, { appId, subAppId }: Parties, mode: OrderMode): Payer {
  const payer = fields.object('payer');
  if (mode === 'direct') return { appId, openid: payer.text('openid', { max: 128 }) };
  const subOpenid = payer.optionalText('sub_openid', { max: 128 });
  if (subOpenid === undefined) return { appId, openid: payer.text('sp_openid', { max: 128 }) };
  if (subAppId === undefined) return fields.refuse('sub_appid', 'is required with sub_openid');
  return { appId: subAppId, openid: subOpenid };
}

const COMPARED_AS_THEY_COME = ['goods_tag', 'detail', 'settle_info', 'limit_pay', 'support_fapiao'];

/** @throws WeChatPayRefusal when a field is missing, or is not as the field tables want it */
export function readPrepay(
  fields: Fields,
  merchant: Merchant,
  mode: OrderMode,
  tradeType: TradeType,
  nowMs: number,
): Prepay {
  const parties = partiesOf(fields, merchant, mode);
  const amount = fields.object('amount');
  if (tradeType === 'MWEB') checkScene(fields);
  const prepay = {
    outTradeNo: fields.text('out_trade_no', { min: 6, max: 32, pattern: OUT_TRADE_NO }),
    description: fields.text('description', { max: 127 }),
    notifyUrl: notifyUrlOf(fields) ?? fields.refuse('notify_url', 'is required'),
    attach: fields.optionalText('attach', { min: 0, max: 128 }),
    amountMinor: amount.amount('total', MOST_MINOR),
    currency: amount.optionalText('currency', { max: 16, pattern: /^CNY$/ }) ?? 'CNY',
  };
  fields.optionalText('goods_tag', { min: 0, max: 32 });
  const payer = tradeType === 'JSAPI' ? payerOf(fields, parties, mode) : undefined;
  const others = COMPARED_AS_THEY_COME.map((name) => fields.raw(name));
  const { appId, ...partner } = parties;
  const compared = [tradeType, appId, prepay, others, ...(payer || mode === 'partner' ? [payer, partner] : [])];
  return {
    ...prepay,
    expiresMs: expiryOf(fields, nowMs),
    parties,
    payer,
    profitSharing: fields.optionalObject('settle_info')?.raw('profit_sharing') === true,
    terms: createHash('sha256').update(JSON.stringify(compared)).digest('base64'),
  };
}
