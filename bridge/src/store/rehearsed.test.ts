/** What another set of keys needs of the store, on each engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { aPayment, NOW_MS } from '../../testing/records';
import type { Credential, Merchant, Store } from '../domain/store';

const merchant = (id: string): Merchant => ({
  id,
  networkId: 'net_1',
  siteId: '0',
  provider: 'wechat_pay',
  name: 'Tea House',
  accountNumber: '1900000001',
  notifyDoor: 'site',
  allowedSiteIds: null,
  mostPerPayment: null,
  mostPerDay: null,
});
const credential = (changes: Partial<Credential>): Credential => ({
  id: 'crd_1',
  merchantId: 'mch_1',
  state: 'active',
  sealed: 'sealed',
  keyFingerprint: '0123456789abcdef',
  keySerial: null,
  verifierIds: [],
  expiresMs: null,
  createdMs: NOW_MS,
  ...changes,
});

describe.each(DATABASES)('on %s', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    store = await database.open();
    await store.write(async ({ merchants, sites }) => {
      await sites.saveNetwork({ id: 'net_1', name: 'Shops', keyEpoch: 3, createdMs: NOW_MS });
      for (const id of ['mch_1', 'mch_2']) await merchants.insert(merchant(id), NOW_MS);
      await merchants.addCredential(credential({}));
      const waiting = { state: 'rehearsed', verifierIds: ['PUB_KEY_ID_2'] } as const;
      await merchants.addCredential(credential({ id: 'crd_2', ...waiting }));
      await merchants.addCredential(credential({ id: 'crd_3', merchantId: 'mch_2', ...waiting }));
    });
  });
  afterAll(() => database.drop());

  const states = async (id: string) => (await store.read.merchants.credentials(id)).map((one) => [one.id, one.state]);

  it('a rehearsed set is behind the active one, and changes nothing about it', async () => {
    expect(await states('mch_1')).toEqual([
      ['crd_1', 'active'],
      ['crd_2', 'rehearsed'],
    ]);
  });

  it('a rehearsed set is forgotten with the names of its keys; others are not', async () => {
    await store.write(({ merchants }) => merchants.forgetRehearsed('mch_1'));
    expect(await states('mch_1')).toEqual([['crd_1', 'active']]);
    const named = await store.read.merchants.byClaim('wechat_pay', { verifierId: 'PUB_KEY_ID_2' });
    expect(named.map(({ id }) => id)).toEqual(['mch_2']);
    await store.write(({ merchants }) => merchants.forgetRehearsed('mch_1'));
  });

  it('an activated set is the only active one, at once for whoever reads', async () => {
    await store.write((work) => work.merchants.addCredential(credential({ id: 'crd_4', state: 'rehearsed' })));
    expect(await states('mch_1')).toHaveLength(2);
    await store.write((work) => work.merchants.activateCredential('mch_1', 'crd_4'));
    expect(await states('mch_1')).toEqual([
      ['crd_4', 'active'],
      ['crd_1', 'verify_only'],
    ]);
  });

  it("an account's newest payments in some statuses are found, since some time, no more than asked for", async () => {
    const at = (id: string, createdMs: number, changes: object = {}) =>
      aPayment({ id: `pay_${id}`, orderRef: `order_${id}`, createdMs, ...changes });
    await store.write(async ({ payments }) => {
      for (const payment of [
        at('1', NOW_MS - 10),
        at('2', NOW_MS),
        at('3', NOW_MS + 1, { status: 'created' }),
        at('4', NOW_MS + 2, { status: 'succeeded' }),
        at('5', NOW_MS + 3, { merchantId: 'mch_2' }),
      ]) {
        await payments.insert(payment, { clientIp: '203.0.113.7' });
      }
    });
    const newest = async (sinceMs: number, limit: number) => {
      const filter = { statuses: ['created', 'pending'], sinceMs, limit } as const;
      return (await store.read.payments.newestOf('mch_1', filter)).map(({ id }) => id);
    };
    expect(await newest(0, 9)).toEqual(['pay_3', 'pay_2', 'pay_1']);
    expect(await newest(NOW_MS, 9)).toEqual(['pay_3', 'pay_2']);
    expect(await newest(0, 1)).toEqual(['pay_3']);
  });

  it('a network that is locked is read as it is; one that is not there is null', async () => {
    expect(await store.write(({ sites }) => sites.lockNetwork('net_1'))).toMatchObject({ name: 'Shops', keyEpoch: 3 });
    expect(await store.write(({ sites }) => sites.lockNetwork('net_9'))).toBeNull();
  });
});
