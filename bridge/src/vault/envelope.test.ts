import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyIdOf, masterKeyFrom, openEnvelope, rewrapEnvelope, sealEnvelope } from './envelope';

const master = masterKeyFrom(randomBytes(32));
const CONTEXT = 'credential/crd_1';

describe('an envelope', () => {
  it('gives back exactly what was put in, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, context) => {
        expect(openEnvelope(master, context, sealEnvelope(master, context, plain))).toBe(plain);
      }),
    );
  });

  it('of the same secret looks different each time, and shows nothing of it', () => {
    const secret = 'a secret that nobody may read';
    const first = sealEnvelope(master, CONTEXT, secret);
    const second = sealEnvelope(master, CONTEXT, secret);
    expect(second).not.toBe(first);
    const readable = first
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join();
    expect(readable).not.toContain('secret');
  });

  it('says which master key it needs, and nothing that would help to guess it', () => {
    const [version, keyId] = sealEnvelope(master, CONTEXT, 'secret').split('.');
    expect([version, keyId]).toEqual(['v1', master.id]);
    expect(master.key.toString('hex')).not.toContain(master.id);
  });

  it('of one row is worth nothing in another', () => {
    const sealed = sealEnvelope(master, 'credential/crd_1', 'secret');
    expect(() => openEnvelope(master, 'credential/crd_2', sealed)).toThrow();
    expect(() => openEnvelope(master, 'secret/crd_1', sealed)).toThrow();
  });

  it('does not open when any one character of it was changed', () => {
    const sealed = sealEnvelope(master, CONTEXT, 'secret');
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      if (sameBytes(changed, sealed)) continue;
      expect(() => openEnvelope(master, CONTEXT, changed), `character ${at}`).toThrow();
    }
  });

  it('does not open when it was cut, or parts of two were put together', () => {
    const one = sealEnvelope(master, CONTEXT, 'one').split('.');
    const other = sealEnvelope(master, CONTEXT, 'other').split('.');
    for (const part of [2, 3, 4]) {
      const mixed = one.map((text, at) => (at === part ? other[at] : text)).join('.');
      expect(() => openEnvelope(master, CONTEXT, mixed)).toThrow();
      const cut = one.map((text, at) => (at === part ? text.slice(0, -4) : text)).join('.');
      expect(() => openEnvelope(master, CONTEXT, cut)).toThrow();
    }
  });

  it('under another master key says so, by name', () => {
    const other = masterKeyFrom(randomBytes(32));
    const sealed = sealEnvelope(master, CONTEXT, 'secret');
    expect(() => openEnvelope(other, CONTEXT, sealed)).toThrow(
      `sealed under master key ${master.id}, but the key in use is ${other.id}`,
    );
    expect(() => openEnvelope({ id: master.id, key: other.key }, CONTEXT, sealed)).toThrow();
  });

  it.each(['', 'secret', 'v0.a.b.c.d', 'v2.a.b.c.d', 'v1.a.b.c', 'v1.....'])('is not "%s"', (text) => {
    expect(() => openEnvelope(master, CONTEXT, text)).toThrow('this is not a sealed secret');
  });
});

describe('an envelope under a new master key', () => {
  const next = masterKeyFrom(randomBytes(32));
  const sealed = sealEnvelope(master, CONTEXT, 'secret');
  const anew = rewrapEnvelope(master, next, CONTEXT, sealed);

  it('opens with that one only; the secret itself was not sealed again', () => {
    expect(openEnvelope(next, CONTEXT, anew)).toBe('secret');
    expect(() => openEnvelope(master, CONTEXT, anew)).toThrow(`sealed under master key ${next.id}`);
    expect(keyIdOf(anew)).toBe(next.id);
    expect(anew.split('.').slice(3)).toEqual(sealed.split('.').slice(3));
  });

  it('is not made for another row, from another key, or of what was changed', () => {
    expect(() => rewrapEnvelope(master, next, 'credential/crd_2', sealed)).toThrow();
    expect(() => rewrapEnvelope(next, master, CONTEXT, sealed)).toThrow(`sealed under master key ${master.id}`);
    expect(() => rewrapEnvelope(master, next, CONTEXT, sealed.replace(/^(v1\.[^.]+\.)./, '$1-'))).toThrow();
    expect(() => rewrapEnvelope(master, next, CONTEXT, 'v1.x')).toThrow('this is not a sealed secret');
  });
});

describe('a master key', () => {
  it.each([0, 16, 31, 33, 64])('of %i bytes is none', (bytes) => {
    expect(() => masterKeyFrom(randomBytes(bytes))).toThrow(`has 32 bytes, this one has ${bytes}`);
  });

  it('has the same name at each start, and another one than any other key', () => {
    const key = randomBytes(32);
    expect(masterKeyFrom(key).id).toBe(masterKeyFrom(Buffer.from(key)).id);
    expect(masterKeyFrom(key).id).not.toBe(master.id);
  });
});

/** The last character of base64 has bits that mean nothing: another character can be the same bytes. */
function sameBytes(one: string, other: string): boolean {
  const bytes = (text: string): string[] => {
    const [version = '', keyId = '', ...parts] = text.split('.');
    return [version, keyId, ...parts.map((part) => Buffer.from(part, 'base64url').toString('hex'))];
  };
  return bytes(one).join() === bytes(other).join();
}
