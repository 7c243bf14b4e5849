/** Everything that the vault has sealed, wherever it lies, by the master key that it names. */
import { sql as raw } from 'kysely';
import { SEALED_PLACES, type SealedPlace, type SealedReads, type SealedWrites } from '../domain/vault';
import type { Sql } from './sql';

const COLUMNS: Readonly<Record<SealedPlace, { readonly id: string; readonly sealed: string }>> = {
  secret: { id: 'name', sealed: 'sealed' },
  credential: { id: 'id', sealed: 'sealed' },
  pairing_code: { id: 'id', sealed: 'sealed_secret' },
  notification: { id: 'id', sealed: 'sealed_body' },
};

export const sealedReads = ({ db }: Sql): SealedReads => ({
  async countByKey() {
    const total = new Map<string, number>();
    for (const place of SEALED_PLACES) {
      const counting = raw<{ id: string; secrets: number }>`
        SELECT sealed_under AS id, COUNT(*) AS secrets FROM ${raw.table(place)} GROUP BY sealed_under`;
      for (const { id, secrets } of (await counting.execute(db)).rows) total.set(id, (total.get(id) ?? 0) + secrets);
    }
    return total;
  },

  async portion(place, afterId, limit, keyId) {
    const { id, sealed } = COLUMNS[place];
    const under = keyId === undefined ? raw`` : raw`sealed_under = ${keyId} AND`;
    const { rows } = await raw<{ id: string; sealed: string }>`
      SELECT ${raw.ref(id)} AS id, ${raw.ref(sealed)} AS sealed FROM ${raw.table(place)}
      WHERE ${under} ${raw.ref(id)} > ${afterId} ORDER BY ${raw.ref(id)} LIMIT ${raw.lit(limit)}`.execute(db);
    return rows.map((row) => ({ place, ...row }));
  },
});

export const sealedWrites = (sql: Sql): SealedWrites => ({
  ...sealedReads(sql),

  async replace({ place, id: rowId, sealed: before }, sealed) {
    const { id, sealed: column } = COLUMNS[place];
    await raw`UPDATE ${raw.table(place)} SET ${raw.ref(column)} = ${sealed}
      WHERE ${raw.ref(id)} = ${rowId} AND ${raw.ref(column)} = ${before}`.execute(sql.db);
  },
});
