import { __ } from '@wordpress/i18n';
import type { ProviderName } from '@multipay/contracts/providers';
import { credentialFields, type CredentialField } from './credential-fields';
import { splitCertificates, tidyText } from './pem';

/** Field -> what has been typed, pasted or uploaded. */
export type Typed = Readonly<Partial<Record<string, string>>>;

const valueOf = (typed: Typed, name: string): string => tidyText(typed[name] ?? '');

/** @returns a sentence, or null; an empty field is at fault only when the form is sent */
export function fieldFault(field: CredentialField, typed: Typed, sending: boolean): string | null {
  const value = valueOf(typed, field.name);
  if (value !== '') return field.faultOf(value);
  return sending && field.required ? __('This is needed.', 'multipay') : null;
}

/** What no field can see alone. @returns a sentence, or null */
export function togetherFault(provider: ProviderName, typed: Typed): string | null {
  if (provider !== 'wechat_pay') return null;
  const [id, key, certificates] = ['wechat_pay_public_key_id', 'wechat_pay_public_key', 'platform_certificates'].map(
    (name) => valueOf(typed, name) !== '',
  );
  if (id !== key) return __('The WeChat Pay public key and its ID belong together: give both.', 'multipay');
  if (!id && !certificates) {
    return __(
      'Give the WeChat Pay public key with its ID or, for older merchants, a platform certificate.',
      'multipay',
    );
  }
  return null;
}

/** Whether everything can be sent. */
export const isComplete = (provider: ProviderName, typed: Typed): boolean =>
  credentialFields(provider).every((field) => fieldFault(field, typed, true) === null) &&
  togetherFault(provider, typed) === null;

/** As the contract has it: empty fields left out, certificates as a list. */
export function asCredentials(provider: ProviderName, typed: Typed): Record<string, string | string[]> {
  const given = credentialFields(provider)
    .map(({ name }) => [name, valueOf(typed, name)] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(
    given.map(([name, value]) => [name, name === 'platform_certificates' ? splitCertificates(value) : value]),
  );
}
