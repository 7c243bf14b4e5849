/** Keys that the operator's environment gives become the network's own accounts, once. */
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Credentials } from '@multipay/contracts/schemas/merchant';
import type { PairRequest } from '@multipay/contracts/schemas/pairing';
import type { CredentialFacts } from '../domain/provider';
import type { Caller, Network } from '../domain/site';
import type { Credential, Merchant, Reads, UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import { credentialInUse, factsIn, factsOf, plainOf } from './merchant-credentials';
import { insertMerchant } from './merchants';
import { pair } from './pairing';
import { signWithNewKeys } from './sign-with-new-keys';

interface Given {
  /** null: the only one that is paired. */
  readonly networkId: string | null;
  readonly sets: readonly { readonly provider: ProviderName; readonly credentials: Credentials }[];
}

interface Looked {
  readonly provider: ProviderName;
  readonly plain: string;
  readonly facts: CredentialFacts;
}

/**
 * Adds what is not there yet: an account, or another set of keys to an account, which signs from now on. A set that is
 * there already, also one that was replaced since, stays what it is. Without a network it waits for the pairing.
 *
 * @throws BridgeError `credentials_invalid`
 */
export const importGivenCredentials =
  (deps: Deps) =>
  async ({ networkId, sets }: Given): Promise<void> => {
    const looked = sets.map(({ provider, credentials }): Looked => {
      const plain = JSON.stringify(credentials);
      return { provider, plain, facts: factsIn(deps, provider, plain) };
    });
    if (looked.length === 0) return;
    const networks = await deps.store.read.sites.networks();
    if (networks.length === 0) {
      deps.log.info({}, 'the keys in the environment wait for a network to be paired');
      return;
    }
    const fitting = networkId === null ? networks : networks.filter(({ id }) => id === networkId);
    const [only] = fitting;
    if (!only || fitting.length > 1) {
      // A second network may be paired long after the first one got its accounts.
      if (await areAllThere(deps, fitting, looked)) return;
      const why = only ? 'there are several networks' : `there is no network ${networkId ?? ''}`;
      deps.log.error({}, `the keys in the environment are not used: ${why}; MULTIPAY_NETWORK must name one`);
      return;
    }
    for (const set of looked) await deps.store.write((work) => importSet(deps, work, only.id, set));
  };

/** Pairs, and gives a first network its accounts. */
export const pairAndImport =
  (deps: Deps) =>
  (given: Given) =>
  async (codeId: string, wish: PairRequest, actor?: string): Promise<{ sealed: string }> => {
    const answer = await pair(deps)(codeId, wish, actor);
    try {
      await importGivenCredentials(deps)(given);
    } catch (error) {
      // The code is used up and the keys are on their way: the pairing stands, and the next start imports.
      deps.log.error({ err: error }, 'the keys in the environment could not be imported; the next start tries again');
    }
    return answer;
  };

/** The network is locked, so that of two bridges that start at once only one adds the account. */
async function importSet(deps: Deps, work: UnitOfWork, networkId: string, set: Looked): Promise<void> {
  const network = await work.sites.lockNetwork(networkId);
  if (!network) return;
  const caller: Caller = { networkId, siteId: NETWORK_ITSELF, scope: 'network', actor: 'bridge' };
  const accounts = await sameAccounts(deps, work, networkId, set);
  if (await isKept(deps, work, accounts, set)) return;
  const [known] = accounts;
  if (known) await signWithNewKeys(deps, work, caller, await work.merchants.lock(known.id), set);
  else await insertMerchant(deps, work, caller, { ...set, name: network.name.slice(0, 60) });
  const fields = { network: networkId, provider: set.provider, fingerprint: set.facts.keyFingerprint };
  work.afterCommit(() => deps.log.info(fields, 'keys from the environment were imported'));
}

/** The network's own accounts with this number and app. */
async function sameAccounts(
  deps: Deps,
  reads: Pick<Reads, 'merchants'>,
  networkId: string,
  set: Looked,
): Promise<Merchant[]> {
  const same: Merchant[] = [];
  for (const merchant of await reads.merchants.list(networkId)) {
    const { siteId, provider, accountNumber, id } = merchant;
    if (siteId !== NETWORK_ITSELF || provider !== set.provider || accountNumber !== set.facts.accountNumber) continue;
    const { appId } = await factsOf(deps, provider, await credentialInUse(reads, id));
    if (appId === set.facts.appId) same.push(merchant);
  }
  return same;
}

async function isKept(
  deps: Deps,
  { merchants }: Pick<Reads, 'merchants'>,
  accounts: readonly Merchant[],
  set: Looked,
): Promise<boolean> {
  for (const { id } of accounts) {
    for (const credential of await merchants.credentials(id)) if (await isSame(deps, credential, set)) return true;
  }
  return false;
}

async function areAllThere(deps: Deps, networks: readonly Network[], looked: readonly Looked[]): Promise<boolean> {
  const { read } = deps.store;
  for (const set of looked) {
    const accounts = await Promise.all(networks.map(({ id }) => sameAccounts(deps, read, id, set)));
    if (!(await isKept(deps, read, accounts.flat(), set))) return false;
  }
  return true;
}

/** A key's PEM has many spellings: keys are compared by fingerprint, everything short as it is. */
const LONGEST_SHORT = 64;

/** Whether a kept set has everything that is given; it may have more. */
async function isSame(deps: Deps, kept: Credential, { plain, facts }: Looked): Promise<boolean> {
  if (kept.keyFingerprint !== facts.keyFingerprint || kept.keySerial !== facts.keySerial) return false;
  if (!facts.verifierIds.every((id) => kept.verifierIds.includes(id))) return false;
  const opened = JSON.parse(await plainOf(deps, kept)) as Record<string, unknown>;
  const spelt = (value: unknown): boolean =>
    typeof value === 'string' && value.length <= LONGEST_SHORT && value.toUpperCase() !== facts.keySerial;
  return Object.entries(JSON.parse(plain) as Record<string, unknown>)
    .filter(([, value]) => spelt(value))
    .every(([name, value]) => opened[name] === value);
}
