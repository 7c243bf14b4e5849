import { calculateJwkThumbprint, compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BridgeJwk } from '../../api/setup';
import { canSeal, seal } from './seal';

async function bridge() {
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(publicKey);
  return { privateKey, jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk) } as BridgeJwk };
}
const credentials = { app_id: '2021000000000000', app_private_key: 'a key 密钥' };

afterEach(() => vi.unstubAllGlobals());

describe('sealed credentials', () => {
  it('open with the bridge’s key, and say which key that is', async () => {
    const { privateKey, jwk } = await bridge();
    const sealed = await seal(jwk, credentials);
    const { plaintext } = await compactDecrypt(sealed, privateKey);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual(credentials);
    expect(decodeProtectedHeader(sealed)).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: jwk.kid });
  });

  it('open with no other key', async () => {
    const sealed = await seal((await bridge()).jwk, credentials);
    await expect(compactDecrypt(sealed, (await bridge()).privateKey)).rejects.toThrow();
  });

  it('show nothing of what is in them, and look different each time', async () => {
    const { jwk } = await bridge();
    const [one, two] = [await seal(jwk, credentials), await seal(jwk, credentials)];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString()).not.toContain('2021');
  });
});

describe('a page that did not come by HTTPS', () => {
  it('cannot seal', () => {
    expect(canSeal()).toBe(true);
    vi.stubGlobal('crypto', { getRandomValues: () => undefined });
    expect(canSeal()).toBe(false);
  });
});
