import { msFromChinaText } from '../shared/clock';
import { AlipayRefusal, type Fault } from './errors';

/** The payment code on a shopper's phone: 16 to 24 digits, the first two from 25 to 30. */
export const AUTH_CODE = /^(2[5-9]|30)\d{14,22}$/;

/** Reads business content field by field and refuses what Alipay's field tables do not allow; the rest is ignored. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** @throws AlipayRefusal when it is not a JSON object */
  static parse(text: string): Fields {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return new Fields(value as Record<string, unknown>);
      }
    } catch {
      // told below
    }
    throw new AlipayRefusal('illegal_json');
  }

  text(name: string, max: number, pattern?: RegExp): string {
    return this.optionalText(name, max, pattern) ?? refuse(name, 'is required');
  }

  /** An empty text counts as absent. */
  optionalText(name: string, max: number, pattern?: RegExp): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') return refuse(name, 'must be a string');
    if (Array.from(value).length > max) return refuse(name, `is longer than ${max}`);
    return pattern && !pattern.test(value) ? refuse(name, 'has a character or form that is not allowed') : value;
  }

  /**
   * Yuan with at most two decimals, as text ("88.80") or as a JSON number, in fen. The digits are joined, never
   * multiplied.
   */
  fen(name: string, fault: Fault = 'invalid_parameter'): number {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return refuse(name, 'is required');
    const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(typeof value === 'number' ? String(value) : (value as string));
    const fen = match ? Number(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`) : 0;
    return fen >= 1 ? fen : refuse(name, 'must be yuan with at most two decimals, and at least 0.01', fault);
  }

  /** `yyyy-MM-dd HH:mm:ss` in China's time. */
  optionalTime(name: string): number | undefined {
    const text = this.optionalText(name, 32);
    return text === undefined ? undefined : (msFromChinaText(text) ?? refuse(name, 'must be yyyy-MM-dd HH:mm:ss'));
  }

  /** A span such as 90m, 2h or 15d, or 1c: until the end of the day. In milliseconds from `nowMs`. */
  optionalSpan(name: string, nowMs: number): number | undefined {
    const text = this.optionalText(name, 6);
    if (text === undefined) return undefined;
    if (text === '1c') return DAY_MS - ((nowMs + CHINA_OFFSET_MS) % DAY_MS);
    const match = /^(\d{1,5})([mhd])$/.exec(text);
    const spanMs = match ? Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS] : 0;
    return spanMs >= UNITS_MS.m && spanMs <= 15 * DAY_MS ? spanMs : refuse(name, 'must be from 1m to 15d, or 1c');
  }

  optionalList(name: string): readonly string[] {
    const value = this.#values[name];
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value.map(String) : refuse(name, 'must be a list');
  }

  /** The field as it came; for comparing requests, not for reading. */
  raw(name: string): unknown {
    return this.#values[name];
  }
}

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const UNITS_MS = { m: 60_000, h: 3_600_000, d: DAY_MS } as const;

export function refuse(name: string, issue: string, fault: Fault = 'invalid_parameter'): never {
  throw new AlipayRefusal(fault, `${name} ${issue}`);
}
