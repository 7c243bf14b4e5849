import type { AuditAction } from '@multipay/contracts/schemas/audit';
import {
  auditHash,
  BRIDGE_ITSELF,
  CHAIN_BEGINS,
  type AuditReads,
  type AuditRecord,
  type AuditWrites,
} from '../domain/audit';

import { locking, type Sql } from './sql';
import type { Tables } from './tables';

const recordFrom = (row: Tables['audit']): AuditRecord => ({
  networkId: row.network_id,
  siteId: row.site_id,
  id: row.id,
  sequence: row.sequence,
  atMs: row.at_ms,
  actor: row.actor,
  action: row.action as AuditAction,
  subject: row.subject,
  before: row.before_json,
  after: row.after_json,
  hash: row.hash,
});

export const auditReads = ({ db }: Sql): AuditReads => ({
  async list({ networkId, siteId, action, subject, before, limit }) {
    let query = db.selectFrom('audit').selectAll().where('network_id', '=', networkId);
    if (siteId !== undefined) query = query.where('site_id', '=', siteId);
    if (action !== undefined) query = query.where('action', '=', action);
    if (subject !== undefined) query = query.where('subject', '=', subject);
    if (before !== undefined) query = query.where('id', '<', before);
    return (await query.orderBy('id', 'desc').limit(limit).execute()).map(recordFrom);
  },

  async chain(networkId, from, limit) {
    const query = db.selectFrom('audit').selectAll().where('network_id', '=', networkId);
    const rows = await query.where('sequence', '>=', from).orderBy('sequence').limit(limit).execute();
    return rows.map(recordFrom);
  },
});

/** Keeps every other writer from the network's chain until the unit ends. */
async function lockChain(sql: Sql, networkId: string): Promise<void> {
  const { db } = sql;
  const query =
    networkId === BRIDGE_ITSELF
      ? db.selectFrom('secret').select('name').where('name', '=', 'root')
      : db.selectFrom('network').select('id').where('id', '=', networkId);
  await locking(sql, query as never as { forUpdate(): never; execute(): Promise<unknown> }).execute();
}

export const auditWrites = (sql: Sql): AuditWrites => ({
  ...auditReads(sql),

  async append(entry) {
    await lockChain(sql, entry.networkId);
    const newest = sql.db.selectFrom('audit').select(['sequence', 'hash']).where('network_id', '=', entry.networkId);
    const last = await locking(sql, newest.orderBy('sequence', 'desc').limit(1)).executeTakeFirst();
    const record = { ...entry, sequence: (last?.sequence ?? 0) + 1 };
    await sql.db
      .insertInto('audit')
      .values({
        network_id: record.networkId,
        site_id: record.siteId,
        id: record.id,
        sequence: record.sequence,
        at_ms: record.atMs,
        actor: record.actor,
        action: record.action,
        subject: record.subject,
        before_json: record.before,
        after_json: record.after,
        hash: auditHash(record, last?.hash ?? CHAIN_BEGINS),
      })
      .execute();
  },
});
