import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { BridgeError } from '../domain/errors';
import { isManaged, modeOf } from '../domain/settings';
import type { Caller } from '../domain/site';
import type { Merchant, Reads } from '../domain/store';
import { lockedWords } from './setting-checks';

/**
 * An account of the caller's own. Somebody else's is as good as none.
 *
 * @throws BridgeError `not_found`
 */
export async function ownMerchant(
  { merchants }: Pick<Reads, 'merchants'>,
  { networkId, siteId }: Caller,
  merchantId: string,
): Promise<Merchant> {
  const merchant = await merchants.byId(merchantId);
  if (!merchant || merchant.networkId !== networkId || merchant.siteId !== siteId) {
    throw new BridgeError('not_found', `there is no merchant account ${merchantId} here`);
  }
  return merchant;
}

/**
 * While the network manages a site, the site's own accounts are kept and not touched.
 *
 * @throws BridgeError `settings_locked`
 */
export async function refuseIfManaged(
  { settings }: Pick<Reads, 'settings'>,
  { scope, networkId, siteId }: Caller,
): Promise<void> {
  if (scope === 'network') return;
  const network = await settings.stored(networkId, NETWORK_ITSELF);
  const mode = modeOf(network, await settings.stored(networkId, siteId));
  if (isManaged(mode)) throw new BridgeError('settings_locked', `merchant accounts are locked: ${lockedWords(mode)}`);
}
