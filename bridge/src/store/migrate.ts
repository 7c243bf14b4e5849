import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { ColumnTypes } from './dialect';
import { ground } from './migrations/0001-ground';
import { errnoOf } from './sql';
import type { Tables } from './tables';

/** In the order in which they are applied; a name that was released never changes, nor what it does. */
const MIGRATIONS: readonly (readonly [name: string, statements: (types: ColumnTypes) => string[]])[] = [
  ['0001-ground', ground],
];

/** What exists already, in MySQL's words: a table, an index, a trigger, a column. */
const EXISTS = new Set([1050, 1061, 1359, 1060]);
const NO_TRIGGERS_WITHOUT_SUPER = 1419;

interface Progress {
  readonly statements_done: number;
  /** One more than are done while nobody knows whether the next one was carried out. */
  readonly statements_begun: number;
}

/**
 * Brings a database to this version's schema. MySQL commits each change of a schema by itself, so each is noted, and a
 * start that broke half way goes on there at the next one.
 *
 * @throws Error when the database was written by a newer version: an older bridge must not touch it
 */
export async function migrate(db: Kysely<Tables>, types: ColumnTypes, nowMs: number): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE IF NOT EXISTS schema_migration (
        name ${types.id} NOT NULL PRIMARY KEY,
        statements_done ${types.integer} NOT NULL DEFAULT 0,
        statements_begun ${types.integer} NOT NULL DEFAULT 0,
        applied_ms ${types.integer} NOT NULL
      ) ${types.end}`,
    )
    .execute(db);
  const known = new Set(MIGRATIONS.map(([name]) => name));
  const found = new Map(
    (await db.selectFrom('schema_migration').selectAll().execute()).map((row) => [row.name, row as Progress]),
  );
  const newer = [...found.keys()].filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new Error(
      `the database is from a newer bridge (it has ${newer.join(', ')}): start that version, or restore a backup`,
    );
  }
  for (const [name, statements] of MIGRATIONS) {
    const progress = found.get(name) ?? { statements_done: 0, statements_begun: 0 };
    if (!found.has(name)) {
      await db
        .insertInto('schema_migration')
        .values({ name, ...progress, applied_ms: nowMs })
        .execute();
    }
    await apply(db, name, statements(types), progress);
  }
}

/** Carries out what is not done yet. Whether the first of these was carried out already may be unknown. */
async function apply(
  db: Kysely<Tables>,
  name: string,
  statements: readonly string[],
  { statements_done: done, statements_begun: begun }: Progress,
): Promise<void> {
  if (done === statements.length) return;
  const note = async (statements_done: number, statements_begun: number): Promise<void> => {
    await db
      .updateTable('schema_migration')
      .set({ statements_done, statements_begun })
      .where('name', '=', name)
      .execute();
  };
  await note(done, done + 1);
  for (const [at, statement] of [...statements.entries()].slice(done)) {
    try {
      await sql.raw(statement).execute(db);
    } catch (error) {
      const errno = errnoOf(error);
      const wasCarriedOut = at === done && begun > done && EXISTS.has(errno);
      if (!wasCarriedOut) {
        // The server's own refusal: what bears the name next time is somebody else's.
        if (errno > 0) await note(at, at);
        throw explained(error, errno);
      }
    }
    await note(at + 1, at + 2);
  }
}

const explained = (error: unknown, errno: number): unknown =>
  errno === NO_TRIGGERS_WITHOUT_SUPER
    ? new Error(
        'the database server writes a binary log and lets only a SUPER user make triggers, which the ledger needs: ' +
          'set log_bin_trust_function_creators=1 there and start again',
        { cause: error },
      )
    : error;
