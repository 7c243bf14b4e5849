import type { ProviderName } from '@multipay/contracts/providers';
import { CREDENTIAL_SCHEMAS } from '@multipay/contracts/schemas/merchant';
import { Compile } from 'typebox/compile';
import { BridgeError } from '../domain/errors';
import type { CredentialFacts } from '../domain/provider';
import type { Credential, Merchant, UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import { newId } from './new-id';

const CHECKS = { wechat_pay: Compile(CREDENTIAL_SCHEMAS.wechat_pay), alipay: Compile(CREDENTIAL_SCHEMAS.alipay) };

/**
 * What can be said of credentials that somebody gave.
 *
 * @throws BridgeError `credentials_invalid`
 */
export function factsIn({ providers }: Deps, provider: ProviderName, plain: string): CredentialFacts {
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

/** Makes these the ones that sign; the ones before go on verifying. */
export async function addCredential(
  { vault, now }: Deps,
  work: UnitOfWork,
  merchant: Merchant,
  plain: string,
  { keyFingerprint, keySerial, verifierIds }: CredentialFacts,
): Promise<Credential> {
  const id = newId('credential');
  const sealed = vault.seal(`credential/${id}`, plain);
  const fixed = { id, merchantId: merchant.id, state: 'active', sealed, createdMs: now() } as const;
  const credential: Credential = { ...fixed, keyFingerprint, keySerial, verifierIds };
  await work.merchants.addCredential(credential);
  return credential;
}

/** What can be said of the credentials that sign now. */
export async function factsInUse(deps: Deps, { id, provider }: Merchant): Promise<CredentialFacts> {
  const [credential] = await deps.store.read.merchants.credentials(id);
  if (!credential) throw new Error(`${id} has no credentials`);
  return factsIn(deps, provider, deps.vault.open(`credential/${credential.id}`, credential.sealed));
}
