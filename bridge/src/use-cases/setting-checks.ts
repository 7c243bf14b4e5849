/** Who may store which value: every "no" to a change of settings. */
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { PROVIDERS } from '@multipay/contracts/providers';
import {
  channelsOffSetting,
  isGrant,
  merchantSetting,
  SETTINGS,
  type Mode,
  type SettingName,
  type Settings,
} from '@multipay/contracts/settings';
import { BridgeError } from '../domain/errors';
import { channelsOn } from '../domain/gateway';
import { isLocked, resolveSettings } from '../domain/settings';
import type { Caller } from '../domain/site';
import type { Reads, StoredSettings } from '../domain/store';

/** Why a site cannot do in this mode what it is asked to do, and who can. */
export const lockedWords = (mode: Mode): string =>
  mode === 'split'
    ? 'the network is in split mode: the site sets only its share, and what it had set before is kept; ask the network admin'
    : 'the network manages this site; ask the network admin, who can also let the site configure itself';

function whyLocked(name: SettingName, mode: Mode): string {
  if (!SETTINGS[name].scopes.includes('site') || isGrant(name)) return `only the network admin decides ${name}`;
  if (SETTINGS[name].ownInSplitMode) return `${name} counts in split mode only, which the network admin switches on`;
  return `${name} is locked: ${lockedWords(mode)}`;
}

/** @throws BridgeError `settings_locked` to a site; `invalid_request` to a network that names the wrong place */
export function refuseIfLocked({ scope, siteId }: Caller, name: SettingName, mode: Mode): void {
  if (scope === 'site' && (isLocked(name, mode) || isGrant(name))) {
    throw new BridgeError('settings_locked', whyLocked(name, mode), { field: `/${name}` });
  }
  const place = siteId === NETWORK_ITSELF ? 'network' : 'site';
  if (canStore(place, name)) return;
  throw new BridgeError('invalid_request', `${name} is set for ${place === 'site' ? 'the network' : 'one site'}`, {
    field: `/${name}`,
  });
}

/** Whether a value has its place there at all, whoever stores it. */
export const canStore = (place: 'network' | 'site', name: SettingName): boolean =>
  isGrant(name) ? place === 'site' : SETTINGS[name].scopes.includes(place);

/** A value by itself. @throws BridgeError `invalid_request` */
export async function checkValue(
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

const valueIn = <K extends SettingName>(stored: StoredSettings, name: K): Settings[K] =>
  (stored.has(name) ? stored.get(name) : SETTINGS[name].default) as Settings[K];

/**
 * A changed value beside the others, as they will be.
 *
 * @param site empty where the network's own settings are changed
 * @throws BridgeError `invalid_request`
 */
export function checkBeside(network: StoredSettings, site: StoredSettings, name: SettingName): void {
  const refuse = (detail: string): never => {
    throw new BridgeError('invalid_request', detail, { field: `/${name}` });
  };
  const least = valueIn(network, 'split_least_share');
  const most = valueIn(network, 'split_most_share');
  if ((name === 'split_least_share' || name === 'split_most_share') && least > most) {
    refuse(`split_least_share (${least}) is above split_most_share (${most})`);
  }
  const share = valueIn(site, 'split_share');
  if (name === 'split_share' && share !== null && (share < least || share > most)) {
    refuse(`split_share is at least ${least} and at most ${most} hundredths of a percent in this network`);
  }
  const provider = PROVIDERS.find((one) => channelsOffSetting(one) === name);
  if (provider && channelsOn(provider, resolveSettings(network, site)).length === 0) {
    refuse(`with those that the network has switched off, ${provider} would have no channel left: leave one on`);
  }
}
