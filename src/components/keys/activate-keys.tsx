import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { Credential } from '@multipay/contracts/schemas/merchant';
import { Confirm } from '../confirm';

interface Props {
  readonly credential: Credential;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

export function ActivateKeys({ credential, onConfirm, onClose }: Props): JSX.Element {
  return (
    <Confirm
      title={__('Use these keys from now on?', 'multipay')}
      action={__('Use these keys from now on', 'multipay')}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>
        {__('Fingerprint:', 'multipay')} <code>{credential.key_fingerprint}</code>
      </p>
      <p>
        {__(
          'Every new request to the provider is signed with them. The keys in use now no longer sign, but go on verifying notifications of payments that are under way.',
          'multipay',
        )}
      </p>
    </Confirm>
  );
}
