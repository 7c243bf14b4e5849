import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { SIGNATURE_WINDOW_SECONDS } from '@multipay/contracts/signing';
import { BridgeError } from '../../domain/errors';
import type { Notice, RawNotification } from '../../domain/provider';
import type { WeChatPayKeys } from './credentials';
import { observedIn } from './status';
import { readEnvelope, readTransaction, type Envelope } from './wire';

const forged = (detail: string): BridgeError => new BridgeError('notification_forged', detail);

/**
 * Verifies the raw bytes (`timestamp\nnonce\nbody\n`, RSA-SHA256, five minutes), then decrypts and reads them.
 *
 * WeChat Pay probes with signatures that begin `WECHATPAY/SIGNTEST/` whether a merchant really verifies; they are
 * wrong, and are refused like every wrong one.
 */
export function readNotification(keys: WeChatPayKeys, raw: RawNotification, nowMs: number): Notice {
  return noticeIn(keys, envelopeIn(verifiedText(keys, raw, nowMs)));
}

/**
 * What WeChat Pay signed, once its signature is verified.
 *
 * @throws BridgeError `notification_forged`, `notification_stale`
 */
export function verifiedText(keys: WeChatPayKeys, { headers, body }: RawNotification, nowMs: number): string {
  const {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': signature,
    'wechatpay-serial': serial,
  } = headers;
  if (!timestamp || !nonce || !signature || !serial) throw forged('a Wechatpay-* header is missing');
  const key = Object.hasOwn(keys.verifiers, serial) ? keys.verifiers[serial] : undefined;
  if (!key) throw forged(`no key is named ${serial.slice(0, 80)}`);
  const text = body.toString('utf8');
  if (!Rsa.verify(Formatter.response(timestamp, nonce, text), signature, key))
    throw forged('the signature does not fit');
  if (!/^\d{10}$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > SIGNATURE_WINDOW_SECONDS) {
    throw new BridgeError('notification_stale', `it was signed at ${timestamp}`);
  }
  return text;
}

function envelopeIn(text: string): Envelope {
  const envelope = parsed(text);
  if (!readEnvelope.Check(envelope)) throw forged('it is signed, but has not the shape of a notification');
  return envelope;
}

function noticeIn(keys: WeChatPayKeys, { id, event_type: type, resource }: Envelope): Notice {
  if (resource.algorithm !== 'AEAD_AES_256_GCM') throw forged(`unknown algorithm ${resource.algorithm}`);
  const content = parsed(decrypted(keys, resource));
  if (!type.startsWith('TRANSACTION.')) return { kind: 'other', id, type };
  if (!readTransaction.Check(content)) throw forged('its content has not the shape of a transaction');
  if (content.mchid !== keys.merchantNumber || content.appid !== keys.appId) {
    throw forged(`it is about merchant ${content.mchid}, app ${content.appid}`);
  }
  return { kind: 'payment', id, paymentId: content.out_trade_no, observed: observedIn(content) };
}

function decrypted(keys: WeChatPayKeys, { ciphertext, nonce, associated_data: aad }: Envelope['resource']): string {
  try {
    return Aes.AesGcm.decrypt(ciphertext, keys.apiV3Key, nonce, aad ?? '');
  } catch {
    throw forged("it does not open with this account's APIv3 key");
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw forged('it is not JSON'); // the parser's own words would quote it
  }
}
