/** The few words in which SQLite and MySQL differ, so that one set of migrations serves both. */
export interface ColumnTypes {
  /** Ids, keys, words: ASCII, compared byte by byte. */
  readonly id: string;
  /** Names for people. */
  readonly string: string;
  /** Up to 64 KB. */
  readonly text: string;
  /** Up to 16 MB. */
  readonly longText: string;
  /** Whole numbers of 64 bits: amounts, epoch milliseconds, counts. */
  readonly integer: string;
  /** A column that says which master key a sealed one names. */
  sealedUnder(sealed: string): string;
  /** What follows a table's columns. */
  readonly end: string;
  /** Triggers that refuse to change or delete rows of a table that only grows. */
  appendOnly(table: string): string[];
}

export const SQLITE: ColumnTypes = {
  id: 'TEXT',
  string: 'TEXT',
  text: 'TEXT',
  longText: 'TEXT',
  integer: 'INTEGER',
  sealedUnder: (sealed) => `sealed_under TEXT GENERATED ALWAYS AS (SUBSTR(${sealed}, 4, 16)) VIRTUAL`,
  end: 'STRICT, WITHOUT ROWID',
  appendOnly: (table) =>
    (['UPDATE', 'DELETE'] as const).map(
      (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
        BEGIN SELECT RAISE(ABORT, '${table} only grows'); END`,
    ),
};

export const MYSQL: ColumnTypes = {
  id: 'VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin',
  string: 'VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  text: 'TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  longText: 'MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  integer: 'BIGINT',
  sealedUnder: (sealed) =>
    `sealed_under VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin GENERATED ALWAYS AS (SUBSTR(${sealed}, 4, 16)) VIRTUAL`,
  end: 'ENGINE=InnoDB',
  appendOnly: (table) =>
    (['UPDATE', 'DELETE'] as const).map(
      (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
        FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${table} only grows'`,
    ),
};
