import { sql as raw } from 'kysely';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Credential, Merchant, MerchantReads, MerchantWrites } from '../domain/store';
import { json, locking, type Sql } from './sql';
import type { Tables } from './tables';

/** Each is a try to verify; a real account is in the hands of a few sites. */
const MOST_CLAIMED = 20;

const merchantFrom = (row: Tables['merchant']): Merchant => ({
  id: row.id,
  networkId: row.network_id,
  siteId: row.site_id,
  provider: row.provider as ProviderName,
  name: row.name,
  accountNumber: row.account_number,
  notifyDoor: row.notify_door as Merchant['notifyDoor'],
  allowedSiteIds: row.allowed_site_ids === null ? null : (json.read(row.allowed_site_ids) as string[]),
  mostPerPayment: row.most_per_payment,
  mostPerDay: row.most_per_day,
});

const changing = (merchant: Omit<Merchant, 'id' | 'networkId' | 'siteId' | 'provider'>) => ({
  name: merchant.name,
  account_number: merchant.accountNumber,
  notify_door: merchant.notifyDoor,
  allowed_site_ids: merchant.allowedSiteIds === null ? null : json.write(merchant.allowedSiteIds),
  most_per_payment: merchant.mostPerPayment,
  most_per_day: merchant.mostPerDay,
});

export const merchantReads = ({ db }: Sql): MerchantReads => ({
  async byId(id) {
    const row = await db.selectFrom('merchant').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? merchantFrom(row) : null;
  },

  async list(networkId) {
    const query = db.selectFrom('merchant').selectAll().where('network_id', '=', networkId);
    return (await query.orderBy('id').execute()).map(merchantFrom);
  },

  async credentials(merchantId) {
    const rows = await db.selectFrom('credential').selectAll().where('merchant_id', '=', merchantId).execute();
    const verifiers = await db
      .selectFrom('credential_verifier')
      .select(['credential_id', 'verifier_id'])
      .where('merchant_id', '=', merchantId)
      .execute();
    const credentials = rows.map((row): Credential => ({
      id: row.id,
      merchantId: row.merchant_id,
      state: row.state as Credential['state'],
      sealed: row.sealed,
      keyFingerprint: row.key_fingerprint,
      keySerial: row.key_serial,
      verifierIds: verifiers.filter((one) => one.credential_id === row.id).map((one) => one.verifier_id),
      expiresMs: row.expires_ms,
      createdMs: row.created_ms,
    }));
    return credentials.sort((a, b) => a.state.localeCompare(b.state) || b.createdMs - a.createdMs);
  },

  async byClaim(provider, { verifierId, accountNumber }, door) {
    let query = db.selectFrom('merchant').selectAll().where('provider', '=', provider);
    if (accountNumber !== undefined) query = query.where('account_number', '=', accountNumber);
    if (verifierId !== undefined) {
      const owners = db.selectFrom('credential_verifier').select('merchant_id').where('verifier_id', '=', verifierId);
      query = query.where('id', 'in', owners);
    }
    if (accountNumber === undefined && verifierId === undefined) return [];
    if (door !== undefined) {
      const { networkId, siteId } = door;
      const distance = raw`CASE WHEN network_id <> ${networkId} THEN 2 WHEN site_id <> ${siteId} THEN 1 ELSE 0 END`;
      query = query.orderBy(distance);
    }
    return (await query.orderBy('id').limit(MOST_CLAIMED).execute()).map(merchantFrom);
  },
});

export const merchantWrites = (sql: Sql): MerchantWrites => ({
  ...merchantReads(sql),

  async lock(id) {
    const query = sql.db.selectFrom('merchant').selectAll().where('id', '=', id);
    return merchantFrom(await locking(sql, query).executeTakeFirstOrThrow());
  },

  async insert({ id, networkId, siteId, provider, ...merchant }, createdMs) {
    const row = { id, network_id: networkId, site_id: siteId, provider, created_ms: createdMs };
    await sql.db
      .insertInto('merchant')
      .values({ ...row, ...changing(merchant) })
      .execute();
  },

  async update({ id, ...merchant }) {
    await sql.db.updateTable('merchant').set(changing(merchant)).where('id', '=', id).execute();
  },

  async addCredential(credential) {
    const { id, merchantId, state, sealed, keyFingerprint, keySerial, expiresMs, createdMs, verifierIds } = credential;
    if (state === 'active') await retireActive(sql, merchantId);
    await sql.db
      .insertInto('credential')
      .values({
        id,
        merchant_id: merchantId,
        state,
        sealed,
        key_fingerprint: keyFingerprint,
        key_serial: keySerial,
        expires_ms: expiresMs,
        created_ms: createdMs,
      })
      .execute();
    const verifiers = verifierIds.map((verifierId) => ({
      verifier_id: verifierId,
      credential_id: id,
      merchant_id: merchantId,
    }));
    if (verifiers.length > 0) await sql.db.insertInto('credential_verifier').values(verifiers).execute();
  },

  async activateCredential(merchantId, credentialId) {
    await retireActive(sql, merchantId);
    const one = sql.db.updateTable('credential').set({ state: 'active' }).where('merchant_id', '=', merchantId);
    await one.where('id', '=', credentialId).execute();
  },

  async forgetRehearsed(merchantId) {
    const own = sql.db.selectFrom('credential').select('id').where('merchant_id', '=', merchantId);
    const rehearsed = (await own.where('state', '=', 'rehearsed').execute()).map(({ id }) => id);
    if (rehearsed.length === 0) return;
    await sql.db.deleteFrom('credential_verifier').where('credential_id', 'in', rehearsed).execute();
    await sql.db.deleteFrom('credential').where('id', 'in', rehearsed).execute();
  },
});

async function retireActive({ db }: Sql, merchantId: string): Promise<void> {
  const active = db.updateTable('credential').set({ state: 'verify_only' }).where('merchant_id', '=', merchantId);
  await active.where('state', '=', 'active').execute();
}
