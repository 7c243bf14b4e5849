/** The four ways to run a network, and where the money goes in each. */
import { __ } from '@wordpress/i18n';

/** Which of them holds now, for a site without a leave of its own. */
export type NetworkMode = 'independent' | 'managed' | 'split';

export interface ModeRow {
  readonly mode: NetworkMode | 'not_network_wide';
  readonly title: string;
  readonly site: string;
  readonly money: string;
}

export const networkMode = (paymentEnabled: boolean, splitMode: boolean): NetworkMode =>
  paymentEnabled ? (splitMode ? 'split' : 'managed') : 'independent';

export const modeRows = (): ModeRow[] => [
  {
    mode: 'not_network_wide',
    title: __('The plugin is activated on single sites only', 'multipay'),
    site: __('Configures everything itself', 'multipay'),
    money: __('The site’s own merchant account', 'multipay'),
  },
  {
    mode: 'independent',
    title: __('Unified management off', 'multipay'),
    site: __('Configures everything itself', 'multipay'),
    money: __('The site’s own merchant account', 'multipay'),
  },
  {
    mode: 'managed',
    title: __('Unified management on, split mode off', 'multipay'),
    site: __(
      'Inherits; switches each payment method on or off, may rename it and switch ways of paying off. Configures itself only where the network lets it',
      'multipay',
    ),
    money: __('The network’s main merchant account; of a site that may configure itself, its own', 'multipay'),
  },
  {
    mode: 'split',
    title: __('Unified management on, split mode on', 'multipay'),
    site: __(
      'Switches each payment method on or off, and sets its share within the network’s bounds. All else is locked, and kept',
      'multipay',
    ),
    money: __(
      'The network’s main merchant account in this version; the seller’s sub-merchant account once profit sharing is carried out',
      'multipay',
    ),
  },
];
