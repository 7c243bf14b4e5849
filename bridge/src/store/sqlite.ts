import Database from 'libsql';
import { BridgeError } from '../domain/errors';
import type { Store, UnitOfWork } from '../domain/store';
import { cachedReads, forgetting, ReadCache } from './cached-reads';
import { SQLITE } from './dialect';
import { migrate } from './migrate';
import { kyselyOn } from './sqlite-driver';
import { readsOn, unitOn } from './unit';

/** How many units share one commit at most, so that a flood cannot keep the first ones waiting. */
const LARGEST_GROUP = 128;

interface Waiting {
  readonly run: (work: UnitOfWork) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Ended {
  readonly settle: () => void;
  readonly actions: readonly (() => void)[];
}

function open(path: string): Database.Database {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  // Every commit is on the disk before anybody hears of it.
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 5000');
  database.pragma('foreign_keys = ON');
  return database;
}

/**
 * The embedded engine: one writer, group commit. All units that wait share one transaction, each in a savepoint of its
 * own, so that one that fails takes nothing else with it; they hear of it after the commit.
 */
export async function openSqlite(path: string, nowMs: number): Promise<Store> {
  const writer = open(path);
  writer.exec('BEGIN IMMEDIATE');
  const db = kyselyOn(writer);
  try {
    await migrate(db, SQLITE, nowMs);
    writer.exec('COMMIT');
  } catch (error) {
    writer.exec('ROLLBACK');
    writer.close();
    throw error;
  }
  // Readers must not see what the writer has not committed, so they have a connection of their own.
  const reader = open(path);
  const cache = new ReadCache();
  const group = new CommitGroup(writer, (afterCommit) =>
    forgetting(unitOn({ db, engine: 'sqlite' }, afterCommit), cache),
  );
  return {
    read: cachedReads(readsOn({ db: kyselyOn(reader), engine: 'sqlite' }), cache),
    write: (unit) => group.write(unit),
    ping: async () => void reader.prepare('SELECT 1').get(),
    close: async () => {
      await group.idle();
      reader.close();
      writer.close();
    },
  };
}

class CommitGroup {
  private waiting: Waiting[] = [];
  private running: Promise<void> | null = null;
  private readonly command: (sql: string) => void;

  constructor(
    private readonly database: Database.Database,
    private readonly unitOfWork: (afterCommit: UnitOfWork['afterCommit']) => UnitOfWork,
  ) {
    const words = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK', 'SAVEPOINT unit', 'RELEASE unit', 'ROLLBACK TO unit'];
    const prepared = new Map(words.map((sql) => [sql, database.prepare(sql)]));
    this.command = (sql) => void prepared.get(sql)?.run();
  }

  write<T>(run: (work: UnitOfWork) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
      this.running ??= new Promise<void>((next) => setImmediate(next)).then(() => this.work());
    });
  }

  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.commit(this.waiting.splice(0, LARGEST_GROUP));
      // What arrives while we commit joins the next group.
      await new Promise<void>((next) => setImmediate(next));
    }
    this.running = null;
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    const ended: Ended[] = [];
    try {
      this.command('BEGIN IMMEDIATE');
      for (const unit of group) ended.push(await this.inSavepoint(unit));
      this.command('COMMIT');
    } catch (error) {
      if (this.database.inTransaction) this.command('ROLLBACK');
      const lost = new BridgeError('store_unavailable', `the database did not take it: ${String(error)}`, {
        cause: error,
      });
      for (const unit of group) unit.reject(lost);
      return;
    }
    for (const { settle, actions } of ended) {
      for (const action of actions) action();
      settle();
    }
  }

  private async inSavepoint(unit: Waiting): Promise<Ended> {
    const actions: (() => void)[] = [];
    this.command('SAVEPOINT unit');
    try {
      const value = await unit.run(this.unitOfWork((action) => actions.push(action)));
      this.command('RELEASE unit');
      return { settle: () => unit.resolve(value), actions };
    } catch (error) {
      // A full disk or a lost file ends the whole transaction; then there is no savepoint to go back to.
      this.command('ROLLBACK TO unit');
      this.command('RELEASE unit');
      return { settle: () => unit.reject(error), actions: [] };
    }
  }
}
