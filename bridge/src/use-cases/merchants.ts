import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Merchant as MerchantView } from '@multipay/contracts/schemas/merchant';
import { merchantSetting } from '@multipay/contracts/settings';
import type { CredentialFacts } from '../domain/provider';
import type { Caller } from '../domain/site';
import type { Merchant, UnitOfWork } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { addCredential, factsIn, factsInReplacement } from './merchant-credentials';
import { mustBeKnown } from './must-be-known';
import { newId } from './new-id';
import { ownMerchant, refuseIfManaged } from './own-merchant';
import { signWithNewKeys } from './sign-with-new-keys';
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
      return insertMerchant(deps, work, caller, { provider, name, plain, facts });
    });
  };

/** Keeps a new account of the caller's, whose credentials were looked at. */
export async function insertMerchant(
  deps: Deps,
  work: UnitOfWork,
  caller: Caller,
  wish: { provider: ProviderName; name: string; plain: string; facts: CredentialFacts },
): Promise<MerchantView> {
  const { networkId, siteId } = caller;
  const { provider, name, plain, facts } = wish;
  const { accountNumber, keyFingerprint: fingerprint } = facts;
  const merchant: Merchant = {
    id: newId('merchant'),
    networkId,
    siteId,
    provider,
    name,
    accountNumber,
    notifyDoor: 'site',
    allowedSiteIds: null,
    mostPerPayment: null,
    mostPerDay: null,
  };
  await work.merchants.insert(merchant, deps.now());
  const credential = await addCredential(deps, work, merchant, plain, facts);
  const created = { provider, name, account_number: accountNumber, fingerprint };
  await note(deps, work, caller, { action: 'merchant.created', subject: merchant.id, after: created });
  await putToUse(deps, work, caller, merchant);
  return merchantView(merchant, credential);
}

/** A place without an account for the provider takes the one that it was just given. */
async function putToUse(deps: Deps, work: UnitOfWork, caller: Caller, { id, provider }: Merchant): Promise<void> {
  const { networkId, siteId } = caller;
  const setting = merchantSetting(provider);
  if ((await work.settings.stored(networkId, siteId)).has(setting)) return;
  await work.settings.set(networkId, siteId, setting, id, deps.now());
  await note(deps, work, caller, { action: 'settings.changed', subject: setting, after: id });
}

/**
 * Other credentials for an account that stays the same; the old ones go on verifying what is under way. They are not
 * tried first: `rehearseCredentials` does that.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `credentials_unreadable`, `credentials_invalid`
 */
export const replaceCredentials =
  (deps: Deps) =>
  async (caller: Caller, merchantId: string, sealed: string): Promise<MerchantView> => {
    const known = await ownMerchant(deps.store.read, caller, merchantId);
    await refuseIfManaged(deps.store.read, caller);
    const plain = await deps.vault.openUpload(sealed);
    const facts = await factsInReplacement(deps, known, plain);
    return deps.store.write(async (work) => {
      await refuseIfManaged(work, caller);
      const merchant = await work.merchants.lock(merchantId);
      return merchantView(merchant, await signWithNewKeys(deps, work, caller, merchant, { plain, facts }));
    });
  };

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
