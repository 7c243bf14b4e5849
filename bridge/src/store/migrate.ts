import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { ColumnTypes } from './dialect';
import { ground } from './migrations/0001-ground';
import type { Tables } from './tables';

/** In the order in which they are applied; a name that was released never changes, nor what it does. */
const MIGRATIONS: readonly (readonly [name: string, statements: (types: ColumnTypes) => string[]])[] = [
  ['0001-ground', ground],
];

/**
 * Brings a database to this version's schema.
 *
 * @throws Error when the database was written by a newer version: an older bridge must not touch it
 */
export async function migrate(db: Kysely<Tables>, types: ColumnTypes, nowMs: number): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE IF NOT EXISTS schema_migration (name ${types.id} NOT NULL PRIMARY KEY, applied_ms ${types.integer} NOT NULL) ${types.end}`,
    )
    .execute(db);
  const applied = new Set((await db.selectFrom('schema_migration').select('name').execute()).map(({ name }) => name));
  const known = new Set(MIGRATIONS.map(([name]) => name));
  const newer = [...applied].filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new Error(
      `the database is from a newer bridge (it has ${newer.join(', ')}): start that version, or restore a backup`,
    );
  }
  for (const [name, statements] of MIGRATIONS) {
    if (applied.has(name)) continue;
    for (const statement of statements(types)) await sql.raw(statement).execute(db);
    await db.insertInto('schema_migration').values({ name, applied_ms: nowMs }).execute();
  }
}
