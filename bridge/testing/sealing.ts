/** The other ends of what is sealed: the browser seals uploads, WordPress opens answers. */
import { createDecipheriv } from 'node:crypto';
import { CompactEncrypt, importJWK, type JWK } from 'jose';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals an upload as the browser's screen does. */
export async function sealedFor(
  jwk: JWK,
  content: unknown,
  header: { alg: string; enc: string } = { alg: 'ECDH-ES', enc: 'A256GCM' },
): Promise<string> {
  const plain = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  const key = await importJWK(jwk, header.alg);
  return new CompactEncrypt(plain).setProtectedHeader(header).encrypt(key);
}

/** Opens an answer as WordPress's sodium does: RFC 8439, base64 of nonce, ciphertext and tag. */
export function openAnswer(key: Buffer, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return JSON.parse(plain.toString()) as unknown;
}
