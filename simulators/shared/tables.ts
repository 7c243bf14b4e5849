import { noJournal, openJournal, type Journal, type JournalLine } from './journal';

/** A table in memory whose changes go to the journal. Rows are kept in the order in which they first came. */
export class Table<Row> {
  readonly #name: string;
  readonly #journal: Journal;
  readonly #rows: Map<string, Row>;

  constructor(name: string, journal: Journal, rows: Map<string, Row>) {
    this.#name = name;
    this.#journal = journal;
    this.#rows = rows;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  /** Writes the row as it is now: call it again after every change of the object. */
  put(key: string, row: Row): void {
    this.#rows.set(key, row);
    this.#journal.append([this.#name, key, row]);
  }

  delete(key: string): void {
    if (this.#rows.delete(key)) this.#journal.append([this.#name, key, null]);
  }

  clear(): void {
    for (const key of [...this.#rows.keys()]) this.delete(key);
  }

  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }
}

/** Everything that a simulator remembers; with a file, also across restarts. */
export class State {
  readonly #journal: Journal;
  readonly #loaded: readonly JournalLine[];

  constructor(file?: string) {
    const opened = file === undefined ? undefined : openJournal(file);
    this.#journal = opened?.journal ?? noJournal;
    this.#loaded = opened?.rows ?? [];
  }

  table<Row>(name: string): Table<Row> {
    const rows = this.#loaded.filter(([table]) => table === name).map(([, key, row]) => [key, row as Row] as const);
    return new Table<Row>(name, this.#journal, new Map(rows));
  }

  close(): void {
    this.#journal.close();
  }
}
