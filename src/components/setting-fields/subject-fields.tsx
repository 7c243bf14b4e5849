import { TextControl } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { SETTINGS } from '@multipay/contracts/settings';
import { Help } from '../help';
import { TIGHT } from '../wordpress-props';
import type { Fields } from './fields';

/** A shop and an order to show what comes of a pattern. */
const EXAMPLE_ORDER = '1024';

/** What the shopper reads in the provider's app. */
export function OrderSubject({ valueOf, change }: Fields): JSX.Element {
  const value = String(valueOf('order_subject') ?? '');
  const accepted = SETTINGS.order_subject.accepts(value);
  const example = value
    .replace('{site}', __('Tea House', 'multipay'))
    .replace('{order}', `${String(valueOf('order_prefix') ?? '')}${EXAMPLE_ORDER}`);
  return (
    <TextControl
      {...TIGHT}
      label={__('What the shopper reads in the app', 'multipay')}
      help={
        <Help fault={accepted ? null : __('At most 100 characters, on one line.', 'multipay')}>
          {
            // translators: 1: a placeholder, 2: another, 3: an example.
            sprintf(
              __('%1$s stands for the shop’s name, %2$s for the order’s number. For example: %3$s', 'multipay'),
              '{site}',
              '{order}',
              example,
            )
          }
        </Help>
      }
      aria-invalid={!accepted}
      value={value}
      onChange={(typed) => change('order_subject', typed)}
    />
  );
}

export function OrderPrefix({ valueOf, change }: Fields): JSX.Element {
  const value = String(valueOf('order_prefix') ?? '');
  const accepted = SETTINGS.order_prefix.accepts(value);
  return (
    <TextControl
      {...TIGHT}
      label={__('Before the order’s number', 'multipay')}
      help={
        <Help fault={accepted ? null : __('At most 20 characters, on one line.', 'multipay')}>
          {__(
            'For example TEA-. Tells the orders of several shops apart in the provider’s bills. May be empty.',
            'multipay',
          )}
        </Help>
      }
      aria-invalid={!accepted}
      value={value}
      onChange={(typed) => change('order_prefix', typed)}
    />
  );
}
