import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { TableBox } from '../../../components/table-box';
import { modeRows, type NetworkMode } from './mode-rows';

export function ModeTable({ current }: { current: NetworkMode }): JSX.Element {
  const columns = [__('Mode', 'multipay'), __('What a site does', 'multipay'), __('The money goes to', 'multipay')];
  return (
    <TableBox label={__('Where the money goes in each mode', 'multipay')} columns={columns}>
      {modeRows().map((row) => (
        <tr key={row.mode} aria-current={row.mode === current ? 'true' : undefined}>
          <th scope="row">
            {row.title}
            {row.mode === current && <strong className="multipay-now">{__('This holds now', 'multipay')}</strong>}
          </th>
          <td>{row.site}</td>
          <td>{row.money}</td>
        </tr>
      ))}
    </TableBox>
  );
}
