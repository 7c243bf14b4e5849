/** A merchant's certificate beside its key: what does not belong together is found before anybody is asked. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import type { WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../../testing/openssl';
import { factsOf, parseCredentials } from './credentials';

const newKey = (): { privatePem: string; publicPem: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }),
  };
};
const NUMBER = '1900000109';
const [own, theirs, other] = [newKey(), newKey(), newKey()];
const certificate = selfSigned(own.privatePem, { name: NUMBER, days: 90 });
const serialOf = (pem: string): string => new X509Certificate(pem).serialNumber;
const endOf = (pem: string): number => Date.parse(new X509Certificate(pem).validTo);

const credentials = (changes: Partial<WeChatPayCredentials> = {}): WeChatPayCredentials => ({
  merchant_number: NUMBER,
  app_id: 'wx1234567890abcdef',
  api_v3_key: 'x'.repeat(32),
  merchant_private_key: own.privatePem,
  merchant_certificate_serial: serialOf(certificate),
  wechat_pay_public_key_id: 'PUB_KEY_ID_0119000000012024',
  wechat_pay_public_key: theirs.publicPem,
  ...changes,
});
const described = (changes: Partial<WeChatPayCredentials> = {}) => factsOf(parseCredentials(credentials(changes)));

describe("a merchant's certificate", () => {
  it('need not be given; then nothing is known to end', () => {
    expect(described()).toMatchObject({ expiresMs: null, certificates: [] });
  });

  it('that fits key, serial number and merchant number says when it ends', () => {
    const facts = described({ merchant_certificate: `\uFEFF${certificate.replaceAll('\n', '\r\n')}` });
    expect(facts.expiresMs).toBe(endOf(certificate));
    expect(facts.certificates).toEqual([
      { field: 'merchant_certificate', serial: serialOf(certificate), endsMs: endOf(certificate) },
    ]);
    expect(facts.verifierIds).toEqual(['PUB_KEY_ID_0119000000012024']);
  });

  const another = selfSigned(other.privatePem, { name: NUMBER });
  const elsewhere = selfSigned(own.privatePem, { name: '1900000999' });
  it.each<[string, Partial<WeChatPayCredentials>, string, RegExp]>([
    ['of another key', { merchant_certificate: another }, '/merchant_private_key', /is not this certificate's key/],
    [
      'with another serial number',
      { merchant_certificate: certificate, merchant_certificate_serial: 'AB'.repeat(10) },
      '/merchant_certificate_serial',
      new RegExp(`the certificate's is ${serialOf(certificate)}`),
    ],
    [
      'of another merchant',
      { merchant_certificate: elsewhere, merchant_certificate_serial: serialOf(elsewhere) },
      '/merchant_certificate',
      /belongs to merchant 1900000999, not 1900000109/,
    ],
    ['that is none', { merchant_certificate: own.publicPem }, '/merchant_certificate', /is not a certificate/],
  ])('%s is refused in words', (_name, changes, field, said) => {
    expect(() => described(changes)).toThrow(expect.objectContaining({ code: 'credentials_invalid', field }) as Error);
    expect(() => described(changes)).toThrow(said);
  });

  it('may be issued in a name that is no merchant number', () => {
    const named = selfSigned(own.privatePem, { name: 'Tea House' });
    const facts = described({ merchant_certificate: named, merchant_certificate_serial: serialOf(named) });
    expect(facts.expiresMs).toBe(endOf(named));
  });
});

describe('platform certificates', () => {
  it('may come as a bundle; the first to end counts, whosever it is', () => {
    const bundle = [30, 60].map((days) => selfSigned(newKey().privatePem, { days }));
    const facts = described({ merchant_certificate: certificate, platform_certificates: [bundle.join('')] });
    expect(facts.verifierIds).toEqual([...bundle.map(serialOf), 'PUB_KEY_ID_0119000000012024'].sort(byPublicKeyFirst));
    expect(facts.expiresMs).toBe(endOf(bundle[0] ?? ''));
    expect(facts.certificates).toHaveLength(3);
  });
});

const byPublicKeyFirst = (a: string, b: string): number =>
  Number(b.startsWith('PUB_KEY')) - Number(a.startsWith('PUB_KEY'));
