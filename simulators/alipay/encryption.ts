import { createCipheriv, createDecipheriv } from 'node:crypto';
import { AlipayRefusal } from './errors';

/**
 * Encrypted content (`encrypt_type=AES`), from Alipay's public documentation: AES-128-CBC with an initial vector of
 * zeros and PKCS #7, in base64. Requests are signed after encrypting; an answer's signature covers the encrypted text
 * with its quotation marks.
 */

const ALGORITHM = 'aes-128-cbc';
const ZEROS = Buffer.alloc(16);

export function encrypted(text: string, keyBase64: string): string {
  const cipher = createCipheriv(ALGORITHM, Buffer.from(keyBase64, 'base64'), ZEROS);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** @throws AlipayRefusal when it cannot be read with this key */
export function decrypted(text: string, keyBase64: string): string {
  try {
    const decipher = createDecipheriv(ALGORITHM, Buffer.from(keyBase64, 'base64'), ZEROS);
    return Buffer.concat([decipher.update(text, 'base64'), decipher.final()]).toString('utf8');
  } catch {
    throw new AlipayRefusal('decryption_failed');
  }
}
