import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { Overview } from '@multipay/contracts/schemas/network';
import { count, money } from '../../../components/format';
import { TableBox } from '../../../components/table-box';
import { providerTitle } from '../../../messages/provider-title';

export function Today({ rows }: { rows: Overview['today'] }): JSX.Element {
  if (rows.length === 0) return <p>{__('Nothing has come in yet today.', 'multipay')}</p>;
  const columns = [
    __('Site', 'multipay'),
    __('Provider', 'multipay'),
    __('Payments', 'multipay'),
    __('Money', 'multipay'),
  ];
  return (
    <TableBox label={__('Money in today', 'multipay')} columns={columns}>
      {rows.map((row) => (
        <tr key={`${row.site_id}/${row.provider}/${row.currency}`}>
          <th scope="row">{row.site_name}</th>
          <td>{providerTitle(row.provider)}</td>
          <td>{count(row.paid_payments)}</td>
          <td>{money(row.paid_amount, row.currency)}</td>
        </tr>
      ))}
      {totalsOf(rows).map(([currency, total]) => (
        <tr key={currency} className="multipay-total">
          <th scope="row" colSpan={2}>
            {__('All sites', 'multipay')}
          </th>
          <td>{count(total.payments)}</td>
          <td>{money(total.amount, currency)}</td>
        </tr>
      ))}
    </TableBox>
  );
}

interface Total {
  readonly payments: number;
  readonly amount: number;
}

/** Currencies are never added to each other. */
function totalsOf(rows: Overview['today']): [string, Total][] {
  const totals = new Map<string, Total>();
  for (const { currency, paid_payments: payments, paid_amount: amount } of rows) {
    const before = totals.get(currency) ?? { payments: 0, amount: 0 };
    totals.set(currency, { payments: before.payments + payments, amount: before.amount + amount });
  }
  return [...totals];
}
