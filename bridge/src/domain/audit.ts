/** The audit log's chain: whoever changes, drops or adds an entry in the middle breaks every hash after it. */
import { createHash } from 'node:crypto';
import type { AuditAction } from '@multipay/contracts/schemas/audit';
import type { SiteKeyed } from './payment';

/** What the bridge does for itself belongs to no network. */
export const BRIDGE_ITSELF = '';

/** One change that somebody made, as the contract's AuditEntry says it. */
export interface AuditRecord extends SiteKeyed {
  readonly id: string;
  /** Counted for each network from 1, without a gap. */
  readonly sequence: number;
  readonly atMs: number;
  readonly actor: string;
  readonly action: AuditAction;
  readonly subject: string;
  /** JSON; null where there was or is nothing. */
  readonly before: string | null;
  readonly after: string | null;
  /** Of this entry and the hash before it, in hexadecimal. */
  readonly hash: string;
}

export interface AuditFilter {
  readonly networkId: string;
  /** Only this site's; absent: all of the network. */
  readonly siteId?: string;
  readonly action?: AuditAction;
  readonly subject?: string;
  /** Only ids below this one. */
  readonly before?: string;
  readonly limit: number;
}

export interface AuditReads {
  /** The newest first. */
  list(filter: AuditFilter): Promise<AuditRecord[]>;
  /** A network's entries in order, from a sequence number on. */
  chain(networkId: string, from: number, limit: number): Promise<AuditRecord[]>;
}
export interface AuditWrites extends AuditReads {
  /** Appends to the network's chain; number and hash are made under a lock that keeps the chain one line. */
  append(entry: Omit<AuditRecord, 'sequence' | 'hash'>): Promise<void>;
}

/** What the first entry is chained to. */
export const CHAIN_BEGINS = '';

export function auditHash(entry: Omit<AuditRecord, 'hash'>, hashBefore: string): string {
  const { networkId, siteId, id, sequence, atMs, actor, action, subject, before, after } = entry;
  const fields = [hashBefore, networkId, sequence, id, siteId, atMs, actor, action, subject, before, after];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/**
 * The first entry that does not fit, or null. `entries` go on after the one that has `hashBefore`.
 */
export function brokenAt(
  entries: readonly AuditRecord[],
  hashBefore: string,
  sequenceBefore: number,
): AuditRecord | null {
  let [hash, sequence] = [hashBefore, sequenceBefore];
  for (const entry of entries) {
    sequence += 1;
    if (entry.sequence !== sequence || entry.hash !== auditHash(entry, hash)) return entry;
    ({ hash } = entry);
  }
  return null;
}
