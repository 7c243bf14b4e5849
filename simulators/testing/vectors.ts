import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['MULTIPAY_VECTORS'];

/** Public test vectors lie outside the repository; where they are absent, their tests are counted as not run. */
export const vectorsAreHere = folder !== undefined && existsSync(join(folder, 'wechatpay.json'));

/** One published sample. A field that it does not have is an error: a test on nothing must not pass. */
export class Vector {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(file: 'wechatpay.json' | 'alipay.json', id: string) {
    const all = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')) as { vectors: Record<string, unknown>[] };
    const found = all.vectors.find((candidate) => candidate['id'] === id);
    if (!found) throw new Error(`${file} has no vector ${id}`);
    this.#fields = found;
  }

  has(name: string): boolean {
    return name in this.#fields;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string') throw new Error(`the vector has no text ${name}`);
    return value;
  }

  record(name: string): Record<string, string> {
    const value = this.#fields[name];
    if (typeof value !== 'object' || value === null) throw new Error(`the vector has no record ${name}`);
    return value as Record<string, string>;
  }
}
