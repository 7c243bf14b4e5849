import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { KeyPair, Pairing, PairRequest, SiteAddress, SiteKey } from '@multipay/contracts/schemas/pairing';
import { BridgeError } from '../domain/errors';
import type { Caller, Network, PairingCode } from '../domain/site';
import type { UnitOfWork } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { newId } from './new-id';
import { isUsable, refused } from './pairing-code';
import { checkAddresses, saveSite } from './site-address';

/**
 * Trades a pairing code, proved by the request's signature, for keys.
 *
 * @param actor who asked, if that was said
 * @returns the sealed answer
 */
export const pair =
  (deps: Deps) =>
  async (codeId: string, wish: PairRequest, actor?: string): Promise<{ sealed: string }> => {
    await checkAddresses(deps, wish.site);
    return deps.store.write(async (work) => {
      const code = await work.sites.pairingCode(codeId);
      // The last try was taken to find the key; it still counts.
      if (!code || !isUsable({ ...code, triesLeft: 1 }, deps.now())) throw refused();
      await work.sites.savePairingCode({ ...code, usedMs: deps.now() });
      const network = await networkFor(deps, work, code, wish);
      const site = await saveSite(deps, work, network, wish.site, { newKeys: true, actor });
      const withNetworkKey = wish.multisite && code.scope === 'network';
      const { id: networkId } = network;
      const who: Caller = { networkId, siteId: site.siteId, scope: 'site', ...(actor !== undefined && { actor }) };
      const paired = { name: network.name, scope: withNetworkKey ? 'network' : 'site', home_url: site.homeUrl };
      await note(deps, work, who, { action: 'network.paired', subject: networkId, after: paired });
      const answer: Pairing = {
        network_id: network.id,
        bridge_id: deps.vault.bridgeId,
        public_url: deps.publicUrl,
        fingerprint: deps.vault.uploadKey.fingerprint,
        network_key: withNetworkKey ? keysOf(deps, network.id, NETWORK_ITSELF, network.keyEpoch) : null,
        site_key: keysOf(deps, network.id, site.siteId, site.keyEpoch),
      };
      const secret = Buffer.from(await deps.vault.open(`pairing/${codeId}`, code.sealedSecret));
      return { sealed: deps.vault.sealAnswer(secret, 'pairing-answer', answer) };
    });
  };

async function networkFor(deps: Deps, work: UnitOfWork, code: PairingCode, wish: PairRequest): Promise<Network> {
  if (code.networkId === null) {
    const network = { id: newId('network'), name: wish.network_name, keyEpoch: 1, createdMs: deps.now() };
    await work.sites.saveNetwork(network);
    return network;
  }
  const known = await work.sites.lockNetwork(code.networkId);
  if (!known) throw refused();
  return code.scope === 'site' ? known : withNewKeys(work, { ...known, name: wish.network_name });
}

/** Whoever had the network's keys could fetch those of its sites, so these end with them; sites fetch theirs anew. */
async function withNewKeys({ sites }: UnitOfWork, known: Network): Promise<Network> {
  const network = { ...known, keyEpoch: known.keyEpoch + 1 };
  await sites.saveNetwork(network);
  for (const site of await sites.sites(network.id)) await sites.saveSite({ ...site, keyEpoch: site.keyEpoch + 1 });
  return network;
}

/** Makes a subsite known to its network, or its new address, and answers with its key. */
export const registerSite =
  (deps: Deps) =>
  async (caller: Caller, address: SiteAddress): Promise<{ sealed: string }> => {
    await checkAddresses(deps, address);
    return deps.store.write(async (work) => {
      // Held, as by whoever changes keys: a key that is revoked meanwhile must not come back with the address.
      const network = await work.sites.lockNetwork(caller.networkId);
      if (!network) throw new BridgeError('not_found', 'the network is gone');
      const site = await saveSite(deps, work, network, address, { newKeys: false, actor: caller.actor });
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
  (deps: Deps) =>
  async (caller: Caller): Promise<void> => {
    const { networkId, siteId } = caller;
    await deps.store.write(async (work) => {
      await work.sites.lockNetwork(networkId);
      const site = await work.sites.site(networkId, siteId);
      if (!site) throw new BridgeError('not_found', `site ${siteId} is not registered`);
      const { keyEpoch } = site;
      await work.sites.saveSite({ ...site, keyEpoch: keyEpoch + 1 });
      const epochs = { before: { key_epoch: keyEpoch }, after: { key_epoch: keyEpoch + 1 } };
      await note(deps, work, caller, { action: 'site.key_revoked', subject: siteId, ...epochs });
    });
  };

const keysOf = ({ vault }: Deps, networkId: string, siteId: string, epoch: number): KeyPair => ({
  key_id: `${networkId}.${siteId}.${epoch}`,
  request_key: vault.requestKey(networkId, siteId, epoch).toString('base64'),
  webhook_key: vault.webhookKey(networkId, siteId, epoch).toString('base64'),
});
