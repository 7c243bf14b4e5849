import { createHash } from 'node:crypto';
import { AlipayRefusal } from './errors';
import { refuse, type Fields } from './fields';
import type { Merchant } from './merchants';

/** How a shopper meets a trade: `create` inside Alipay, `pay` by payment code, `capture` out of frozen money. */
export type Channel = 'precreate' | 'page' | 'wap' | 'app' | 'create' | 'pay' | 'capture';

/** Where Alipay should tell the shop, and where it sends the browser; common parameters, beside the content. */
export interface Addresses {
  readonly notifyUrl: string | undefined;
  readonly returnUrl: string | undefined;
}

/** What a valid request for a payment asks for. */
export interface TradeWish {
  readonly outTradeNo: string;
  readonly subject: string;
  readonly amountMinor: number;
  readonly expiresMs: number;
  /** Until when the QR can be scanned. */
  readonly codeEndsMs: number;
  readonly details: Readonly<Record<string, string>>;
  /** A digest of what must be the same when the number is used again. */
  readonly terms: string;
}

const HOUR_MS = 3_600_000;
const CODE_LIFE_MS = 2 * HOUR_MS;
const DEFAULT_LIFE_MS: { readonly [C in Channel]: number } = {
  precreate: 3 * HOUR_MS,
  page: 15 * 24 * HOUR_MS,
  wap: 15 * 24 * HOUR_MS,
  app: 15 * 24 * HOUR_MS,
  create: 15 * 24 * HOUR_MS,
  pay: 3 * HOUR_MS,
  capture: 3 * HOUR_MS,
};
const MOST_MINOR = 10_000_000_000; // 100,000,000 yuan

// For WAP a public client has sent QUICK_WAP_PAY for years, so the real one cannot be strict about it.
const PRODUCT_CODES: { readonly [C in Channel]: readonly string[] } = {
  precreate: ['FACE_TO_FACE_PAYMENT', 'QR_CODE_OFFLINE'],
  page: ['FAST_INSTANT_TRADE_PAY'],
  wap: ['QUICK_WAP_WAY', 'QUICK_WAP_PAY'],
  app: ['QUICK_MSECURITY_PAY'],
  create: ['JSAPI_PAY', 'FACE_TO_FACE_PAYMENT'],
  pay: ['FACE_TO_FACE_PAYMENT'],
  capture: ['PRE_AUTH', 'PRE_AUTH_ONLINE'],
};

function checkProduct(fields: Fields, channel: Channel): void {
  const code = fields.optionalText('product_code', 64);
  if (code === undefined && channel !== 'page') return;
  if (!code || !PRODUCT_CODES[channel].includes(code)) {
    refuse('product_code', `must be ${PRODUCT_CODES[channel][0]}`);
  }
}

function expiryOf(fields: Fields, channel: Channel, nowMs: number): number {
  const absoluteMs = fields.optionalTime('time_expire');
  const spanMs = fields.optionalSpan('timeout_express', nowMs) ?? DEFAULT_LIFE_MS[channel];
  const expiresMs = absoluteMs ?? nowMs + spanMs;
  if (expiresMs <= nowMs) throw new AlipayRefusal('expiry_past');
  return expiresMs;
}

export function addressOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const fits = text.length <= 256 && /^https?:\/\//.test(text) && URL.canParse(text);
  return fits ? text : refuse(name, 'must be an absolute address of at most 256 characters');
}

/** A trade inside Alipay is made for one buyer: by user id, or by open id, which belongs to one application. */
function buyerOf(fields: Fields, channel: Channel): Record<string, string | undefined> {
  const buyerId = fields.optionalText('buyer_id', 28, /^2088\d{12}$/);
  const openId = fields.optionalText('buyer_open_id', 128);
  if (channel === 'create' && buyerId === undefined && openId === undefined) refuse('buyer_id', 'is required');
  return { buyer_id: buyerId, buyer_open_id: openId };
}

const KEPT = ['body', 'passback_params', 'quit_url'] as const;

/** @throws AlipayRefusal when a field is missing, or is not as the field tables want it */
export function readTrade(
  fields: Fields,
  merchant: Merchant,
  channel: Channel,
  addresses: Addresses,
  nowMs: number,
): TradeWish {
  checkProduct(fields, channel);
  const sellerId = fields.optionalText('seller_id', 28);
  if (sellerId !== undefined && sellerId !== merchant.sellerId) throw new AlipayRefusal('seller_mismatch', 'seller_id');
  const outTradeNo = fields.text('out_trade_no', 64, /^[A-Za-z0-9_]+$/);
  const subject = fields.text('subject', 256, /^[^/=&]*$/);
  const amountMinor = fields.fen('total_amount');
  if (amountMinor > MOST_MINOR) throw new AlipayRefusal('total_too_high');
  const expiresMs = expiryOf(fields, channel, nowMs);
  const codeSpanMs = Math.min(fields.optionalSpan('qr_code_timeout_express', nowMs) ?? CODE_LIFE_MS, CODE_LIFE_MS);
  const kept = KEPT.map((name) => [name, fields.optionalText(name, 512)] as const);
  addressOf('quit_url', fields.optionalText('quit_url', 400));
  const details = { ...Object.fromEntries(kept), return_url: addresses.returnUrl, ...buyerOf(fields, channel) };
  const compared = [
    channel,
    merchant.id,
    outTradeNo,
    subject,
    amountMinor,
    fields.raw('body'),
    fields.raw('goods_detail'),
  ];
  return {
    outTradeNo,
    subject,
    amountMinor,
    expiresMs,
    codeEndsMs: channel === 'precreate' ? Math.min(nowMs + codeSpanMs, expiresMs) : expiresMs,
    details: JSON.parse(JSON.stringify(details)) as Record<string, string>, // without what is undefined
    terms: createHash('sha256').update(JSON.stringify(compared)).digest('base64'),
  };
}
