import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SILENT } from '../../testing/bridge';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { NOW_MS } from '../../testing/records';
import type { Credential, Store } from '../domain/store';
import { warnOfExpiry } from './expiry-warnings';

const DAY_MS = 86_400_000;
const ENDS_MS = NOW_MS + 100 * DAY_MS;

for (const kind of DATABASES) {
  describe(`keys that end, on ${kind}`, () => {
    let database: TestDatabase;
    let store: Store;
    const said: { daysLeft: number; credential: string; message: string }[] = [];
    beforeEach(async () => {
      database = await freshDatabase(kind);
      store = await database.open();
      said.length = 0;
      await database.run(
        "INSERT INTO merchant (network_id, site_id, id, provider, name, account_number, notify_door, created_ms) VALUES ('net_1', '1', 'mch_1', 'alipay', 'Tea', '1', 'site', 0)",
      );
      await add({});
    });
    afterEach(() => database.drop());

    const add = (changes: Partial<Credential>) =>
      store.write(({ merchants }) =>
        merchants.addCredential({
          id: 'crd_1',
          merchantId: 'mch_1',
          state: 'active',
          sealed: 'sealed',
          keyFingerprint: 'fp',
          keySerial: null,
          verifierIds: [],
          expiresMs: ENDS_MS,
          createdMs: NOW_MS,
          ...changes,
        }),
      );
    const log = {
      ...SILENT,
      warn: (fields: object, message: string) => void said.push({ ...(fields as (typeof said)[0]), message }),
    };
    const lookWith = async (daysLeft: number, on = store): Promise<number[]> => {
      said.length = 0;
      await warnOfExpiry({ store: on, now: () => ENDS_MS - daysLeft * DAY_MS, log })();
      return said.map((one) => one.daysLeft);
    };

    it('are warned of 30, 7 and 1 day before, once each, and when they have ended', async () => {
      expect(await lookWith(30.1)).toEqual([]);
      expect(await lookWith(30)).toEqual([30]);
      expect(await lookWith(29)).toEqual([]);
      expect(await lookWith(7)).toEqual([7]);
      expect(await lookWith(6.9)).toEqual([]);
      expect(await lookWith(0.9)).toEqual([0]);
      expect(said[0]?.message).toContain('end soon');
      expect(await lookWith(-3)).toEqual([]);
    });

    it('are warned of by the nearest distance only, after a bridge was away', async () => {
      expect(await lookWith(5)).toEqual([5]);
      expect(await lookWith(5)).toEqual([]);
      expect(await lookWith(-2)).toEqual([-2]);
      expect(said[0]?.message).toContain('have ended');
    });

    it('are warned of by one of several bridges', async () => {
      const both = kind === 'sqlite' ? [store, store] : [store, await database.open()];
      await Promise.all(both.map((one) => warnOfExpiry({ store: one, now: () => ENDS_MS - DAY_MS, log })()));
      expect(said).toHaveLength(1);
    });

    it('are not warned of once others are in use, or where they have no end', async () => {
      await add({ id: 'crd_2', expiresMs: null });
      expect(await lookWith(1)).toEqual([]);
      await add({ id: 'crd_3', expiresMs: ENDS_MS });
      await lookWith(1);
      expect(said.map(({ credential }) => credential)).toEqual(['crd_3']);
    });
  });
}
