import { randomBytes } from 'node:crypto';
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { KeyPair, Pairing, PairRequest, SiteAddress, SiteKey } from '@multipay/contracts/schemas/pairing';
import { BridgeError } from '../domain/errors';
import { domainOf, type Caller, type Network, type PairingCode, type Site } from '../domain/site';
import type { UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import { newId } from './new-id';

const LIFE_MS = 10 * 60_000;
const TRIES = 5;
const CODE_ID_LENGTH = 8;
/** 26 characters of 5 bits: 130 bits that nobody guesses. */
const SECRET_LENGTH = 26;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const randomText = (length: number): string =>
  Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

export interface IssuedCode {
  /** What a person types in: groups of letters and digits; its first 8 are its public id. */
  readonly code: string;
  readonly fingerprint: string;
  readonly expiresMs: number;
}

/** Makes a code that lets a network, or a single site, fetch its keys once within ten minutes. */
export const issuePairingCode =
  (deps: Deps) =>
  async (wish: { name: string; networkId: string | null; scope: 'network' | 'site' }): Promise<IssuedCode> => {
    const id = randomText(CODE_ID_LENGTH);
    const secret = randomText(SECRET_LENGTH);
    const expiresMs = deps.now() + LIFE_MS;
    const code: PairingCode = {
      id,
      sealedSecret: deps.vault.seal(`pairing/${id}`, secret),
      networkId: wish.networkId,
      networkName: wish.name,
      scope: wish.scope,
      expiresMs,
      triesLeft: TRIES,
      usedMs: null,
    };
    await deps.store.write(({ sites }) => sites.savePairingCode(code));
    const groups = `${id}${secret}`.match(/.{1,6}/g) ?? [];
    return { code: groups.join('-'), fingerprint: deps.vault.uploadKey.fingerprint, expiresMs };
  };

const refused = (): BridgeError => new BridgeError('pairing_refused', 'make a new code with `multipay pair`');

const isUsable = (code: PairingCode | null, nowMs: number): code is PairingCode =>
  code !== null && code.usedMs === null && code.expiresMs > nowMs && code.triesLeft > 0;

/**
 * The key that a pairing request must be signed with. Each look costs a try, and a good pairing ends the code, so
 * nobody can guess on.
 *
 * @throws BridgeError `pairing_refused`
 */
export const pairingProofKey =
  ({ store, vault, now }: Deps) =>
  (codeId: string): Promise<Buffer> =>
    store.write(async ({ sites }) => {
      const code = await sites.pairingCode(codeId);
      if (!isUsable(code, now())) throw refused();
      await sites.savePairingCode({ ...code, triesLeft: code.triesLeft - 1 });
      return vault.pairingProofKey(Buffer.from(vault.open(`pairing/${codeId}`, code.sealedSecret)));
    });

/** Trades a pairing code, proved by the request's signature, for keys. @returns the sealed answer */
export const pair =
  (deps: Deps) =>
  async (codeId: string, wish: PairRequest): Promise<{ sealed: string }> => {
    await checkAddresses(deps, wish.site);
    return deps.store.write(async (work) => {
      const code = await work.sites.pairingCode(codeId);
      // The last try was taken to find the key; it still counts.
      if (!code || !isUsable({ ...code, triesLeft: 1 }, deps.now())) throw refused();
      await work.sites.savePairingCode({ ...code, usedMs: deps.now() });
      const network = await networkFor(deps, work, code, wish);
      const site = await saveSite(deps, work, network, wish.site, { newKeys: true });
      const withNetworkKey = wish.multisite && code.scope === 'network';
      const answer: Pairing = {
        network_id: network.id,
        bridge_id: deps.vault.bridgeId,
        public_url: deps.publicUrl,
        fingerprint: deps.vault.uploadKey.fingerprint,
        network_key: withNetworkKey ? keysOf(deps, network.id, NETWORK_ITSELF, network.keyEpoch) : null,
        site_key: keysOf(deps, network.id, site.siteId, site.keyEpoch),
      };
      const secret = Buffer.from(deps.vault.open(`pairing/${codeId}`, code.sealedSecret));
      return { sealed: deps.vault.sealAnswer(secret, 'pairing-answer', answer) };
    });
  };

async function networkFor(deps: Deps, work: UnitOfWork, code: PairingCode, wish: PairRequest): Promise<Network> {
  const host = new URL(wish.site.home_url).host;
  const known = code.networkId === null ? null : await work.sites.network(code.networkId);
  if (code.networkId !== null && !known) throw refused();
  const network: Network = known
    ? { ...known, name: wish.network_name, host, keyEpoch: known.keyEpoch + 1 }
    : { id: newId('network'), name: wish.network_name, host, keyEpoch: 1, createdMs: deps.now() };
  await work.sites.saveNetwork(network);
  return network;
}

/** Makes a subsite known to its network, or its new address, and answers with its key. */
export const registerSite =
  (deps: Deps) =>
  async (caller: Caller, address: SiteAddress): Promise<{ sealed: string }> => {
    await checkAddresses(deps, address);
    return deps.store.write(async (work) => {
      const network = await work.sites.network(caller.networkId);
      if (!network) throw new BridgeError('not_found', 'the network is gone');
      const site = await saveSite(deps, work, network, address, { newKeys: false });
      const answer: SiteKey = {
        site_key: keysOf(deps, network.id, site.siteId, site.keyEpoch),
        public_url: deps.publicUrl,
      };
      const secret = deps.vault.requestKey(network.id, NETWORK_ITSELF, network.keyEpoch);
      return { sealed: deps.vault.sealAnswer(secret, 'site-key-answer', answer) };
    });
  };

/** Makes all keys of a site worthless. */
export const revokeSiteKey =
  ({ store }: Deps) =>
  async ({ networkId, siteId }: Caller): Promise<void> => {
    await store.write(async ({ sites }) => {
      const site = await sites.site(networkId, siteId);
      if (!site) throw new BridgeError('not_found', `site ${siteId} is not registered`);
      await sites.saveSite({ ...site, keyEpoch: site.keyEpoch + 1 });
    });
  };

const keysOf = ({ vault }: Deps, networkId: string, siteId: string, epoch: number): KeyPair => ({
  key_id: `${networkId}.${siteId}.${epoch}`,
  request_key: vault.requestKey(networkId, siteId, epoch).toString('base64'),
  webhook_key: vault.webhookKey(networkId, siteId, epoch).toString('base64'),
});

async function saveSite(
  { now }: Deps,
  { sites }: UnitOfWork,
  { id: networkId }: Network,
  address: SiteAddress,
  { newKeys }: { newKeys: boolean },
): Promise<Site> {
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
    createdMs: known?.createdMs ?? now(),
  };
  await sites.saveSite(site);
  return site;
}

/** A site's addresses are on its own host, and on one that the bridge may call. */
async function checkAddresses({ mayCall }: Deps, site: SiteAddress): Promise<void> {
  const { host } = new URL(site.home_url);
  const addresses = { event_url: site.event_url, ...site.notify_urls };
  for (const [field, url] of Object.entries({ home_url: site.home_url, ...addresses })) {
    const { host: other, protocol } = new URL(url);
    if (!/^https?:$/.test(protocol)) throw new BridgeError('address_refused', `${field} must be http or https`);
    if (other !== host) throw new BridgeError('address_refused', `${field} must be on ${host}`, { field: `/${field}` });
  }
  if (!(await mayCall(site.home_url))) {
    throw new BridgeError(
      'address_refused',
      `${host} is a private address, or has none; the bridge could not tell it anything`,
    );
  }
}
