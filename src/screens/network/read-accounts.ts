import type { Merchant } from '@multipay/contracts/schemas/merchant';
import type { NetworkApi } from '../../api/network';
import type { Setup } from '../../api/setup';

/** The network's accounts, and what else is needed to show and change them. */
export interface Accounts {
  readonly merchants: readonly Merchant[];
  readonly setup: Pick<Setup, 'bridge_key' | 'fingerprint' | 'notify_urls'>;
}

/** @throws AdminApiError */
export async function readAccounts(api: Pick<NetworkApi, 'merchants' | 'setup'>): Promise<Accounts> {
  const [merchants, setup] = await Promise.all([api.merchants(), api.setup()]);
  return { merchants, setup };
}
