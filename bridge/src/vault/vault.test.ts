import { createHash, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, CompactEncrypt, exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { sealedFor } from '../../testing/sealing';
import type { Store } from '../domain/store';
import type { Vault } from '../domain/vault';
import { masterKeyFrom, type MasterKey } from './envelope';
import { masterKeySource } from './master-key';
import { openVault } from './vault';

const master = masterKeyFrom(randomBytes(32));
const NOW_MS = 1_790_000_000_000;
const holding = ({ key }: MasterKey) => masterKeySource(key.toString('hex'), undefined, '/nowhere');
const hex = (key: Buffer): string => key.toString('hex');

for (const kind of DATABASES) {
  describe(`the vault of bridges that share one ${kind}`, () => {
    let database: TestDatabase;
    beforeEach(async () => {
      database = await freshDatabase(kind);
    });
    afterEach(() => database.drop());

    const facts = (vault: Vault) => ({
      bridgeId: vault.bridgeId,
      uploadKey: vault.uploadKey,
      request: hex(vault.requestKey('net_1', '1', 1)),
      webhook: hex(vault.webhookKey('net_1', '1', 1)),
      stream: hex(vault.streamKey()),
      probe: hex(vault.probeKey()),
    });

    it('is the same for all of them', async () => {
      const vaults: Vault[] = [];
      for (let at = 0; at < 3; at++) vaults.push(await openVault(await database.open(), holding(master), () => NOW_MS));
      const later = await openVault(await database.open(), holding(master), () => NOW_MS);
      for (const vault of vaults) expect(facts(vault)).toEqual(facts(later));
    });

    it('opens with no other master key, and says which one it needs', async () => {
      const store = await database.open();
      await openVault(store, holding(master), () => NOW_MS);
      await expect(openVault(store, holding(masterKeyFrom(randomBytes(32))), () => NOW_MS)).rejects.toThrow(
        `sealed under master key ${master.id}`,
      );
    });

    it('has secrets of its own: another database is another bridge', async () => {
      const other = await freshDatabase(kind);
      try {
        const one = facts(await openVault(await database.open(), holding(master), () => NOW_MS));
        const two = facts(await openVault(await other.open(), holding(master), () => NOW_MS));
        for (const name of ['bridgeId', 'request', 'webhook', 'stream', 'probe'] as const) {
          expect(one[name]).not.toBe(two[name]);
        }
      } finally {
        await other.drop();
      }
    });
  });
}

describe('the vault of bridges that start at once on a new database', () => {
  it('is the first one that was written, for all of them', async () => {
    const database = await freshDatabase('mariadb');
    try {
      const stores = await Promise.all([database.open(), database.open(), database.open()]);
      const vaults = await Promise.all(stores.map((store) => openVault(store, holding(master), () => NOW_MS)));
      expect(new Set(vaults.map(({ bridgeId }) => bridgeId)).size).toBe(1);
      expect(new Set(vaults.map(({ uploadKey }) => uploadKey.fingerprint)).size).toBe(1);
      expect(new Set(vaults.map((vault) => hex(vault.requestKey('net_1', '1', 1)))).size).toBe(1);
    } finally {
      await database.drop();
    }
  });
});

describe('the vault', () => {
  let database: TestDatabase;
  let store: Store;
  let vault: Vault;
  beforeEach(async () => {
    database = await freshDatabase('sqlite');
    store = await database.open();
    vault = await openVault(store, holding(master), () => NOW_MS);
  });
  afterEach(() => database.drop());

  it('keeps nothing readable in the database', async () => {
    for (const name of ['root', 'upload-key', 'bridge-id']) {
      const sealed = await store.write(({ secrets }) => secrets.get(name));
      expect(sealed).toMatch(/^v1\.[0-9a-f]{16}\./);
    }
  });

  it("opens what it sealed, in the same place only: one row's secret is worth nothing in another", async () => {
    const sealed = vault.seal('credential/crd_1', 'key');
    expect(await vault.open('credential/crd_1', sealed)).toBe('key');
    await expect(vault.open('credential/crd_2', sealed)).rejects.toThrow();
  });

  it('gives every site, epoch and purpose a key of its own', () => {
    const keys = [
      vault.requestKey('net_1', '1', 1),
      vault.requestKey('net_1', '1', 2),
      vault.requestKey('net_1', '2', 1),
      vault.requestKey('net_1', '0', 1),
      vault.requestKey('net_2', '1', 1),
      vault.webhookKey('net_1', '1', 1),
      vault.webhookKey('net_1', '1', 2),
      vault.webhookKey('net_1', '2', 1),
      vault.streamKey(),
      vault.pairingProofKey(Buffer.from('code')),
      vault.pairingProofKey(Buffer.from('other code')),
    ];
    expect(new Set(keys.map(hex)).size).toBe(keys.length);
    expect(keys.map((key) => key.length)).toEqual(keys.map(() => 32));
  });

  it('derives the same key again from the same names', () => {
    expect(hex(vault.requestKey('net_1', '1', 1))).toBe(hex(vault.requestKey('net_1', '1', 1)));
  });

  describe('the key for uploads', () => {
    it('is named by its RFC 7638 thumbprint, and shows no private part', async () => {
      const { jwk } = vault.uploadKey;
      expect(Object.keys(jwk).sort()).toEqual(['crv', 'kid', 'kty', 'x', 'y']);
      expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
    });

    it('has a fingerprint for people: 8 groups of 4 digits of its SHA-256', () => {
      const { jwk, fingerprint } = vault.uploadKey;
      const point = Buffer.concat([Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]);
      const digits = createHash('sha256').update(point).digest('hex');
      expect(fingerprint).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
      expect(digits.startsWith(fingerprint.replaceAll(' ', ''))).toBe(true);
    });
  });

  describe('a sealed upload', () => {
    it('opens, with every character that was typed', async () => {
      const content = { name: '茶舍 🍵', key: '-----BEGIN…\r\n' };
      expect(JSON.parse(await vault.openUpload(await sealedFor(vault.uploadKey.jwk, content)))).toEqual(content);
    });

    it("for another bridge's key is unreadable", async () => {
      const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
      const sealed = await sealedFor(await exportJWK(publicKey), 'secret');
      await expect(vault.openUpload(sealed)).rejects.toMatchObject({ code: 'credentials_unreadable' });
    });

    it.each([
      ['another content encryption', { alg: 'ECDH-ES', enc: 'A128GCM' }],
      ['a content encryption without GCM', { alg: 'ECDH-ES', enc: 'A256CBC-HS512' }],
      ['a wrapped key', { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' }],
    ])('with %s is refused', async (_name, header) => {
      const sealed = await sealedFor(vault.uploadKey.jwk, 'secret', header);
      await expect(vault.openUpload(sealed)).rejects.toMatchObject({ code: 'credentials_unreadable' });
    });

    it('under a key that the sender chose is refused: it proves nothing about who may read it', async () => {
      const sealed = await new CompactEncrypt(new TextEncoder().encode('secret'))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(randomBytes(32));
      await expect(vault.openUpload(sealed)).rejects.toMatchObject({ code: 'credentials_unreadable' });
    });

    it('that was changed, cut, or is none at all is refused without saying what is inside', async () => {
      const sealed = await sealedFor(vault.uploadKey.jwk, 'a secret');
      const parts = sealed.split('.');
      const wrong = [
        sealed.slice(0, -2),
        [...parts.slice(0, 3), Buffer.from('other').toString('base64url'), parts[4]].join('.'),
        parts.slice(0, 4).join('.'),
        'not a JWE',
        '',
      ];
      for (const text of wrong) {
        await expect(vault.openUpload(text)).rejects.toMatchObject({
          code: 'credentials_unreadable',
          message: "the upload does not open with this bridge's key",
        });
      }
    });
  });
});
