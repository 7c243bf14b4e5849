import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { PROVIDERS } from '@multipay/contracts/providers';
import { Section } from '../../components/section';
import { MostPerPayment } from '../../components/setting-fields/most-per-payment';
import {
  AlipayAtAComputer,
  ChannelsOff,
  MerchantInUse,
  MinutesToPay,
} from '../../components/setting-fields/payment-fields';
import { SettingsForm } from '../../components/setting-fields/settings-form';
import { OrderPrefix, OrderSubject } from '../../components/setting-fields/subject-fields';
import { useSettings } from '../../components/setting-fields/use-settings';
import { valueIn, type StepProps } from './step-props';

/** Everything that a site sets which configures itself. */
export function OwnSettings({ api, setup, reload }: StepProps): JSX.Element {
  const form = useSettings(
    (name) => valueIn(setup, name),
    async (values) => {
      await api.changeSettings(values);
      await reload();
    },
  );
  const { fields, saves } = form;
  return (
    <Section title={__('3. Settings', 'multipay')}>
      <SettingsForm form={form} isFaulty={false}>
        {PROVIDERS.map((provider) => (
          <MerchantInUse
            key={provider}
            provider={provider}
            merchants={setup.merchants}
            help={__('One of the accounts above.', 'multipay')}
            {...fields}
          />
        ))}
        {PROVIDERS.map((provider) => (
          <ChannelsOff
            key={provider}
            provider={provider}
            help={__('What shoppers can choose from, as it fits their device.', 'multipay')}
            {...fields}
          />
        ))}
        <AlipayAtAComputer {...fields} />
        <MinutesToPay {...fields} />
        <OrderSubject {...fields} />
        <OrderPrefix {...fields} />
        <MostPerPayment
          key={saves}
          help={__('For example 5000. Empty: only the provider’s own limit.', 'multipay')}
          {...fields}
        />
      </SettingsForm>
    </Section>
  );
}
