/**
 * Which settings count for a site. Pure; its truth table is its test.
 *
 * | payment_enabled | split_mode | site exempted | mode | a site's own values |
 * |---|---|---|---|---|
 * | off | - | - | independent | count, the network's do not |
 * | on | off | yes | exempt | count, the network's do not |
 * | on | off | no | managed | count only where they make the network's narrower |
 * | on | on | - | split | are kept and do not count, but for the site's share within the network's bounds |
 */
import {
  isGrant,
  SETTINGS,
  SETTING_NAMES,
  type Mode,
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

/** Who configures this site. */
export function modeOf(network: StoredSettings, site: StoredSettings): Mode {
  if (network.get('payment_enabled') !== true) return 'independent';
  if (network.get('split_mode') === true) return 'split';
  return site.get('override_global_config') === true ? 'exempt' : 'managed';
}

/** Whether the network decides for a site in this mode. */
export const isManaged = (mode: Mode): boolean => mode === 'managed' || mode === 'split';

/** Whether a site may store a value of its own for this setting now. */
export function isLocked(name: SettingName, mode: Mode): boolean {
  const { scopes, narrow, ownInSplitMode } = SETTINGS[name];
  if (!scopes.includes('site')) return true;
  if (ownInSplitMode) return mode !== 'split';
  if (mode === 'managed') return narrow === undefined;
  return mode === 'split';
}

export function resolveSettings(network: StoredSettings, site: StoredSettings): EffectiveSettings {
  const mode = modeOf(network, site);
  const values = SETTING_NAMES.map((name) => {
    const effective = name === 'split_share' ? share(mode, network, site) : resolve(name, mode, network, site);
    return [name, { ...effective, locked: isLocked(name, mode) }] as const;
  });
  return Object.fromEntries(values) as unknown as EffectiveSettings;
}

interface Resolved {
  readonly value: unknown;
  readonly origin: SettingOrigin;
}

const from = (stored: StoredSettings, name: SettingName, origin: SettingOrigin): Resolved =>
  stored.has(name) ? { value: stored.get(name), origin } : { value: SETTINGS[name].default, origin: 'default' };

function resolve(name: SettingName, mode: Mode, network: StoredSettings, site: StoredSettings): Resolved {
  if (isGrant(name)) return from(site, name, 'network');
  if (!SETTINGS[name].scopes.includes('site')) return from(network, name, 'network');
  if (!isManaged(mode)) return from(site, name, 'site');
  const theirs = from(network, name, 'network');
  const narrow = SETTINGS[name].narrow as ((network: unknown, site: unknown) => unknown) | undefined;
  if (mode !== 'managed' || !narrow || !site.has(name)) return theirs;
  const value = narrow(theirs.value, site.get(name));
  return JSON.stringify(value) === JSON.stringify(theirs.value) ? theirs : { value, origin: 'both' };
}

/** A site's choice within the network's bounds, also after the network has moved them; the least where it chose none. */
function share(mode: Mode, network: StoredSettings, site: StoredSettings): Resolved {
  if (mode !== 'split') return { value: null, origin: 'default' };
  const least = Number(from(network, 'split_least_share', 'network').value);
  const most = Math.max(least, Number(from(network, 'split_most_share', 'network').value));
  const wish = site.get('split_share') as number | null | undefined;
  if (wish === undefined || wish === null)
    return { value: least, origin: network.has('split_least_share') ? 'network' : 'default' };
  const value = Math.min(Math.max(wish, least), most);
  return { value, origin: value === wish ? 'site' : 'both' };
}
