import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { CallbackCheck } from '@multipay/contracts/schemas/network';
import { merchantSetting } from '@multipay/contracts/settings';
import type { Static } from 'typebox';
import { BridgeError } from '../domain/errors';
import { resolveSettings } from '../domain/settings';
import type { Caller, Site } from '../domain/site';
import { judge, type Judged } from './callback-finding';
import { newProbe, reportIn, type ProbeReport } from './callback-probe';
import type { Deps, SiteAnswer } from './deps';
import { notifyUrlOf } from './open-payment';
import { storedFor } from './settings';

type CheckView = Static<typeof CallbackCheck>;

/** Twice as long as a provider waits: enough to tell "slow" from "never". */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Calls the addresses that a site's payments are notified at now, from outside, as the providers do. Whoever asks while
 * that is being done gets the same answer: the connections to a host are few, and its sites' events need them.
 *
 * @throws BridgeError `not_found`
 */
export function checkCallbacks(deps: Deps): (caller: Caller) => Promise<CheckView> {
  const running = new Map<string, Promise<CheckView>>();
  return (caller) => {
    const key = `${caller.networkId} ${caller.siteId}`;
    const known = running.get(key);
    if (known) return known;
    const check = checkOnce(deps, caller).finally(() => running.delete(key));
    running.set(key, check);
    return check;
  };
}

async function checkOnce(deps: Deps, { networkId, siteId }: Caller): Promise<CheckView> {
  const site = await deps.store.read.sites.site(networkId, siteId);
  if (!site) throw new BridgeError('not_found', `site ${siteId} is not registered`);
  return { items: await Promise.all(PROVIDERS.map((provider) => tryDoor(deps, site, provider))) };
}

async function tryDoor(deps: Deps, site: Site, provider: ProviderName): Promise<CheckView['items'][number]> {
  const { url, door } = await doorOf(deps, site, provider);
  const probe = newProbe(deps, provider);
  const begunMs = deps.now();
  const answer = await answerOf(deps, url, probe.headers, probe.body.toString('utf8'));
  const milliseconds = Math.max(0, deps.now() - begunMs);
  const judged =
    'finding' in answer
      ? answer
      : judge({ provider, probe, door, answer, milliseconds }, reportIn(deps, answer.body, probe));
  return { provider, url, status: 'status' in answer ? answer.status : null, milliseconds, ...judged };
}

/** Where the provider would call: the account in use may be notified at the bridge's own address. */
async function doorOf(
  deps: Deps,
  site: Site,
  provider: ProviderName,
): Promise<{ url: string; door: ProbeReport['relayed_by'] }> {
  const { network, site: own } = await storedFor(deps.store.read, site);
  const merchantId = resolveSettings(network, own)[merchantSetting(provider)].value;
  const merchant = merchantId === null ? null : await deps.store.read.merchants.byId(merchantId);
  const url = merchant ? notifyUrlOf(deps, site, merchant) : site.notifyUrls[provider];
  const isSites = url.startsWith(site.notifyUrls[provider]);
  return { url, door: isSites ? { network_id: site.networkId, site_id: site.siteId } : null };
}

async function answerOf(
  deps: Deps,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<SiteAnswer | Judged> {
  try {
    return await deps.exchange(url, { ...headers }, body, ANSWER_WITHIN_MS);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (name === 'TimeoutError') return { finding: 'slow', detail: `no whole answer within ${ANSWER_WITHIN_MS} ms` };
    return { finding: 'unreachable', detail: message === '' ? name : message };
  }
}
