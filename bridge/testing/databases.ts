/** A fresh database of each kind, so that one suite can be run on both. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { createConnection } from 'mysql2/promise';
import { inject } from 'vitest';
import type { Store } from '../src/domain/store';
import { connectStore } from '../src/store/connect';
import type {} from './mariadb-server';

export const DATABASES = ['sqlite', 'mariadb'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

export interface TestDatabase {
  readonly url: string;
  /** Opens one more connection to the same database, as a second bridge would. */
  open(): Promise<Store>;
  /** Does something to it behind the store's back. */
  run(statement: string): Promise<void>;
  /** Looks into it behind the store's back. */
  rows(query: string): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

export async function freshDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const opened: Store[] = [];
  const { url, drop, run, rows } = kind === 'sqlite' ? sqliteFile() : await mariadbSchema();
  return {
    url,
    run,
    rows,
    async open() {
      const store = await connectStore(url, 0);
      opened.push(store);
      return store;
    },
    async drop() {
      await Promise.all(opened.map((store) => store.close()));
      await drop();
    },
  };
}

type Made = Pick<TestDatabase, 'url' | 'drop' | 'run' | 'rows'>;

function sqliteFile(): Made {
  const folder = mkdtempSync(join(tmpdir(), 'multipay-sqlite-'));
  const path = join(folder, 'test.sqlite');
  const withDatabase = <T>(act: (database: Database.Database) => T): T => {
    const database = new Database(path);
    try {
      return act(database);
    } finally {
      database.close();
    }
  };
  return {
    url: `sqlite:${path}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
    run: async (statement) => void withDatabase((database) => database.exec(statement)),
    rows: async (query) => withDatabase((database) => database.prepare(query).all() as Record<string, unknown>[]),
  };
}

async function mariadbSchema(): Promise<Made> {
  const port = inject('mariadbPort');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const account = { host: '127.0.0.1', port, user: 'multipay', password: 'multipay' };
  const run = async (statement: string, database?: string): Promise<unknown> => {
    const connection = await createConnection({ ...account, ...(database !== undefined && { database }) });
    const [result] = await connection.query(statement);
    await connection.end();
    return result;
  };
  await run(`CREATE DATABASE ${name}`);
  return {
    url: `mysql://multipay:multipay@127.0.0.1:${port}/${name}`,
    drop: async () => {
      await run(`DROP DATABASE ${name}`);
    },
    run: async (statement) => {
      await run(statement, name);
    },
    rows: async (query) => (await run(query, name)) as Record<string, unknown>[],
  };
}
