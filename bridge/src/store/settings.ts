import { SETTING_NAMES, type SettingName } from '@multipay/contracts/settings';
import type { SettingReads, SettingWrites, StoredSettings } from '../domain/store';
import { json, upsert, type Sql } from './sql';
import type { Tables } from './tables';

const isName = (name: string): name is SettingName => (SETTING_NAMES as readonly string[]).includes(name);

/** Rows of a newer version, left behind by going back to this one, are kept but don't count. */
const settingsFrom = (rows: readonly Pick<Tables['setting'], 'name' | 'value'>[]): StoredSettings =>
  new Map(rows.flatMap(({ name, value }) => (isName(name) ? [[name, json.read(value)] as const] : [])));

export const settingReads = ({ db }: Sql): SettingReads => ({
  async stored(networkId, siteId) {
    const query = db.selectFrom('setting').select(['name', 'value']).where('network_id', '=', networkId);
    const rows = await query.where('site_id', '=', siteId).execute();
    return settingsFrom(rows);
  },

  async storedOf(networkId, siteIds) {
    if (siteIds?.length === 0) return new Map();
    let query = db.selectFrom('setting').select(['site_id', 'name', 'value']).where('network_id', '=', networkId);
    if (siteIds !== undefined) query = query.where('site_id', 'in', siteIds);
    const bySite = new Map<string, Pick<Tables['setting'], 'name' | 'value'>[]>();
    for (const { site_id: siteId, ...row } of await query.execute()) {
      bySite.set(siteId, [...(bySite.get(siteId) ?? []), row]);
    }
    return new Map(Array.from(bySite, ([siteId, rows]) => [siteId, settingsFrom(rows)]));
  },
});

export const settingWrites = (sql: Sql): SettingWrites => ({
  ...settingReads(sql),

  async set(networkId, siteId, name, value, nowMs) {
    const key = { network_id: networkId, site_id: siteId, name };
    if (value === undefined) {
      const { db } = sql;
      await db
        .deleteFrom('setting')
        .where('network_id', '=', networkId)
        .where('site_id', '=', siteId)
        .where('name', '=', name)
        .execute();
      return;
    }
    await upsert(sql, 'setting', key, { value: json.write(value), updated_ms: nowMs });
  },
});
