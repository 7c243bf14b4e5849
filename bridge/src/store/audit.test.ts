import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { NOW_MS } from '../../testing/records';
import { BRIDGE_ITSELF, brokenAt, CHAIN_BEGINS } from '../domain/audit';
import type { Store } from '../domain/store';
import { newId } from '../use-cases/new-id';

for (const kind of DATABASES) {
  describe(`the audit log on ${kind}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeEach(async () => {
      database = await freshDatabase(kind);
      store = await database.open();
    });
    afterEach(() => database.drop());

    const BEFORE_ME = { networkId: 'net_1', siteId: '1', atMs: NOW_MS, actor: 'user_5' } as const;
    const append = (changes: object = {}, from: Store = store) =>
      from.write(({ audit }) =>
        audit.append({
          ...BEFORE_ME,
          id: newId('audit'),
          action: 'settings.changed',
          subject: 'payable_minutes',
          before: null,
          after: '45',
          ...changes,
        }),
      );
    const chain = (networkId = 'net_1') => store.read.audit.chain(networkId, 1, 100);

    it('is a chain for each network, and one for what the bridge does for itself', async () => {
      for (const networkId of ['net_1', 'net_2', BRIDGE_ITSELF, 'net_1']) await append({ networkId });
      for (const [networkId, entries] of Object.entries({ net_1: 2, net_2: 1, [BRIDGE_ITSELF]: 1 })) {
        const found = await chain(networkId);
        expect(found.map(({ sequence }) => sequence)).toEqual(Array.from({ length: entries }, (_, at) => at + 1));
        expect(brokenAt(found, CHAIN_BEGINS, 0)).toBeNull();
      }
    });

    it('stays one line when thirty people change something at the same time, at two bridges', async () => {
      await store.write(({ sites }) =>
        sites.saveNetwork({ id: 'net_1', name: 'Shops', keyEpoch: 1, createdMs: NOW_MS }),
      );
      const second = kind === 'mariadb' ? await database.open() : store;
      await Promise.all(Array.from({ length: 30 }, (_, at) => append({}, at % 2 === 0 ? store : second)));
      const found = await chain();
      expect(found).toHaveLength(30);
      expect(brokenAt(found, CHAIN_BEGINS, 0)).toBeNull();
    });

    it('has no entry of a change that did not happen', async () => {
      const failing = store.write(async ({ audit }) => {
        const entry = { ...BEFORE_ME, action: 'settings.changed', subject: 'x', before: null, after: null } as const;
        await audit.append({ ...entry, id: newId('audit') });
        throw new Error('a defect');
      });
      await expect(failing).rejects.toThrow('a defect');
      expect(await chain()).toEqual([]);
    });

    it('is listed newest first, by site, action and subject', async () => {
      await append({ siteId: '0' });
      await append();
      await append({ action: 'merchant.changed', subject: 'mch_1' });
      const list = async (filter: object) =>
        (await store.read.audit.list({ networkId: 'net_1', limit: 10, ...filter })).map(({ sequence }) => sequence);
      const [, , oldest] = await store.read.audit.list({ networkId: 'net_1', limit: 10 });
      expect(await list({})).toEqual([3, 2, 1]);
      expect(await list({ siteId: '1' })).toEqual([3, 2]);
      expect(await list({ action: 'merchant.changed' })).toEqual([3]);
      expect(await list({ subject: 'payable_minutes', limit: 1 })).toEqual([2]);
      expect(await list({ before: oldest?.id })).toEqual([]);
      expect(await list({ networkId: 'net_2' })).toEqual([]);
    });

    it('shows which entry somebody has changed, taken away or added', async () => {
      for (let at = 0; at < 4; at++) await append({ after: String(at) });
      const found = await chain();
      const changed = found.map((entry) => (entry.sequence === 3 ? { ...entry, after: '99' } : entry));
      expect(brokenAt(changed, CHAIN_BEGINS, 0)).toMatchObject({ sequence: 3 });
      expect(brokenAt(found.toSpliced(1, 1), CHAIN_BEGINS, 0)).toMatchObject({ sequence: 3 });
      const [first] = found;
      expect(brokenAt(found.toSpliced(1, 0, first!), CHAIN_BEGINS, 0)).toMatchObject({ sequence: 1 });
      expect(brokenAt(found.slice(2), found[1]?.hash ?? '', 2)).toBeNull();
    });

    it.each(["UPDATE audit SET actor = 'user_6'", 'DELETE FROM audit'])(
      'forbids even itself to "%s"',
      async (statement) => {
        await append();
        await expect(database.run(statement)).rejects.toThrow('only grows');
      },
    );
  });
}
