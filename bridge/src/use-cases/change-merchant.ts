import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { ChangeMerchant, Merchant as MerchantView } from '@multipay/contracts/schemas/merchant';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import type { Merchant, Reads } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { ownMerchant, refuseIfManaged } from './own-merchant';
import { merchantView } from './views';

/** What of an account can be changed, as the audit log and the API call it. */
const changeable = (merchant: Merchant): Required<ChangeMerchant> => ({
  name: merchant.name,
  allowed_site_ids: merchant.allowedSiteIds === null ? null : [...merchant.allowedSiteIds],
  most_per_payment: merchant.mostPerPayment,
  most_per_day: merchant.mostPerDay,
});

/**
 * Changes an account, not its keys. What is left out stays. Payments that are open go on as they began.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `invalid_request`
 */
export const changeMerchant =
  (deps: Deps) =>
  (caller: Caller, merchantId: string, wish: ChangeMerchant): Promise<MerchantView> =>
    deps.store.write(async (work) => {
      await ownMerchant(work, caller, merchantId);
      await refuseIfManaged(work, caller);
      const known = await work.merchants.lock(merchantId);
      if (wish.allowed_site_ids) await checkSites(work, known, wish.allowed_site_ids);
      const before = changeable(known);
      const after = { ...before, ...wish };
      const changed: Merchant = {
        ...known,
        name: after.name,
        allowedSiteIds: after.allowed_site_ids && [...new Set(after.allowed_site_ids)].sort(),
        mostPerPayment: after.most_per_payment,
        mostPerDay: after.most_per_day,
      };
      if (JSON.stringify(changeable(changed)) !== JSON.stringify(before)) {
        await work.merchants.update(changed);
        const deed = { action: 'merchant.changed', subject: merchantId } as const;
        await note(deps, work, caller, { ...deed, before, after: changeable(changed) });
      }
      const [credential] = await work.merchants.credentials(merchantId);
      if (!credential) throw new Error(`${merchantId} has no credentials`);
      return merchantView(changed, credential);
    });

/** Only a network has sites to choose from, and a number that was mistyped would lock a site out. */
async function checkSites(
  { sites }: Pick<Reads, 'sites'>,
  { networkId, siteId }: Merchant,
  wanted: readonly string[],
): Promise<void> {
  const refuse = (detail: string): never => {
    throw new BridgeError('invalid_request', detail, { field: '/allowed_site_ids' });
  };
  if (siteId !== NETWORK_ITSELF) refuse("a site's own account is for that site alone");
  const known = new Set((await sites.sites(networkId)).map((site) => site.siteId));
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length > 0) refuse(`there is no site ${unknown.join(', ')} in this network`);
}
