import { Button } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { BridgeJwk, Setup } from '../../api/setup';
import { AccountForm, type SealedAccount } from '../../components/account-form/account-form';
import { CopyAddress } from '../../components/copy-address';
import { Facts, type Fact } from '../../components/facts';
import { dateAndTime } from '../../components/format';
import { AccountKeys } from '../../components/keys/account-keys';
import { Section } from '../../components/section';
import { providerTitle } from '../../messages/provider-title';
import type { StepProps } from './step-props';

type Account = Setup['merchants'][number];

export function AccountsStep(props: StepProps): JSX.Element {
  /** Of whom a new account is being typed. */
  const [adding, setAdding] = useState<ProviderName | null>(null);
  const { api, setup, reload } = props;
  const { merchants, notify_urls: notifyUrls } = setup;
  const add = async (provider: ProviderName, { name, sealed }: SealedAccount): Promise<void> => {
    await api.addMerchant({ provider, name, sealed_credentials: sealed });
    await reload();
  };
  return (
    <Section wide title={__('2. Merchant accounts', 'multipay')}>
      {merchants.length === 0 && (
        <p>{__('There are none yet. Add the account that your shoppers shall pay to.', 'multipay')}</p>
      )}
      <ul className="multipay-setup__accounts">
        {merchants.map((account) => (
          <AccountRow
            key={account.id}
            api={api}
            reload={reload}
            account={account}
            bridgeKey={setup.bridge_key}
            notifyUrl={notifyUrls[account.id]}
          />
        ))}
      </ul>
      {adding ? (
        <AccountForm
          key={adding}
          provider={adding}
          account={null}
          bridgeKey={setup.bridge_key}
          send={(given) => add(adding, given)}
          onClose={() => setAdding(null)}
        />
      ) : (
        <div className="multipay-actions">
          {PROVIDERS.map((provider) => (
            <Button key={provider} variant="secondary" onClick={() => setAdding(provider)}>
              {
                // translators: %s: WeChat Pay or Alipay.
                sprintf(__('Add %s account', 'multipay'), providerTitle(provider))
              }
            </Button>
          ))}
        </div>
      )}
    </Section>
  );
}

interface RowProps extends Pick<StepProps, 'api' | 'reload'> {
  readonly account: Account;
  readonly bridgeKey: BridgeJwk | null;
  readonly notifyUrl: string | undefined;
}

function AccountRow({ api, reload, account, bridgeKey, notifyUrl }: RowProps): JSX.Element {
  const facts: Fact[] = [
    [
      account.provider === 'wechat_pay' ? __('Merchant number', 'multipay') : __('APPID', 'multipay'),
      account.account_number,
      'code',
    ],
    [__('Keys in use since', 'multipay'), dateAndTime(account.credentials_since)],
  ];
  return (
    <li>
      <h3>
        {account.name} ({providerTitle(account.provider)})
      </h3>
      <Facts facts={facts} />
      {notifyUrl !== undefined && (
        <CopyAddress
          label={__('Notification address, where the provider asks for one:', 'multipay')}
          address={notifyUrl}
        />
      )}
      <AccountKeys api={api} merchant={account} bridgeKey={bridgeKey} onActivated={reload} />
    </li>
  );
}
