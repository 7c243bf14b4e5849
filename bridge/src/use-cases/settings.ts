import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { ChangeSettings, EffectiveSettings as SettingsView } from '@multipay/contracts/schemas/site';
import { SETTINGS, SETTING_NAMES, type SettingName } from '@multipay/contracts/settings';
import { modeOf, resolveSettings } from '../domain/settings';
import type { Caller } from '../domain/site';
import type { Reads, StoredSettings, UnitOfWork } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { mustBeKnown } from './must-be-known';
import { checkBeside, checkValue, refuseIfLocked } from './setting-checks';

type Row = SettingsView['settings'][number];

/** What the network has stored, and what the site has; nothing for the network itself. */
export async function storedFor(
  { settings }: Pick<Reads, 'settings'>,
  { networkId, siteId }: Pick<Caller, 'networkId' | 'siteId'>,
): Promise<{ network: StoredSettings; site: StoredSettings }> {
  const network = await settings.stored(networkId, NETWORK_ITSELF);
  return { network, site: siteId === NETWORK_ITSELF ? new Map() : await settings.stored(networkId, siteId) };
}

/** A site's effective settings, or what the network itself has stored. */
export async function settingsView(reads: Pick<Reads, 'settings'>, caller: Caller): Promise<SettingsView> {
  const { network, site } = await storedFor(reads, caller);
  const effective = resolveSettings(network, site);
  const siteRow = (name: SettingName): Row => {
    const { value, origin, locked } = effective[name];
    return { name, value, origin, locked: locked && caller.scope === 'site', own: ownIn(site, name) };
  };
  const row = caller.siteId === NETWORK_ITSELF ? (name: SettingName) => networkRow(network, name) : siteRow;
  return { mode: modeOf(network, site), settings: SETTING_NAMES.map(row) };
}

const ownIn = (stored: StoredSettings, name: SettingName): Row['own'] => (stored.get(name) ?? null) as Row['own'];

const networkRow = (network: StoredSettings, name: SettingName): Row => ({
  name,
  value: network.has(name) ? (network.get(name) as Row['value']) : SETTINGS[name].default,
  origin: network.has(name) ? 'network' : 'default',
  locked: false,
  own: ownIn(network, name),
});

/**
 * A site's effective settings, or what the network itself has stored.
 *
 * @throws BridgeError `not_found`
 */
export const getSettings =
  ({ store }: Deps) =>
  async (caller: Caller): Promise<SettingsView> => {
    await mustBeKnown(store.read, caller);
    return settingsView(store.read, caller);
  };

/**
 * Changes what the caller has stored: all or none. null forgets a value.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `invalid_request`
 */
export const changeSettings =
  (deps: Deps) =>
  (caller: Caller, { values }: ChangeSettings): Promise<SettingsView> =>
    deps.store.write(async (work) => {
      await mustBeKnown(work, caller);
      const { network, site } = await storedFor(work, caller);
      const before = caller.siteId === NETWORK_ITSELF ? network : site;
      const after = new Map(before);
      for (const { name, value } of values) {
        refuseIfLocked(caller, name, modeOf(network, site));
        if (value === null) {
          after.delete(name);
        } else {
          await checkValue(work, caller, name, value);
          after.set(name, value);
        }
      }
      const changes = await storeChanges(deps, work, caller, before, after);
      for (const { name, was, is } of changes) {
        await note(deps, work, caller, { action: 'settings.changed', subject: name, before: was, after: is });
      }
      return settingsView(work, caller);
    });

interface Change {
  readonly name: SettingName;
  /** Undefined: nothing was or is stored. */
  readonly was: unknown;
  readonly is: unknown;
}

/**
 * Stores what differs, if it can be so beside everything else. The caller of this writes it into the audit log.
 *
 * @throws BridgeError `invalid_request`
 */
export async function storeChanges(
  { now }: Pick<Deps, 'now'>,
  work: UnitOfWork,
  { networkId, siteId }: Caller,
  before: StoredSettings,
  after: StoredSettings,
): Promise<Change[]> {
  const changes = SETTING_NAMES.map((name) => ({ name, was: before.get(name), is: after.get(name) })).filter(
    ({ was, is }) => JSON.stringify(was) !== JSON.stringify(is),
  );
  const itself = siteId === NETWORK_ITSELF;
  const network = itself ? after : await work.settings.stored(networkId, NETWORK_ITSELF);
  for (const { name, is } of changes) {
    checkBeside(network, itself ? new Map() : after, name);
    await work.settings.set(networkId, siteId, name, is, now());
  }
  return changes;
}
