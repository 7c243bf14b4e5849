import { sql as raw, type InsertObject, type Kysely, type UpdateObject } from 'kysely';
import type { Tables } from './tables';

/** A connection or a transaction, and the words in which its engine differs. */
export interface Sql {
  readonly db: Kysely<Tables>;
  readonly engine: 'sqlite' | 'mysql';
}

/** Reads rows and keeps everybody else from them until the transaction ends; SQLite has one writer anyway. */
export const locking = <T extends { forUpdate(): T }>(sql: Sql, query: T): T =>
  sql.engine === 'mysql' ? query.forUpdate() : query;

/**
 * Inserts a row, or changes the one that has its key. Only for tables with one unique key: MySQL would change whichever
 * row any of several keys hits.
 */
export async function upsert<T extends keyof Tables>(
  { db, engine }: Sql,
  table: T,
  key: Partial<Tables[T]>,
  changing: Partial<Tables[T]>,
): Promise<void> {
  const insert = db.insertInto(table).values({ ...key, ...changing } as InsertObject<Tables, T>);
  const set = changing as UpdateObject<Tables, T, T>;
  await (
    engine === 'mysql'
      ? insert.onDuplicateKeyUpdate(set)
      : insert.onConflict((on) => on.columns(Object.keys(key) as never[]).doUpdateSet(set as never))
  ).execute();
}

/**
 * Inserts a row unless there is one with its key, and locks whichever is there. (INSERT IGNORE would take a shared lock,
 * which two of them then fight over, and would wave other errors through.)
 *
 * @returns whether it was inserted
 */
export async function insertOnce<T extends keyof Tables>(
  { db, engine }: Sql,
  table: T,
  row: InsertObject<Tables, T>,
): Promise<boolean> {
  const insert = db.insertInto(table).values(row);
  const [column = ''] = Object.keys(row);
  const same = { [column]: raw.ref(column) } as never;
  const query = engine === 'mysql' ? insert.onDuplicateKeyUpdate(same) : insert.onConflict((on) => on.doNothing());
  const { numInsertedOrUpdatedRows } = await query.executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** JSON as text, and back. */
export const json = {
  write: (value: unknown): string => JSON.stringify(value),
  read: (text: string): unknown => JSON.parse(text),
};

/** Lists of words, parted by blanks. */
export const words = {
  write: (list: readonly string[]): string => list.join(' '),
  read: <T extends string>(text: string): T[] => (text === '' ? [] : (text.split(' ') as T[])),
};

/** The server's number of an error; a connection's faults have a negative one or, like everything else, none: 0. */
export const errnoOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'errno' in error ? Number(error.errno) : 0;
