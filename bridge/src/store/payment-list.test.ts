/** What is looked for among a site's payments, and what is forgotten about those who paid. */
import {
  DummyDriver,
  Kysely,
  MysqlQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type QueryCompiler,
} from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { aPayment } from '../../testing/records';
import type { Payment } from '../domain/payment';
import type { Store } from '../domain/store';
import { listQuery } from './payment-list';
import type { Tables } from './tables';

const SITE = { networkId: 'net_1', siteId: '1' };
const DAY_MS = 86_400_000;

for (const kind of DATABASES) {
  describe(`payments on ${kind}`, () => {
    let database: TestDatabase;
    let store: Store;

    beforeEach(async () => {
      database = await freshDatabase(kind);
      store = await database.open();
    });
    afterEach(() => database.drop());

    const save = (payment: Payment) =>
      store.write(({ payments }) => payments.insert(payment, { clientIp: '203.0.113.7' }));
    const list = async (filter: object) =>
      (await store.read.payments.list({ ...SITE, limit: 10, ...filter })).map(({ id }) => id);

    it('are found by provider, by what is unusual, by time, and by any of their numbers', async () => {
      const nowMs = Date.now();
      const paid = { status: 'succeeded', providerTransactionId: '42' } as const;
      const old = aPayment({ orderRef: 'order_42', createdMs: nowMs - 1_000 });
      const late = aPayment({ ...paid, provider: 'alipay', flags: ['late'], createdMs: nowMs });
      const plain = aPayment({ ...paid, providerTransactionId: '43', orderRef: 'order_3', createdMs: nowMs + 1_000 });
      const sibling = aPayment({ ...paid, siteId: '2', orderRef: 'order_42', flags: ['late'], createdMs: nowMs });
      for (const payment of [old, late, plain, sibling]) await save(payment);
      expect(await list({ provider: 'alipay' })).toEqual([late.id]);
      expect(await list({ flagged: true })).toEqual([late.id]);
      expect(await list({ flagged: false })).toEqual([plain.id, old.id]);
      expect(await list({ fromMs: nowMs })).toEqual([plain.id, late.id]);
      expect(await list({ toMs: nowMs })).toEqual([old.id]);
      expect(await list({ fromMs: nowMs - DAY_MS, toMs: nowMs + DAY_MS, limit: 1 })).toEqual([plain.id]);
      expect(await list({ fromMs: 0, toMs: 1 })).toEqual([]);
      expect(await list({ named: { id: plain.id } })).toEqual([plain.id]);
      expect(await list({ named: { id: sibling.id } })).toEqual([]);
      expect(await list({ named: { orderRef: 'order_42', transactionId: '42' } })).toEqual([late.id, old.id]);
      expect(await list({ named: { orderRef: 'order_42', transactionId: '42' }, before: late.id })).toEqual([old.id]);
      expect(await list({ named: { orderRef: 'order_42', transactionId: '42' }, flagged: true })).toEqual([late.id]);
      expect(await list({ named: { transactionId: '4' } })).toEqual([]);
    });

    it('stay found by what is unusual when they become so', async () => {
      const payment = aPayment();
      await save(payment);
      await store.write(({ payments }) => payments.update({ ...payment, status: 'succeeded', flags: ['late'] }));
      expect(await list({ flagged: true })).toEqual([payment.id]);
    });

    it('lose their payers and keep everything else', async () => {
      const [first, second] = [aPayment(), aPayment({ orderRef: 'order_2' })];
      for (const payment of [first, second]) await save(payment);
      await store.write(({ payments }) => payments.savePayer(first, { openid: 'o-1', buyerId: 'b-1' }));
      const payers = () => store.read.payments.payersOf(SITE, ['order_1', 'order_2']);
      const second203 = { paymentId: second.id, clientIp: '203.0.113.7', openid: null, buyerId: null };
      expect(await payers()).toMatchObject([
        { paymentId: first.id, orderRef: 'order_1', status: 'pending', openid: 'o-1', buyerId: 'b-1' },
        second203,
      ]);
      expect(await store.read.payments.payersOf({ ...SITE, siteId: '2' }, ['order_1'])).toEqual([]);
      expect(await store.write(({ payments }) => payments.erasePayers([first.id]))).toBe(1);
      expect(await store.write(({ payments }) => payments.erasePayers([first.id]))).toBe(0);
      expect(await store.write(({ payments }) => payments.erasePayers([]))).toBe(0);
      expect(await payers()).toMatchObject([{ clientIp: null, openid: null, buyerId: null }, second203]);
      expect(await store.read.payments.byId(first.id)).toEqual(first);
    });
  });
}

/** Writes SQL and asks nobody. */
const onPaper = (compiler: () => QueryCompiler) =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: compiler,
    },
  });
const ENGINES = {
  sqlite: { engine: 'sqlite', db: onPaper(() => new SqliteQueryCompiler()) },
  mariadb: { engine: 'mysql', db: onPaper(() => new MysqlQueryCompiler()) },
} as const;

describe.each(DATABASES)('a page of payments on %s is read in order by an index of the site', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    await database.open();
  });
  afterAll(() => database.drop());

  it.each<[object, string]>([
    [{}, 'PRIMARY'],
    [{ before: 'pay_1' }, 'PRIMARY'],
    [{ fromMs: 1, toMs: 2 }, 'PRIMARY'],
    [{ kind: 'order' }, 'PRIMARY'],
    [{ provider: 'alipay' }, 'payment_by_provider'],
    [{ provider: 'alipay', status: 'succeeded', toMs: 2, before: 'pay_1' }, 'payment_by_provider'],
    [{ provider: 'alipay', status: 'failed' }, 'payment_by_status'],
    [{ status: 'succeeded', kind: 'button' }, 'payment_by_status'],
    [{ flagged: true, provider: 'alipay', status: 'succeeded' }, 'payment_by_flagged'],
    [{ orderRef: 'order_1', status: 'succeeded' }, 'payment_by_order'],
  ])('%j', async (filter, index) => {
    const { sql, parameters } = listQuery(ENGINES[kind], { ...SITE, limit: 21, ...filter }).compile();
    const values = [...parameters];
    const whole = sql.replace(/\?/g, () => JSON.stringify(values.shift()).replaceAll('"', "'"));
    const [step, ...more] = await database.rows(`EXPLAIN ${kind === 'sqlite' ? 'QUERY PLAN ' : ''}${whole}`);
    expect(more).toEqual([]);
    if (kind === 'sqlite') {
      expect(step?.['detail']).toMatch(new RegExp(`^SEARCH payment USING .*${index}.* \\(network_id=\\? AND site_id=`));
    } else {
      expect(step).toMatchObject({ key: index });
      expect(step?.['Extra']).not.toMatch(/filesort|temporary/);
    }
  });
});
