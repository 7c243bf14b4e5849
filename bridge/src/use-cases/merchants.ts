import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Merchant as MerchantView } from '@multipay/contracts/schemas/merchant';
import { merchantSetting } from '@multipay/contracts/settings';
import { BridgeError } from '../domain/errors';
import type { CredentialFacts } from '../domain/provider';
import { isManaged } from '../domain/settings';
import type { Caller } from '../domain/site';
import type { Merchant, Reads } from '../domain/store';
import type { Deps } from './deps';
import { addCredential, factsIn, factsInUse } from './merchant-credentials';
import { mustBeKnown } from './must-be-known';
import { newId } from './new-id';
import { merchantView } from './views';

/**
 * A new merchant account. The first one of its provider is put to use at once.
 *
 * @throws BridgeError `settings_locked`, `credentials_unreadable`, `credentials_invalid`
 */
export const createMerchant =
  (deps: Deps) =>
  async (
    caller: Caller,
    wish: { provider: ProviderName; name: string; sealed_credentials: string },
  ): Promise<MerchantView> => {
    await refuseIfManaged(deps.store.read, caller);
    const plain = await deps.vault.openUpload(wish.sealed_credentials);
    return addMerchant(deps)(caller, { provider: wish.provider, name: wish.name, plain });
  };

/**
 * The same with credentials that were never on a wire: an operator's file.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `credentials_invalid`
 */
export const addMerchant =
  (deps: Deps) =>
  async (caller: Caller, wish: { provider: ProviderName; name: string; plain: string }): Promise<MerchantView> => {
    const { provider, name, plain } = wish;
    const facts = factsIn(deps, provider, plain);
    return deps.store.write(async (work) => {
      await mustBeKnown(work, caller);
      await refuseIfManaged(work, caller);
      const { networkId, siteId } = caller;
      const { accountNumber } = facts;
      const merchant: Merchant = {
        id: newId('merchant'),
        networkId,
        siteId,
        provider,
        name,
        accountNumber,
        notifyDoor: 'site',
      };
      await work.merchants.insert(merchant, deps.now());
      const credential = await addCredential(deps, work, merchant, plain, facts);
      const setting = merchantSetting(provider);
      const stored = await work.settings.stored(networkId, siteId);
      if (!stored.has(setting)) await work.settings.set(networkId, siteId, setting, merchant.id, deps.now());
      return merchantView(merchant, credential);
    });
  };

/**
 * Other credentials for an account that stays the same; the old ones go on verifying what is under way. The app stays
 * the same too: a provider's answer about an older payment names the app that it was opened with.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `credentials_unreadable`, `credentials_invalid`
 */
export const replaceCredentials =
  (deps: Deps) =>
  async (caller: Caller, merchantId: string, sealed: string): Promise<MerchantView> => {
    const known = await ownMerchant(deps, caller, merchantId);
    await refuseIfManaged(deps.store.read, caller);
    const plain = await deps.vault.openUpload(sealed);
    const facts = factsIn(deps, known.provider, plain);
    const before = await factsInUse(deps, known);
    if (facts.accountNumber !== before.accountNumber || facts.appId !== before.appId) {
      const detail = `these belong to ${identityOf(facts)}, the account is ${identityOf(before)}: add another account instead`;
      throw new BridgeError('credentials_invalid', detail);
    }
    return deps.store.write(async (work) => {
      await refuseIfManaged(work, caller);
      return merchantView(known, await addCredential(deps, work, known, plain, facts));
    });
  };

const identityOf = ({ accountNumber, appId }: CredentialFacts): string =>
  accountNumber === appId ? `app ${appId}` : `${accountNumber}, app ${appId}`;

/** A site sees its own accounts, a network all of its. */
export const listMerchants =
  ({ store }: Deps) =>
  async ({ networkId, siteId, scope }: Caller): Promise<{ items: MerchantView[] }> => {
    const all = await store.read.merchants.list(networkId);
    const seen = all.filter((one) => one.siteId === siteId || (scope === 'network' && siteId === NETWORK_ITSELF));
    const items = await Promise.all(
      seen.map(async (merchant) => {
        const [credential] = await store.read.merchants.credentials(merchant.id);
        return credential ? [merchantView(merchant, credential)] : [];
      }),
    );
    return { items: items.flat() };
  };

async function ownMerchant({ store }: Deps, caller: Caller, merchantId: string): Promise<Merchant> {
  const merchant = await store.read.merchants.byId(merchantId);
  const mine = merchant?.networkId === caller.networkId && merchant.siteId === caller.siteId;
  if (!merchant || !mine) throw new BridgeError('not_found', `there is no merchant account ${merchantId} here`);
  return merchant;
}

/** While the network manages a site, the site's own accounts are kept and not touched. */
async function refuseIfManaged(
  { settings }: Pick<Reads, 'settings'>,
  { scope, networkId, siteId }: Caller,
): Promise<void> {
  if (scope === 'network') return;
  const network = await settings.stored(networkId, NETWORK_ITSELF);
  if (isManaged(network, await settings.stored(networkId, siteId))) {
    throw new BridgeError('settings_locked', "the network manages this site's merchant accounts");
  }
}
