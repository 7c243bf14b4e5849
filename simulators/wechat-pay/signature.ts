import { createCipheriv, randomBytes } from 'node:crypto';

/**
 * WeChat Pay's API v3 signatures, written from its public documentation ("如何构造请求签名", "如何验证签名"), with no part
 * of the bridge: a mistake here and the same one there would have to be made twice.
 */

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
export const SIGNATURE_TYPE = SCHEME;
export const SIGNTEST_PREFIX = 'WECHATPAY/SIGNTEST/';

export interface Authorization {
  readonly mchid: string;
  readonly nonce: string;
  /** Seconds since 1970, as text: it is signed as it was written. */
  readonly timestamp: string;
  readonly serial: string;
  readonly signature: string;
}

/** Reads the Authorization header; its five pairs may come in any order. Undefined when it is not of that form. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  if (!header?.startsWith(`${SCHEME} `)) return undefined;
  const parts = header.slice(SCHEME.length + 1).split(',');
  const pairs = new Map(
    parts.map((part) => /^\s*(\w+)="([^"]+)"\s*$/.exec(part)).map((match) => [match?.[1], match?.[2]] as const),
  );
  if (parts.length !== PAIRS.length || !PAIRS.every((name) => pairs.has(name))) return undefined;
  const [mchid = '', nonce = '', timestamp = '', serial = '', signature = ''] = PAIRS.map((name) => pairs.get(name));
  if (!/^\d{1,12}$/.test(timestamp) || nonce.length > 32) return undefined;
  return { mchid, nonce, timestamp, serial, signature };
}

const PAIRS = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'];
/** Each line ends with a line feed, also the last one, and also when the body is empty. */
export const requestMessage = (
  method: string,
  target: string,
  { timestamp, nonce }: Pick<Authorization, 'timestamp' | 'nonce'>,
  body: Buffer,
): Buffer => Buffer.concat([Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);

/** What answers and notifications sign; a 204's body is empty, its line is there. */
export const answerMessage = (timestamp: string, nonce: string, body: string): Buffer =>
  Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);

/**
 * What a page, a mini program (`paySign`) and an app (`sign`) sign: the subject is `prepay_id=…` for the first two, for
 * an app the bare prepay id.
 */
export const payMessage = (appId: string, timeStamp: string, nonce: string, subject: string): string =>
  `${appId}\n${timeStamp}\n${nonce}\n${subject}\n`;

export interface Sealed {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly ciphertext: string;
  readonly associated_data: string;
  readonly nonce: string;
}

/** AES-256-GCM with the 32 characters of the APIv3 key; the 16-byte tag follows the ciphertext. */
export function seal(text: string, apiV3Key: string, associatedData: string): Sealed {
  const nonce = randomBytes(6).toString('hex'); // twelve characters, used as they are
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}

export const freshNonce = (): string => randomBytes(16).toString('hex');
