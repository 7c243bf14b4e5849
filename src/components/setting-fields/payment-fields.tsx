import { CheckboxControl, RadioControl, SelectControl, TextControl } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { CHANNELS, PROVIDER_CHANNELS, type ProviderName } from '@multipay/contracts/providers';
import { channelsOffSetting, merchantSetting, SETTINGS, type SettingValue } from '@multipay/contracts/settings';
import type { Merchant } from '@multipay/contracts/schemas/merchant';
import { Help } from '../help';
import { TIGHT } from '../wordpress-props';
import { channelTitle } from '../../messages/channel-title';
import { providerTitle } from '../../messages/provider-title';
import type { Fields } from './fields';

interface InUseProps extends Fields {
  readonly provider: ProviderName;
  readonly merchants: readonly Merchant[];
  readonly help: string;
}

export function MerchantInUse({ provider, merchants, help, valueOf, change }: InUseProps): JSX.Element {
  const name = merchantSetting(provider);
  const own = merchants.filter((one) => one.provider === provider);
  return (
    <SelectControl
      {...TIGHT}
      // translators: %s: WeChat Pay or Alipay.
      label={sprintf(__('Account that gets the money of %s', 'multipay'), providerTitle(provider))}
      help={help}
      value={String(valueOf(name) ?? '')}
      options={[
        { label: __('None: this payment method stays hidden', 'multipay'), value: '' },
        ...own.map((one) => ({ label: `${one.name} (${one.account_number})`, value: one.id })),
      ]}
      onChange={(id) => change(name, id === '' ? null : id)}
    />
  );
}

interface ChannelsProps extends Fields {
  readonly provider: ProviderName;
  readonly help: string;
  /** Those that the network has switched off, where a site makes its choice narrower. */
  readonly offByNetwork?: readonly string[];
}

const NONE: readonly string[] = [];

/** A list of words that is stored; nothing where there is none. */
export const wordsIn = (value: SettingValue): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : NONE;

/** Whether a shopper would have no way left to pay by a provider. */
export const leavesNone = (provider: ProviderName, off: readonly string[]): boolean =>
  PROVIDER_CHANNELS[provider].every((channel) => off.includes(channel));

/** Shown as what is on, since that is what people think of; stored as what is off. */
export function ChannelsOff({ provider, help, offByNetwork = NONE, valueOf, change }: ChannelsProps): JSX.Element {
  const name = channelsOffSetting(provider);
  const off = wordsIn(valueOf(name));
  const fault = leavesNone(provider, [...off, ...offByNetwork])
    ? __('Leave one on. To switch the payment method off, do that in WooCommerce > Settings > Payments.', 'multipay')
    : null;
  return (
    <fieldset className="multipay-picker" aria-invalid={fault !== null}>
      <legend>
        {
          // translators: %s: WeChat Pay or Alipay.
          sprintf(__('Ways of paying with %s', 'multipay'), providerTitle(provider))
        }
      </legend>
      {PROVIDER_CHANNELS[provider].map((channel) => (
        <CheckboxControl
          {...TIGHT}
          key={channel}
          label={channelTitle(channel)}
          help={offByNetwork.includes(channel) ? __('The network has switched it off.', 'multipay') : undefined}
          checked={!off.includes(channel) && !offByNetwork.includes(channel)}
          disabled={offByNetwork.includes(channel)}
          onChange={(on) =>
            change(
              name,
              CHANNELS.filter((one) => (one === channel ? !on : off.includes(one))),
            )
          }
        />
      ))}
      <p className="description" role={fault === null ? undefined : 'alert'}>
        <Help fault={fault}>{help}</Help>
      </p>
    </fieldset>
  );
}

export function AlipayAtAComputer({ valueOf, change }: Fields): JSX.Element {
  return (
    <RadioControl
      label={__('Alipay at a computer', 'multipay')}
      selected={String(valueOf('alipay_desktop_channel'))}
      options={[
        { label: __("A QR code on the shop's own page", 'multipay'), value: 'qr_code' },
        { label: __("Alipay's page, where one can also log in", 'multipay'), value: 'desktop_web' },
      ]}
      onChange={(channel) => change('alipay_desktop_channel', channel)}
    />
  );
}

export function MinutesToPay({ valueOf, change }: Fields): JSX.Element {
  const value = valueOf('payable_minutes');
  const accepted = SETTINGS.payable_minutes.accepts(value);
  return (
    <TextControl
      {...TIGHT}
      type="number"
      min={5}
      max={120}
      label={__('Minutes to pay', 'multipay')}
      help={
        <Help fault={accepted ? null : __('From 5 to 120 whole minutes.', 'multipay')}>
          {__(
            'For example 30. How long a QR code or page can be paid; not longer than WooCommerce holds stock.',
            'multipay',
          )}
        </Help>
      }
      aria-invalid={!accepted}
      value={String(value ?? '')}
      onChange={(typed) => change('payable_minutes', typed === '' ? undefined : Number(typed))}
    />
  );
}
