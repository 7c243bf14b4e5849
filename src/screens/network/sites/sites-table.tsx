import { Button } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { NetworkSite } from '@multipay/contracts/schemas/network';
import { count, dateAndTime, share } from '../../../components/format';
import { TableBox } from '../../../components/table-box';
import { featureWords } from '../../../messages/feature-title';
import { modeTitle } from '../../../messages/mode-title';
import { providerTitle } from '../../../messages/provider-title';
import { reasonOf } from '../../../messages/reason';
import { siteUrl } from '../screen-url';

interface Props {
  readonly sites: readonly NetworkSite[];
  readonly onManage: (site: NetworkSite) => void;
}

export function SitesTable({ sites, onManage }: Props): JSX.Element {
  const columns = [
    __('Site', 'multipay'),
    __('Mode', 'multipay'),
    __('Payment methods', 'multipay'),
    __('Last payment', 'multipay'),
    __('Within 24 hours', 'multipay'),
    __('Events that wait', 'multipay'),
    __('New behaviour', 'multipay'),
    __('Actions', 'multipay'),
  ];
  return (
    <TableBox label={__('Sites', 'multipay')} columns={columns}>
      {sites.map((site) => (
        <tr key={site.site_id}>
          <th scope="row">
            <a href={site.home_url}>{site.name === '' ? site.domain : site.name}</a>
            <div className="multipay-detail">{site.domain}</div>
          </th>
          <td>{modeTitle(site.mode)}</td>
          <td>
            <Gateways gateways={site.gateways} />
          </td>
          <td>{site.last_payment_at === null ? __('None yet', 'multipay') : dateAndTime(site.last_payment_at)}</td>
          <td>{healthWords(site)}</td>
          <td>
            {count(site.parked_deliveries)}
            {site.parked_deliveries > 0 && (
              <strong className="multipay-expiry multipay-expiry--now">
                {__('The site could not be told', 'multipay')}
              </strong>
            )}
          </td>
          <td>{site.features.length === 0 ? '–' : site.features.map((one) => featureWords(one).title).join(', ')}</td>
          <td>
            <Actions site={site} onManage={() => onManage(site)} />
          </td>
        </tr>
      ))}
    </TableBox>
  );
}

/** The name is in each button, for who hears only that. */
function Actions({ site, onManage }: { site: NetworkSite; onManage: () => void }): JSX.Element {
  // translators: %s: a site's name.
  const manage = sprintf(__('Settings of %s', 'multipay'), site.name);
  // translators: %s: a site's name.
  const payments = sprintf(__('Payments of %s', 'multipay'), site.name);
  return (
    <div>
      <Button variant="link" aria-label={manage} onClick={onManage}>
        {__('Settings…', 'multipay')}
      </Button>
      <br />
      <a href={siteUrl(site.site_id, 'payments')} aria-label={payments}>
        {__('Payments', 'multipay')}
      </a>
    </div>
  );
}

function Gateways({ gateways }: Pick<NetworkSite, 'gateways'>): JSX.Element {
  return (
    <ul className="multipay-gateways">
      {gateways.map(({ provider, available, unavailable_because: reason, merchant_name: merchant }) => (
        <li key={provider}>
          <span className={`dashicons dashicons-${available ? 'yes' : 'minus'}`} aria-hidden="true" />{' '}
          {available
            ? sprintf(
                // translators: 1: WeChat Pay or Alipay, 2: a merchant's name.
                __('%1$s: to %2$s', 'multipay'),
                providerTitle(provider),
                merchant ?? '',
              )
            : sprintf(
                // translators: 1: WeChat Pay or Alipay, 2: why not.
                __('%1$s: off. %2$s', 'multipay'),
                providerTitle(provider),
                reason === null ? '' : reasonOf(reason),
              )}
        </li>
      ))}
    </ul>
  );
}

function healthWords({ opened_24h: opened, failed_24h: failed }: NetworkSite): string {
  if (opened === 0) return __('No payment', 'multipay');
  // translators: 1: payments opened, 2: payments refused, 3: their share in percent.
  return sprintf(
    __('%1$s opened, %2$s refused (%3$s)', 'multipay'),
    count(opened),
    count(failed),
    share(failed, opened),
  );
}
