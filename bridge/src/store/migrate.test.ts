/** A first start that breaks half way. MySQL commits each change of the schema by itself, so nothing is rolled back. */
import { Kysely, MysqlDialect, type KyselyPlugin } from 'kysely';
import { createPool } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../testing/databases';
import { aPayment } from '../../testing/records';
import { MYSQL } from './dialect';
import { migrate } from './migrate';
import { ground } from './migrations/0001-ground';
import { openMysql } from './mysql';
import type { Tables } from './tables';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase('mariadb');
});
afterEach(() => database.drop());

const STATEMENTS = ground(MYSQL).length;

/** Called before a statement of a migration, or after it and before anything can be noted. */
type Fault = (at: 'before' | 'after') => void;

function failing(fault: Fault): KyselyPlugin {
  let changesSchema = false;
  return {
    transformQuery: ({ node }) => {
      const text = node.kind === 'RawNode' ? (node.sqlFragments[0] ?? '') : '';
      changesSchema = /^CREATE (?!TABLE IF NOT EXISTS)/.test(text);
      if (changesSchema) fault('before');
      return node;
    },
    transformResult: async ({ result }) => {
      if (changesSchema) fault('after');
      return result;
    },
  };
}

async function startWith(fault: Fault): Promise<void> {
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool: createPool(database.url) }) });
  try {
    await migrate(db.withPlugin(failing(fault)), MYSQL, 0);
  } finally {
    await db.destroy();
  }
}

/** Starts again and again until one goes through. @returns how many broke */
async function startUntilItWorks(faultOfOneStart: () => Fault): Promise<number> {
  for (let broken = 0; ; broken++) {
    try {
      await startWith(faultOfOneStart());
      return broken;
    } catch (error) {
      if (!String(error).includes('the power went off')) throw error;
    }
  }
}

async function expectWhole(): Promise<void> {
  const store = await database.open();
  const payment = aPayment();
  await store.write(({ payments }) => payments.insert(payment, { clientIp: '203.0.113.7' }));
  expect(await store.read.payments.byId(payment.id)).toEqual(payment);
  await expect(database.run('DELETE FROM posting')).resolves.toBeUndefined();
  const triggers = await database.rows('SHOW TRIGGERS');
  expect(triggers).toHaveLength(6);
}

describe('a migration', () => {
  it('that breaks before any of its statements goes on there at the next start', async () => {
    const broken = await startUntilItWorks(() => {
      let begun = 0;
      return (at) => {
        if (at === 'before' && ++begun === 2) throw new Error('the power went off');
      };
    });
    expect(broken).toBe(STATEMENTS - 1);
    await expectWhole();
  });

  it('that breaks after any of its statements, before it is noted, goes on behind it', async () => {
    const broken = await startUntilItWorks(() => (at) => {
      if (at === 'after') throw new Error('the power went off');
    });
    expect(broken).toBe(STATEMENTS);
    await expectWhole();
  });

  it('does not take a table that somebody else made for its own', async () => {
    await database.run('CREATE TABLE secret (something INT)');
    await expect(database.open()).rejects.toThrow("'secret' already exists");
    await expect(database.open()).rejects.toThrow("'secret' already exists");
  });

  it('that may make no triggers says what the operator can do', async () => {
    const refused = startWith((at) => {
      if (at === 'before') throw Object.assign(new Error('You do not have the SUPER privilege'), { errno: 1419 });
    });
    await expect(refused).rejects.toThrow('log_bin_trust_function_creators');
  });

  it('does not begin beside another one', async () => {
    const other = await createConnection(database.url);
    onTestFinished(() => other.end());
    await other.query("SELECT GET_LOCK('multipay_migration', 60)");
    await expect(openMysql(database.url, 0, 0)).rejects.toThrow('another bridge is changing the schema');
    await other.query("SELECT RELEASE_LOCK('multipay_migration')");
    await expectWhole();
  });
});
