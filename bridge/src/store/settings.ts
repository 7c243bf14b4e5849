import { SETTING_NAMES, type SettingName } from '@multipay/contracts/settings';
import type { SettingReads, SettingWrites } from '../domain/store';
import { json, upsert, type Sql } from './sql';

const isName = (name: string): name is SettingName => (SETTING_NAMES as readonly string[]).includes(name);

export const settingReads = ({ db }: Sql): SettingReads => ({
  async stored(networkId, siteId) {
    const query = db.selectFrom('setting').select(['name', 'value']).where('network_id', '=', networkId);
    const rows = await query.where('site_id', '=', siteId).execute();
    // Rows of a newer version, left behind by going back to this one, are kept but don't count.
    return new Map(rows.flatMap(({ name, value }) => (isName(name) ? [[name, json.read(value)] as const] : [])));
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
