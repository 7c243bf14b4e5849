/** What the doctor looks at in the bridge's own books, and at the sites' doors. */
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { BRIDGE_ITSELF } from '../domain/audit';
import { verifyAudit } from '../use-cases/audit';
import { iso } from '../domain/clock';
import type { Site } from '../domain/site';
import type { Core } from '../wiring';

export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly says: string;
}

const DAY_MS = 86_400_000;
/** The first of the warnings before a certificate ends. */
const EXPIRES_SOON_DAYS = 30;
/** Entries that are read at once. */

/** The keys that sign now and end within 30 days, or have ended. */
export async function expiry({ store, now }: Core): Promise<Finding[]> {
  const { sites, overview } = store.read;
  const findings: Finding[] = [];
  for (const { id: networkId } of await sites.networks()) {
    const expiring = await overview.expiring(networkId, now() + EXPIRES_SOON_DAYS * DAY_MS);
    for (const { siteId, name, expiresMs } of expiring) {
      const whose = siteId === NETWORK_ITSELF ? networkId : `site ${siteId} of ${networkId}`;
      const when = expiresMs > now() ? 'end' : 'have ended:';
      const says = `the keys of "${name}", an account of ${whose}, ${when} ${iso(expiresMs)}: give it new ones`;
      findings.push({ check: 'expiry', ok: false, says });
    }
  }
  const none = { check: 'expiry', ok: true, says: `no keys in use end within ${EXPIRES_SOON_DAYS} days` };
  return findings.length > 0 ? findings : [none];
}

/** Whether somebody has changed, dropped or added entries of the audit log behind the bridge's back. */
export async function auditLog({ store }: Core): Promise<Finding[]> {
  const networks = [BRIDGE_ITSELF, ...(await store.read.sites.networks()).map(({ id }) => id)];
  const findings: Finding[] = [];
  let count = 0;
  for (const networkId of networks) {
    const { entries, broken } = await verifyAudit({ store })(networkId);
    count += entries;
    if (!broken) continue;
    const whose = networkId === BRIDGE_ITSELF ? "the bridge's own" : `${networkId}'s`;
    const says = `${whose} entry ${broken.id} does not fit the one before it: the log was changed in the database`;
    findings.push({ check: 'audit', ok: false, says });
  }
  return findings.length > 0 ? findings : [{ check: 'audit', ok: true, says: `${count} entries, an unbroken chain` }];
}

/** Events that were given up, by the site that should have heard of them. */
export async function parkedDeliveries({ store }: Core): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id: networkId } of await store.read.sites.networks()) {
    for (const { siteId, count } of await store.read.overview.parkedDeliveries(networkId)) {
      const cure = `run \`multipay replay --network ${networkId} --site ${siteId} --since\` with a time before them`;
      const says = `site ${siteId} of ${networkId} could not be told ${count} event${count === 1 ? '' : 's'}: ${cure}`;
      findings.push({ check: 'deliveries', ok: false, says });
    }
  }
  return findings.length > 0 ? findings : [{ check: 'deliveries', ok: true, says: 'no site has missed an event' }];
}

/** Tries the addresses that sites are notified at, one site after another. */
export async function callbacks(core: Core, only: { network?: string; site?: string }): Promise<Finding[]> {
  const { sites } = core.store.read;
  const networks = (await sites.networks()).filter(({ id }) => only.network === undefined || id === only.network);
  const all = (await Promise.all(networks.map(({ id }) => sites.sites(id)))).flat();
  const wanted = all.filter(({ siteId }) => only.site === undefined || siteId === only.site);
  if (wanted.length === 0) return [{ check: 'callbacks', ok: false, says: 'there is no such site' }];
  const findings: Finding[] = [];
  for (const site of wanted) findings.push(...(await callbacksOf(core, site)));
  return findings;
}

async function callbacksOf({ useCases }: Core, { networkId, siteId }: Site): Promise<Finding[]> {
  const { items } = await useCases.checkCallbacks({ networkId, siteId, scope: 'network' });
  return items.map(({ provider, url, finding, milliseconds, detail }) => ({
    check: 'callbacks',
    ok: finding === 'ok',
    says: `${finding} (${milliseconds} ms) ${provider} at ${url}, site ${siteId} of ${networkId}: ${detail}`,
  }));
}
