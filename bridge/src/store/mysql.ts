import { Kysely, MysqlDialect } from 'kysely';
import { createPool, type Pool, type RowDataPacket, type TypeCastField } from 'mysql2';
import { BridgeError } from '../domain/errors';
import type { Reads, Store } from '../domain/store';
import { cachedReads, forgetting, ReadCache } from './cached-reads';
import { MYSQL } from './dialect';
import { migrate } from './migrate';
import { errnoOf } from './sql';
import { exactNumber } from './sqlite-driver';
import type { Tables } from './tables';
import { readsOn, unitOn } from './unit';

/** Deadlock and lock time-out (MySQL), write conflict and retryable transaction (TiDB): the unit simply runs again. */
const RUN_AGAIN = new Set([1213, 1205, 8022, 9007]);
const MOST_RUNS = 8;
const LONGEST_PAUSE_MS = 40;
/** So that only one of several starting bridges migrates. */
const MIGRATION_LOCK = 'multipay_migration';
const MIGRATION_LOCK_SECONDS = 60;

const isConnectionFault = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  /^(ECONN|ETIMEDOUT|EPIPE|ENOENT|PROTOCOL_|ER_SERVER_SHUTDOWN|ER_CON_COUNT|ER_OPTION_PREVENTS|ER_DISK_FULL)/.test(
    String(error.code),
  );

const connect = (url: string): Pool =>
  createPool({
    uri: url,
    connectionLimit: 16,
    connectTimeout: 5_000,
    charset: 'utf8mb4',
    // Counts changed rows, not found ones: "was it inserted?" depends on that.
    flags: ['-FOUND_ROWS'],
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
    typeCast(field: TypeCastField, next: () => unknown): unknown {
      if (field.type !== 'LONGLONG' && field.type !== 'NEWDECIMAL') return next();
      const text = field.string();
      return text === null ? null : exactNumber(text, field.name);
    },
  });

/** A MySQL-compatible server: one transaction a unit, run again when the engine asks for it. */
export async function openMysql(
  url: string,
  nowMs: number,
  migrationLockSeconds = MIGRATION_LOCK_SECONDS,
): Promise<Store> {
  const pool = connect(url);
  pool.on('connection', (connection) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    connection.query("SET SESSION sql_mode = 'TRADITIONAL'");
  });
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }) });
  await migrateAlone(db, pool, nowMs, migrationLockSeconds).catch(async (error: unknown) => {
    // Connections that are left open would keep the process alive.
    await db.destroy();
    throw error;
  });
  const cache = new ReadCache();
  return {
    read: cachedReads(answering(readsOn({ db, engine: 'mysql' })), cache),
    async write(unit) {
      for (let run = 1; ; run++) {
        const actions: (() => void)[] = [];
        try {
          const value = await db.transaction().execute((transaction) =>
            unit(
              forgetting(
                unitOn({ db: transaction, engine: 'mysql' }, (action) => actions.push(action)),
                cache,
              ),
            ),
          );
          for (const action of actions) action();
          return value;
        } catch (error) {
          if (!RUN_AGAIN.has(errnoOf(error)) || run === MOST_RUNS) throw wrapped(error);
          // Units that fought over rows must not meet again in step.
          await new Promise((next) => setTimeout(next, Math.random() * LONGEST_PAUSE_MS));
        }
      }
    },
    ping: async () => {
      await pool.promise().query('SELECT 1');
    },
    close: () => db.destroy(),
  };
}

type Read = (...words: unknown[]) => Promise<unknown>;

/** Reads that say "store_unavailable" when the server is gone, as writes do. */
function answering(reads: Reads): Reads {
  const guarded =
    (read: Read): Read =>
    async (...words) => {
      try {
        return await read(...words);
      } catch (error) {
        throw wrapped(error);
      }
    };
  const group = (things: Record<string, Read>): object =>
    Object.fromEntries(Object.entries(things).map(([name, read]) => [name, guarded(read)]));
  const groups = Object.entries(reads as unknown as Record<string, Record<string, Read>>);
  return Object.fromEntries(groups.map(([name, things]) => [name, group(things)])) as unknown as Reads;
}

function wrapped(error: unknown): unknown {
  if (!isConnectionFault(error) && !RUN_AGAIN.has(errnoOf(error))) return error;
  return new BridgeError('store_unavailable', `the database does not answer: ${String(error)}`, { cause: error });
}

async function migrateAlone(db: Kysely<Tables>, pool: Pool, nowMs: number, lockSeconds: number): Promise<void> {
  // The lock belongs to the connection and ends with it, however this ends.
  const holder = await pool.promise().getConnection();
  try {
    const [rows] = await holder.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS locked', [
      MIGRATION_LOCK,
      lockSeconds,
    ]);
    if (rows[0]?.['locked'] !== 1) {
      throw new Error(`another bridge is changing the schema, for more than ${lockSeconds} seconds: start again later`);
    }
    await migrate(db, MYSQL, nowMs);
  } finally {
    holder.destroy();
  }
}
