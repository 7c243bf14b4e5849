import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import type { ProviderName } from '@multipay/contracts/providers';
import { sql as raw, type NotNull } from 'kysely';
import { DAY_MS } from '../domain/china-day';
import type { OverviewReads, SiteGlance } from '../domain/overview';
import type { Sql } from './sql';

/** The newest of ids that are counted up with time: one look into the index for each site. */
const lastPayment = raw<number | null>`(SELECT created_ms FROM payment
  WHERE payment.network_id = site.network_id AND payment.site_id = site.site_id
  ORDER BY payment.id DESC LIMIT 1)`;

/** Asked by site, as the index has it: by network alone, every delivery would be looked at. */
const parked = raw<number>`(SELECT COUNT(*) FROM webhook_delivery
  WHERE webhook_delivery.network_id = site.network_id AND webhook_delivery.site_id = site.site_id
    AND webhook_delivery.state = 'parked')`;

const holds = (column: 'name' | 'domain', text: string) =>
  raw<boolean>`INSTR(LOWER(${raw.ref(column)}), LOWER(${text})) > 0`;

const sumPaid = raw<number>`SUM(paid_amount)`;

/** Whole days, reckoned in a zone of a fixed distance; `%` means the same in both engines, division does not. */
const dayOfPayment = (zoneMs: number) =>
  raw<number>`paid_ms + ${raw.lit(zoneMs)} - (paid_ms + ${raw.lit(zoneMs)}) % ${raw.lit(DAY_MS)}`;

export const overviewReads = (sql: Sql): OverviewReads => ({
  ...sitesAtAGlance(sql),
  ...moneyAtAGlance(sql),

  async expiring(networkId, beforeMs) {
    const rows = await sql.db
      .selectFrom('credential')
      .innerJoin('merchant', 'merchant.id', 'credential.merchant_id')
      .select(['merchant.site_id', 'merchant.name', 'credential.expires_ms'])
      .where('merchant.network_id', '=', networkId)
      .where('credential.state', '=', 'active')
      .where('credential.expires_ms', '<', beforeMs)
      .orderBy('credential.expires_ms')
      .$narrowType<{ expires_ms: NotNull }>()
      .execute();
    return rows.map((row) => ({ siteId: row.site_id, name: row.name, expiresMs: row.expires_ms }));
  },

  async masterKey() {
    const query = sql.db.selectFrom('master_key').select(['id', 'since_ms']).where('state', '=', 'active');
    const row = await query.orderBy('since_ms', 'desc').limit(1).executeTakeFirst();
    return row ? { id: row.id, sinceMs: row.since_ms } : null;
  },
});

const sitesAtAGlance = ({ db }: Sql): Pick<OverviewReads, 'sitePage' | 'parkedDeliveries'> => ({
  async sitePage({ networkId, search, after, limit }) {
    let query = db
      .selectFrom('site')
      .select(['site_id', 'name', 'domain', 'home_url', 'created_ms'])
      .select([lastPayment.as('last_payment_ms'), parked.as('parked')])
      .where('network_id', '=', networkId);
    if (search !== undefined) {
      // Domains are ASCII; MySQL refuses to look for other letters in them.
      const inDomain = /^[ -~]*$/.test(search) ? [holds('domain', search)] : [];
      query = query.where((where) => where.or([holds('name', search), ...inDomain]));
    }
    if (after !== undefined) {
      const { createdMs, siteId } = after;
      query = query.where((where) =>
        where.or([
          where('created_ms', '>', createdMs),
          where.and([where('created_ms', '=', createdMs), where('site_id', '>', siteId)]),
        ]),
      );
    }
    const rows = await query.orderBy('created_ms').orderBy('site_id').limit(limit).execute();
    return rows.map((row): SiteGlance => ({
      siteId: row.site_id,
      name: row.name,
      domain: row.domain,
      homeUrl: row.home_url,
      createdMs: row.created_ms,
      lastPaymentMs: row.last_payment_ms,
      parkedDeliveries: row.parked,
    }));
  },

  async parkedDeliveries(networkId) {
    const query = db
      .selectFrom('site')
      .select(['site_id', parked.as('parked')])
      .where('network_id', '=', networkId);
    const rows = await query.execute();
    return rows.flatMap((row) => (row.parked > 0 ? [{ siteId: row.site_id, count: row.parked }] : []));
  },
});

type Money = Pick<OverviewReads, 'opened' | 'takenBySite' | 'takenByDay' | 'paidWithFlags'>;

const moneyAtAGlance = ({ db }: Sql): Money => ({
  async opened(networkId, sinceMs, siteIds) {
    if (siteIds?.length === 0) return [];
    let query = db
      .selectFrom('payment')
      .select(({ fn }) => ['site_id', 'provider', 'status', fn.countAll<number>().as('payments')])
      .where('network_id', '=', networkId)
      .where('created_ms', '>=', sinceMs);
    if (siteIds !== undefined) query = query.where('site_id', 'in', siteIds);
    const rows = await query.groupBy(['site_id', 'provider', 'status']).execute();
    return rows.map((row) => ({
      siteId: row.site_id,
      provider: row.provider as ProviderName,
      status: row.status as PaymentStatus,
      payments: row.payments,
    }));
  },

  async takenBySite(networkId, sinceMs) {
    const rows = await db
      .selectFrom('payment')
      .select(({ fn }) => ['site_id', 'provider', 'paid_currency', fn.countAll<number>().as('payments')])
      .select(sumPaid.as('amount'))
      .where('network_id', '=', networkId)
      .where('paid_ms', '>=', sinceMs)
      .groupBy(['site_id', 'provider', 'paid_currency'])
      .$narrowType<{ paid_currency: NotNull }>()
      .execute();
    return rows.map((row) => ({ siteId: row.site_id, ...takenFrom(row) }));
  },

  async takenByDay(networkId, sinceMs, zoneMs) {
    const rows = await db
      .selectFrom('payment')
      .select(({ fn }) => ['provider', 'paid_currency', fn.countAll<number>().as('payments')])
      .select([dayOfPayment(zoneMs).as('day_ms'), sumPaid.as('amount')])
      .where('network_id', '=', networkId)
      .where('paid_ms', '>=', sinceMs)
      .groupBy(['day_ms', 'provider', 'paid_currency'])
      .orderBy('day_ms')
      .$narrowType<{ paid_currency: NotNull }>()
      .execute();
    return rows.map((row) => ({ dayMs: row.day_ms, ...takenFrom(row) }));
  },

  async paidWithFlags(networkId, sinceMs, flags) {
    const rows = await db
      .selectFrom('payment')
      .select(({ fn }) => ['site_id', fn.countAll<number>().as('payments')])
      .where('network_id', '=', networkId)
      .where('paid_ms', '>=', sinceMs)
      // No flag is a part of another one's name.
      .where((where) => where.or(flags.map((flag) => where('flags', 'like', `%${flag}%`))))
      .groupBy('site_id')
      .execute();
    return rows.map((row) => ({ siteId: row.site_id, count: row.payments }));
  },
});

const takenFrom = (row: { provider: string; paid_currency: string; payments: number; amount: number }) => ({
  provider: row.provider as ProviderName,
  currency: row.paid_currency,
  payments: row.payments,
  amount: row.amount,
});
