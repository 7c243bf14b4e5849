import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { Rollout } from '@multipay/contracts/schemas/network';
import { count, share } from '../../../components/format';
import { TableBox } from '../../../components/table-box';

/** How the sites that have it do, beside those that have it not. */
export function Cohorts({ title, cohorts }: { title: string } & Pick<Rollout, 'cohorts'>): JSX.Element {
  const columns = [
    __('Sites', 'multipay'),
    __('How many', 'multipay'),
    __('Payments within 24 hours', 'multipay'),
    __('Refused', 'multipay'),
    __('Error rate', 'multipay'),
  ];
  return (
    // translators: %s: a feature.
    <TableBox label={sprintf(__('Error rates of %s', 'multipay'), title)} columns={columns}>
      {cohorts.map((cohort) => (
        <tr key={String(cohort.has_feature)}>
          <th scope="row">
            {cohort.has_feature ? __('That have it', 'multipay') : __('That do not have it', 'multipay')}
          </th>
          <td>{count(cohort.sites)}</td>
          <td>{count(cohort.opened_24h)}</td>
          <td>{count(cohort.failed_24h)}</td>
          <td>{share(cohort.failed_24h, cohort.opened_24h)}</td>
        </tr>
      ))}
    </TableBox>
  );
}
