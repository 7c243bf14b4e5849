import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { ChangeSettings, EffectiveSettings as SettingsView, SiteStatus } from '@multipay/contracts/schemas/site';
import { merchantSetting, SETTINGS, SETTING_NAMES, type SettingName } from '@multipay/contracts/settings';
import { iso } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import { isManaged, resolveSettings } from '../domain/settings';
import type { Caller } from '../domain/site';
import type { Reads, StoredSettings } from '../domain/store';
import type { Deps } from './deps';
import { mustBeKnown } from './must-be-known';

async function storedFor(
  { settings }: Pick<Reads, 'settings'>,
  { networkId, siteId }: Caller,
): Promise<{ network: StoredSettings; site: StoredSettings }> {
  const network = await settings.stored(networkId, NETWORK_ITSELF);
  return { network, site: siteId === NETWORK_ITSELF ? new Map() : await settings.stored(networkId, siteId) };
}

async function view(reads: Pick<Reads, 'settings' | 'sites'>, caller: Caller): Promise<SettingsView> {
  await mustBeKnown(reads, caller);
  const { network, site } = await storedFor(reads, caller);
  if (caller.siteId === NETWORK_ITSELF) return { settings: SETTING_NAMES.map((name) => networkRow(network, name)) };
  const effective = resolveSettings(network, site);
  return {
    settings: SETTING_NAMES.map((name) => {
      const { value, origin, locked } = effective[name];
      return { name, value, origin, locked: locked && caller.scope === 'site' };
    }),
  };
}

function networkRow(network: StoredSettings, name: SettingName): SettingsView['settings'][number] {
  const stored = network.get(name) as SettingsView['settings'][number]['value'] | undefined;
  return stored === undefined
    ? { name, value: SETTINGS[name].default, origin: 'default', locked: false }
    : { name, value: stored, origin: 'network', locked: false };
}

/** A site's effective settings, or what the network itself has stored. */
export const getSettings =
  ({ store }: Deps) =>
  (caller: Caller): Promise<SettingsView> =>
    view(store.read, caller);

/** Changes the caller's own settings: all or none. */
export const changeSettings =
  ({ store, now }: Deps) =>
  (caller: Caller, { values }: ChangeSettings): Promise<SettingsView> =>
    store.write(async (work) => {
      const { networkId, siteId } = caller;
      const { network, site } = await storedFor(work, caller);
      for (const { name, value } of values) {
        refuseIfLocked(caller, name, isManaged(network, site));
        if (value !== null || SETTINGS[name].default === null) await checkValue(work, caller, name, value);
        await work.settings.set(networkId, siteId, name, value === null ? undefined : value, now());
      }
      return view(work, caller);
    });

function refuseIfLocked({ scope, siteId }: Caller, name: SettingName, managed: boolean): void {
  if (scope === 'site' && (managed || !SETTINGS[name].scopes.includes('site'))) {
    throw new BridgeError('settings_locked', `${name} is decided by the network`, { field: `/${name}` });
  }
  const networkOnly = !SETTINGS[name].scopes.includes('site') && name !== 'override_global_config';
  const misplaced = siteId === NETWORK_ITSELF ? name === 'override_global_config' : networkOnly;
  if (misplaced)
    throw new BridgeError('invalid_request', `${name} is set for ${networkOnly ? 'the network' : 'one site'}`);
}

async function checkValue(
  reads: Pick<Reads, 'merchants'>,
  { networkId, siteId }: Caller,
  name: SettingName,
  value: unknown,
): Promise<void> {
  if (!SETTINGS[name].accepts(value)) {
    throw new BridgeError('invalid_request', `${name} cannot be ${JSON.stringify(value)}`, { field: `/${name}` });
  }
  const provider = PROVIDERS.find((one) => merchantSetting(one) === name);
  if (!provider || typeof value !== 'string') return;
  const merchant = await reads.merchants.byId(value);
  const usable = merchant?.networkId === networkId && merchant.siteId === siteId && merchant.provider === provider;
  if (!usable)
    throw new BridgeError('invalid_request', `there is no ${provider} account ${value} here`, { field: `/${name}` });
}

/** What a site needs in order to draw its pages. */
export const siteStatus =
  (deps: Deps) =>
  async (caller: Caller): Promise<SiteStatus> => {
    const { sites, merchants } = deps.store.read;
    const site = await sites.site(caller.networkId, caller.siteId);
    if (!site) throw new BridgeError('not_found', `site ${caller.siteId} is not registered`);
    const { network, site: own } = await storedFor(deps.store.read, caller);
    const effective = resolveSettings(network, own);
    const gateways = PROVIDERS.map(async (provider) => {
      const merchantId = effective[merchantSetting(provider)].value;
      const merchant = merchantId === null ? null : await merchants.byId(merchantId);
      return {
        provider,
        available: merchant !== null,
        unavailable_because: merchant ? null : ('merchant_missing' as const),
        merchant_id: merchant?.id ?? null,
        merchant_name: merchant?.name ?? null,
        channels: [...deps.providers[provider].channels],
      };
    });
    return {
      network_id: site.networkId,
      site_id: site.siteId,
      managed: isManaged(network, own),
      gateways: await Promise.all(gateways),
      payable_minutes: effective.payable_minutes.value,
      public_url: deps.publicUrl,
      bridge_version: deps.version,
      time: iso(deps.now()),
    };
  };
