import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { NetworkApi } from '../../../api/network';
import { Section } from '../../../components/section';
import { MostPerPayment } from '../../../components/setting-fields/most-per-payment';
import {
  AlipayAtAComputer,
  ChannelsOff,
  MerchantInUse,
  MinutesToPay,
} from '../../../components/setting-fields/payment-fields';
import { SettingsForm as Form } from '../../../components/setting-fields/settings-form';
import { OrderPrefix, OrderSubject } from '../../../components/setting-fields/subject-fields';
import { useSettings } from '../../../components/setting-fields/use-settings';
import type { NetworkSettings } from './fields';
import { sharesCross, SplitShares } from './limit-fields';

interface Props {
  readonly api: Pick<NetworkApi, 'changeSettings'>;
  readonly known: NetworkSettings;
  readonly reload: () => Promise<void>;
}

export function SettingsForm({ api, known, reload }: Props): JSX.Element {
  const form = useSettings(
    (name) => known.settings.find((one) => one.name === name)?.value ?? null,
    async (values) => {
      await api.changeSettings(values);
      await reload();
    },
  );
  const { fields, saves } = form;
  return (
    <Section title={__('Settings of the network', 'multipay')}>
      <Form form={form} isFaulty={sharesCross(fields)}>
        {PROVIDERS.map((provider) => (
          <MerchantInUse
            key={provider}
            provider={provider}
            merchants={known.merchants}
            help={__('Every site uses it that the network manages and the account allows.', 'multipay')}
            {...fields}
          />
        ))}
        {PROVIDERS.map((provider) => (
          <ChannelsOff
            key={provider}
            provider={provider}
            help={__('A site may switch more of them off, never on again.', 'multipay')}
            {...fields}
          />
        ))}
        <AlipayAtAComputer {...fields} />
        <MinutesToPay {...fields} />
        <OrderSubject {...fields} />
        <OrderPrefix {...fields} />
        <MostPerPayment
          key={`most/${saves}`}
          help={__(
            'For example 5000. A site may set less for itself, never more. Empty: only the provider’s own limit.',
            'multipay',
          )}
          {...fields}
        />
        <SplitShares key={`split/${saves}`} {...fields} />
      </Form>
    </Section>
  );
}
