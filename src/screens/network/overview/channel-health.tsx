import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { Overview } from '@multipay/contracts/schemas/network';
import { count, share } from '../../../components/format';
import { TableBox } from '../../../components/table-box';
import { providerTitle } from '../../../messages/provider-title';

export function ChannelHealth({ channels }: { channels: Overview['channels'] }): JSX.Element {
  if (channels.length === 0) return <p>{__('No payment was opened within 24 hours.', 'multipay')}</p>;
  const columns = [
    __('Provider', 'multipay'),
    __('Opened', 'multipay'),
    __('Paid', 'multipay'),
    __('Refused by the provider', 'multipay'),
  ];
  return (
    <TableBox label={__('Channels within 24 hours', 'multipay')} columns={columns}>
      {channels.map(({ provider, opened_24h: opened, paid_24h: paid, failed_24h: failed }) => (
        <tr key={provider}>
          <th scope="row">{providerTitle(provider)}</th>
          <td>{count(opened)}</td>
          <td>
            {count(paid)} ({share(paid, opened)})
          </td>
          <td>
            {count(failed)} ({share(failed, opened)})
          </td>
        </tr>
      ))}
    </TableBox>
  );
}
