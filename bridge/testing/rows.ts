/** Everything that a bridge has written into its SQLite file, behind its back. */
import Database from 'libsql';

export interface Row {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export function rowsIn(databaseUrl: string): Row[] {
  const database = new Database(databaseUrl.replace(/^sqlite:/, ''), { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
    return tables.flatMap(({ name: table }) =>
      (database.prepare(`SELECT * FROM "${table}"`).all() as Row['values'][]).map((values) => ({ table, values })),
    );
  } finally {
    database.close();
  }
}
