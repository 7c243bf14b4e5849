import { createPrivateKey, createPublicKey, generateKeyPair, randomInt, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

export interface KeyPairPem {
  readonly privatePem: string;
  readonly publicPem: string;
}

/** A fresh RSA key of 2048 bits, the size that both providers ask for, in PKCS#8 and SPKI. */
export function newKeyPair(): Promise<KeyPairPem> {
  return generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).then(({ privateKey, publicKey }) => ({ privatePem: privateKey, publicPem: publicKey }));
}

let strangers: Promise<KeyPairPem> | undefined;

/** The key of somebody who is neither merchant nor provider: what it signs must convince nobody. */
export const strangersKey = (): Promise<KeyPairPem> => (strangers ??= newKeyPair());

const parsed = new Map<string, KeyObject>();

/** Parsing a PEM costs more than signing with it, so each is parsed once. */
function once(pem: string, parse: (pem: string) => KeyObject): KeyObject {
  const known = parsed.get(pem);
  if (known) return known;
  const key = parse(pem);
  parsed.set(pem, key);
  return key;
}

export const privateKeyOf = (pem: string): KeyObject => once(pem, createPrivateKey);

/** The public key in a public-key PEM. */
export const publicKeyOf = (pem: string): KeyObject => once(pem, createPublicKey);

export const randomDigits = (length: number): string => Array.from({ length }, () => String(randomInt(10))).join('');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const randomLetters = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
