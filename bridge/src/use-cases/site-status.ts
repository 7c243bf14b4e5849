import { PROVIDERS } from '@multipay/contracts/providers';
import type { SiteStatus } from '@multipay/contracts/schemas/site';
import { merchantSetting } from '@multipay/contracts/settings';
import { iso } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import { gatewayOf } from '../domain/gateway';
import { isManaged, modeOf, resolveSettings } from '../domain/settings';
import type { Caller } from '../domain/site';
import type { Deps } from './deps';
import { featuresOf } from './rollouts';
import { storedFor } from './settings';

/** What a site needs in order to draw its pages. */
export const siteStatus =
  ({ store, publicUrl, version, now }: Deps) =>
  async (caller: Caller): Promise<SiteStatus> => {
    const { networkId, siteId } = caller;
    const { sites, merchants } = store.read;
    if (!(await sites.site(networkId, siteId))) throw new BridgeError('not_found', `site ${siteId} is not registered`);
    const { network, site } = await storedFor(store.read, caller);
    const mode = modeOf(network, site);
    const effective = resolveSettings(network, site);
    const gateways = PROVIDERS.map(async (provider) => {
      const id = effective[merchantSetting(provider)].value;
      const named = id === null ? null : await merchants.byId(id);
      const { merchant, channels, refusal } = gatewayOf(provider, effective, named, siteId);
      return {
        provider,
        available: refusal === null,
        unavailable_because: refusal,
        merchant_id: merchant?.id ?? null,
        merchant_name: merchant?.name ?? null,
        channels: [...channels],
      };
    });
    return {
      network_id: networkId,
      site_id: siteId,
      managed: isManaged(mode),
      mode,
      features: await featuresOf(store.read, networkId, siteId),
      order_subject: effective.order_subject.value,
      order_prefix: effective.order_prefix.value,
      most_per_payment: effective.most_per_payment.value,
      gateways: await Promise.all(gateways),
      payable_minutes: effective.payable_minutes.value,
      public_url: publicUrl,
      bridge_version: version,
      time: iso(now()),
    };
  };
