/** What Alipay's documents and SDKs publish, read and made by what we use. */
import { sign } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { describe, expect, it } from 'vitest';
import { vectorsOf, WHY_SKIPPED, WITHOUT_VECTORS } from '../../../testing/vectors';
import { certificateFrom, fingerprintOf, privateKeyFrom, publicKeyFrom } from '../keys';
import type { AlipayKeys } from './credentials';
import { readNotification } from './notification';

const { ids, text, record } = vectorsOf('alipay');

/** An account that verifies with the key of a sample. */
function accountOf(id: string): { keys: AlipayKeys; sdk: AlipaySdk } {
  const alipayPublicKey = publicKeyFrom(text(id, 'alipayPublicKeyPem'), 'alipay_public_key');
  const privateKey = privateKeyFrom(text('ali-app-keys', 'privateKeyPkcs8Pem'), 'app_private_key');
  const appId = id.includes('notify') ? (record(id, 'params')['app_id'] ?? '') : '2021000000000000';
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' });
  const sdk = new AlipaySdk({ appId, privateKey: pem, camelcase: false });
  Object.assign(sdk.config, { privateKey, alipayPublicKey });
  return { keys: { appId, privateKey, alipayPublicKey, sellerId: undefined, certificates: [] }, sdk };
}

const noticeOf = (id: string, change: Record<string, string> = {}) => {
  const { keys, sdk } = accountOf(id);
  const body = Buffer.from(new URLSearchParams({ ...record(id, 'params'), ...change }).toString());
  return readNotification(keys, sdk, { headers: {}, body });
};

const tests: Record<string, (id: string) => void> = {
  'ali-app-keys': (id) => {
    const fingerprint = fingerprintOf(privateKeyFrom(text(id, 'privateKeyPkcs8Pem'), 'app_private_key'));
    expect(fingerprintOf(privateKeyFrom(text(id, 'privateKeyPkcs1Pem'), 'app_private_key'))).toBe(fingerprint);
    expect(fingerprintOf(publicKeyFrom(text(id, 'appPublicKeyPem'), 'alipay_public_key'))).toBe(fingerprint);
  },
  'ali-request-sign-derived': (id) => {
    const key = privateKeyFrom(text('ali-app-keys', 'privateKeyPkcs1Pem'), 'app_private_key');
    expect(sign('sha256', Buffer.from(text(id, 'message')), key).toString('base64')).toBe(text(id, 'sign'));
  },
  'ali-response-sign-file-upload': (id) => {
    const { sdk } = accountOf(id);
    const body = text(id, 'responseBody');
    const check = (answer: string) => () => {
      sdk.checkResponseSign(answer, text(id, 'responseKey'), text(id, 'sign'), 'trace');
    };
    expect(check(body)).not.toThrow();
    expect(check(body.replace('Success', 'Succeed'))).toThrow('验签失败');
  },
  'ali-notify-trade-success': (id) => {
    const params = record(id, 'params');
    const notice = noticeOf(id);
    expect(notice).toMatchObject({
      kind: 'payment',
      paymentId: params['out_trade_no'],
      observed: {
        status: 'succeeded',
        transactionId: params['trade_no'],
        amount: 10,
        currency: 'CNY',
        // China is eight hours ahead.
        paidMs: Date.parse(`${String(params['gmt_payment']).replace(' ', 'T')}+08:00`),
      },
    });
    for (const change of [{ total_amount: '1.00' }, { out_trade_no: 'another' }, { sign_type: 'RSA' }]) {
      expect(() => noticeOf(id, change)).toThrow(/does not fit|not RSA2/);
    }
  },
  'ali-notify-servicemarket-order': (id) => {
    // Genuine, though signed by another rule, which includes sign_type; and no payment.
    const { notify_id: number, notify_type: type } = record(id, 'params');
    expect(noticeOf(id)).toEqual({ kind: 'other', id: number, type });
    expect(() => noticeOf(id, { commodity_order_id: '1' })).toThrow('the signature does not fit');
  },
  'ali-cert-sn': (id) => {
    expect(certificateFrom(text(id, 'appCertPem'), 'certificate').serialNumber).toMatch(/^[0-9A-F]+$/);
  },
};

/** What the bridge does not do: encrypted contents, the gateway's third version, bills. */
const NOT_YET = ['ali-aes-128-cbc-derived', 'ali-v3-request-derived', 'ali-bill-trade-detail-sample'];

describe.skipIf(WITHOUT_VECTORS)(`the published samples of Alipay${WHY_SKIPPED}`, () => {
  it.each(Object.entries(tests))('%s', (id, test) => {
    test(id);
  });

  it('are all used, except what is about things that the bridge does not do', () => {
    expect(ids().sort()).toEqual([...Object.keys(tests), ...NOT_YET].sort());
  });
});
