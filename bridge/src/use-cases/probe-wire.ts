/** How a probe looks on the wire: at each provider's doors like that provider's own notifications. */
import { randomBytes } from 'node:crypto';
import type { ProviderName } from '@multipay/contracts/providers';
import type { RawNotification } from '../domain/provider';

/**
 * What a probe calls itself. WeChat Pay's serial numbers are hexadecimal or begin `PUB_KEY_ID_`, Alipay's app ids are
 * digits: nothing that is about money can be taken for a probe, and no probe can be verified as anything else.
 */
export const MARK = 'multipay-probe';

/** RSA-2048, as both providers sign. */
const SIGNATURE_BYTES = 256;
/** About as long as a transaction. */
const CONTENT_BYTES = 600;

/** Letters that careless proxies and firewalls damage. */
const TRYING_WORDS = '回调测试 100% + 1';

export function noticeWith(provider: ProviderName, token: string, nonce: string, nowMs: number): RawNotification {
  return provider === 'wechat_pay' ? weChatPayNotice(token, nonce, nowMs) : alipayNotice(token, nowMs);
}

const COMMON = { accept: '*/*', 'user-agent': 'Mozilla/4.0' };

function weChatPayNotice(token: string, nonce: string, nowMs: number): RawNotification {
  const body = {
    id: token,
    create_time: inChina(nowMs, 'T', '+08:00'),
    resource_type: 'encrypt-resource',
    event_type: 'MULTIPAY.PROBE',
    summary: TRYING_WORDS,
    resource: {
      original_type: 'probe',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: randomBytes(CONTENT_BYTES).toString('base64'),
      associated_data: 'probe',
      nonce: nonce.slice(0, 12),
    },
  };
  return {
    headers: {
      ...COMMON,
      'content-type': 'application/json',
      'wechatpay-timestamp': String(Math.floor(nowMs / 1000)),
      'wechatpay-nonce': nonce,
      'wechatpay-serial': MARK,
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      'wechatpay-signature': Buffer.from(token.padEnd(SIGNATURE_BYTES)).toString('base64'),
    },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function alipayNotice(token: string, nowMs: number): RawNotification {
  const form = new URLSearchParams({
    app_id: MARK,
    notify_id: token,
    notify_type: 'multipay_probe',
    notify_time: inChina(nowMs, ' ', ''),
    charset: 'utf-8',
    version: '1.0',
    subject: TRYING_WORDS,
    sign_type: 'RSA2',
    sign: randomBytes(SIGNATURE_BYTES).toString('base64'),
  });
  return {
    headers: { ...COMMON, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(form.toString()),
  };
}

const CHINA_MS = 8 * 3_600_000;

/** To the second, as the providers write times. */
const inChina = (ms: number, between: string, zone: string): string =>
  `${new Date(ms + CHINA_MS).toISOString().slice(0, 19).replace('T', between)}${zone}`;

/** The tokens in what calls itself a probe, by its headers or by its body; null when it does not. */
export function probeIn(provider: ProviderName, { headers, body }: RawNotification): { tokens: string[] } | null {
  const marked = provider === 'wechat_pay' && headers['wechatpay-serial'] === MARK;
  // Hardly any notification has the word in it, so hardly any is read twice.
  const inBody = body.includes(MARK) ? tokenIn(provider, body.toString('utf8')) : null;
  if (!marked && inBody === null) return null;
  const signature = Buffer.from(headers['wechatpay-signature'] ?? '', 'base64').toString('latin1');
  return { tokens: [...(marked ? [signature.trim()] : []), ...(inBody === null ? [] : [inBody])] };
}

/** Only where a probe has its name: a shop's own words may hold it too. */
function tokenIn(provider: ProviderName, text: string): string | null {
  if (provider === 'alipay') {
    const form = new URLSearchParams(text);
    return form.get('app_id') === MARK ? (form.get('notify_id') ?? '') : null;
  }
  try {
    const { id } = (JSON.parse(text) ?? {}) as { id?: unknown };
    return typeof id === 'string' && id.startsWith(MARK) ? id : null;
  } catch {
    return null; // damaged: then its headers must tell
  }
}
