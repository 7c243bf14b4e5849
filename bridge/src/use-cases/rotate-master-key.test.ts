/** Replacing the master key, broken off at every step, with other processes beside it. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SILENT } from '../../testing/bridge';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { NOW_MS } from '../../testing/records';
import { temporaryFolder } from '../../testing/temporary-folder';
import { brokenAt, BRIDGE_ITSELF } from '../domain/audit';
import type { Store } from '../domain/store';
import { contextOf, SEALED_PLACES, type Vault } from '../domain/vault';
import { masterKeySource, type MasterKeySource } from '../vault/master-key';
import { openVault } from '../vault/vault';
import { beginRotation, finishRotation, PORTION } from './rotate-master-key';
import { tendMasterKeys } from './tend-master-keys';

const DAY_MS = 86_400_000;
const NOTIFICATIONS = 2 * PORTION + 1;
const ids = Array.from({ length: NOTIFICATIONS }, (_, at) => `ntf_${String(at).padStart(4, '0')}`);
const dayOf = (day: number) => NOW_MS + day * DAY_MS;

for (const kind of DATABASES) {
  describe(`a master key on ${kind}`, () => {
    let database: TestDatabase;
    let store: Store;
    let path: string;
    let nowMs: number;
    const now = (): number => nowMs;

    beforeEach(async () => {
      database = await freshDatabase(kind);
      store = await database.open();
      path = join(temporaryFolder(), 'master.key');
      nowMs = NOW_MS;
      await fill(await start());
    });
    afterEach(() => database.drop());

    /** A process of its own, with what lies on the disk. */
    const start = (source = inFile(), on = store): Promise<Vault> => openVault(on, source, now);
    const inFile = (): MasterKeySource => masterKeySource(undefined, undefined, path);
    const deps = (vault: Vault, on = store) => ({ store: on, vault, now, log: SILENT });
    const rotate = async (vault: Vault, on = store): Promise<void> => {
      await beginRotation(deps(vault, on), 'operator');
      await finishRotation(deps(vault, on));
    };

    /** A secret at least wherever one can lie. */
    async function fill(vault: Vault): Promise<void> {
      await store.write(async (work) => {
        const sealed = (context: string) => vault.seal(context, `inside ${context}`);
        await work.merchants.addCredential({
          id: 'crd_1',
          merchantId: 'mch_1',
          state: 'active',
          sealed: sealed('credential/crd_1'),
          keyFingerprint: 'fp',
          keySerial: null,
          verifierIds: [],
          expiresMs: null,
          createdMs: NOW_MS,
        });
        await work.sites.savePairingCode({
          id: 'CODE',
          sealedSecret: sealed('pairing/CODE'),
          networkId: null,
          networkName: 'x',
          scope: 'network',
          expiresMs: NOW_MS,
          triesLeft: 1,
          usedMs: null,
        });
        for (const id of ids) {
          await work.notifications.add({
            id,
            provider: 'alipay',
            merchantId: 'mch_1',
            providerId: id,
            paymentId: null,
            outcome: 'kept',
            sealedBody: sealed(`notification/${id}`),
            receivedMs: NOW_MS,
          });
        }
      });
    }

    async function everything() {
      const portions = SEALED_PLACES.map((place) => store.read.sealed.portion(place, '', 10_000));
      return (await Promise.all(portions)).flat();
    }

    async function expectAllOpen(vault: Vault): Promise<void> {
      const rows = await everything();
      expect(rows).toHaveLength(3 + 1 + 1 + NOTIFICATIONS);
      for (const row of rows) {
        const plain = await vault.open(contextOf(row), row.sealed);
        if (row.place !== 'secret') expect(plain).toBe(`inside ${contextOf(row)}`);
      }
    }

    /** Nothing is left under another key than the one that the file holds, which needs no other to open it. */
    async function expectAllUnder(fileKey: string): Promise<void> {
      expect([...(await store.read.sealed.countByKey())]).toEqual([[fileKey, 3 + 1 + 1 + NOTIFICATIONS]]);
      const [newest, ...older] = await store.read.masterKeys.list();
      expect(newest).toMatchObject({ id: fileKey, state: 'active' });
      expect(older.filter(({ state }) => state === 'active')).toEqual([]);
    }

    it('is known from the first start on, by a name that says nothing about it', async () => {
      const vault = await start();
      expect(await store.read.masterKeys.list()).toMatchObject([
        { id: vault.keys.activeId, state: 'active', sealed: null, sinceMs: NOW_MS },
      ]);
    });

    it('is replaced everywhere, in the file too; the old one is kept sealed under the new one', async () => {
      const vault = await start();
      const before = vault.keys.activeId;
      const oldFile = readFileSync(path, 'utf8');
      nowMs = dayOf(10);
      await rotate(vault);
      expect(vault.keys.activeId).not.toBe(before);
      await expectAllUnder(vault.keys.givenId);
      await expectAllOpen(await start());
      expect(readFileSync(path, 'utf8')).not.toBe(oldFile);
      const old = (await store.read.masterKeys.list()).find(({ id }) => id === before);
      expect(old).toMatchObject({ state: 'decrypt_only', replacedMs: nowMs });
      expect(old?.sealed).toMatch(new RegExp(`^v1\\.${vault.keys.activeId}\\.`));
    });

    it('is replaced by several who ask at once without harm', async () => {
      // SQLite's connections of one process would wait for each other for ever.
      const stores = kind === 'sqlite' ? [store, store, store] : [store, await database.open(), await database.open()];
      const vaults: Vault[] = [];
      for (const one of stores) vaults.push(await start(inFile(), one));
      await Promise.all(vaults.map((vault, at) => rotate(vault, stores[at])));
      const restarted = await start();
      await expectAllUnder(restarted.keys.givenId);
      for (const vault of [...vaults, restarted]) await expectAllOpen(vault);
    });

    it('that is replaced, and broken off at any step, opens all with what is on the disk, and goes on', async () => {
      let steps = 0;
      for (const moment of ['before', 'after'] as const) {
        for (let step = 1; ; step++) {
          const failing = brokenOff(store, step, moment);
          const vault = await start();
          const ended = await rotate(vault, failing).then(
            () => 'done',
            (error: unknown) => String(error),
          );
          await expectAllOpen(await start());
          if (ended === 'done') break;
          expect(ended).toBe('Error: power cut');
          steps += 1;
          const restarted = await start();
          await tendMasterKeys(deps(restarted))('manual');
          await expectAllUnder(restarted.keys.givenId);
        }
      }
      // One commit begins, one for each place and portion, one while the file is replaced.
      expect(steps).toBe(2 * (1 + 3 + Math.ceil(NOTIFICATIONS / PORTION) + 1));
      nowMs = dayOf(2);
      await tendMasterKeys(deps(await start()))('manual');
      for (const record of await store.read.masterKeys.list()) expect(record.sealedUnderBefore).toBeNull();
      await expectAllOpen(await start());
    });

    it.each(['before', 'after'] as const)('is not lost by a power cut %s the file is written', async (moment) => {
      const real = inFile();
      const cut: MasterKeySource = {
        ...real,
        keep(key) {
          if (moment === 'after') real.keep(key);
          throw new Error('power cut');
        },
      };
      await expect(rotate(await start(cut))).rejects.toThrow('power cut');
      const restarted = await start();
      await expectAllOpen(restarted);
      await tendMasterKeys(deps(restarted))('manual');
      await expectAllUnder(restarted.keys.givenId);
    });

    it('finds its way into the copies of the file that other machines have', async () => {
      const copy = join(temporaryFolder(), 'master.key');
      copyFileSync(path, copy);
      const elsewhere = await start(masterKeySource(undefined, undefined, copy));
      const vault = await start();
      await rotate(vault);
      await tendMasterKeys(deps(elsewhere))('automatic');
      expect(readFileSync(copy, 'utf8')).toBe(readFileSync(path, 'utf8'));
      expect(await store.read.masterKeys.list()).toHaveLength(2);
    });

    it('that cannot be kept in its file is not replaced at all', async () => {
      const real = inFile();
      const readOnly: MasterKeySource = {
        ...real,
        mayKeep() {
          throw new Error('EROFS');
        },
      };
      const vault = await start(readOnly);
      await expect(rotate(vault)).rejects.toThrow('EROFS');
      expect(await store.read.masterKeys.list()).toHaveLength(1);
      await expectAllUnder(real.keys()[0].id);
    });

    it('is learnt by another process in the middle of it, which goes on sealing under what it knows', async () => {
      const other = await start(inFile(), await database.open());
      const vault = await start();
      const late = other.seal('credential/crd_2', 'late');
      await beginRotation(deps(vault), 'operator');
      await finishRotation(deps(vault), 2);
      expect((await store.read.sealed.countByKey()).size).toBe(2);
      await expectAllOpen(other);
      expect(other.keys.activeId).toBe(vault.keys.activeId);
      await finishRotation(deps(vault));
      await expectAllOpen(other);
      expect(await vault.open('credential/crd_2', late)).toBe('late');
    });

    describe('from the environment', () => {
      const [old, next, wrong] = [randomBytes(32), randomBytes(32), randomBytes(32)].map((key) => key.toString('hex'));
      const given = (key?: string, before?: string) => masterKeySource(key, before, '/nowhere');
      beforeEach(async () => {
        // From the file of the beginning to the environment: the same way as from one key to the next.
        const vault = await start(given(old, readFileSync(path, 'utf8')));
        await tendMasterKeys(deps(vault))('automatic');
        expect(vault.keys.activeId).toBe(vault.keys.givenId);
      });

      it('is replaced at the start with the one before it at hand, whatever the schedule', async () => {
        const vault = await start(given(next, old));
        await expectAllOpen(vault);
        await tendMasterKeys(deps(vault))('manual');
        await expectAllUnder(vault.keys.givenId);
        await expectAllOpen(await start(given(next)));
      });

      it('is never replaced by a schedule, and by nobody without a new one', async () => {
        const vault = await start(given(old));
        nowMs = dayOf(400);
        await tendMasterKeys(deps(vault))('automatic');
        expect(vault.keys.activeId).toBe(vault.keys.givenId);
        await expect(beginRotation(deps(vault), 'operator')).rejects.toMatchObject({
          code: 'forbidden',
          message: expect.stringMatching(/MULTIPAY_MASTER_KEY_BEFORE, and restart/) as string,
        });
      });

      it('leaves bridges that have only the old one a day to be restarted, and says then what is missing', async () => {
        const running = await start(given(old), await database.open());
        const vault = await start(given(next, old));
        await tendMasterKeys(deps(vault))('manual');
        await expectAllOpen(running);
        await expectAllOpen(await start(given(old)));
        nowMs += DAY_MS;
        await tendMasterKeys(deps(vault))('manual');
        await expect(start(given(old))).rejects.toThrow(
          `sealed under master key ${vault.keys.activeId}, but the key in use (MULTIPAY_MASTER_KEY) is`,
        );
        await expectAllOpen(running);
      });

      it('that is none of them says which one is missing, and what to do', async () => {
        const { activeId } = (await start(given(old))).keys;
        const [{ id }] = given(wrong).keys();
        await expect(start(given(wrong))).rejects.toThrow(
          `the database is sealed under master key ${activeId}, but the key in use (MULTIPAY_MASTER_KEY) is ${id}: ` +
            `give ${activeId} back, or, to replace it, give it as MULTIPAY_MASTER_KEY_BEFORE`,
        );
      });

      it('goes back into a file', async () => {
        const vault = await start(masterKeySource(undefined, old, path));
        await tendMasterKeys(deps(vault))('manual');
        await expectAllUnder(vault.keys.givenId);
        await expectAllOpen(await start());
      });
    });

    it('that is replaced is in the audit log of the bridge itself, whose chain holds', async () => {
      const vault = await start();
      await rotate(vault);
      await rotate(vault);
      const chain = await store.read.audit.chain(BRIDGE_ITSELF, 1, 10);
      expect(chain.map(({ action, actor, subject }) => [action, actor, subject])).toMatchObject([
        ['master_key.rotated', 'operator', expect.any(String)],
        ['master_key.rotated', 'operator', vault.keys.activeId],
      ]);
      expect(brokenAt(chain, '', 0)).toBeNull();
    });
  });
}

/** A store of a machine that loses its power at one of its writes: before it happens, or before anybody hears of it. */
function brokenOff(store: Store, step: number, moment: 'before' | 'after'): Store {
  let writes = 0;
  return {
    ...store,
    async write(unit) {
      writes += 1;
      if (writes > step || (writes === step && moment === 'before')) throw new Error('power cut');
      const value = await store.write(unit);
      if (writes === step) throw new Error('power cut');
      return value;
    },
  };
}
