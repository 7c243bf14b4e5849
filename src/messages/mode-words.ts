import { __ } from '@wordpress/i18n';
import type { Mode } from '@multipay/contracts/settings';

interface ModeWords {
  /** Who configures the site, and why. */
  readonly who: string;
  /** Whose account gets the money. */
  readonly money: string;
  /** What the site's admin can do about it; null where there is nothing to ask for. */
  readonly ask: string | null;
}

/** A site's mode, as its own admin reads it. */
export function modeWords(mode: Mode): ModeWords {
  const words: Record<Mode, ModeWords> = {
    independent: {
      who: __('This site configures itself.', 'multipay'),
      money: __('The money goes to this site’s own merchant accounts.', 'multipay'),
      ask: null,
    },
    exempt: {
      who: __('The network configures its other sites, and lets this one configure itself.', 'multipay'),
      money: __('The money goes to this site’s own merchant accounts, not to the network’s.', 'multipay'),
      ask: __('The administrator of the network can take that leave back; what you have set is kept then.', 'multipay'),
    },
    managed: {
      who: __(
        'The network configures payments for this site (unified management): merchant accounts, keys and settings come from there.',
        'multipay',
      ),
      money: __('The money goes to the network’s merchant accounts.', 'multipay'),
      ask: __(
        'For anything that you cannot set here ask the administrator of the network, who can also let this site configure itself.',
        'multipay',
      ),
    },
    split: {
      who: __(
        'The network shares the money between platform and sellers (split mode). So it configures payments for this site; what was set here before is kept, and counts again when split mode ends.',
        'multipay',
      ),
      money: __(
        'Sellers are to be paid by profit sharing. This version does not carry it out yet: the money goes to the network’s merchant accounts.',
        'multipay',
      ),
      ask: __('For anything that you cannot set here ask the administrator of the network.', 'multipay'),
    },
  };
  return words[mode];
}
