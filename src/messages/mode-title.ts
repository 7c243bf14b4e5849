import { __ } from '@wordpress/i18n';
import type { Mode } from '@multipay/contracts/settings';

/** Who configures a site, in a few words. */
export function modeTitle(mode: Mode): string {
  const titles: Record<Mode, string> = {
    independent: __('Configures itself', 'multipay'),
    exempt: __('Configures itself, by the network’s leave', 'multipay'),
    managed: __('Configured by the network', 'multipay'),
    split: __('Configured by the network, money is shared', 'multipay'),
  };
  return titles[mode];
}
