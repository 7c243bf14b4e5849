/** What a site can offer of a provider, by the settings that count for it. Pure. */
import { PROVIDER_CHANNELS, type Channel, type ProviderName } from '@multipay/contracts/providers';
import { channelsOffSetting } from '@multipay/contracts/settings';
import type { EffectiveSettings } from './settings';
import type { Merchant } from './store';

export interface Gateway {
  /** Who gets the money; null where nobody may. */
  readonly merchant: Merchant | null;
  /** The ways of paying that are switched on. */
  readonly channels: readonly Channel[];
  /** Why no payment can be opened; null: one can. */
  readonly refusal: 'merchant_missing' | 'merchant_not_allowed' | 'channel_unavailable' | null;
}

/** A site uses its own accounts, and those of its network that are not kept for others. */
export const mayUse = ({ siteId: owner, allowedSiteIds }: Merchant, siteId: string): boolean =>
  owner === siteId || allowedSiteIds === null || allowedSiteIds.includes(siteId);

export function channelsOn(provider: ProviderName, effective: EffectiveSettings): Channel[] {
  const off = effective[channelsOffSetting(provider)].value;
  return PROVIDER_CHANNELS[provider].filter((channel) => !off.includes(channel));
}

/** @param named the account that the effective settings name, if it is there */
export function gatewayOf(
  provider: ProviderName,
  effective: EffectiveSettings,
  named: Merchant | null,
  siteId: string,
): Gateway {
  const merchant = named && mayUse(named, siteId) ? named : null;
  const channels = channelsOn(provider, effective);
  if (!named) return { merchant, channels, refusal: 'merchant_missing' };
  if (!merchant) return { merchant, channels, refusal: 'merchant_not_allowed' };
  // The network and the site can each leave a channel on that the other has switched off.
  return { merchant, channels, refusal: channels.length === 0 ? 'channel_unavailable' : null };
}
