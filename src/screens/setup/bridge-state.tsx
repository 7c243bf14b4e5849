import { Notice } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { StepProps } from './step-props';

export function BridgeState({ setup: { bridge, problem } }: Pick<StepProps, 'setup'>): JSX.Element {
  if (problem !== null) {
    return (
      <Notice status="error" isDismissible={false}>
        <p>{problem}</p>
      </Notice>
    );
  }
  if (bridge.up) {
    // translators: %s: a version number.
    const version = sprintf(__('The bridge answers (version %s).', 'multipay'), bridge.version ?? '?');
    return <p className="multipay-setup__bridge">{version}</p>;
  }
  return (
    <Notice status="warning" isDismissible={false}>
      <p>
        {__('The bridge does not answer, so its accounts and settings cannot be shown or changed now.', 'multipay')}
      </p>
      <p>
        {__(
          'The shop goes on without these payment methods. See whether the service runs, and whether this server reaches it: “multipay doctor” on the bridge says what is wrong.',
          'multipay',
        )}
      </p>
    </Notice>
  );
}
