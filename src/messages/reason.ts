import { __ } from '@wordpress/i18n';
import type { ErrorCode } from '@multipay/contracts/errors';

/** Why something does not work, for an admin, where an answer of the bridge names only the code. */
export function reasonOf(code: ErrorCode): string {
  const reasons: Partial<Record<ErrorCode, string>> = {
    merchant_missing: __('No merchant account is chosen for it.', 'multipay'),
    merchant_not_allowed: __('The network does not let the site use the chosen account.', 'multipay'),
    channel_unavailable: __('Every way of paying is switched off.', 'multipay'),
    currency_unsupported: __('The merchant account does not take the currency.', 'multipay'),
    credentials_invalid: __('A key or certificate is missing, has ended, or does not fit the others.', 'multipay'),
    credentials_unreadable: __('The bridge cannot open the stored keys.', 'multipay'),
    settings_locked: __('The network decides this.', 'multipay'),
    provider_unreachable: __('The provider did not answer. Try again in a minute.', 'multipay'),
    provider_busy: __('The provider is busy. Try again in a minute.', 'multipay'),
    provider_refused: __(
      'The provider refuses the account: see in its console whether the product is open for it.',
      'multipay',
    ),
    provider_rejected_key: __(
      'The provider does not accept our signature: the private key or its serial number is not the one in its console.',
      'multipay',
    ),
    provider_answer_unverified: __(
      'The provider’s answer does not fit the provider’s public key that was given here.',
      'multipay',
    ),
    notification_forged: __('Notifications do not fit the provider’s public key that was given here.', 'multipay'),
  };
  return reasons[code] ?? __('Something else: see the code.', 'multipay') + ` (${code})`;
}
