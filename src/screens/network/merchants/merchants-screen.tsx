import { Button } from '@wordpress/components';
import { createElement, useCallback, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { NetworkApi } from '../../../api/network';
import { AccountForm } from '../../../components/account-form/account-form';
import { Section } from '../../../components/section';
import { useFocusBack } from '../../../components/use-focus-back';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import { providerTitle } from '../../../messages/provider-title';
import { readAccounts, type Accounts } from '../read-accounts';
import { MerchantCard } from './merchant-card';

export function MerchantsScreen({ api }: { api: NetworkApi }): JSX.Element {
  const loaded = useLoaded(useCallback(() => readAccounts(api), [api]));
  return (
    <WhenLoaded {...loaded} loading={__('Loading the merchant accounts…', 'multipay')}>
      {(accounts) => <Merchants api={api} accounts={accounts} reload={loaded.reload} />}
    </WhenLoaded>
  );
}

interface Props {
  readonly api: NetworkApi;
  readonly accounts: Accounts;
  readonly reload: () => Promise<void>;
}

function Merchants({ api, accounts, reload }: Props): JSX.Element {
  const { merchants, setup } = accounts;
  return (
    <div className="multipay-screen">
      {merchants.length === 0 && (
        <p>{__('There are none yet. Add the account that your shoppers shall pay to.', 'multipay')}</p>
      )}
      {merchants.map((merchant) => (
        <MerchantCard
          key={merchant.id}
          api={api}
          merchant={merchant}
          notifyUrl={setup.notify_urls[merchant.id]}
          reload={reload}
        />
      ))}
      <AddAccount api={api} accounts={accounts} reload={reload} />
    </div>
  );
}

function AddAccount({ api, accounts, reload }: Props): JSX.Element {
  const [provider, setProvider] = useState<ProviderName | null>(null);
  const opener = useFocusBack(provider !== null);
  return (
    <Section title={__('Add an account', 'multipay')}>
      {provider ? (
        <AccountForm
          key={provider}
          provider={provider}
          account={null}
          bridgeKey={accounts.setup.bridge_key}
          send={async ({ name, sealed }) => {
            await api.addMerchant({ provider, name, sealed_credentials: sealed });
            await reload();
          }}
          onClose={() => setProvider(null)}
        />
      ) : (
        <div className="multipay-actions">
          {PROVIDERS.map((one, index) => (
            <Button
              key={one}
              ref={index === 0 ? opener : undefined}
              variant="secondary"
              onClick={() => setProvider(one)}
            >
              {
                // translators: %s: WeChat Pay or Alipay.
                sprintf(__('Add %s account', 'multipay'), providerTitle(one))
              }
            </Button>
          ))}
        </div>
      )}
    </Section>
  );
}
