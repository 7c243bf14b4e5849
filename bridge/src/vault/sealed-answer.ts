/**
 * Answers that carry keys are encrypted once more, under a key that only the asking side has, since the way between
 * them may be plain http on a private network. ChaCha20-Poly1305 (RFC 8439), because every WordPress can open it
 * (libsodium or its PHP polyfill is always there).
 */
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The keys that both sides derive from a pairing code, or from a network's request key. */
export const deriveFrom = (secret: Buffer, purpose: 'pairing-proof' | 'pairing-answer' | 'site-key-answer'): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `multipay/v1/${purpose}`, 32));

/** @returns base64 of nonce, ciphertext and tag */
export function sealAnswer(key: Buffer, answer: unknown): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  const body = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64');
}
