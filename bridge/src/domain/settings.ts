/**
 * Which settings count for a site. Pure; its truth table is its test.
 *
 * | payment_enabled | site exempted | a site's own values | the network's values |
 * |---|---|---|---|
 * | off | - | count | do not count |
 * | on | no | are kept, and do not count | count |
 * | on | yes | count | do not count |
 */
import {
  SETTINGS,
  SETTING_NAMES,
  type SettingName,
  type SettingOrigin,
  type Settings,
} from '@multipay/contracts/settings';
import type { StoredSettings } from './store';

export interface Effective<T> {
  readonly value: T;
  readonly origin: SettingOrigin;
  /** Whether the site may not set it now. */
  readonly locked: boolean;
}

export type EffectiveSettings = { readonly [K in SettingName]: Effective<Settings[K]> };

/** Whether the network decides for this site. */
export function isManaged(network: StoredSettings, site: StoredSettings): boolean {
  return network.get('payment_enabled') === true && site.get('override_global_config') !== true;
}

export function resolveSettings(network: StoredSettings, site: StoredSettings): EffectiveSettings {
  const managed = isManaged(network, site);
  const resolve = (name: SettingName): Effective<unknown> => {
    const { scopes, default: fallback } = SETTINGS[name];
    const networkOnly = !scopes.includes('site');
    const origin: SettingOrigin = managed || networkOnly ? 'network' : 'site';
    // The exemption is the network's word, but about one site, so it is stored with that site.
    const stored = name === 'override_global_config' || origin === 'site' ? site.get(name) : network.get(name);
    return stored === undefined
      ? { value: fallback, origin: 'default', locked: managed || networkOnly }
      : { value: stored, origin, locked: managed || networkOnly };
  };
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, resolve(name)])) as unknown as EffectiveSettings;
}
