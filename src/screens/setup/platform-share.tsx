import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { Setup } from '../../api/setup';
import { writePercent } from '../../components/percent';
import { numberIn, type Fields } from '../../components/setting-fields/fields';
import { ShareField } from '../../components/setting-fields/share-field';
import { valueIn } from './step-props';

type Known = Pick<Setup, 'settings'>;

/** In hundredths of a percent. */
const boundsIn = (setup: Known): { least: number; most: number } => ({
  least: numberIn(valueIn(setup, 'split_least_share')) ?? 0,
  most: numberIn(valueIn(setup, 'split_most_share')) ?? 0,
});

/** Why a share cannot be chosen in this network; null: it can. */
export function shareFault(setup: Known, { valueOf }: Pick<Fields, 'valueOf'>): string | null {
  const share = numberIn(valueOf('split_share'));
  const { least, most } = boundsIn(setup);
  if (share === null || (share >= least && share <= most)) return null;
  return sprintf(
    // translators: 1, 2: a number.
    __('The network allows from %1$s to %2$s percent.', 'multipay'),
    writePercent(least),
    writePercent(most),
  );
}

/** The one value that is the site's in split mode. */
export function PlatformShare({ setup, fields }: { setup: Known; fields: Fields }): JSX.Element {
  const { least, most } = boundsIn(setup);
  return (
    <ShareField
      {...fields}
      name="split_share"
      mayBeEmpty
      label={__('What the platform keeps of this site’s payments, in percent', 'multipay')}
      help={sprintf(
        // translators: 1, 2, 3: a number.
        __('From %1$s to %2$s, as the network allows; two decimals at most. Empty: %1$s.', 'multipay'),
        writePercent(least),
        writePercent(most),
      )}
      alsoWrong={shareFault(setup, fields)}
    />
  );
}
