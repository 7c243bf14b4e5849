import { createDecipheriv, createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newKeyPair, privateKeyOf } from '../shared/keys';
import { signatureOf, spoiled, verifies } from '../shared/rsa';
import { opensslVerifies } from '../testing/openssl';
import { Vector, vectorsAreHere } from '../testing/vectors';
import { answerMessage, parseAuthorization, requestMessage, seal, type Sealed } from './signature';

/** Opens a sealed resource and checks its tag. */
function open({ ciphertext, nonce, associated_data }: Sealed, key: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce));
  decipher.setAAD(Buffer.from(associated_data));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}

const GOOD =
  'WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="abc",timestamp="1554208460",serial_no="AB12",signature="c2ln+/=="';

describe('an Authorization header', () => {
  it('is read in whatever order its pairs come', () => {
    const expected = {
      mchid: '1900000109',
      nonce: 'abc',
      timestamp: '1554208460',
      serial: 'AB12',
      signature: 'c2ln+/==',
    };
    expect(parseAuthorization(GOOD)).toEqual(expected);
    const [scheme, pairs = ''] = GOOD.split(' ');
    expect(parseAuthorization(`${scheme} ${pairs.split(',').reverse().join(', ')}`)).toEqual(expected);
  });

  it.each([
    ['that is missing', undefined],
    ['of another scheme', GOOD.replace('WECHATPAY2-SHA256-RSA2048', 'Bearer')],
    ['without a pair', GOOD.replace('nonce_str="abc",', '')],
    ['with a pair twice', `${GOOD},mchid="1"`],
    ['with an unknown pair', `${GOOD},more="1"`],
    ['whose timestamp is not a number', GOOD.replace('1554208460', 'now')],
    ['whose nonce is longer than 32', GOOD.replace('abc', 'a'.repeat(33))],
    ['without quotes', GOOD.replaceAll('"', '')],
  ])('%s is refused', (_name, header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});

describe('a signature', () => {
  it('is one that openssl accepts, and openssl refuses the spoiled one', async () => {
    const { privatePem, publicPem } = await newKeyPair();
    const message = answerMessage('1554208460', 'nonce', '{"名":"值"}');
    const signature = signatureOf(message, privateKeyOf(privatePem));
    expect(opensslVerifies(message.toString(), signature, publicPem)).toBe(true);
    expect(opensslVerifies(message.toString(), spoiled(signature), publicPem)).toBe(false);
  });

  it('has the body of a 204 as an empty line', () => {
    expect(answerMessage('1', 'n', '').toString()).toBe('1\nn\n\n');
  });
});

describe('a sealed text', () => {
  it('opens with the key, with its tag intact, and with no other key', () => {
    const key = 'k'.repeat(32);
    const sealed = seal('{"amount":1}', key, 'transaction');
    expect(sealed.nonce).toHaveLength(12);
    expect(open(sealed, key)).toBe('{"amount":1}');
    expect(() => open(sealed, 'x'.repeat(32))).toThrow();
    expect(() => open({ ...sealed, associated_data: 'refund' }, key)).toThrow();
  });
});

describe.skipIf(!vectorsAreHere)('public vectors', () => {
  const get = (id: string): Vector => new Vector('wechatpay.json', id);

  it("the documentation's own request signature verifies over our message", () => {
    const sample = get('wx-doc-request-sign-jsapi');
    const parts = { timestamp: sample.text('timestamp'), nonce: sample.text('nonce') };
    const message = requestMessage(sample.text('method'), sample.text('url'), parts, Buffer.from(sample.text('body')));
    expect(message.toString()).toBe(sample.text('message'));
    const key = createPrivateKey(get(sample.text('key')).text('privateKeyPkcs8Pem'));
    expect(signatureOf(message, key)).toBe(sample.text('signature'));
    expect(verifies(message, sample.text('signature'), createPublicKey(key))).toBe(true);
  });

  it.each([
    ["the documentation's own answer", 'wx-doc-response-verify-pubkey-mode', 'wechatpayPublicKeyPem'],
    ["the Go library's notification", 'wx-go-notify-payscore', 'certificatePem'],
  ])('%s verifies over our message', (_name, id, pem) => {
    const sample = get(id);
    const headers = sample.record('headers');
    const timestamp = headers['Wechatpay-Timestamp'] ?? '';
    const message = answerMessage(timestamp, headers['Wechatpay-Nonce'] ?? '', sample.text('body'));
    const signature = headers['Wechatpay-Signature'] ?? '';
    const key = createPublicKey(sample.text(pem));
    expect(verifies(message, signature, key)).toBe(true);
    expect(verifies(Buffer.concat([message, Buffer.from('\n')]), signature, key)).toBe(false);
  });

  it.each(['wx-go-sign-source', 'wx-java-sign-message'])('%s: we sign to the same bytes', (id) => {
    const sample = get(id);
    const owner = get(sample.text('key').split(' ')[0] ?? '');
    const pem = owner.text(owner.has('merchantPrivateKeyPem') ? 'merchantPrivateKeyPem' : 'privateKeyPkcs8Pem');
    expect(signatureOf(sample.text('message'), createPrivateKey(pem))).toBe(sample.text('signature'));
  });

  it("the Java library's ciphertext opens as ours do", () => {
    const sample = get('wx-java-aes-256-gcm');
    const sealed: Sealed = {
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sample.text('ciphertext'),
      nonce: sample.text('nonce'),
      associated_data: sample.text('associatedData'),
    };
    expect(open(sealed, sample.text('apiV3Key'))).toBe(sample.text('plaintext'));
  });

  it('a published certificate download has the shape of ours, and opens the same way', () => {
    const sample = get('wx-java-v3-certificates-response');
    const { data } = JSON.parse(sample.text('responseBody')) as { data: { encrypt_certificate: Sealed }[] };
    const sealed = data[0]!.encrypt_certificate;
    expect(Object.keys(seal('', 'k'.repeat(32), 'certificate')).sort()).toEqual(Object.keys(sealed).sort());
    expect(open(sealed, sample.text('apiV3Key')).trim()).toBe(sample.text('decryptedCertificatePem').trim());
  });
});
