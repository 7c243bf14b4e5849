/** Merchants' keys in the operator's environment, for installs without screens. */
import { readFileSync } from 'node:fs';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { CREDENTIAL_SCHEMAS, type Credentials } from '@multipay/contracts/schemas/merchant';
import { Compile } from 'typebox/compile';

export interface GivenCredentials {
  /** The network that they are for; null: the only one. */
  readonly networkId: string | null;
  readonly sets: readonly { readonly provider: ProviderName; readonly credentials: Credentials }[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Variable -> the field of the contract's credentials. */
const VARIABLES: Readonly<Record<ProviderName, Readonly<Record<string, string>>>> = {
  wechat_pay: {
    WECHAT_MCH_ID: 'merchant_number',
    WECHAT_APP_ID: 'app_id',
    WECHAT_API_V3_KEY: 'api_v3_key',
    WECHAT_PRIVATE_KEY: 'merchant_private_key',
    WECHAT_CERTIFICATE_SERIAL: 'merchant_certificate_serial',
    WECHAT_PUBLIC_KEY_ID: 'wechat_pay_public_key_id',
    WECHAT_PUBLIC_KEY: 'wechat_pay_public_key',
    WECHAT_CERTIFICATE: 'merchant_certificate',
  },
  alipay: {
    ALIPAY_APP_ID: 'app_id',
    ALIPAY_PRIVATE_KEY: 'app_private_key',
    ALIPAY_PUBLIC_KEY: 'alipay_public_key',
    ALIPAY_SELLER_ID: 'seller_id',
  },
};
const OPTIONAL: readonly string[] = ['WECHAT_CERTIFICATE', 'ALIPAY_SELLER_ID'];

const CHECKS = { wechat_pay: Compile(CREDENTIAL_SCHEMAS.wechat_pay), alipay: Compile(CREDENTIAL_SCHEMAS.alipay) };

/** Each variable may name a file instead, with `_FILE` behind its name. What is wrong is added to `faults`. */
export function readGivenCredentials(env: Environment, faults: string[]): GivenCredentials {
  const networkId = env['MULTIPAY_NETWORK'] ?? null;
  if (networkId !== null && !/^net_[0-9a-z]{26}$/.test(networkId)) {
    faults.push(`MULTIPAY_NETWORK is "${networkId}", but must be a network's id: net_…`);
  }
  const sets = PROVIDERS.flatMap((provider) => {
    const credentials = readSet(env, faults, provider);
    return credentials ? [{ provider, credentials }] : [];
  });
  return { networkId, sets };
}

/** @returns null where there is none, or none that is whole */
function readSet(env: Environment, faults: string[], provider: ProviderName): Credentials | null {
  const names = Object.keys(VARIABLES[provider]);
  const values = new Map(names.map((name) => [name, valueOf(env, faults, name)]));
  if ([...values.values()].every((value) => value === null)) return null;
  const missing = names.filter((name) => values.get(name) === null && !OPTIONAL.includes(name));
  if (missing.length > 0) {
    faults.push(`a set of keys is not whole: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing`);
    return null;
  }
  const given = [...values].flatMap(([name, value]) => (value === null ? [] : [[VARIABLES[provider][name], value]]));
  const credentials = Object.fromEntries(given) as Credentials;
  for (const { instancePath, message } of CHECKS[provider].Errors(credentials)) {
    const name = names.find((one) => `/${VARIABLES[provider][one] ?? ''}` === instancePath);
    if (name === undefined || values.get(name) !== UNREAD) faults.push(`${name ?? provider} ${message}`);
  }
  return credentials;
}

/** It was given, and what is wrong with it has been said. */
const UNREAD = '';

function valueOf(env: Environment, faults: string[], name: string): string | null {
  const [value, path] = [env[name], env[`${name}_FILE`]];
  if (value !== undefined && path !== undefined) faults.push(`${name} and ${name}_FILE are both set: remove one`);
  if (value !== undefined) return value.trim();
  if (path === undefined) return null;
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text === '') faults.push(`${name}_FILE is empty: ${path}`);
    return text;
  } catch (error) {
    faults.push(`${name}_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return UNREAD;
  }
}
