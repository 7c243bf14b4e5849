/** Which keys that are in use end, and whether somebody was told. */
import type { ExpiryReads, ExpiryWrites } from '../domain/expiry';
import type { Sql } from './sql';

export const expiryReads = ({ db }: Sql): ExpiryReads => ({
  async list() {
    const rows = await db
      .selectFrom('credential')
      .innerJoin('merchant', 'merchant.id', 'credential.merchant_id')
      .select(['credential.id', 'credential.merchant_id', 'credential.expires_ms', 'credential.warned_days'])
      .select(['merchant.provider', 'merchant.name'])
      .where('credential.state', '=', 'active')
      .where('credential.expires_ms', 'is not', null)
      .orderBy('credential.expires_ms')
      .execute();
    return rows.map((row) => ({
      credentialId: row.id,
      merchantId: row.merchant_id,
      merchantName: row.name,
      provider: row.provider,
      expiresMs: row.expires_ms ?? 0,
      warnedDays: row.warned_days,
    }));
  },
});

export const expiryWrites = (sql: Sql): ExpiryWrites => ({
  ...expiryReads(sql),

  async warned(credentialId, days) {
    const marking = sql.db
      .updateTable('credential')
      .set({ warned_days: days })
      .where('id', '=', credentialId)
      .where((where) => where.or([where('warned_days', 'is', null), where('warned_days', '>', days)]));
    const { numUpdatedRows } = await marking.executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  },
});
