import { WeChatPayRefusal, type Fault } from './errors';

interface TextRule {
  readonly max: number;
  readonly min?: number;
  readonly pattern?: RegExp;
}

/**
 * Reads a JSON body field by field and refuses what WeChat Pay's field tables do not allow. Fields that are not read
 * are ignored, as the real one does.
 */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: unknown, path = '') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new WeChatPayRefusal('bad_parameter', { field: path || '/', location: 'body', issue: 'must be an object' });
    }
    this.#values = value as Record<string, unknown>;
    this.#path = path;
  }

  static parse(body: Buffer): Fields {
    try {
      return new Fields(JSON.parse(body.toString('utf8')));
    } catch (error) {
      throw error instanceof WeChatPayRefusal ? error : new WeChatPayRefusal('not_json');
    }
  }

  text(name: string, rule: TextRule): string {
    return this.optionalText(name, rule) ?? this.refuse(name, 'is required');
  }

  optionalText(name: string, { max, min = 1, pattern }: TextRule): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.refuse(name, 'must be a string');
    const length = Array.from(value).length;
    if (length < min) return this.refuse(name, `is shorter than ${min}`);
    if (length > max) return this.refuse(name, `is longer than ${max}`);
    if (pattern && !pattern.test(value)) return this.refuse(name, 'has a character or form that is not allowed');
    return value;
  }

  /** An integer of at least 1; JSON numbers with a fraction and numbers written as text are refused. */
  amount(name: string, max: number): number {
    const value = this.#values[name];
    if (value === undefined) return this.refuse(name, 'is required');
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.refuse(name, 'must be an integer');
    if (value < 1 || value > max) return this.refuse(name, `must be between 1 and ${max}`, 'out_of_range');
    return value;
  }

  object(name: string): Fields {
    return this.optionalObject(name) ?? this.refuse(name, 'is required');
  }

  optionalObject(name: string): Fields | undefined {
    const value = this.#values[name];
    return value === undefined || value === null ? undefined : new Fields(value, `${this.#path}/${name}`);
  }

  /** The field as it came; for comparing requests, not for reading. */
  raw(name: string): unknown {
    return this.#values[name];
  }

  refuse(name: string, issue: string, fault: Fault = 'bad_parameter'): never {
    const value = this.#values[name];
    throw new WeChatPayRefusal(fault, {
      field: `${this.#path}/${name}`,
      location: 'body',
      issue,
      ...(value === undefined ? {} : { value }),
    });
  }
}
