/**
 * Somebody who sets up a merchant account of another's number with keys of their own, and signs notifications with
 * them: everything about these is right, except whose keys they are.
 */
import { createCipheriv, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { AlipayCredentials, Credentials, WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import type { Payment } from '@multipay/contracts/schemas/payment';
import type { RawNotification } from '../src/domain/provider';

export interface Impostor {
  readonly credentials: Credentials;
  /** A notification that the payment was paid as it was asked. */
  claims(payment: Payment, nowMs: number): RawNotification;
}

const pemOf = (key: KeyObject): string =>
  key.export(key.type === 'private' ? { type: 'pkcs8', format: 'pem' } : { type: 'spki', format: 'pem' });

const signature = (text: string, key: KeyObject): string => sign('sha256', Buffer.from(text), key).toString('base64');

export function weChatPayImpostor(victim: WeChatPayCredentials): Impostor {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const apiV3Key = randomBytes(16).toString('hex');
  const credentials: WeChatPayCredentials = {
    merchant_number: victim.merchant_number,
    app_id: victim.app_id,
    merchant_private_key: victim.merchant_private_key,
    merchant_certificate_serial: victim.merchant_certificate_serial,
    api_v3_key: apiV3Key,
    wechat_pay_public_key_id: `PUB_KEY_ID_${victim.merchant_number}0000000000`,
    wechat_pay_public_key: pemOf(publicKey),
  };
  return {
    credentials,
    claims({ id, amount, currency }, nowMs) {
      const body = JSON.stringify({
        id: randomBytes(16).toString('hex'),
        event_type: 'TRANSACTION.SUCCESS',
        resource: sealedResource(apiV3Key, {
          appid: victim.app_id,
          mchid: victim.merchant_number,
          out_trade_no: id,
          trade_state: 'SUCCESS',
          transaction_id: '4200000000000000000000000001',
          success_time: new Date(nowMs).toISOString(),
          amount: { total: amount, currency },
        }),
      });
      const timestamp = String(Math.floor(nowMs / 1000));
      const nonce = randomBytes(16).toString('hex');
      const headers = {
        'wechatpay-timestamp': timestamp,
        'wechatpay-nonce': nonce,
        'wechatpay-serial': credentials.wechat_pay_public_key_id ?? '',
        'wechatpay-signature': signature(`${timestamp}\n${nonce}\n${body}\n`, privateKey),
      };
      return { headers, body: Buffer.from(body) };
    },
  };
}

function sealedResource(apiV3Key: string, transaction: object): object {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce);
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(transaction)), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = sealed.toString('base64');
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data: 'transaction' };
}

export function alipayImpostor(victim: AlipayCredentials): Impostor {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    credentials: { ...victim, alipay_public_key: pemOf(createPublicKey(privateKey)) },
    claims({ id, amount }, nowMs) {
      const china = new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      const form: Record<string, string> = {
        app_id: victim.app_id,
        notify_id: randomBytes(16).toString('hex'),
        notify_time: china,
        notify_type: 'trade_status_sync',
        out_trade_no: id,
        trade_no: '2026112122001400000000000001',
        trade_status: 'TRADE_SUCCESS',
        total_amount: `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`,
        gmt_payment: china,
      };
      const text = Object.keys(form)
        .sort()
        .map((name) => `${name}=${form[name] ?? ''}`)
        .join('&');
      const signed = { ...form, sign_type: 'RSA2', sign: signature(text, privateKey) };
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
      return { headers, body: Buffer.from(new URLSearchParams(signed).toString()) };
    },
  };
}
