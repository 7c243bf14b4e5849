import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { CopySettings, EffectiveSettings as SettingsView } from '@multipay/contracts/schemas/site';
import { isGrant, merchantSetting, SETTING_NAMES, type SettingName } from '@multipay/contracts/settings';
import { BridgeError } from '../domain/errors';
import type { CredentialFacts } from '../domain/provider';
import type { Caller } from '../domain/site';
import type { Merchant, UnitOfWork } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { credentialInUse, factsOf } from './merchant-credentials';
import { mustBeKnown } from './must-be-known';
import { newId } from './new-id';
import { canStore } from './setting-checks';
import { settingsView, storeChanges } from './settings';

/**
 * Makes one place's stored settings those of another, as far as both can store them: imports a site's into the network
 * (`0`), hands the network's to a site, or copies between sites. What is not stored there is forgotten here. What the
 * network has granted a site stays that site's.
 *
 * @throws BridgeError `not_found`, `invalid_request`
 */
export const copySettings =
  (deps: Deps) =>
  (caller: Caller, { from_site_id: from, to_site_id: to }: CopySettings): Promise<SettingsView> =>
    deps.store.write(async (work) => {
      if (from === to) throw new BridgeError('invalid_request', 'both are the same place', { field: '/to_site_id' });
      const target: Caller = { ...caller, siteId: to };
      for (const place of [target, { ...caller, siteId: from }]) await mustBeKnown(work, place);
      const theirs = await work.settings.stored(caller.networkId, from);
      const before = await work.settings.stored(caller.networkId, to);
      const after = new Map(before);
      for (const name of SETTING_NAMES.filter((one) => isCopied(one, from, to))) {
        const value = await carried(deps, work, target, name, theirs.get(name));
        if (value === undefined) after.delete(name);
        else after.set(name, value);
      }
      const changes = await storeChanges(deps, work, target, before, after);
      if (changes.length > 0) {
        await note(deps, work, target, {
          action: 'settings.copied',
          subject: from,
          before: Object.fromEntries(changes.map(({ name, was }) => [name, was ?? null])),
          after: Object.fromEntries(changes.map(({ name, is }) => [name, is ?? null])),
        });
      }
      return settingsView(work, target);
    });

const isCopied = (name: SettingName, ...places: string[]): boolean =>
  !isGrant(name) && places.every((siteId) => canStore(siteId === NETWORK_ITSELF ? 'network' : 'site', name));

/** A value as the other place can store it: an account must be its own. */
async function carried(
  deps: Deps,
  work: UnitOfWork,
  target: Caller,
  name: SettingName,
  value: unknown,
): Promise<unknown> {
  if (typeof value !== 'string' || !PROVIDERS.some((provider) => merchantSetting(provider) === name)) return value;
  const theirs = await work.merchants.byId(value);
  if (!theirs) throw new Error(`${value} is set and is not there`);
  return (await sameAccountOf(deps, work, target, theirs)) ?? (await copyAccount(deps, work, target, theirs));
}

/** The target's own row for the same account and app at the provider, rather one with the same key. */
async function sameAccountOf(
  deps: Deps,
  { merchants }: UnitOfWork,
  { networkId, siteId }: Caller,
  theirs: Merchant,
): Promise<string | undefined> {
  const { provider, accountNumber } = theirs;
  const factsIn = async ({ id }: Merchant): Promise<CredentialFacts> =>
    factsOf(deps, provider, await credentialInUse({ merchants }, id));
  const { appId, keyFingerprint } = await factsIn(theirs);
  let same: string | undefined;
  for (const one of await merchants.list(networkId)) {
    if (one.siteId !== siteId || one.provider !== provider || one.accountNumber !== accountNumber) continue;
    const facts = await factsIn(one);
    if (facts.appId !== appId) continue;
    if (facts.keyFingerprint === keyFingerprint) return one.id;
    same ??= one.id;
  }
  return same;
}

/** A row of the target's own with the same keys, sealed anew for it; the other place keeps its own. */
async function copyAccount(deps: Deps, work: UnitOfWork, target: Caller, theirs: Merchant): Promise<string> {
  const { vault, now } = deps;
  const [keys] = await work.merchants.credentials(theirs.id);
  if (keys?.state !== 'active') throw new Error(`${theirs.id} has no credentials`);
  const merchant = { ...theirs, id: newId('merchant'), siteId: target.siteId, allowedSiteIds: null };
  const credentialId = newId('credential');
  const plain = await vault.open(`credential/${keys.id}`, keys.sealed);
  const sealed = vault.seal(`credential/${credentialId}`, plain);
  await work.merchants.insert(merchant, now());
  await work.merchants.addCredential({
    ...keys,
    id: credentialId,
    merchantId: merchant.id,
    sealed,
    createdMs: now(),
  });
  const { id, provider, name, accountNumber } = merchant;
  const after = { provider, name, account_number: accountNumber, fingerprint: keys.keyFingerprint };
  await note(deps, work, target, {
    action: 'merchant.created',
    subject: id,
    after: { ...after, copied_from: theirs.id },
  });
  return id;
}
