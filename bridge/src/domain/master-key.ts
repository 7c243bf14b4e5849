/** The life of a master key: it seals, then it is kept to decrypt, then it is destroyed. Pure. */

const DAY_MS = 86_400_000;
/** How old the active key may get. */
export const ROTATE_AFTER_MS = 90 * DAY_MS;
/** How long a replaced key is kept for decryption, at least. */
const KEPT_MS = 30 * DAY_MS;
/** How often every secret is opened to see that it can be. */
export const CHECK_EVERY_MS = 30 * DAY_MS;
/** How long one person's wish to destroy a key waits for a second one. */
export const WISH_HOLDS_MS = 7 * DAY_MS;
/** How long a bridge that has only the replaced key can learn the new one: time to restart each. */
const BRIDGED_MS = DAY_MS;

export interface MasterKeyRecord {
  readonly id: string;
  readonly state: 'active' | 'decrypt_only' | 'destroyed';
  /** A replaced key, sealed under the active one; null for the active one, and after the destruction. */
  readonly sealed: string | null;
  /** The active key, sealed under the one that it replaced, for a while: whichever of the two is at hand, all opens. */
  readonly sealedUnderBefore: string | null;
  readonly sinceMs: number;
  readonly replacedMs: number | null;
  readonly destroyAskedBy: string | null;
  readonly destroyAskedMs: number | null;
  /** When every secret was last opened while it was the active one, and how many could not be. */
  readonly checkedMs: number | null;
  readonly unreadable: number | null;
}

export interface MasterKeyReads {
  /** The active one first, then those that were replaced, the latest first. */
  list(): Promise<MasterKeyRecord[]>;
}
export interface MasterKeyWrites extends MasterKeyReads {
  /** Keeps everybody else from changing them until the unit ends. */
  lock(): Promise<void>;
  save(record: MasterKeyRecord): Promise<void>;
}

/** A key that is to become the active one. It leaves the vault only sealed. */
export interface NextMasterKey {
  readonly id: string;
  readonly sealedUnderActive: string;
  /** By its id, every key that decrypts so far, sealed under the next one. */
  readonly olderSealed: ReadonlyMap<string, string>;
}

export const newMasterKeyRecord = (id: string, sinceMs: number): MasterKeyRecord => ({
  id,
  state: 'active',
  sealed: null,
  sealedUnderBefore: null,
  sinceMs,
  replacedMs: null,
  destroyAskedBy: null,
  destroyAskedMs: null,
  checkedMs: null,
  unreadable: null,
});

export function activeRecord(records: readonly MasterKeyRecord[]): MasterKeyRecord {
  const active = records.find(({ state }) => state === 'active');
  if (!active) throw new Error('the database names no active master key');
  return active;
}

/** The records after `next` has become the active key. */
export function replacedBy(records: readonly MasterKeyRecord[], next: NextMasterKey, nowMs: number): MasterKeyRecord[] {
  const older = records.map((record): MasterKeyRecord => {
    const sealed = next.olderSealed.get(record.id) ?? record.sealed;
    if (record.state === 'destroyed') return record;
    if (record.state === 'decrypt_only') return { ...record, sealed };
    return { ...record, state: 'decrypt_only', sealed, replacedMs: nowMs };
  });
  return [...older, { ...newMasterKeyRecord(next.id, nowMs), sealedUnderBefore: next.sealedUnderActive }];
}

/** The records that the key before has opened for long enough, as they are once it does no more. */
export const bridgesOver = (records: readonly MasterKeyRecord[], nowMs: number): MasterKeyRecord[] =>
  records
    .filter(({ sealedUnderBefore, sinceMs }) => sealedUnderBefore !== null && nowMs - sinceMs >= BRIDGED_MS)
    .map((record) => ({ ...record, sealedUnderBefore: null }));

/** When a replaced key may be destroyed; null for one that is in use or gone. */
export const destructibleMs = ({ state, replacedMs }: MasterKeyRecord): number | null =>
  state === 'decrypt_only' && replacedMs !== null ? replacedMs + KEPT_MS : null;

/** Who wishes it destroyed, as long as that holds. */
export const wishedBy = ({ destroyAskedBy, destroyAskedMs }: MasterKeyRecord, nowMs: number): string | null =>
  destroyAskedMs !== null && nowMs - destroyAskedMs <= WISH_HOLDS_MS ? destroyAskedBy : null;

/** When every secret was last opened, whichever key was the active one then. */
export function lastCheckedMs(records: readonly MasterKeyRecord[]): number | null {
  const times = records.map(({ checkedMs }) => checkedMs).filter((time) => time !== null);
  return times.length > 0 ? Math.max(...times) : null;
}
