import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureOf, verifies } from '../shared/rsa';
import { Vector, vectorsAreHere } from '../testing/vectors';
import {
  certificateSn,
  contentOf,
  memberText,
  NOTIFICATION_LEAVES_OUT,
  parseV3Authorization,
  REQUEST_LEAVES_OUT,
  rootCertificateSn,
  v3RequestContent,
} from './signature';

describe('the signed content', () => {
  it('is sorted, not URL-encoded, and without sign and empty values', () => {
    const parameters = { b: '1&2=3', a: '中 文', sign: 'x', sign_type: 'RSA2', empty: '' };
    expect(contentOf(parameters, REQUEST_LEAVES_OUT)).toBe('a=中 文&b=1&2=3&sign_type=RSA2');
    expect(contentOf(parameters, NOTIFICATION_LEAVES_OUT)).toBe('a=中 文&b=1&2=3');
  });

  it('of an answer has its slashes escaped', () => {
    expect(memberText({ qr_code: 'https://qr.alipay.com/x' })).toBe('{"qr_code":"https:\\/\\/qr.alipay.com\\/x"}');
  });
});

describe('a v3 Authorization header', () => {
  const good = 'ALIPAY-SHA256withRSA app_id=2021,nonce=n,timestamp=1700000000000,sign=a/b+c==';

  it('is read, also with certificate and additional pairs', () => {
    expect(parseV3Authorization(good)).toMatchObject({
      appId: '2021',
      timestampMs: 1700000000000,
      signature: 'a/b+c==',
    });
    const certified = parseV3Authorization(
      good.replace(',nonce', ',app_cert_sn=ab,nonce').replace(',sign', ',more=x=y,sign'),
    );
    expect(certified).toMatchObject({
      appCertSn: 'ab',
      text: 'app_id=2021,app_cert_sn=ab,nonce=n,timestamp=1700000000000,more=x=y',
    });
  });

  it.each([
    ['that is missing', undefined],
    ['of another scheme', good.replace('ALIPAY-SHA256withRSA', 'Bearer')],
    ['without signature', good.replace(/,sign=.*/, '')],
    ['without nonce', good.replace(',nonce=n', '')],
    ['in seconds', good.replace('1700000000000', '1700000000')],
  ])('%s is refused', (_name, header) => {
    expect(parseV3Authorization(header)).toBeUndefined();
  });
});

describe.skipIf(!vectorsAreHere)('public vectors', () => {
  const get = (id: string): Vector => new Vector('alipay.json', id);

  it('a request signed by the official Node library signs to the same bytes here', () => {
    const sample = get('ali-request-sign-derived');
    const content = contentOf(sample.record('params'), REQUEST_LEAVES_OUT);
    expect(content).toBe(sample.text('message'));
    const key = createPrivateKey(get(sample.text('key')).text('privateKeyPkcs8Pem'));
    expect(signatureOf(content, key)).toBe(sample.text('sign'));
  });

  it('an answer captured from production verifies over its member as it was sent', () => {
    const sample = get('ali-response-sign-file-upload');
    const [member, sign] = [sample.text('signedSubstring'), sample.text('sign')];
    // Which is how our gateway writes them, too.
    expect(sample.text('responseBody')).toBe(`{"${sample.text('responseKey')}":${member},"sign":"${sign}"}`);
    expect(memberText(JSON.parse(member))).toBe(member);
    expect(verifies(member, sign, createPublicKey(sample.text('alipayPublicKeyPem')))).toBe(true);
  });

  it.each([
    ['a trade leaves out sign_type', 'ali-notify-trade-success', NOTIFICATION_LEAVES_OUT, REQUEST_LEAVES_OUT],
    ['the service market does not', 'ali-notify-servicemarket-order', REQUEST_LEAVES_OUT, NOTIFICATION_LEAVES_OUT],
  ])('a real notification of %s', (_name, id, leavesOut, other) => {
    const sample = get(id);
    const parameters = sample.record('params');
    const content = contentOf(parameters, leavesOut);
    expect(content).toBe(sample.text('message'));
    const key = createPublicKey(sample.text('alipayPublicKeyPem'));
    expect(verifies(content, parameters['sign'] ?? '', key)).toBe(true);
    expect(verifies(contentOf(parameters, other), parameters['sign'] ?? '', key)).toBe(false);
  });

  it("the official library's certificates have the serial numbers that it computes", () => {
    const sample = get('ali-cert-sn');
    expect(certificateSn(sample.text('appCertPem'))).toBe(sample.text('appCertSn'));
    expect(certificateSn(sample.text('alipayCertPem'))).toBe(sample.text('alipayCertSn'));
    expect(rootCertificateSn(sample.text('alipayRootCertFile'))).toBe(sample.text('alipayRootCertSn'));
  });

  it('a v3 request signs to the same bytes here', () => {
    const sample = get('ali-v3-request-derived');
    const parsed = parseV3Authorization(sample.text('authorization'))!;
    const content = v3RequestContent(parsed, 'POST', '/v3/alipay/trade/query', '{"out_trade_no":"T1"}', undefined);
    expect(content).toBe(sample.text('message'));
    const key = createPublicKey(get(sample.text('key')).text('appPublicKeyPem'));
    expect(verifies(content, parsed.signature, key)).toBe(true);
  });
});
