/** A site's payments, as somebody looks for them. */
import { ID_PREFIXES } from '@multipay/contracts/ids';
import { sql as raw } from 'kysely';
import { encodeTime } from 'ulid';
import type { SiteKeyed } from '../domain/payment';
import type { PaymentFilter, PaymentNames } from '../domain/store';
import type { Sql } from './sql';
import type { PaymentRow } from './tables';

/** How far a payment's id may be from the time when it was opened: another bridge's clock made it. */
const ID_CLOCK_SLACK_MS = 86_400_000;

/** What ids begin with that were made then; ids are counted up with time. */
const idsOf = (ms: number): string => `${ID_PREFIXES.payment}_${encodeTime(Math.max(0, ms)).toLowerCase()}`;

type Index =
  | 'payment_by_order'
  | 'payment_by_transaction'
  | 'payment_by_flagged'
  | 'payment_by_status'
  | 'payment_by_provider'
  | 'PRIMARY';

/**
 * A site's payments by one of its indexes. It is named because both engines would rather walk through all of a site's
 * payments in the order of the page, and look at each, than trust an index that has the few which fit.
 */
export function ofSite({ db, engine }: Sql, { networkId, siteId }: SiteKeyed, index: Index) {
  const name = raw.raw(index);
  const hint = engine === 'mysql' ? raw`FORCE INDEX (${name})` : index === 'PRIMARY' ? raw`` : raw`INDEXED BY ${name}`;
  const payments = raw<PaymentRow>`payment`.as<'payment'>(raw`payment ${hint}`);
  return db.selectFrom(payments).where('network_id', '=', networkId).where('site_id', '=', siteId);
}

/** The index whose rows are fewest; nearly all payments succeed, or end unpaid. */
function indexFor({ orderRef, flagged, status, provider }: PaymentFilter): Index {
  if (orderRef !== undefined) return 'payment_by_order';
  if (flagged === true) return 'payment_by_flagged';
  const isRare = status !== undefined && status !== 'succeeded' && status !== 'expired';
  if (isRare || (status !== undefined && provider === undefined)) return 'payment_by_status';
  return provider === undefined ? 'PRIMARY' : 'payment_by_provider';
}

/** An order with more attempts shows its newest ones. */
const MOST_FOUND = 200;

/** One look into an index for each name: an OR over several would have every payment looked at. */
async function idsNamed(sql: Sql, site: SiteKeyed, { id, orderRef, transactionId }: PaymentNames): Promise<string[]> {
  const by = (index: Index) => ofSite(sql, site, index);
  const looks = [
    ...(id !== undefined ? [by('PRIMARY').where('id', '=', id)] : []),
    ...(orderRef !== undefined ? [by('payment_by_order').where('order_ref', '=', orderRef)] : []),
    ...(transactionId !== undefined
      ? [by('payment_by_transaction').where('provider_transaction_id', '=', transactionId)]
      : []),
  ];
  const found = await Promise.all(
    looks.map((look) => look.select('id').orderBy('id', 'desc').limit(MOST_FOUND).execute()),
  );
  return [...new Set(found.flat().map((row) => row.id))];
}

/**
 * The filters, page and order of a list. Times narrow the ids first, since pages are read by id.
 *
 * @param ids the only ones that count, where something was looked for
 */
export function listQuery(sql: Sql, filter: PaymentFilter, ids?: readonly string[]) {
  const { orderRef, status, kind, provider, flagged, fromMs, toMs, before, limit } = filter;
  let query = ofSite(sql, filter, ids ? 'PRIMARY' : indexFor(filter)).selectAll();
  if (ids) query = query.where('id', 'in', ids);
  if (orderRef !== undefined) query = query.where('order_ref', '=', orderRef);
  if (status !== undefined) query = query.where('status', '=', status);
  if (provider !== undefined) query = query.where('provider', '=', provider);
  if (flagged !== undefined) query = query.where('flagged', '=', flagged ? 1 : 0);
  if (kind !== undefined) query = query.where('order_ref', '>=', `${kind}_`).where('order_ref', '<', `${kind}\``);
  if (fromMs !== undefined) {
    query = query.where('created_ms', '>=', fromMs).where('id', '>=', idsOf(fromMs - ID_CLOCK_SLACK_MS));
  }
  if (toMs !== undefined) {
    query = query.where('created_ms', '<', toMs).where('id', '<', idsOf(toMs + ID_CLOCK_SLACK_MS));
  }
  if (before !== undefined) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit);
}

/** The newest first. */
export async function paymentList(sql: Sql, filter: PaymentFilter): Promise<PaymentRow[]> {
  if (!filter.named) return listQuery(sql, filter).execute();
  const ids = await idsNamed(sql, filter, filter.named);
  return ids.length === 0 ? [] : listQuery(sql, filter, ids).execute();
}
