import { createElement, Fragment } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { channelsOffSetting } from '@multipay/contracts/settings';
import { Section } from '../../components/section';
import { numberIn } from '../../components/setting-fields/fields';
import { exceeds, MostPerPayment } from '../../components/setting-fields/most-per-payment';
import { ChannelsOff, leavesNone, wordsIn } from '../../components/setting-fields/payment-fields';
import { SettingsForm } from '../../components/setting-fields/settings-form';
import { useSettings } from '../../components/setting-fields/use-settings';
import { providerTitle } from '../../messages/provider-title';
import { PlatformShare, shareFault } from './platform-share';
import { ownIn, valueIn, type StepProps } from './step-props';

/** What is left to a site that the network configures. */
export function ManagedSettings(props: StepProps): JSX.Element {
  const { setup } = props;
  return (
    <>
      {setup.mode === 'split' ? <SplitSettings {...props} /> : <NarrowerSettings {...props} />}
      {setup.merchants.length > 0 && <KeptAccounts merchants={setup.merchants} />}
    </>
  );
}

function useOwnSettings({ api, setup, reload }: StepProps): ReturnType<typeof useSettings> {
  return useSettings(
    (name) => ownIn(setup, name),
    async (values) => {
      await api.changeSettings(values);
      await reload();
    },
  );
}

/** Of the ways of paying that are off, those that are not the site's own doing. */
function offByNetwork({ setup }: StepProps, provider: ProviderName): readonly string[] {
  const name = channelsOffSetting(provider);
  const own = wordsIn(ownIn(setup, name));
  return wordsIn(valueIn(setup, name)).filter((channel) => !own.includes(channel));
}

/** The network's bound, where it is the network's and not already the site's own lower one. */
function networksMost({ setup }: StepProps): number | null {
  const row = setup.settings.find(({ name }) => name === 'most_per_payment');
  return row?.origin === 'network' ? numberIn(row.value) : null;
}

function NarrowerSettings(props: StepProps): JSX.Element {
  const form = useOwnSettings(props);
  const { fields, saves } = form;
  const most = networksMost(props);
  const noneLeft = PROVIDERS.some((provider) =>
    leavesNone(provider, [...wordsIn(fields.valueOf(channelsOffSetting(provider))), ...offByNetwork(props, provider)]),
  );
  return (
    <Section title={__('What you may make narrower', 'multipay')}>
      <SettingsForm form={form} isFaulty={noneLeft || exceeds(most, fields)}>
        {PROVIDERS.map((provider) => (
          <ChannelsOff
            key={provider}
            provider={provider}
            offByNetwork={offByNetwork(props, provider)}
            help={__('You may switch off what the network offers, and on again what you switched off.', 'multipay')}
            {...fields}
          />
        ))}
        <MostPerPayment
          key={saves}
          bound={most}
          help={__(
            'For example 5000. It counts where it is less than what the network allows. Empty: as the network allows.',
            'multipay',
          )}
          {...fields}
        />
      </SettingsForm>
    </Section>
  );
}

function SplitSettings(props: StepProps): JSX.Element {
  const form = useOwnSettings(props);
  return (
    <Section title={__('What is yours to set', 'multipay')}>
      <SettingsForm form={form} isFaulty={shareFault(props.setup, form.fields) !== null}>
        <PlatformShare key={form.saves} setup={props.setup} fields={form.fields} />
      </SettingsForm>
    </Section>
  );
}

function KeptAccounts({ merchants }: Pick<StepProps['setup'], 'merchants'>): JSX.Element {
  return (
    <Section title={__('Accounts of this site', 'multipay')}>
      <p>{__('They are kept, and get no money while the network configures this site.', 'multipay')}</p>
      <ul className="multipay-setup__money">
        {merchants.map((one) => (
          <li key={one.id}>
            {one.name} ({providerTitle(one.provider)}) <code>{one.account_number}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}
