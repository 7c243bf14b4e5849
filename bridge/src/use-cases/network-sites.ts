import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { ListSites, NetworkSite } from '@multipay/contracts/schemas/network';
import { merchantSetting } from '@multipay/contracts/settings';
import { DAY_MS } from '../domain/china-day';
import { isoOrNull } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import { gatewayOf, type Gateway } from '../domain/gateway';
import type { OpenedCount, SiteFilter, SiteGlance } from '../domain/overview';
import { modeOf, resolveSettings } from '../domain/settings';
import type { Caller } from '../domain/site';
import type { Merchant, StoredSettings } from '../domain/store';
import type { Deps } from './deps';
import { featuresAmong } from './rollouts';

const DEFAULT_LIMIT = 20;
const NOTHING: StoredSettings = new Map();

/** A network's settings and accounts, read at once, and asked for site after site. */
export class SiteSettings {
  private readonly merchants: ReadonlyMap<string, Merchant>;
  private readonly network: StoredSettings;

  constructor(
    private readonly stored: ReadonlyMap<string, StoredSettings>,
    merchants: readonly Merchant[],
  ) {
    this.network = stored.get(NETWORK_ITSELF) ?? NOTHING;
    this.merchants = new Map(merchants.map((merchant) => [merchant.id, merchant]));
  }

  mode(siteId: string) {
    return modeOf(this.network, this.own(siteId));
  }

  gateways(siteId: string): (Gateway & { readonly provider: ProviderName; readonly named: string | null })[] {
    const effective = resolveSettings(this.network, this.own(siteId));
    return PROVIDERS.map((provider) => {
      const named = effective[merchantSetting(provider)].value;
      const merchant = named === null ? null : (this.merchants.get(named) ?? null);
      return { provider, named, ...gatewayOf(provider, effective, merchant, siteId) };
    });
  }

  private own(siteId: string): StoredSettings {
    return this.stored.get(siteId) ?? NOTHING;
  }
}

export const paymentsIn = (counts: readonly OpenedCount[], status?: OpenedCount['status']): number =>
  counts.reduce((sum, one) => (status === undefined || one.status === status ? sum + one.payments : sum), 0);

/**
 * A network's sites with their modes and health, as many queries for one as for a hundred.
 *
 * @throws BridgeError `invalid_request` for a cursor that is none of ours
 */
export const listSites =
  ({ store, now }: Deps) =>
  async ({ networkId }: Caller, wish: ListSites): Promise<{ items: NetworkSite[]; next_cursor: string | null }> => {
    const limit = wish.limit ?? DEFAULT_LIMIT;
    const { overview, settings, merchants, rollouts } = store.read;
    const found = await overview.sitePage({
      networkId,
      limit: limit + 1,
      ...(wish.search !== undefined && { search: wish.search }),
      ...(wish.cursor !== undefined && { after: readCursor(wish.cursor) }),
    });
    const page = found.slice(0, limit);
    const siteIds = page.map(({ siteId }) => siteId);
    const [stored, accounts, opened, rolledOut] = await Promise.all([
      settings.storedOf(networkId, [NETWORK_ITSELF, ...siteIds]),
      merchants.list(networkId),
      overview.opened(networkId, now() - DAY_MS, siteIds),
      rollouts.list(networkId),
    ]);
    const siteSettings = new SiteSettings(stored, accounts);
    const items = page.map((site): NetworkSite => {
      const counts = opened.filter(({ siteId }) => siteId === site.siteId);
      const features = featuresAmong(rolledOut, site.siteId);
      return { ...siteView(site, siteSettings), features, ...healthView(counts) };
    });
    const last = page.at(-1);
    return { items, next_cursor: found.length > limit && last ? cursorAfter(last) : null };
  };

const siteView = (site: SiteGlance, settings: SiteSettings) => ({
  site_id: site.siteId,
  name: site.name,
  domain: site.domain,
  home_url: site.homeUrl,
  mode: settings.mode(site.siteId),
  gateways: settings.gateways(site.siteId).map(({ provider, merchant, refusal }) => ({
    provider,
    available: refusal === null,
    unavailable_because: refusal,
    merchant_name: merchant?.name ?? null,
  })),
  last_payment_at: isoOrNull(site.lastPaymentMs),
  parked_deliveries: site.parkedDeliveries,
});

const healthView = (counts: readonly OpenedCount[]) => ({
  opened_24h: paymentsIn(counts),
  failed_24h: paymentsIn(counts, 'failed'),
});

const cursorAfter = ({ createdMs, siteId }: SiteGlance): string =>
  Buffer.from(`${createdMs}.${siteId}`).toString('base64url');

function readCursor(cursor: string): NonNullable<SiteFilter['after']> {
  const [, createdMs, siteId] = /^(\d{1,15})\.(\d{1,19})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdMs === undefined || siteId === undefined) {
    throw new BridgeError('invalid_request', 'the cursor is none that the bridge gave', { field: '/cursor' });
  }
  return { createdMs: Number(createdMs), siteId };
}
