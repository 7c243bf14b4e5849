/**
 * Envelope encryption: every secret has a data key of its own (AES-256-GCM), and that key is wrapped by the master key.
 * Rotating the master key re-wraps data keys and touches no secret.
 *
 * Stored as `v1.<master key id>.<wrapped data key>.<nonce>.<ciphertext and tag>`, the parts in base64url.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** The master key with a name that says which one it is, and nothing about it. */
export interface MasterKey {
  readonly id: string;
  readonly key: Buffer;
}

export function masterKeyFrom(key: Buffer): MasterKey {
  if (key.length !== KEY_BYTES) throw new Error(`a master key has ${KEY_BYTES} bytes, this one has ${key.length}`);
  return { id: createHash('sha256').update('multipay master key id').update(key).digest('hex').slice(0, 16), key };
}

function encrypt(key: Buffer, nonce: Buffer, context: string, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, nonce: Buffer, context: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
}

export function sealEnvelope(master: MasterKey, context: string, plain: string): string {
  const dataKey = randomBytes(KEY_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const parts = [wrap(master, context, dataKey), nonce, encrypt(dataKey, nonce, context, Buffer.from(plain))];
  return ['v1', master.id, ...parts.map((part) => part.toString('base64url'))].join('.');
}

/** The master key that an envelope names. @throws Error when it is none */
export const keyIdOf = (sealed: string): string => partsOf(sealed).keyId;

/** @throws Error when the context or the master key is another one, or the text was changed */
export function openEnvelope(master: MasterKey, context: string, sealed: string): string {
  const { nonce, body } = partsOf(sealed);
  const dataKey = unwrap(master, context, sealed);
  return decrypt(dataKey, Buffer.from(nonce, 'base64url'), context, Buffer.from(body, 'base64url')).toString();
}

/**
 * The same envelope under another master key: its data key is wrapped anew, the rest stays letter for letter.
 *
 * @throws Error when the context or `from` is another one, or the wrapped key was changed
 */
export function rewrapEnvelope(from: MasterKey, to: MasterKey, context: string, sealed: string): string {
  const { nonce, body } = partsOf(sealed);
  const wrapped = wrap(to, context, unwrap(from, context, sealed)).toString('base64url');
  return ['v1', to.id, wrapped, nonce, body].join('.');
}

function partsOf(sealed: string): { keyId: string; wrapped: string; nonce: string; body: string } {
  const [version, keyId, wrapped, nonce, body] = sealed.split('.');
  if (version !== 'v1' || !keyId || !wrapped || !nonce || !body) throw new Error('this is not a sealed secret');
  return { keyId, wrapped, nonce, body };
}

function wrap(master: MasterKey, context: string, dataKey: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([nonce, encrypt(master.key, nonce, `key/${context}`, dataKey)]);
}

function unwrap(master: MasterKey, context: string, sealed: string): Buffer {
  const { keyId, wrapped } = partsOf(sealed);
  if (keyId !== master.id) throw new Error(`sealed under master key ${keyId}, but the key in use is ${master.id}`);
  const bytes = Buffer.from(wrapped, 'base64url');
  return decrypt(master.key, bytes.subarray(0, NONCE_BYTES), `key/${context}`, bytes.subarray(NONCE_BYTES));
}
