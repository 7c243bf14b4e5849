import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  certificatesFault,
  isWhole,
  pemKind,
  privateKeyFault,
  publicKeyFault,
  splitCertificates,
  tidyText,
} from './pem';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }) as string;
const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string;
const spki = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const bare = (pem: string): string => pem.replace(/-----.*-----|\s/g, '');
/** Only the frame of a certificate: nothing here looks inside. */
const certificate = spki.replace(/PUBLIC KEY/g, 'CERTIFICATE');

const CUT = 'This is cut off or has stray characters. Copy or upload the whole file.';

describe('a private key', () => {
  it.each([
    ['PKCS#8', pkcs8],
    ['PKCS#1', pkcs1],
    ['bare base64, as Alipay’s tool exports it', bare(pkcs8)],
    ['with Windows line ends', pkcs8.replace(/\n/g, '\r\n')],
  ])('is taken as %s', (_name, text) => expect(privateKeyFault(text)).toBeNull());

  it.each([
    ['the public key', spki, 'This is a public key, where the private one belongs.'],
    [
      'a certificate',
      certificate,
      'This is a certificate, where the private key belongs (apiclient_key.pem, not apiclient_cert.pem).',
    ],
    [
      'a key with a password',
      locked,
      'This key is protected by a password. Export it without one; it is encrypted on its way.',
    ],
    ['a binary file', 'PK\u0003\u0004', 'This is not a key in text form. Use the .pem or .txt file, not .p12 or .pfx.'],
    ['a key that was cut while copying', pkcs8.slice(0, 900), CUT],
    ['a key without its first line of base64', pkcs8.replace(/\n.*\n/, '\n'), CUT],
    ['any word', 'hello', CUT],
  ])('is not %s', (_name, text, sentence) => expect(privateKeyFault(text)).toBe(sentence));
});

describe('a public key', () => {
  it.each([
    ['PEM', spki],
    ['bare base64', bare(spki)],
    ['the certificate that holds it', certificate],
  ])('is taken as %s', (_name, text) => expect(publicKeyFault(text)).toBeNull());

  it.each([
    ['the private key', pkcs8, 'This is a private key, where a public one belongs.'],
    ['half a key', bare(spki).slice(0, 100), CUT],
    ['anything else', '公钥', 'This is not a key in text form.'],
  ])('is not %s', (_name, text, sentence) => expect(publicKeyFault(text)).toBe(sentence));
});

describe('platform certificates', () => {
  it('may be several, one after the other', () => {
    expect(splitCertificates(`${certificate}\n${certificate}`)).toHaveLength(2);
    expect(certificatesFault(`${certificate}\n${certificate}`)).toBeNull();
  });

  it.each([
    ['keys', spki, 'This is not a certificate. It begins with -----BEGIN CERTIFICATE-----.'],
    ['cut off', `${certificate}\n${certificate.slice(0, 200)}`, CUT],
  ])('are not %s', (_name, text, sentence) => expect(certificatesFault(text)).toBe(sentence));
});

describe('what editors leave behind', () => {
  it('is taken away', () => expect(tidyText(`\uFEFF\n ${pkcs8} \n`)).toBe(pkcs8.trim()));
});

describe('looking at a text', () => {
  it.each([
    ['private_key', pkcs8],
    ['private_key', pkcs1],
    ['encrypted_private_key', locked],
    ['encrypted_private_key', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n'],
    ['public_key', spki],
    ['certificate', certificate],
    ['bare', bare(spki)],
    ['other', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['other', ''],
  ])('sees %s', (kind, text) => expect(pemKind(text)).toBe(kind));

  it('knows a short structure from a long one', () => {
    expect(isWhole(btoa('\u0030\u0003abc'))).toBe(true);
    expect(isWhole(btoa('\u0030\u0004abc'))).toBe(false);
    expect(isWhole(btoa('\u0031\u0003abc'))).toBe(false);
  });
});
