import { Button } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { Credential } from '@multipay/contracts/schemas/merchant';
import { dateOnly } from '../format';
import { TableBox } from '../table-box';
import { ExpiryWords } from './expiry-words';

interface Props {
  /** Whose keys. */
  readonly label: string;
  readonly credentials: readonly Credential[];
  readonly onActivate: (credential: Credential) => void;
}

export function KeySets({ label, credentials, onActivate }: Props): JSX.Element {
  const columns = [
    __('Used for', 'multipay'),
    __('Fingerprint', 'multipay'),
    __('Serial number', 'multipay'),
    __('Provider’s keys in it', 'multipay'),
    __('Given', 'multipay'),
    __('Ends', 'multipay'),
  ];
  return (
    // translators: %s: a merchant's name.
    <TableBox label={sprintf(__('Keys of %s', 'multipay'), label)} columns={columns}>
      {credentials.map((one) => (
        <tr key={one.id}>
          <th scope="row">
            {stateTitle(one.state)}
            {one.state === 'rehearsed' && (
              <div>
                <Button variant="link" onClick={() => onActivate(one)}>
                  {__('Use these keys from now on…', 'multipay')}
                </Button>
              </div>
            )}
          </th>
          <td>
            <code>{one.key_fingerprint}</code>
          </td>
          <td className="multipay-long">{one.key_serial === null ? '–' : <code>{one.key_serial}</code>}</td>
          <td className="multipay-long">{one.verifier_ids.length === 0 ? '–' : one.verifier_ids.join(', ')}</td>
          <td>{dateOnly(one.created_at)}</td>
          <td>
            <ExpiryWords at={one.expires_at} />
          </td>
        </tr>
      ))}
    </TableBox>
  );
}

function stateTitle(state: Credential['state']): string {
  const titles: Record<Credential['state'], string> = {
    active: __('Signing and verifying', 'multipay'),
    rehearsed: __('Tried, waits to be used', 'multipay'),
    verify_only: __('Only verifying', 'multipay'),
  };
  return titles[state];
}
