/** Reads keys as merchants really have them, once, so that nothing is parsed again for each signature. */
import { createHash, createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { BridgeError } from '../domain/errors';

const SMALLEST_RSA_BITS = 2048;

const invalid = (field: string, detail: string, cause?: unknown): BridgeError =>
  new BridgeError('credentials_invalid', `${field}: ${detail}`, { field: `/${field}`, cause });

/** Without a byte order mark and surrounding blanks, which consoles and editors leave behind. */
const trimmed = (text: string): string => text.replace(/^\uFEFF/, '').trim();
const isPem = (text: string): boolean => text.includes('-----BEGIN ');
const fromBase64 = (text: string): Buffer => Buffer.from(text.replace(/\s+/g, ''), 'base64');

function checked(key: KeyObject, field: string): KeyObject {
  if (key.asymmetricKeyType !== 'rsa') throw invalid(field, `must be an RSA key, this is ${key.asymmetricKeyType}`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < SMALLEST_RSA_BITS) throw invalid(field, `must have at least ${SMALLEST_RSA_BITS} bits, this has ${bits}`);
  return key;
}

const privateKeysIn = (source: string): (() => KeyObject)[] =>
  isPem(source)
    ? [() => createPrivateKey(source)]
    : (['pkcs8', 'pkcs1'] as const).map(
        (type) => () => createPrivateKey({ key: fromBase64(source), format: 'der', type }),
      );

/**
 * A private key: PKCS#1 or PKCS#8, as PEM or as the bare base64 that Alipay's key tool exports.
 *
 * @throws BridgeError `credentials_invalid`
 */
export function privateKeyFrom(text: string, field: string): KeyObject {
  const attempts = privateKeysIn(trimmed(text));
  return checked(first(attempts, field, 'is not a private key (PKCS#1 or PKCS#8, PEM or base64)'), field);
}

/**
 * A public key: PEM, bare base64, or the certificate that holds it.
 *
 * @throws BridgeError `credentials_invalid`
 */
export function publicKeyFrom(text: string, field: string): KeyObject {
  const source = trimmed(text);
  // Node would quietly take the public half of it.
  if (holdsPrivateKey(source)) throw invalid(field, 'is a private key, where a public one belongs');
  const attempts = isPem(source)
    ? [() => createPublicKey(source)]
    : (['spki', 'pkcs1'] as const).map(
        (type) => () => createPublicKey({ key: fromBase64(source), format: 'der', type }),
      );
  return checked(first(attempts, field, 'is not a public key (PEM, base64 or a certificate)'), field);
}

function holdsPrivateKey(source: string): boolean {
  if (isPem(source)) return source.includes('PRIVATE KEY');
  try {
    first(privateKeysIn(source), '', '');
    return true;
  } catch {
    return false; // which is what is hoped for
  }
}

/**
 * A certificate with an RSA key.
 *
 * @throws BridgeError `credentials_invalid`
 */
export function certificateFrom(text: string, field: string): X509Certificate {
  const certificate = first([() => new X509Certificate(trimmed(text))], field, 'is not a certificate in PEM');
  checked(certificate.publicKey, field);
  return certificate;
}

function first<T>(attempts: readonly (() => T)[], field: string, otherwise: string): T {
  let cause: unknown;
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch (error) {
      cause = error;
    }
  }
  throw invalid(field, otherwise, cause);
}

/** For people to compare: SHA-256 of the public half, its first 16 hexadecimal digits. */
export function fingerprintOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}
