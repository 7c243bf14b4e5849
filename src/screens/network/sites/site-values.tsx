import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { NetworkSite } from '@multipay/contracts/schemas/network';
import { merchantSetting } from '@multipay/contracts/settings';
import type { Setting } from '../../../api/setup';
import { TableBox } from '../../../components/table-box';
import { originTitle } from '../../../messages/origin-title';
import { settingTitle } from '../../../messages/setting-title';
import { settingValue } from '../../../messages/setting-value';

type MerchantSetting = ReturnType<typeof merchantSetting>;

interface Props {
  readonly settings: readonly Setting[];
  readonly gateways: NetworkSite['gateways'];
}

/** What counts at the site, and where each value comes from. */
export function SiteValues({ settings, gateways }: Props): JSX.Element {
  const merchants = new Map(gateways.map((one) => [merchantSetting(one.provider), one.merchant_name]));
  const columns = [__('Setting', 'multipay'), __('Value', 'multipay'), __('Where it comes from', 'multipay')];
  return (
    <section className="multipay-deed">
      <h2>{__('What counts there', 'multipay')}</h2>
      <TableBox label={__('What counts there', 'multipay')} columns={columns}>
        {settings.map(({ name, value, origin }) => (
          <tr key={name}>
            <th scope="row">{settingTitle(name)}</th>
            <td>{merchants.get(name as MerchantSetting) ?? settingValue(name, value)}</td>
            <td>{originTitle(origin)}</td>
          </tr>
        ))}
      </TableBox>
    </section>
  );
}
