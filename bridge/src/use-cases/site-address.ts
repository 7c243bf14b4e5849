import type { SiteAddress } from '@multipay/contracts/schemas/pairing';
import { BridgeError } from '../domain/errors';
import { domainOf, type Caller, type Network, type Site } from '../domain/site';
import type { UnitOfWork } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';

/** WordPress counts sites from 1. `0` is the network itself, whose key a site must never get. */
const REAL_SITE_ID = /^[1-9]\d{0,18}$/;

/** A site is a real one; its addresses are on its own host, and on one that the bridge may call. */
export async function checkAddresses({ mayCall }: Deps, site: SiteAddress): Promise<void> {
  if (!REAL_SITE_ID.test(site.site_id)) {
    throw new BridgeError('address_refused', `${site.site_id} is not the number of a site`, { field: '/site_id' });
  }
  const host = hostOf('home_url', site.home_url);
  for (const [field, url] of Object.entries({ event_url: site.event_url, ...site.notify_urls })) {
    if (hostOf(field, url) !== host)
      throw new BridgeError('address_refused', `${field} must be on ${host}`, { field: `/${field}` });
  }
  if (!(await mayCall(site.home_url))) {
    throw new BridgeError(
      'address_refused',
      `${host} is a private address, or has none; the bridge could not tell it anything`,
    );
  }
}

function hostOf(field: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new BridgeError('address_refused', `${field} must be an http or https address`, { field: `/${field}` });
  return url.host;
}

/**
 * Makes a site known under its address, or an address known for its site. No two sites have the same one.
 *
 * @throws BridgeError `address_refused` with the name of the site that has it
 */
export async function saveSite(
  deps: Deps,
  work: UnitOfWork,
  { id: networkId }: Network,
  address: SiteAddress,
  { newKeys, actor }: { newKeys: boolean; actor: string | undefined },
): Promise<Site> {
  const { sites } = work;
  const domain = domainOf(address.home_url);
  const holder = await sites.siteByDomain(domain);
  if (holder && (holder.networkId !== networkId || holder.siteId !== address.site_id)) {
    throw new BridgeError('address_refused', `${domain} already belongs to ${holder.name}`, { field: '/home_url' });
  }
  const known = await sites.site(networkId, address.site_id);
  const epoch = known?.keyEpoch ?? 0;
  const site: Site = {
    networkId,
    siteId: address.site_id,
    name: address.name,
    domain,
    homeUrl: address.home_url,
    eventUrl: address.event_url,
    notifyUrls: address.notify_urls,
    keyEpoch: known && !newKeys ? epoch : epoch + 1,
    createdMs: known?.createdMs ?? deps.now(),
  };
  await sites.saveSite(site);
  await noteAddress(deps, work, known, site, actor);
  return site;
}

async function noteAddress(
  deps: Deps,
  work: UnitOfWork,
  known: Site | null,
  site: Site,
  actor: string | undefined,
): Promise<void> {
  const { networkId, siteId } = site;
  const before = known ? addressesOf(known) : undefined;
  const after = addressesOf(site);
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const who: Caller = { networkId, siteId, scope: 'network', ...(actor !== undefined && { actor }) };
  await note(deps, work, who, { action: 'site.registered', subject: siteId, before, after });
}

const addressesOf = ({ name, homeUrl, eventUrl, notifyUrls }: Site) => ({
  name,
  home_url: homeUrl,
  event_url: eventUrl,
  notify_urls: notifyUrls,
});
