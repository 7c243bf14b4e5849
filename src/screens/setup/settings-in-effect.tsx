import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { PROVIDERS } from '@multipay/contracts/providers';
import {
  merchantSetting,
  SETTINGS,
  type Mode,
  type SettingName,
  type SettingValue,
} from '@multipay/contracts/settings';
import type { Setting, Setup } from '../../api/setup';
import { Section } from '../../components/section';
import { TableBox } from '../../components/table-box';
import { originTitle } from '../../messages/origin-title';
import { settingTitle } from '../../messages/setting-title';
import { settingValue } from '../../messages/setting-value';

type Known = Pick<Setup, 'settings' | 'merchants' | 'gateways'>;

interface Props {
  readonly mode: Mode;
  readonly setup: Known;
}

/** What counts here, where each value comes from, and what the site has stored for later. */
export function SettingsInEffect({ mode, setup }: Props): JSX.Element {
  const columns = [
    __('Setting', 'multipay'),
    __('Value', 'multipay'),
    __('Where it comes from', 'multipay'),
    __('Stored by this site', 'multipay'),
  ];
  return (
    <Section wide title={__('What counts here now', 'multipay')}>
      <TableBox label={__('What counts here now', 'multipay')} columns={columns}>
        {setup.settings
          .filter(({ name }) => isOfInterest(name, mode))
          .map((row) => (
            <tr key={row.name}>
              <th scope="row">{settingTitle(row.name)}</th>
              <td>{valueWords(setup, row.name, row.value)}</td>
              <td>{originTitle(row.origin)}</td>
              <td>{storedWords(setup, row)}</td>
            </tr>
          ))}
      </TableBox>
    </Section>
  );
}

/** The switches of the mode are told in words above; shares count in split mode only. */
function isOfInterest(name: SettingName, mode: Mode): boolean {
  if (name.startsWith('split_') && name !== 'split_mode') return mode === 'split';
  return SETTINGS[name].scopes.includes('site');
}

/** Accounts are known by their names. */
function valueWords(setup: Known, name: SettingName, value: SettingValue): string {
  const isMerchant = PROVIDERS.some((provider) => merchantSetting(provider) === name);
  if (!isMerchant || value === null) return settingValue(name, value);
  return (
    setup.merchants.find(({ id }) => id === value)?.name ??
    setup.gateways.find(({ merchant_id: id }) => id === value)?.merchant_name ??
    settingValue(name, value)
  );
}

function storedWords(setup: Known, { name, own, origin }: Setting): JSX.Element | string {
  if (own === null) return '–';
  const words = valueWords(setup, name, own);
  if (origin === 'site' || origin === 'both') return words;
  return (
    <span>
      {words}
      <small className="multipay-detail">{__('Kept, and does not count now', 'multipay')}</small>
    </span>
  );
}
