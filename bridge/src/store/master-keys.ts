/** What is known of the master keys; the keys themselves lie here only sealed under each other. */
import type { MasterKeyReads, MasterKeyRecord, MasterKeyWrites } from '../domain/master-key';
import { locking, upsert, type Sql } from './sql';
import type { Tables } from './tables';

const recordFrom = (row: Tables['master_key']): MasterKeyRecord => ({
  id: row.id,
  state: row.state as MasterKeyRecord['state'],
  sealed: row.sealed,
  sealedUnderBefore: row.sealed_under_before,
  sinceMs: row.since_ms,
  replacedMs: row.replaced_ms,
  destroyAskedBy: row.destroy_asked_by,
  destroyAskedMs: row.destroy_asked_ms,
  checkedMs: row.checked_ms,
  unreadable: row.unreadable,
});

export const masterKeyReads = ({ db }: Sql): MasterKeyReads => ({
  async list() {
    const rows = await db.selectFrom('master_key').selectAll().orderBy('id').execute();
    const endMs = (row: Tables['master_key']): number => row.replaced_ms ?? Number.MAX_SAFE_INTEGER;
    return rows.sort((a, b) => endMs(b) - endMs(a) || b.since_ms - a.since_ms).map(recordFrom);
  },
});

export const masterKeyWrites = (sql: Sql): MasterKeyWrites => ({
  ...masterKeyReads(sql),

  async lock() {
    // The row that the bridge's own audit log locks too: one order of locks, no deadlock.
    const root = sql.db.selectFrom('secret').select('name').where('name', '=', 'root');
    await locking(sql, root).execute();
  },

  async save({ id, ...record }) {
    await upsert(
      sql,
      'master_key',
      { id },
      {
        state: record.state,
        sealed: record.sealed,
        sealed_under_before: record.sealedUnderBefore,
        since_ms: record.sinceMs,
        replaced_ms: record.replacedMs,
        destroy_asked_by: record.destroyAskedBy,
        destroy_asked_ms: record.destroyAskedMs,
        checked_ms: record.checkedMs,
        unreadable: record.unreadable,
      },
    );
  },
});
