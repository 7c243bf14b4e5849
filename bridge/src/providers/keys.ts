/** Reads keys as merchants really have them, once, so that nothing is parsed again for each signature. */
import { createHash, createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { BridgeError } from '../domain/errors';
import type { CertificateFacts } from '../domain/provider';

const SMALLEST_RSA_BITS = 2048;

const invalid = (field: string, detail: string, cause?: unknown): BridgeError =>
  new BridgeError('credentials_invalid', `${field}: ${detail}`, { field: `/${field}`, cause });

const NO_CERTIFICATE = 'is not a certificate (PEM or base64)';
const ONE_LINE = /(-----BEGIN [A-Z0-9 ]+-----)[ \t]*([A-Za-z0-9+/= \t]+?)[ \t]*(-----END [A-Z0-9 ]+-----)/g;
const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/**
 * Without the byte order mark and surrounding blanks that consoles and editors leave behind, and with the line ends that
 * environment files write as two characters, and that fields of one line turn into blanks.
 */
const trimmed = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\\r', '')
    .replaceAll('\\n', '\n')
    .replace(ONE_LINE, (_all, begin: string, body: string, end: string) => `${begin}\n${body.trim()}\n${end}`)
    .trim();
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
 * Certificates with RSA keys: one, or a bundle of several in PEM one after the other, or one as bare base64.
 *
 * @throws BridgeError `credentials_invalid`
 */
export function certificatesFrom(text: string, field: string): X509Certificate[] {
  const source = trimmed(text);
  const sources = isPem(source) ? (source.match(CERTIFICATE) ?? []) : [fromBase64(source)];
  if (sources.length === 0) throw invalid(field, NO_CERTIFICATE);
  return sources.map((one) => {
    const certificate = first([() => new X509Certificate(one)], field, NO_CERTIFICATE);
    checked(certificate.publicKey, field);
    return certificate;
  });
}

/**
 * The first of them: where there is a chain, that is the one which it is about.
 *
 * @throws BridgeError `credentials_invalid`
 */
export function certificateFrom(text: string, field: string): X509Certificate {
  const [certificate] = certificatesFrom(text, field);
  if (!certificate) throw invalid(field, NO_CERTIFICATE);
  return certificate;
}

/** The first certificate in what may be one, or null where it is a key or something else. */
export const certificateIn = (text: string): X509Certificate | null => {
  const [pem] = trimmed(text).match(CERTIFICATE) ?? [];
  return pem === undefined ? null : new X509Certificate(pem);
};

/** What can be said of a certificate; `field` is where it was given. */
export const certificateFacts = (field: string, { serialNumber, validTo }: X509Certificate): CertificateFacts => ({
  field,
  serial: serialNumber.toUpperCase(),
  endsMs: Date.parse(validTo),
});

/** When the first of them ends; null where there are none. */
export const firstEndMs = (certificates: readonly CertificateFacts[]): number | null =>
  certificates.length === 0 ? null : Math.min(...certificates.map(({ endsMs }) => endsMs));

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
