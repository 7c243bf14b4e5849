import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { numberIn, type Fields } from '../../../components/setting-fields/fields';
import { ShareField } from '../../../components/setting-fields/share-field';

/** What neither bound can see alone. */
export function sharesCross({ valueOf }: Pick<Fields, 'valueOf'>): boolean {
  const [least, most] = [numberIn(valueOf('split_least_share')), numberIn(valueOf('split_most_share'))];
  return least !== null && most !== null && least > most;
}

/** The bounds within which a seller's site chooses what the platform keeps. */
export function SplitShares(fields: Fields): JSX.Element {
  const crossed = sharesCross(fields);
  return (
    <fieldset className="multipay-picker">
      <legend>{__('What the platform keeps in split mode', 'multipay')}</legend>
      <ShareField
        {...fields}
        name="split_least_share"
        label={__('At least, in percent of each payment', 'multipay')}
        help={__('For example 0.6. A site cannot set less.', 'multipay')}
        alsoWrong={crossed ? __('This is more than the most.', 'multipay') : null}
      />
      <ShareField
        {...fields}
        name="split_most_share"
        label={__('At most, in percent of each payment', 'multipay')}
        help={__('For example 30: WeChat Pay lets no more be shared unless it agreed to it.', 'multipay')}
        alsoWrong={crossed ? __('This is less than the least.', 'multipay') : null}
      />
    </fieldset>
  );
}
