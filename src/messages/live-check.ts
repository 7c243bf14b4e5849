import { __ } from '@wordpress/i18n';
import type { MerchantTest } from '@multipay/contracts/schemas/merchant';

export type LiveCheck = MerchantTest['checks'][number];

/** What was tried. */
export function checkTitle(check: LiveCheck['check']): string {
  const titles: Record<LiveCheck['check'], string> = {
    signature_accepted: __('The provider accepts our signature', 'multipay'),
    answer_verified: __('The provider’s answer can be verified', 'multipay'),
    expiry: __('No certificate ends soon', 'multipay'),
    notifications: __('Notifications can still be verified', 'multipay'),
  };
  return titles[check];
}
