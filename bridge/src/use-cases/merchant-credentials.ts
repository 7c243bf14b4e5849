import type { ProviderName } from '@multipay/contracts/providers';
import { CREDENTIAL_SCHEMAS } from '@multipay/contracts/schemas/merchant';
import { Compile } from 'typebox/compile';
import { dayOf, isoOrNull } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import type { CredentialFacts } from '../domain/provider';
import type { Credential, Merchant, Reads, UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import { newId } from './new-id';

const CHECKS = { wechat_pay: Compile(CREDENTIAL_SCHEMAS.wechat_pay), alipay: Compile(CREDENTIAL_SCHEMAS.alipay) };

/**
 * What can be said of credentials that somebody gives. Those with a certificate that has ended are refused.
 *
 * @throws BridgeError `credentials_invalid`
 */
export function factsIn(deps: Pick<Deps, 'providers' | 'now'>, provider: ProviderName, plain: string): CredentialFacts {
  const facts = described(deps, provider, plain);
  const ended = facts.certificates.find(({ endsMs }) => endsMs <= deps.now());
  if (!ended) return facts;
  const detail = `${ended.field}: the certificate ${ended.serial} ended on ${dayOf(ended.endsMs)}; give the one that replaced it`;
  throw new BridgeError('credentials_invalid', detail, { field: `/${ended.field}` });
}

/**
 * The same of a set that takes another's place: the account stays the same. The app stays the same too: a provider's
 * answer about an older payment names the app that it was opened with.
 *
 * @throws BridgeError `credentials_invalid`
 */
export async function factsInReplacement(deps: Deps, merchant: Merchant, plain: string): Promise<CredentialFacts> {
  const facts = factsIn(deps, merchant.provider, plain);
  const before = await factsInUse(deps, merchant);
  if (facts.accountNumber === before.accountNumber && facts.appId === before.appId) return facts;
  const detail = `these belong to ${identityOf(facts)}, the account is ${identityOf(before)}: add another account instead`;
  throw new BridgeError('credentials_invalid', detail);
}

const identityOf = ({ accountNumber, appId }: CredentialFacts): string =>
  accountNumber === appId ? `app ${appId}` : `${accountNumber}, app ${appId}`;

/** The same of credentials that are kept, ended or not. */
function described({ providers }: Pick<Deps, 'providers'>, provider: ProviderName, plain: string): CredentialFacts {
  const credentials = parsed(plain);
  const check = CHECKS[provider];
  if (!check.Check(credentials)) {
    const [first] = check.Errors(credentials);
    const field = first?.instancePath ?? '';
    throw new BridgeError('credentials_invalid', `${field} ${first?.message ?? 'is malformed'}`.trim(), { field });
  }
  return providers[provider].describe(credentials);
}

function parsed(plain: string): unknown {
  try {
    return JSON.parse(plain) as unknown;
  } catch {
    // The parser's own words would quote them.
    throw new BridgeError('credentials_invalid', 'the credentials are not JSON');
  }
}

/**
 * Keeps a set of keys, sealed. An active one is the one that signs from now on; the one before goes on verifying. Of
 * rehearsed ones an account has one at most.
 */
export async function addCredential(
  { vault, now }: Deps,
  work: UnitOfWork,
  merchant: Merchant,
  plain: string,
  { keyFingerprint, keySerial, verifierIds, expiresMs }: CredentialFacts,
  state: 'active' | 'rehearsed' = 'active',
): Promise<Credential> {
  const id = newId('credential');
  const sealed = vault.seal(`credential/${id}`, plain);
  const fixed = { id, merchantId: merchant.id, state, sealed, createdMs: now() };
  const credential: Credential = { ...fixed, keyFingerprint, keySerial, verifierIds, expiresMs };
  if (state === 'rehearsed') await work.merchants.forgetRehearsed(merchant.id);
  await work.merchants.addCredential(credential);
  return credential;
}

/** A kept set of keys, in the clear. @throws Error where it cannot be opened any more */
export const plainOf = ({ vault }: Pick<Deps, 'vault'>, { id, sealed }: Credential): Promise<string> =>
  vault.open(`credential/${id}`, sealed);

/** What can be said of a kept set of keys. */
export const factsOf = async (deps: Deps, provider: ProviderName, credential: Credential): Promise<CredentialFacts> =>
  described(deps, provider, await plainOf(deps, credential));

/** The set of keys that signs now. @throws BridgeError `merchant_missing` */
export async function credentialInUse(
  { merchants }: Pick<Reads, 'merchants'>,
  merchantId: string,
): Promise<Credential> {
  const [credential] = await merchants.credentials(merchantId);
  if (credential?.state === 'active') return credential;
  throw new BridgeError('merchant_missing', `there is no merchant account ${merchantId} with credentials`);
}

const factsInUse = async (deps: Deps, { id, provider }: Merchant): Promise<CredentialFacts> =>
  factsOf(deps, provider, await credentialInUse(deps.store.read, id));

/** A set of keys as the audit log may know it. */
export const fingerprintsOf = (credential: Credential): object => ({
  credential: credential.id,
  key_fingerprint: credential.keyFingerprint,
  key_serial: credential.keySerial,
  verifier_ids: credential.verifierIds,
  expires_at: isoOrNull(credential.expiresMs),
});
