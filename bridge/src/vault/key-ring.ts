import { randomBytes } from 'node:crypto';
import { activeRecord, type MasterKeyRecord, type NextMasterKey } from '../domain/master-key';
import type { MasterKeyRing } from '../domain/vault';
import { keyIdOf, masterKeyFrom, openEnvelope, rewrapEnvelope, sealEnvelope, type MasterKey } from './envelope';
import type { MasterKeySource } from './master-key';

type Keys = ReadonlyMap<string, MasterKey>;

const contextOfKey = (id: string): string => `master-key/${id}`;
const sealKey = (under: MasterKey, { id, key }: MasterKey): string =>
  sealEnvelope(under, contextOfKey(id), key.toString('base64'));

/**
 * The keys that open what is in the database. While a key is replaced, each of the two lies sealed under the other, so
 * that whichever a process has opens everything; a process learns of it when it meets a key's id that it does not know.
 */
export class KeyRing implements MasterKeyRing {
  private constructor(
    private readonly source: MasterKeySource,
    private readonly read: () => Promise<readonly MasterKeyRecord[]>,
    private records: readonly MasterKeyRecord[],
    private keys: Keys,
  ) {}

  /** @throws Error when the operator's key does not open the active one */
  static open(
    source: MasterKeySource,
    read: () => Promise<readonly MasterKeyRecord[]>,
    records: readonly MasterKeyRecord[],
  ): KeyRing {
    return new KeyRing(source, read, records, opened(given(source), records) ?? refuse(source, records));
  }

  get place(): MasterKeySource['place'] {
    return this.source.place;
  }

  get active(): MasterKey {
    const { id } = activeRecord(this.records);
    return this.keys.get(id) ?? refuse(this.source, this.records);
  }

  get activeId(): string {
    return activeRecord(this.records).id;
  }

  get givenId(): string {
    return this.source.keys()[0].id;
  }

  async reload(): Promise<void> {
    const records = await this.read();
    // The file is read again only when it must be: another process has replaced it.
    const keys = opened(this.keys, records) ?? opened(given(this.source), records) ?? refuse(this.source, records);
    this.records = records;
    this.keys = keys;
  }

  /** The key that a sealed secret names. @throws Error when it is not at hand */
  async keyFor(sealed: string): Promise<MasterKey> {
    const id = keyIdOf(sealed);
    if (!this.keys.has(id)) await this.reload();
    return this.known(id);
  }

  next(): NextMasterKey | null {
    const next = this.place === 'file' ? masterKeyFrom(randomBytes(32)) : this.source.keys()[0];
    if (this.records.some(({ id }) => id === next.id)) return null;
    this.source.mayKeep();
    const older = this.records.filter(({ state }) => state !== 'destroyed').map(({ id }) => this.keys.get(id));
    return {
      id: next.id,
      sealedUnderActive: sealKey(this.active, next),
      olderSealed: new Map(older.filter((key) => key !== undefined).map((key) => [key.id, sealKey(next, key)])),
    };
  }

  rewrap(context: string, sealed: string): string {
    return rewrapEnvelope(this.known(keyIdOf(sealed)), this.active, context, sealed);
  }

  keepActive(): void {
    if (this.givenId !== this.activeId) this.source.keep(this.active);
  }

  private known(id: string): MasterKey {
    const key = this.keys.get(id);
    if (!key)
      throw new Error(`sealed under master key ${id}, which is not at hand; the key in use is ${this.activeId}`);
    return key;
  }
}

const given = (source: MasterKeySource): Keys => new Map(source.keys().map((key) => [key.id, key]));

/** Every key that can be had, step by step, from those at hand; null when the active one is not among them. */
function opened(atHand: Keys, records: readonly MasterKeyRecord[]): Keys | null {
  const keys = new Map(atHand);
  for (const { id, state } of records) if (state === 'destroyed') keys.delete(id);
  for (let before = -1; before !== keys.size;) {
    before = keys.size;
    for (const { id, sealed, sealedUnderBefore } of records) {
      for (const envelope of [sealed, sealedUnderBefore]) {
        const under = envelope === null ? undefined : keys.get(keyIdOf(envelope));
        if (envelope === null || !under || keys.has(id)) continue;
        keys.set(id, masterKeyFrom(Buffer.from(openEnvelope(under, contextOfKey(id), envelope), 'base64')));
      }
    }
  }
  return keys.has(activeRecord(records).id) ? keys : null;
}

function refuse(source: MasterKeySource, records: readonly MasterKeyRecord[]): never {
  const { id } = activeRecord(records);
  const [inUse] = source.keys();
  const gone = records.some((record) => record.id === inUse.id && record.state === 'destroyed');
  throw new Error(
    `the database is sealed under master key ${id}, but the key in use (${source.name}) is ${inUse.id}` +
      `${gone ? ', which was destroyed' : ''}: give ${id} back, or, to replace it, give it as MULTIPAY_MASTER_KEY_BEFORE`,
  );
}
