import { createHash, X509Certificate } from 'node:crypto';

/**
 * Alipay's signatures (RSA2), written from its public documentation on signing, with no part of the bridge: a mistake
 * here and the same one there would have to be made twice.
 */

/**
 * What is signed of parameters: `name=value` pairs, sorted by name, joined by `&`, values not URL-encoded, empty ones
 * left out. `sign` never belongs to it; notifications and return addresses leave out `sign_type` as well.
 */
export function contentOf(parameters: Readonly<Record<string, string>>, leaveOut: readonly string[]): string {
  return Object.keys(parameters)
    .filter((name) => !leaveOut.includes(name) && parameters[name] !== '')
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
}

export const REQUEST_LEAVES_OUT: readonly string[] = ['sign'];
export const NOTIFICATION_LEAVES_OUT: readonly string[] = ['sign', 'sign_type'];

/** JSON as the gateway writes it: slashes escaped. The signature covers exactly this text. */
export const memberText = (value: unknown): string => JSON.stringify(value).replaceAll('/', '\\/');

export interface V3Authorization {
  readonly appId: string;
  readonly appCertSn: string | undefined;
  readonly timestampMs: number;
  /** What is signed of the header: everything before `,sign=`. */
  readonly text: string;
  readonly signature: string;
}

const V3_SCHEME = 'ALIPAY-SHA256withRSA ';

/** Reads the Authorization header of the v3 protocol; undefined when it is not of that form. */
export function parseV3Authorization(header: string | undefined): V3Authorization | undefined {
  if (!header?.startsWith(V3_SCHEME)) return undefined;
  const end = header.lastIndexOf(',sign=');
  if (end < 0) return undefined;
  const text = header.slice(V3_SCHEME.length, end);
  const pairs = new Map(text.split(',').map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
  const [appId, timestamp, nonce] = ['app_id', 'timestamp', 'nonce'].map((name) => pairs.get(name));
  if (!appId || !nonce || !timestamp || !/^\d{13}$/.test(timestamp)) return undefined;
  return {
    appId,
    appCertSn: pairs.get('app_cert_sn'),
    timestampMs: Number(timestamp),
    text,
    signature: header.slice(end + ',sign='.length),
  };
}

export const v3RequestContent = (
  authorization: V3Authorization,
  method: string,
  target: string,
  body: string,
  appAuthToken: string | undefined,
): string =>
  `${authorization.text}\n${method}\n${target}\n${body}\n${appAuthToken === undefined ? '' : `${appAuthToken}\n`}`;

export const v3AnswerContent = (timestamp: string, nonce: string, body: string): string =>
  `${timestamp}\n${nonce}\n${body}\n`;

/**
 * A certificate's serial number as Alipay counts it: MD5 over the issuer's name (the last part first, joined by commas)
 * and the serial number in decimal.
 */
export function certificateSn(pem: string): string {
  const certificate = new X509Certificate(pem);
  const issuer = certificate.issuer.split('\n').reverse().join(',');
  const serial = BigInt(`0x${certificate.serialNumber}`).toString(10);
  return createHash('md5').update(`${issuer}${serial}`).digest('hex');
}

/** The same of a bundle of root certificates: those signed with RSA, joined by underscores. */
export function rootCertificateSn(bundle: string): string {
  const pems = bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return pems.filter(isSignedWithRsa).map(certificateSn).join('_');
}

// 1.2.840.113549.1.1.x, every RSA signature algorithm; it stands in the certificate before the first name.
const RSA_OID = Buffer.from('2a864886f70d0101', 'hex');
const ALGORITHM_WITHIN_BYTES = 64;

const isSignedWithRsa = (pem: string): boolean => {
  const position = new X509Certificate(pem).raw.indexOf(RSA_OID);
  return position >= 0 && position < ALGORITHM_WITHIN_BYTES;
};
