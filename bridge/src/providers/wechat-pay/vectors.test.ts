/** What WeChat Pay's documents and its SDKs in other languages publish, read and made by what we use. */
import { privateDecrypt, sign } from 'node:crypto';
import { WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import { Compile } from 'typebox/compile';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { describe, expect, it } from 'vitest';
import { vectorsOf, WHY_SKIPPED, WITHOUT_VECTORS } from '../../../testing/vectors';
import { certificateFrom, fingerprintOf, privateKeyFrom, publicKeyFrom } from '../keys';
import type { WeChatPayKeys } from './credentials';
import { readNotification } from './notification';

const { ids, text, record } = vectorsOf('wechatpay');

const signed = (key: string, message: string): string =>
  sign('sha256', Buffer.from(message), privateKeyFrom(key, 'merchant_private_key')).toString('base64');

const tests: Record<string, (id: string) => void> = {
  'wx-doc-request-sign-jsapi': (id) => {
    const parts = ['method', 'url', 'timestamp', 'nonce', 'body'].map((name) => text(id, name));
    const [method = '', url = '', timestamp = '', nonce = '', body = ''] = parts;
    const message = Formatter.request(method, url, timestamp, nonce, body);
    expect(message).toBe(text(id, 'message'));
    expect(signed(text('wx-doc-merchant-test-key', 'privateKeyPkcs8Pem'), message)).toBe(text(id, 'signature'));
  },
  'wx-doc-merchant-test-key': (id) => {
    expect(privateKeyFrom(text(id, 'privateKeyPkcs8Pem'), 'key').asymmetricKeyDetails?.modulusLength).toBe(2048);
  },
  'wx-doc-paysign-jsapi': (id) => {
    expect(signed(text('wx-doc-merchant-test-key', 'privateKeyPkcs8Pem'), text(id, 'message'))).toBe(
      text(id, 'paySign'),
    );
  },
  'wx-doc-paysign-app': (id) => {
    expect(signed(text('wx-doc-merchant-test-key', 'privateKeyPkcs8Pem'), text(id, 'message'))).toBe(text(id, 'sign'));
  },
  'wx-doc-response-verify-pubkey-mode': (id) => {
    const headers = record(id, 'headers');
    const key = publicKeyFrom(text(id, 'wechatpayPublicKeyPem'), 'wechat_pay_public_key');
    const {
      'Wechatpay-Timestamp': time = '',
      'Wechatpay-Nonce': nonce = '',
      'Wechatpay-Signature': signature = '',
    } = headers;
    const verify = (body: string) => Rsa.verify(Formatter.response(time, nonce, body), signature, key);
    expect(verify(text(id, 'body'))).toBe(true);
    expect(verify(`${text(id, 'body')} `)).toBe(false);
  },
  'wx-go-key': (id) => {
    const certificate = certificateFrom(text(id, 'certificatePem'), 'platform_certificates');
    const fingerprint = fingerprintOf(privateKeyFrom(text(id, 'privateKeyPkcs8Pem'), 'key'));
    expect(fingerprintOf(publicKeyFrom(text(id, 'publicKeySpkiPem'), 'key'))).toBe(fingerprint);
    expect(fingerprintOf(certificate.publicKey)).toBe(fingerprint);
    expect(certificate.serialNumber).toBe(text(id, 'certificateSerialHex'));
  },
  'wx-go-sign-source': (id) => {
    expect(signed(text('wx-go-key', 'privateKeyPkcs8Pem'), text(id, 'message'))).toBe(text(id, 'signature'));
  },
  'wx-go-aes-gcm-16byte-key': (id) => {
    const short = { api_v3_key: text(id, 'apiV3Key') };
    const complaints = [...Compile(WeChatPayCredentials).Errors(short)].map(({ instancePath }) => instancePath);
    expect(complaints).toContain('/api_v3_key');
  },
  'wx-go-notify-payscore': (id) => {
    const headers = Object.fromEntries(
      Object.entries(record(id, 'headers')).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const certificate = certificateFrom(text(id, 'certificatePem'), 'platform_certificates');
    const keys = {
      apiV3Key: text(id, 'apiV3Key'),
      verifiers: { [certificate.serialNumber]: certificate.publicKey },
    } as unknown as WeChatPayKeys;
    const signedMs = Number(headers['wechatpay-timestamp']) * 1000;
    const read = (body: string, nowMs = signedMs) =>
      readNotification(keys, { headers, body: Buffer.from(body) }, nowMs);
    // The signature fits; the sample's APIv3 key has 16 bytes, which no production key has.
    expect(() => read(text(id, 'body'))).toThrow('does not open with this account');
    expect(() => read(`${text(id, 'body')} `)).toThrow('the signature does not fit');
    expect(() => read(text(id, 'body'), signedMs + 301_000)).toThrow('it was signed at');
  },
  'wx-java-keys': (id) => {
    for (const who of ['merchant', 'wechatpay']) {
      const certificate = certificateFrom(text(id, `${who}CertificatePem`), 'platform_certificates');
      const key = privateKeyFrom(text(id, `${who}PrivateKeyPem`), 'key');
      expect(certificate.serialNumber).toBe(text(id, `${who}Serial`));
      expect(fingerprintOf(certificate.publicKey)).toBe(fingerprintOf(key));
    }
  },
  'wx-java-sign-message': (id) => {
    expect(signed(text('wx-java-keys', 'merchantPrivateKeyPem'), text(id, 'message'))).toBe(text(id, 'signature'));
  },
  'wx-java-oaep': (id) => {
    const key = privateKeyFrom(text('wx-java-keys', 'merchantPrivateKeyPem'), 'merchant_private_key');
    expect(privateDecrypt(key, Buffer.from(text(id, 'ciphertext'), 'base64')).toString()).toBe(text(id, 'plaintext'));
  },
  'wx-java-aes-256-gcm': (id) => {
    const [ciphertext = '', key = '', nonce = '', aad = ''] = ['ciphertext', 'apiV3Key', 'nonce', 'associatedData'].map(
      (name) => text(id, name),
    );
    expect(Aes.AesGcm.decrypt(ciphertext, key, nonce, aad)).toBe(text(id, 'plaintext'));
  },
  'wx-java-v3-certificates-response': (id) => {
    const { data } = JSON.parse(text(id, 'responseBody')) as {
      data: { encrypt_certificate: { ciphertext: string; nonce: string; associated_data: string } }[];
    };
    const sealed = data[0]?.encrypt_certificate;
    if (!sealed) throw new Error('the sample has a certificate');
    const pem = Aes.AesGcm.decrypt(sealed.ciphertext, text(id, 'apiV3Key'), sealed.nonce, sealed.associated_data);
    expect(certificateFrom(pem, 'platform_certificates').serialNumber).toBe(text(id, 'expectedSerial'));
  },
  'wx-axios-plugin-keys': (id) => {
    const client = certificateFrom(text(id, 'clientCertPem'), 'platform_certificates');
    expect(client.serialNumber).toBe(text(id, 'clientSerial'));
    expect(certificateFrom(text(id, 'serverCertPem'), 'platform_certificates').serialNumber).toBe(
      text(id, 'serverSerial'),
    );
    expect(fingerprintOf(client.publicKey)).toBe(fingerprintOf(privateKeyFrom(text(id, 'clientKeyPem'), 'key')));
  },
};

/** What the bridge does not do yet: it reads no bills. */
const NOT_YET = ['wx-tradebill-sha1', 'wx-tradebill-all-sample'];

describe.skipIf(WITHOUT_VECTORS)(`the published samples of WeChat Pay${WHY_SKIPPED}`, () => {
  it.each(Object.entries(tests))('%s', (id, test) => {
    test(id);
  });

  it('are all used, except what is about things that the bridge does not do', () => {
    expect(ids().sort()).toEqual([...Object.keys(tests), ...NOT_YET].sort());
  });
});
