import { Button, Notice } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { Credential, Rehearsal } from '@multipay/contracts/schemas/merchant';
import { LiveChecks } from './live-checks';

interface Props {
  readonly rehearsal: Rehearsal;
  readonly onActivate: (credential: Credential) => void;
}

/** What trying the new keys against the provider showed. */
export function RehearsalResult({ rehearsal, onActivate }: Props): JSX.Element {
  const { ok, checks, credential } = rehearsal;
  return (
    <Notice status={ok ? 'success' : 'error'} isDismissible={false}>
      <p>
        {ok
          ? __('The new keys work. They wait here until you use them; until then the old ones sign.', 'multipay')
          : __('The new keys do not work yet. Nothing has changed: the old ones go on signing.', 'multipay')}
      </p>
      <LiveChecks checks={checks} />
      {ok && (
        <Button variant="primary" onClick={() => onActivate(credential)}>
          {__('Use these keys from now on…', 'multipay')}
        </Button>
      )}
    </Notice>
  );
}
