/** What in a network needs somebody. */
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { needsReview, PAYMENT_FLAGS } from '@multipay/contracts/payment-rules';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { Overview } from '@multipay/contracts/schemas/network';
import { DAY_MS } from '../domain/china-day';
import type { OpenedCount, SiteCount } from '../domain/overview';
import { isManaged } from '../domain/settings';
import type { Reads } from '../domain/store';
import { paymentsIn, SiteSettings } from './network-sites';

/** Certificates are renewed within days, but by people who must first find out how. */
const CREDENTIALS_WARN_MS = 30 * DAY_MS;
/** Older odd money was seen by somebody, in a bill at the latest. */
const REVIEW_MS = 30 * DAY_MS;
const MASTER_KEY_MS = 90 * DAY_MS;
/** One shopper's three refused tries are no news. */
const LEAST_OPENED = 20;
const MOST_FAILED = 0.05;

type Attention = Overview['attention'][number];

export interface Glance {
  readonly networkId: string;
  readonly nowMs: number;
  /** Of the network's sites. */
  readonly names: ReadonlyMap<string, string>;
  /** In the last 24 hours. */
  readonly opened: readonly OpenedCount[];
}

export async function attention(reads: Reads, glance: Glance): Promise<Attention[]> {
  const { networkId, nowMs, opened } = glance;
  const { overview, settings, merchants } = reads;
  const [expiring, review, parked, masterKey, stored, accounts] = await Promise.all([
    overview.expiring(networkId, nowMs + CREDENTIALS_WARN_MS),
    overview.paidWithFlags(
      networkId,
      nowMs - REVIEW_MS,
      PAYMENT_FLAGS.filter((flag) => needsReview([flag])),
    ),
    overview.parkedDeliveries(networkId),
    overview.masterKey(),
    settings.storedOf(networkId),
    merchants.list(networkId),
  ]);
  return [
    ...providersFailing(opened),
    ...gatewaysUnavailable(glance, new SiteSettings(stored, accounts)),
    ...expiring.map(({ siteId, name, expiresMs }): Attention => {
      const days = Math.max(0, Math.floor((expiresMs - nowMs) / DAY_MS));
      return { kind: 'credentials_expire', site_id: siteId, subject: name, count: days };
    }),
    ...bySite('payments_to_review', review, glance),
    ...bySite('deliveries_parked', parked, glance),
    ...(masterKey && nowMs - masterKey.sinceMs > MASTER_KEY_MS ? [masterKeyOld(masterKey, nowMs)] : []),
  ];
}

const masterKeyOld = ({ id, sinceMs }: { id: string; sinceMs: number }, nowMs: number): Attention => ({
  kind: 'master_key_old',
  site_id: NETWORK_ITSELF,
  subject: id,
  count: Math.floor((nowMs - sinceMs) / DAY_MS),
});

const bySite = (kind: Attention['kind'], counts: readonly SiteCount[], { names }: Glance): Attention[] =>
  counts.map(({ siteId, count }) => ({ kind, site_id: siteId, subject: names.get(siteId) ?? '', count }));

const providersFailing = (opened: readonly OpenedCount[]): Attention[] =>
  PROVIDERS.flatMap((provider): Attention[] => {
    const counts = opened.filter((one) => one.provider === provider);
    const [all, failed] = [paymentsIn(counts), paymentsIn(counts, 'failed')];
    if (all < LEAST_OPENED || failed / all <= MOST_FAILED) return [];
    return [{ kind: 'provider_failing', site_id: NETWORK_ITSELF, subject: provider, count: failed }];
  });

/**
 * Providers that somebody wants and cannot have: the account that is named is gone, or payments were opened within 24
 * hours and no more can be. (An account that is kept from a site is so on purpose.) What the network decides is one row
 * for each provider, of so many sites; else a row is a site's, of so many providers.
 */
function gatewaysUnavailable({ names, opened }: Glance, settings: SiteSettings): Attention[] {
  const used = new Set(opened.map(({ siteId, provider }) => `${siteId} ${provider}`));
  const rows = new Map<string, Attention>();
  for (const [siteId, name] of names) {
    const managed = isManaged(settings.mode(siteId));
    for (const { provider, named, refusal } of settings.gateways(siteId)) {
      const wanted = used.has(`${siteId} ${provider}`) || (named !== null && refusal !== 'merchant_not_allowed');
      if (refusal === null || !wanted) continue;
      const about = managed ? { site_id: NETWORK_ITSELF, subject: provider } : { site_id: siteId, subject: name };
      const key = `${about.site_id} ${about.subject}`;
      rows.set(key, { kind: 'gateway_unavailable', ...about, count: (rows.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...rows.values()];
}
