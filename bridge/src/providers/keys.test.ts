/** Keys as merchants really have them: from consoles, key tools, editors and mails. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../testing/openssl';
import {
  certificateFacts,
  certificateFrom,
  certificateIn,
  certificatesFrom,
  fingerprintOf,
  firstEndMs,
  privateKeyFrom,
  publicKeyFrom,
} from './keys';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'spki') =>
  key.export({ type, format: 'pem' } as never) as unknown as string;
const bare = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'spki') =>
  (key.export({ type, format: 'der' } as never) as unknown as Buffer).toString('base64');
const inLines = (text: string) => text.replace(/(.{64})/g, '$1\r\n');
const BOM = '\uFEFF';
const certificate = selfSigned(pem(privateKey, 'pkcs8'));
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherCertificate = selfSigned(pem(other.privateKey, 'pkcs8'));
const DAY_MS = 86_400_000;

describe('a private key', () => {
  it.each<[string, string]>([
    ['PKCS#8 in PEM', pem(privateKey, 'pkcs8')],
    ['PKCS#1 in PEM', pem(privateKey, 'pkcs1')],
    ['PKCS#8 as bare base64', bare(privateKey, 'pkcs8')],
    ['PKCS#1 as bare base64', bare(privateKey, 'pkcs1')],
    ['bare base64 in lines', inLines(bare(privateKey, 'pkcs8'))],
    ['PEM with a byte order mark', `${BOM}${pem(privateKey, 'pkcs8')}`],
    ['bare base64 with a byte order mark and blanks', `${BOM}  ${bare(privateKey, 'pkcs1')}\r\n`],
    ['PEM with line ends of Windows', pem(privateKey, 'pkcs8').replaceAll('\n', '\r\n')],
    ['PEM that a field of one line took', pem(privateKey, 'pkcs8').replaceAll('\n', ' ')],
    ['PEM as environment files write it', pem(privateKey, 'pkcs8').replaceAll('\n', '\\n')],
    ['PEM below its certificate', `${certificate}${pem(privateKey, 'pkcs8')}`],
    ['PEM with a line above and one below', `Bag Attributes\n${pem(privateKey, 'pkcs8')}\nthe end\n`],
  ])('is taken as %s', (_name, text) => {
    expect(fingerprintOf(privateKeyFrom(text, 'app_private_key'))).toBe(fingerprintOf(privateKey));
  });

  it.each<[string, string, RegExp]>([
    ['a public key', pem(publicKey, 'spki'), /is not a private key/],
    ['a certificate', certificate, /is not a private key/],
    ['rubbish', 'x'.repeat(100), /is not a private key/],
    ['nothing', '', /is not a private key/],
    ['half of a key', pem(privateKey, 'pkcs8').slice(0, 800), /is not a private key/],
    [
      'a key under a password',
      privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
      /is not a private key/,
    ],
    ['a key of 1024 bits', pem(weak.privateKey, 'pkcs8'), /at least 2048 bits, this has 1024/],
    ['a key on a curve', pem(curve.privateKey, 'pkcs8'), /must be an RSA key, this is ec/],
  ])('is not %s, and what is wrong is said without showing it', (_name, text, said) => {
    let message = '';
    try {
      privateKeyFrom(text, 'app_private_key');
    } catch (error) {
      expect(error).toMatchObject({ code: 'credentials_invalid', field: '/app_private_key' });
      message = (error as Error).message;
    }
    expect(message).toMatch(said);
    for (const line of text.split('\n').filter((one) => one.length > 20)) expect(message).not.toContain(line);
  });
});

describe('a public key', () => {
  it.each<[string, string]>([
    ['PEM', pem(publicKey, 'spki')],
    ['PKCS#1 in PEM', pem(publicKey, 'pkcs1')],
    ['bare base64', bare(publicKey, 'spki')],
    ['PKCS#1 as bare base64', bare(publicKey, 'pkcs1')],
    ['PEM with a byte order mark', `${BOM}${pem(publicKey, 'spki')}`],
    ['the certificate that holds it', certificate],
  ])('is taken as %s', (_name, text) => {
    expect(fingerprintOf(publicKeyFrom(text, 'alipay_public_key'))).toBe(fingerprintOf(publicKey));
  });

  it.each<[string, string, RegExp]>([
    ['a private key', pem(privateKey, 'pkcs8'), /is a private key, where a public one belongs/],
    ['a private key in PKCS#1', pem(privateKey, 'pkcs1'), /is a private key/],
    ['a bare private key', bare(privateKey, 'pkcs8'), /is a private key/],
    ['a bare private key in PKCS#1', bare(privateKey, 'pkcs1'), /is a private key/],
    ['rubbish', 'MIIB'.repeat(30), /is not a public key/],
    ['a key of 1024 bits', pem(weak.publicKey, 'spki'), /at least 2048 bits/],
    ['a key on a curve', pem(curve.publicKey, 'spki'), /must be an RSA key/],
  ])('is not %s', (_name, text, said) => {
    expect(() => publicKeyFrom(text, 'alipay_public_key')).toThrow(said);
  });
});

describe('a certificate', () => {
  it.each([
    ['PEM', certificate],
    ['PEM with a byte order mark', `${BOM}${certificate}`],
    ['PEM with line ends of Windows', certificate.replaceAll('\n', '\r\n')],
    ['bare base64', certificate.replace(/-----[^-]+-----|\s/g, '')],
    ['a chain, of which it is the first', `${certificate}${otherCertificate}`],
  ])('is taken as %s', (_name, text) => {
    expect(fingerprintOf(certificateFrom(text, 'platform_certificates').publicKey)).toBe(fingerprintOf(publicKey));
  });

  it.each([
    ['a key', pem(publicKey, 'spki')],
    ['rubbish', 'rubbish'],
  ])('is not %s', (_name, text) => {
    expect(() => certificateFrom(text, 'platform_certificates')).toThrow(/is not a certificate \(PEM or base64\)/);
  });

  it.each([
    ['of a weak key', pem(weak.privateKey, 'pkcs8'), /at least 2048 bits/],
    ['of a key on a curve', pem(curve.privateKey, 'pkcs8'), /must be an RSA key/],
  ])('%s is refused: nothing that it signs can be relied on here', (_name, key, said) => {
    expect(() => certificateFrom(selfSigned(key), 'platform_certificates')).toThrow(said);
  });
});

describe('certificates', () => {
  it('may come as a bundle, with whatever stands between them', () => {
    const bundle = `${BOM}subject=CN\r\n${certificate}\r\nnext\n${otherCertificate}`;
    const found = certificatesFrom(bundle, 'platform_certificates');
    expect(found.map((one) => fingerprintOf(one.publicKey))).toEqual([publicKey, other.publicKey].map(fingerprintOf));
  });

  it('are all refused where one of them is none', () => {
    const broken = `-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`;
    expect(() => certificatesFrom(`${certificate}${broken}`, 'platform_certificates')).toThrow(/is not a certificate/);
  });

  it('say when the first of them ends; without any, nothing does', () => {
    const ends = [selfSigned(pem(privateKey, 'pkcs8'), { days: 90 }), certificate].map((text) =>
      certificateFacts('platform_certificates', certificateFrom(text, 'platform_certificates')),
    );
    const days = Math.round(((firstEndMs(ends) ?? 0) - Date.now()) / DAY_MS);
    expect(days).toBe(30);
    expect(ends[0]?.serial).toMatch(/^[0-9A-F]{16,40}$/);
    expect(firstEndMs([])).toBeNull();
  });

  it('are told from keys', () => {
    expect(certificateIn(certificate)?.serialNumber).toBe(certificateFrom(certificate, 'x').serialNumber);
    expect(certificateIn(pem(publicKey, 'spki'))).toBeNull();
    expect(certificateIn(bare(publicKey, 'spki'))).toBeNull();
  });
});

describe('a fingerprint', () => {
  it('is the same for both halves of a key, and another one for another key', () => {
    expect(fingerprintOf(privateKey)).toBe(fingerprintOf(publicKey));
    expect(fingerprintOf(privateKey)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprintOf(privateKey)).not.toBe(fingerprintOf(weak.privateKey));
    expect(fingerprintOf(createPublicKey(certificate))).toBe(fingerprintOf(publicKey));
  });
});
