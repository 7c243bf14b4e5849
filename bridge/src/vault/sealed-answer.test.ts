import { hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openAnswer } from '../../testing/sealing';
import { deriveFrom, sealAnswer } from './sealed-answer';

const key = randomBytes(32);
const ANSWER = { network_id: 'net_1', request_key: 'c2VjcmV0' };

describe('a sealed answer', () => {
  it('opens with the key that it was sealed for, as ChaCha20-Poly1305', () => {
    expect(openAnswer(key, sealAnswer(key, ANSWER))).toEqual(ANSWER);
  });

  it('opens with no other key', () => {
    const sealed = sealAnswer(key, ANSWER);
    expect(() => openAnswer(randomBytes(32), sealed)).toThrow();
  });

  it('does not open when it was changed anywhere', () => {
    const bytes = Buffer.from(sealAnswer(key, ANSWER), 'base64');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => openAnswer(key, changed.toString('base64')), `byte ${at}`).toThrow();
    }
  });

  it('is another text each time', () => {
    expect(sealAnswer(key, ANSWER)).not.toBe(sealAnswer(key, ANSWER));
  });
});

describe('the keys that both sides derive from one secret', () => {
  it('differ by purpose, and are HKDF-SHA256 without salt', () => {
    const secret = Buffer.from('0123456789ABCDEFGHJKMNPQRS');
    const purposes = ['pairing-proof', 'pairing-answer', 'site-key-answer'] as const;
    const keys = purposes.map((purpose) => deriveFrom(secret, purpose).toString('hex'));
    expect(new Set(keys).size).toBe(3);
    expect(keys).toEqual(
      purposes.map((purpose) =>
        Buffer.from(hkdfSync('sha256', secret, '', `multipay/v1/${purpose}`, 32)).toString('hex'),
      ),
    );
  });
});
