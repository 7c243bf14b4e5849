import type { ProviderName } from '@multipay/contracts/providers';
import type { Network, Site } from '../domain/site';
import type { SiteReads, SiteWrites } from '../domain/store';
import { json, locking, upsert, type Sql } from './sql';
import type { Tables } from './tables';

const networkFrom = (row: Tables['network']): Network => ({
  id: row.id,
  name: row.name,
  keyEpoch: row.key_epoch,
  createdMs: row.created_ms,
});

const siteFrom = (row: Tables['site']): Site => ({
  networkId: row.network_id,
  siteId: row.site_id,
  name: row.name,
  domain: row.domain,
  homeUrl: row.home_url,
  eventUrl: row.event_url,
  notifyUrls: json.read(row.notify_urls) as Record<ProviderName, string>,
  keyEpoch: row.key_epoch,
  createdMs: row.created_ms,
});

export const siteReads = ({ db }: Sql): SiteReads => ({
  async network(id) {
    const row = await db.selectFrom('network').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? networkFrom(row) : null;
  },
  async networks() {
    return (await db.selectFrom('network').selectAll().orderBy('id').execute()).map(networkFrom);
  },
  async site(networkId, siteId) {
    const query = db.selectFrom('site').selectAll().where('network_id', '=', networkId);
    const row = await query.where('site_id', '=', siteId).executeTakeFirst();
    return row ? siteFrom(row) : null;
  },
  async sites(networkId) {
    const query = db.selectFrom('site').selectAll().where('network_id', '=', networkId);
    return (await query.orderBy('created_ms').orderBy('site_id').execute()).map(siteFrom);
  },
  async siteByDomain(domain) {
    const row = await db.selectFrom('site').selectAll().where('domain', '=', domain).executeTakeFirst();
    return row ? siteFrom(row) : null;
  },
  async sitesOnHost(host) {
    const sites = db.selectFrom('site').selectAll();
    const below = sites.where((where) =>
      where.or([
        where('domain', '=', host),
        // '0' comes right after '/': everything that begins with "host/".
        where.and([where('domain', '>=', `${host}/`), where('domain', '<', `${host}0`)]),
      ]),
    );
    return (await below.execute()).map(siteFrom);
  },
});

export const siteWrites = (sql: Sql): SiteWrites => ({
  ...siteReads(sql),

  async lockNetwork(id) {
    const query = sql.db.selectFrom('network').selectAll().where('id', '=', id);
    const row = await locking(sql, query).executeTakeFirst();
    return row ? networkFrom(row) : null;
  },

  async saveNetwork({ id, name, keyEpoch, createdMs }) {
    await upsert(sql, 'network', { id }, { name, key_epoch: keyEpoch, created_ms: createdMs });
  },

  async saveSite({ networkId, siteId, createdMs, notifyUrls, ...site }) {
    const key = { network_id: networkId, site_id: siteId };
    const row = {
      ...key,
      name: site.name,
      domain: site.domain,
      home_url: site.homeUrl,
      event_url: site.eventUrl,
      notify_urls: json.write(notifyUrls),
      key_epoch: site.keyEpoch,
      created_ms: createdMs,
    };
    const { db } = sql;
    const known = await locking(
      sql,
      db
        .selectFrom('site')
        .select('site_id')
        .where((where) => where.and(key)),
    ).executeTakeFirst();
    // No upsert: the address is unique too, and another network's site that has it must not be changed.
    await (
      known
        ? db
            .updateTable('site')
            .set(row)
            .where((where) => where.and(key))
        : db.insertInto('site').values(row)
    ).execute();
  },

  async pairingCode(id) {
    const query = sql.db.selectFrom('pairing_code').selectAll().where('id', '=', id);
    const row = await locking(sql, query).executeTakeFirst();
    return row
      ? {
          id: row.id,
          sealedSecret: row.sealed_secret,
          networkId: row.network_id,
          networkName: row.network_name,
          scope: row.scope as 'network' | 'site',
          expiresMs: row.expires_ms,
          triesLeft: row.tries_left,
          usedMs: row.used_ms,
        }
      : null;
  },

  async savePairingCode({ id, ...code }) {
    const row = {
      sealed_secret: code.sealedSecret,
      network_id: code.networkId,
      network_name: code.networkName,
      scope: code.scope,
      expires_ms: code.expiresMs,
      tries_left: code.triesLeft,
      used_ms: code.usedMs,
    };
    await upsert(sql, 'pairing_code', { id }, row);
  },
});
