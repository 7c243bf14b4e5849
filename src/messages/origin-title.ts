import { __ } from '@wordpress/i18n';
import type { SettingOrigin } from '@multipay/contracts/settings';

/** Where the value comes from that counts for a site. */
export function originTitle(origin: SettingOrigin): string {
  const titles: Record<SettingOrigin, string> = {
    network: __('From the network', 'multipay'),
    site: __('This site', 'multipay'),
    both: __('From the network, made narrower by this site', 'multipay'),
    default: __('Default', 'multipay'),
  };
  return titles[origin];
}
