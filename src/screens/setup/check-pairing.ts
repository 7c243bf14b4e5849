import { __ } from '@wordpress/i18n';

/** @returns a sentence, or null when it can be a bridge's address */
export function addressFault(address: string): string | null {
  const sentence = __('An address looks like http://10.0.0.5:8081 or https://bridge.example.', 'multipay');
  try {
    const { protocol, username, password, search, hash } = new URL(address.trim());
    const web = protocol === 'http:' || protocol === 'https:';
    return web && username + password + search + hash === '' ? null : sentence;
  } catch {
    return sentence;
  }
}

/** Groups of letters and digits; the bridge shows them with dashes. */
const CODE = /^[0-9A-Z]{24,64}$/;

/** @returns a sentence, or null when it can be a pairing code */
export const codeFault = (code: string): string | null =>
  CODE.test(code.toUpperCase().replace(/[\s-]+/g, ''))
    ? null
    : __('The code is not complete: copy all its groups.', 'multipay');
