import { FEATURE_NAMES, type Feature } from '@multipay/contracts/features';
import type { Rollout, RolloutReads, RolloutWrites } from '../domain/rollout';
import { json, locking, upsert, type Sql } from './sql';
import type { Tables } from './tables';

const isFeature = (name: string): name is Feature => (FEATURE_NAMES as readonly string[]).includes(name);

/** Rows of a feature that this version does not know, or no longer, are kept but don't count. */
const rolloutsFrom = (rows: readonly Tables['rollout'][]): Rollout[] =>
  rows.flatMap(({ feature, ...row }) =>
    isFeature(feature)
      ? [
          {
            networkId: row.network_id,
            feature,
            percent: row.percent,
            siteIds: json.read(row.site_ids) as string[],
            sinceMs: row.since_ms,
            wentBack: row.went_back !== 0,
          },
        ]
      : [],
  );

export const rolloutReads = ({ db }: Sql): RolloutReads => ({
  async list(networkId) {
    return rolloutsFrom(await db.selectFrom('rollout').selectAll().where('network_id', '=', networkId).execute());
  },
  async all() {
    return rolloutsFrom(await db.selectFrom('rollout').selectAll().execute());
  },
});

export const rolloutWrites = (sql: Sql): RolloutWrites => ({
  ...rolloutReads(sql),

  async lock(networkId, feature) {
    const query = sql.db.selectFrom('rollout').selectAll().where('network_id', '=', networkId);
    const rows = await locking(sql, query.where('feature', '=', feature)).execute();
    return rolloutsFrom(rows)[0] ?? null;
  },

  async save({ networkId, feature, percent, siteIds, sinceMs, wentBack }) {
    const key = { network_id: networkId, feature };
    const row = { percent, site_ids: json.write(siteIds), since_ms: sinceMs, went_back: wentBack ? 1 : 0 };
    await upsert(sql, 'rollout', key, row);
  },
});
