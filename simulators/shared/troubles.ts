import type { Trouble } from './steering';
import type { Table } from './tables';

/** Counts how often a steered trouble has befallen a payment, also one that does not exist yet. */
export class Troubles {
  readonly #counts: Table<number>;

  constructor(counts: Table<number>) {
    this.#counts = counts;
  }

  /** The trouble that befalls this call; undefined when there is none, or when it has happened often enough. */
  befalls<Kind extends string>(paymentKey: string, call: string, trouble: Trouble<Kind> | undefined): Kind | undefined {
    if (!trouble || trouble.times === 'always') return trouble?.kind;
    const key = `${paymentKey} ${call}`;
    const count = this.#counts.get(key) ?? 0;
    if (count >= trouble.times) return undefined;
    this.#counts.put(key, count + 1);
    return trouble.kind;
  }

  clear(): void {
    this.#counts.clear();
  }
}
