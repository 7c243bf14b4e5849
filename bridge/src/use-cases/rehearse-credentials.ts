/** New keys are tried before they are relied on: rehearsed, looked at, then activated. */
import type {
  Credential as CredentialView,
  Credentials,
  MerchantTest,
  Rehearsal,
} from '@multipay/contracts/schemas/merchant';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import type { Credential, Merchant, Reads } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { faultsIn, tryLive } from './live-check';
import {
  addCredential,
  credentialInUse,
  factsInReplacement,
  factsOf,
  fingerprintsOf,
  plainOf,
} from './merchant-credentials';
import { ownMerchant, refuseIfManaged } from './own-merchant';
import { askAgain } from './sign-with-new-keys';
import { credentialView } from './views';

/**
 * Tries a new set of keys and keeps it; the one in use goes on signing. One that fails is kept too: some providers take
 * a new key only once it was switched over in their console.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `credentials_unreadable`, `credentials_invalid`
 */
export const rehearseCredentials =
  (deps: Deps) =>
  async (caller: Caller, merchantId: string, sealed: string): Promise<Rehearsal> => {
    await ownAndFree(deps.store.read, caller, merchantId);
    return rehearsePlainCredentials(deps)(caller, merchantId, await deps.vault.openUpload(sealed));
  };

/**
 * The same with credentials that were never on a wire: an operator's file.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `credentials_invalid`
 */
export const rehearsePlainCredentials =
  (deps: Deps) =>
  async (caller: Caller, merchantId: string, plain: string): Promise<Rehearsal> => {
    const merchant = await ownAndFree(deps.store.read, caller, merchantId);
    const facts = await factsInReplacement(deps, merchant, plain);
    const tried = await tryPlain(deps, merchant, plain, facts);
    const credential = await deps.store.write(async (work) => {
      await refuseIfManaged(work, caller);
      await work.merchants.lock(merchantId);
      const kept = await addCredential(deps, work, merchant, plain, facts, 'rehearsed');
      const before = fingerprintsOf(await credentialInUse(work, merchantId));
      const after = { ...fingerprintsOf(kept), ok: tried.ok };
      await note(deps, work, caller, { action: 'credentials.rehearsed', subject: merchantId, before, after });
      return kept;
    });
    return { credential: credentialView(credential), ...tried };
  };

/**
 * Signs with a rehearsed set from now on, if it works now. What is signed for the set before goes on verifying.
 *
 * @throws BridgeError `not_found`, `settings_locked`, `rehearsal_failed`
 */
export const activateCredentials =
  (deps: Deps) =>
  async (caller: Caller, merchantId: string, credentialId: string): Promise<CredentialView> => {
    const merchant = await ownAndFree(deps.store.read, caller, merchantId);
    const rehearsed = await waitingOrActive(deps.store.read, merchantId, credentialId);
    if (rehearsed.state === 'active') return credentialView(rehearsed);
    const facts = await factsOf(deps, merchant.provider, rehearsed);
    const tried = await tryPlain(deps, merchant, await plainOf(deps, rehearsed), facts);
    if (!tried.ok) throw new BridgeError('rehearsal_failed', faultsIn(tried));
    return deps.store.write(async (work) => {
      await refuseIfManaged(work, caller);
      await work.merchants.lock(merchantId);
      const still = await waitingOrActive(work, merchantId, credentialId);
      if (still.state === 'active') return credentialView(still);
      const before = await credentialInUse(work, merchantId);
      await work.merchants.activateCredential(merchantId, credentialId);
      await note(deps, work, caller, {
        action: 'credentials.activated',
        subject: merchantId,
        before: fingerprintsOf(before),
        after: fingerprintsOf(still),
      });
      await askAgain(deps, work, merchantId);
      return credentialView({ ...still, state: 'active' });
    });
  };

/**
 * All sets of keys of an account, as fingerprints: the one in use, the rehearsed one, then those that only verify.
 *
 * @throws BridgeError `not_found`, `settings_locked`
 */
export const listCredentials =
  ({ store }: Deps) =>
  async (caller: Caller, merchantId: string): Promise<{ items: CredentialView[] }> => {
    await ownAndFree(store.read, caller, merchantId);
    return { items: (await store.read.merchants.credentials(merchantId)).map(credentialView) };
  };

async function ownAndFree(reads: Reads, caller: Caller, merchantId: string): Promise<Merchant> {
  const merchant = await ownMerchant(reads, caller, merchantId);
  await refuseIfManaged(reads, caller);
  return merchant;
}

const tryPlain = (
  deps: Deps,
  merchant: Merchant,
  plain: string,
  facts: Parameters<typeof tryLive>[3],
): Promise<MerchantTest> => {
  const account = deps.providers[merchant.provider].connect(JSON.parse(plain) as Credentials);
  return tryLive(deps, merchant, account, facts);
};

/** An activation that is repeated, since its answer was lost, finds the set active. */
async function waitingOrActive(
  { merchants }: Pick<Reads, 'merchants'>,
  merchantId: string,
  credentialId: string,
): Promise<Credential> {
  const sets = await merchants.credentials(merchantId);
  const found = sets.find(({ id, state }) => id === credentialId && state !== 'verify_only');
  if (!found) throw new BridgeError('not_found', `${credentialId} is no rehearsed set of this account`);
  return found;
}
