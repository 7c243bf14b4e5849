/** A store on a SQLite file, without a cache, that counts its queries and tells how the engine goes about each. */
import Database from 'libsql';
import type { KyselyPlugin } from 'kysely';
import type { Store } from '../src/domain/store';
import { kyselyOn } from '../src/store/sqlite-driver';
import { readsOn, unitOn } from '../src/store/unit';

export interface CountedStore {
  /** One unit at a time. */
  readonly store: Pick<Store, 'read' | 'write'>;
  /** How many queries something asks. */
  readonly during: (act: () => Promise<unknown>) => Promise<number>;
  /** The plan of each query that has been asked. */
  readonly plans: () => string[];
  readonly close: () => void;
}

export function countedStore(databaseUrl: string): CountedStore {
  const database = new Database(databaseUrl.replace(/^sqlite:/, ''));
  const texts: string[] = [];
  const prepare = database.prepare.bind(database);
  database.prepare = (text) => {
    texts.push(text);
    return prepare(text);
  };
  let queries = 0;
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      queries += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const sql = { db: kyselyOn(database).withPlugin(counting), engine: 'sqlite' } as const;
  return {
    store: {
      read: readsOn(sql),
      async write(unit) {
        const actions: (() => void)[] = [];
        database.exec('BEGIN IMMEDIATE');
        const value = await unit(unitOn(sql, (action) => actions.push(action)));
        database.exec('COMMIT');
        for (const action of actions) action();
        return value;
      },
    },
    async during(act) {
      const before = queries;
      await act();
      return queries - before;
    },
    plans: () =>
      texts.map((text) => {
        const parameters = Array.from(text.matchAll(/\?/g), () => null);
        const steps = prepare(`EXPLAIN QUERY PLAN ${text}`).all(parameters) as { detail: string }[];
        return steps.map(({ detail }) => detail).join('; ');
      }),
    close: () => void database.close(),
  };
}
