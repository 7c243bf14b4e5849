import { sql as raw } from 'kysely';
import type { Job, JobKind } from '../domain/job';
import type { ClaimLimits, OutboxReads, OutboxWrites } from '../domain/store';
import { locking, type Sql } from './sql';

/** The error of a parked job, cut to what the column holds. */
const short = (error: string): string => error.slice(0, 480);

export const outboxReads = ({ db }: Sql): OutboxReads => ({
  async counts(nowMs) {
    const row = await db
      .selectFrom('outbox')
      .select([
        raw<number>`COALESCE(SUM(parked = 0 AND due_ms <= ${nowMs}), 0)`.as('due'),
        raw<number>`COALESCE(SUM(parked = 0 AND due_ms > ${nowMs}), 0)`.as('waiting'),
        raw<number>`COALESCE(SUM(parked = 1), 0)`.as('parked'),
      ])
      .executeTakeFirstOrThrow();
    return row;
  },
});

export const outboxWrites = (sql: Sql): OutboxReads & OutboxWrites => ({
  ...outboxReads(sql),

  async put({ kind, subject, laneKey, dueMs }) {
    const fresh = {
      kind,
      subject,
      lane_key: laneKey,
      due_ms: dueMs,
      tries: 0,
      claimed_until_ms: 0,
      puts: 1,
      parked: 0,
    };
    const insert = sql.db.insertInto('outbox').values(fresh);
    const earlier = sql.engine === 'mysql' ? raw<number>`LEAST(due_ms, ${dueMs})` : raw<number>`MIN(due_ms, ${dueMs})`;
    const due = raw<number>`CASE WHEN outbox.parked = 1 THEN ${dueMs} ELSE ${earlier} END`;
    // What was given up gets all its tries again. (MySQL assigns one after another, so `parked` comes last.)
    const tries = raw<number>`CASE WHEN outbox.parked = 1 THEN 0 ELSE outbox.tries END`;
    const changed = { due_ms: due, puts: raw<number>`outbox.puts + 1`, tries, parked: 0 };
    await (
      sql.engine === 'mysql'
        ? insert.onDuplicateKeyUpdate(changed)
        : insert.onConflict((on) => on.columns(['kind', 'subject']).doUpdateSet(changed))
    ).execute();
  },

  async drop(kind, subject, nowMs) {
    const own = sql.db.deleteFrom('outbox').where('kind', '=', kind).where('subject', '=', subject);
    await own.where('due_ms', '>', nowMs).execute();
  },

  claim: (kinds, nowMs, claimedUntilMs, limits) => claim(sql, kinds, nowMs, claimedUntilMs, limits),

  async retryLater(job, dueMs, error) {
    const { putAgain } = await stillOurs(sql, job);
    const changed = { claimed_until_ms: 0, tries: job.tries + 1, last_error: error === null ? null : short(error) };
    await ours(sql, job)
      .set(putAgain ? changed : { ...changed, due_ms: dueMs })
      .execute();
  },

  async park(job, error) {
    const { putAgain } = await stillOurs(sql, job);
    const ended = putAgain ? { parked: 0, tries: 0 } : { parked: 1, tries: job.tries + 1 };
    await ours(sql, job)
      .set({ ...ended, claimed_until_ms: 0, last_error: short(error) })
      .execute();
  },

  async finish(job) {
    const { putAgain } = await stillOurs(sql, job);
    if (putAgain) {
      await ours(sql, job).set({ claimed_until_ms: 0, tries: 0 }).execute();
      return;
    }
    await sql.db
      .deleteFrom('outbox')
      .where('kind', '=', job.kind)
      .where('subject', '=', job.subject)
      .where('claimed_until_ms', '=', job.claimedUntilMs)
      .execute();
  },
});

/** The row, as long as the lease is ours. */
const ours = ({ db }: Sql, { kind, subject, claimedUntilMs }: Job) =>
  db
    .updateTable('outbox')
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('claimed_until_ms', '=', claimedUntilMs);

/** Whether the same work was asked for again while it was being done: then it is due when that asked for. */
async function stillOurs(sql: Sql, job: Job): Promise<{ putAgain: boolean }> {
  const query = sql.db
    .selectFrom('outbox')
    .select('puts')
    .where('kind', '=', job.kind)
    .where('subject', '=', job.subject);
  const row = await locking(sql, query).executeTakeFirst();
  return { putAgain: row !== undefined && row.puts !== job.puts };
}

async function claim(
  sql: Sql,
  kinds: readonly JobKind[],
  nowMs: number,
  claimedUntilMs: number,
  { jobs, perLaneKey, underWay }: ClaimLimits,
): Promise<Job[]> {
  const full = [...underWay].flatMap(([laneKey, count]) => (count >= perLaneKey ? [laneKey] : []));
  let due = sql.db
    .selectFrom('outbox')
    .selectAll()
    .where('parked', '=', 0)
    .where('kind', 'in', [...kinds])
    .where('due_ms', '<=', nowMs)
    .where('claimed_until_ms', '<=', nowMs);
  if (full.length > 0) due = due.where('lane_key', 'not in', full);
  due = due.orderBy('due_ms').limit(jobs);
  // On MySQL two bridges look at the same rows: each skips what the other has locked.
  const found = await (sql.engine === 'mysql' ? due.forUpdate().skipLocked() : due).execute();
  const rows = withRoom(found, perLaneKey, underWay);
  if (rows.length === 0) return [];
  await sql.db
    .updateTable('outbox')
    .set({ claimed_until_ms: claimedUntilMs })
    .where((where) => where.or(rows.map(({ kind, subject }) => where.and({ kind, subject }))))
    .execute();
  return rows.map((row) => ({
    kind: row.kind as JobKind,
    subject: row.subject,
    laneKey: row.lane_key,
    dueMs: row.due_ms,
    tries: row.tries,
    puts: row.puts,
    claimedUntilMs,
  }));
}

/** The first rows of each lane key, as many as it has room for. */
function withRoom<Row extends { lane_key: string }>(
  rows: readonly Row[],
  perLaneKey: number,
  underWay: ClaimLimits['underWay'],
): Row[] {
  const taken = new Map(underWay);
  return rows.filter(({ lane_key: laneKey }) => {
    const count = taken.get(laneKey) ?? 0;
    if (count >= perLaneKey) return false;
    taken.set(laneKey, count + 1);
    return true;
  });
}
