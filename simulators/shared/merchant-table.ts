import { randomDigits } from './keys';
import type { Table } from './tables';

interface MerchantRow {
  readonly id: string;
  readonly name: string;
  /** What the tester calls it by, so that asking twice does not make two. */
  readonly key: string | null;
}

export class MerchantTable<Row extends MerchantRow> {
  readonly #table: Table<Row>;
  readonly #inTheMaking = new Map<string, Promise<Row>>();

  constructor(table: Table<Row>) {
    this.#table = table;
  }

  get(id: string): Row | undefined {
    return this.#table.get(id);
  }

  /** One that a payment names, and that therefore exists. */
  known(id: string): Row {
    const row = this.get(id);
    if (!row) throw new Error(`there is no merchant ${id}`);
    return row;
  }

  all(): Row[] {
    return [...this.#table.values()];
  }

  /** In the order in which they were made. */
  ids(): string[] {
    return this.all().map(({ id }) => id);
  }

  nameOf(id: string): string {
    return this.#table.get(id)?.name ?? id;
  }

  put(row: Row): void {
    this.#table.put(row.id, row);
  }

  /** The merchant with this key, or a new one; also when it is asked for twice at the same moment. */
  async findOrMake(key: string | null, make: () => Promise<Row>): Promise<Row> {
    if (key === null) return this.#made(make);
    const known = this.all().find((row) => row.key === key);
    const making = known ?? this.#inTheMaking.get(key) ?? this.#made(make);
    if (making instanceof Promise) {
      this.#inTheMaking.set(key, making);
      await making.finally(() => this.#inTheMaking.delete(key));
    }
    return making;
  }

  freeId(prefix: string, digits: number): string {
    for (;;) {
      const id = `${prefix}${randomDigits(digits)}`;
      if (!this.#table.get(id)) return id;
    }
  }

  async #made(make: () => Promise<Row>): Promise<Row> {
    const row = await make();
    this.put(row);
    return row;
  }
}

/** A text that a tester may leave out. */
export const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
