import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { AuditAction, AuditEntry, ListAudit } from '@multipay/contracts/schemas/audit';
import { brokenAt, CHAIN_BEGINS, type AuditRecord } from '../domain/audit';
import { iso } from '../domain/clock';
import type { Caller } from '../domain/site';
import type { UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import { newId } from './new-id';
import { page } from './read-payments';

const DEFAULT_LIMIT = 20;

/** What was done: JSON values, or nothing. Secrets only as fingerprints. */
export interface Deed {
  readonly action: AuditAction;
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Writes down who changed what, in the transaction that changes it. */
export async function note({ now }: Pick<Deps, 'now'>, work: UnitOfWork, caller: Caller, deed: Deed): Promise<void> {
  const { networkId, siteId, actor = 'unknown' } = caller;
  const said = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await work.audit.append({
    networkId,
    siteId,
    id: newId('audit'),
    atMs: now(),
    actor,
    action: deed.action,
    subject: deed.subject,
    before: said(deed.before),
    after: said(deed.after),
  });
}

const entryView = (record: AuditRecord): AuditEntry => ({
  id: record.id,
  site_id: record.siteId,
  at: iso(record.atMs),
  actor: record.actor,
  action: record.action,
  subject: record.subject,
  before: record.before,
  after: record.after,
  hash: record.hash,
});

/** A site's own entries; for the network itself those of all its sites too. */
export const listAudit =
  ({ store }: Deps) =>
  async (caller: Caller, wish: ListAudit): Promise<{ items: AuditEntry[]; next_cursor: string | null }> => {
    const { networkId, siteId } = caller;
    const limit = wish.limit ?? DEFAULT_LIMIT;
    const records = await store.read.audit.list({
      networkId,
      limit: limit + 1,
      ...(siteId !== NETWORK_ITSELF && { siteId }),
      ...(wish.action !== undefined && { action: wish.action }),
      ...(wish.subject !== undefined && { subject: wish.subject }),
      ...(wish.cursor !== undefined && { before: wish.cursor }),
    });
    return page(records.map(entryView), limit);
  };

/** What following a chain from its beginning showed. */
export interface ChainCheck {
  readonly entries: number;
  /** The newest; an operator who keeps its hash elsewhere sees when newer ones are cut off. */
  readonly last: AuditRecord | null;
  /** The first entry that does not fit, or null. */
  readonly broken: AuditRecord | null;
}

const PORTION = 1_000;

/** Follows a network's chain, or the bridge's own (`''`), from its first entry to its last. */
export const verifyAudit =
  ({ store }: Pick<Deps, 'store'>) =>
  async (networkId: string): Promise<ChainCheck> => {
    let last: AuditRecord | null = null;
    let [hash, sequence] = [CHAIN_BEGINS, 0];
    for (;;) {
      const entries: AuditRecord[] = await store.read.audit.chain(networkId, sequence + 1, PORTION);
      const broken = brokenAt(entries, hash, sequence);
      last = entries.at(-1) ?? last;
      if (last) ({ hash, sequence } = last);
      if (broken) return { entries: broken.sequence, last, broken };
      if (entries.length < PORTION) return { entries: sequence, last, broken: null };
    }
  };
