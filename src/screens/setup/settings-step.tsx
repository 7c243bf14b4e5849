import { Button, Notice, RadioControl, SelectControl, TextControl, ToggleControl } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { merchantSetting, SETTINGS, type SettingName } from '@multipay/contracts/settings';
import type { Setting, SettingChange, Setup } from '../../api/setup';
import { Fault, Step } from './parts';
import { providerTitle } from './provider-title';
import type { StepProps } from './step-props';
import { useWork } from './use-setup';
import { TIGHT } from './wordpress-props';

type Value = Setting['value'];
type Changes = Readonly<Partial<Record<SettingName, Value>>>;

interface Settings {
  readonly valueOf: (name: SettingName) => Value;
  readonly isLocked: (name: SettingName) => boolean;
  readonly change: (name: SettingName, value: Value) => void;
}

export function SettingsStep({ api, setup, reload }: StepProps): JSX.Element {
  const [changes, setChanges] = useState<Changes>({});
  const [saved, setSaved] = useState(false);
  const { busy, fault, run } = useWork();
  const rowOf = (name: SettingName): Setting | undefined => setup.settings.find((row) => row.name === name);
  const settings: Settings = {
    valueOf: (name) => (name in changes ? (changes[name] ?? null) : (rowOf(name)?.value ?? null)),
    isLocked: (name) => rowOf(name)?.locked ?? true,
    change: (name, value) => {
      setSaved(false);
      setChanges((before) => ({ ...before, [name]: value }));
    },
  };
  const faulty = (Object.keys(changes) as SettingName[]).some((name) => !SETTINGS[name].accepts(changes[name]));
  const save = (): Promise<boolean> =>
    run(async () => {
      await api.changeSettings(Object.entries(changes).map(([name, value]) => ({ name, value }) as SettingChange));
      await reload();
      setChanges({});
      setSaved(true);
    });
  return (
    <Step title={__('3. Settings', 'multipay')}>
      {setup.scope === 'network' && <UnifiedManagement {...settings} />}
      {PROVIDERS.map((provider) => (
        <MerchantInUse key={provider} provider={provider} merchants={setup.merchants} {...settings} />
      ))}
      <AlipayAtAComputer {...settings} />
      <MinutesToPay {...settings} />
      <Fault message={fault} />
      {saved && (
        <Notice status="success" isDismissible={false}>
          {__('Saved.', 'multipay')}
        </Notice>
      )}
      <Button
        variant="primary"
        isBusy={busy}
        disabled={busy || faulty || Object.keys(changes).length === 0}
        onClick={() => void save()}
      >
        {__('Save settings', 'multipay')}
      </Button>
    </Step>
  );
}

function UnifiedManagement({ valueOf, isLocked, change }: Settings): JSX.Element {
  return (
    <ToggleControl
      {...TIGHT}
      label={__('The network configures payments for all its sites', 'multipay')}
      help={__("On: every site uses this network's accounts and settings. Off: each site has its own.", 'multipay')}
      checked={valueOf('payment_enabled') === true}
      disabled={isLocked('payment_enabled')}
      onChange={(on) => change('payment_enabled', on)}
    />
  );
}

interface InUseProps extends Settings {
  readonly provider: ProviderName;
  readonly merchants: Setup['merchants'];
}

function MerchantInUse({ provider, merchants, valueOf, isLocked, change }: InUseProps): JSX.Element {
  const name = merchantSetting(provider);
  const own = merchants.filter((one) => one.provider === provider);
  const options = [
    { label: __('None: this payment method stays hidden', 'multipay'), value: '' },
    ...own.map(({ id, name: merchant, account_number: number }) => ({ label: `${merchant} (${number})`, value: id })),
  ];
  return (
    <SelectControl
      {...TIGHT}
      // translators: %s: WeChat Pay or Alipay.
      label={sprintf(__('Account that gets the money of %s', 'multipay'), providerTitle(provider))}
      value={String(valueOf(name) ?? '')}
      options={options}
      disabled={isLocked(name)}
      onChange={(id) => change(name, id === '' ? null : id)}
    />
  );
}

function AlipayAtAComputer({ valueOf, isLocked, change }: Settings): JSX.Element {
  return (
    <RadioControl
      label={__('Alipay at a computer', 'multipay')}
      selected={String(valueOf('alipay_desktop_channel'))}
      options={[
        { label: __("A QR code on the shop's own page", 'multipay'), value: 'qr_code' },
        { label: __("Alipay's page, where one can also log in", 'multipay'), value: 'desktop_web' },
      ]}
      disabled={isLocked('alipay_desktop_channel')}
      onChange={(channel) => change('alipay_desktop_channel', channel)}
    />
  );
}

function MinutesToPay({ valueOf, isLocked, change }: Settings): JSX.Element {
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
        accepted
          ? __('How long a QR code or page can be paid. Not longer than WooCommerce holds stock.', 'multipay')
          : __('From 5 to 120 whole minutes.', 'multipay')
      }
      aria-invalid={!accepted}
      value={String(value ?? '')}
      disabled={isLocked('payable_minutes')}
      onChange={(typed) => change('payable_minutes', typed === '' ? null : Number(typed))}
    />
  );
}
