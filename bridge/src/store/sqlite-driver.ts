/**
 * Kysely on libsql's synchronous API, with every statement prepared once. Whole numbers come back as 64-bit integers
 * and are turned into numbers only if a number can hold them.
 */
import type Database from 'libsql';
import {
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { Tables } from './tables';

type Row = Record<string, unknown>;

interface Prepared {
  readonly statement: Database.Statement;
  readonly reads: boolean;
}

class SqliteConnection implements DatabaseConnection {
  private readonly statements = new Map<string, Prepared>();

  constructor(private readonly database: Database.Database) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { statement, reads } = this.prepared(sql);
    const bound = parameters.map((value) => (Number.isInteger(value) ? BigInt(value as number) : value));
    if (reads) return { rows: (statement.all(...bound) as Row[]).map(withNumbers) as R[] };
    const { changes } = statement.run(...bound);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not supported');
  }

  private prepared(sql: string): Prepared {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql);
    statement.safeIntegers(true);
    const prepared = { statement, reads: statement.reader };
    this.statements.set(sql, prepared);
    return prepared;
  }
}

function withNumbers(row: Row): Row {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === 'bigint') row[column] = exactNumber(value, column);
  }
  return row;
}

/** @throws RangeError where a number would lose digits: better no answer than a wrong amount */
export function exactNumber(value: bigint | string | number, column: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${column} holds ${value}, more than a number can`);
  return number;
}

/** Transactions are the store's business (group commit), so the driver has none. */
class SqliteDriver implements Driver {
  private readonly connection: SqliteConnection;
  constructor(database: Database.Database) {
    this.connection = new SqliteConnection(database);
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('use store.write');
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

export function kyselyOn(database: Database.Database): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}
