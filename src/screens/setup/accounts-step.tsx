import { Button } from '@wordpress/components';
import { createElement, Fragment, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { Setup } from '../../api/setup';
import { AccountForm } from './account-form';
import { CopyAddress, Step } from './parts';
import { providerTitle } from './provider-title';
import type { StepProps } from './step-props';

type Account = Setup['merchants'][number];

/** What the form is about: a new account, or other keys for one that is there. */
interface Editing {
  readonly provider: ProviderName;
  readonly account: Account | null;
}

export function AccountsStep(props: StepProps): JSX.Element {
  const [editing, setEditing] = useState<Editing | null>(null);
  const { merchants, notify_urls: notifyUrls } = props.setup;
  return (
    <Step title={__('2. Merchant accounts', 'multipay')}>
      {merchants.length === 0 && (
        <p>{__('There are none yet. Add the account that your shoppers shall pay to.', 'multipay')}</p>
      )}
      <ul className="multipay-setup__accounts">
        {merchants.map((account) => (
          <AccountRow
            key={account.id}
            account={account}
            notifyUrl={notifyUrls[account.id]}
            onReplace={() => setEditing({ provider: account.provider, account })}
          />
        ))}
      </ul>
      {editing ? (
        <AccountForm
          key={editing.account?.id ?? editing.provider}
          {...props}
          {...editing}
          onClose={() => setEditing(null)}
        />
      ) : (
        <div className="multipay-setup__actions">
          {PROVIDERS.map((provider) => (
            <Button key={provider} variant="secondary" onClick={() => setEditing({ provider, account: null })}>
              {
                // translators: %s: WeChat Pay or Alipay.
                sprintf(__('Add %s account', 'multipay'), providerTitle(provider))
              }
            </Button>
          ))}
        </div>
      )}
    </Step>
  );
}

interface RowProps {
  readonly account: Account;
  readonly notifyUrl: string | undefined;
  readonly onReplace: () => void;
}

function AccountRow({ account, notifyUrl, onReplace }: RowProps): JSX.Element {
  const facts: [string, string | null][] = [
    [
      account.provider === 'wechat_pay' ? __('Merchant number', 'multipay') : __('APPID', 'multipay'),
      account.account_number,
    ],
    [__('Fingerprint of its key', 'multipay'), account.key_fingerprint],
    [__('Serial number of its certificate', 'multipay'), account.key_serial],
    [__('Keys in use since', 'multipay'), new Date(account.credentials_since).toLocaleString()],
  ];
  return (
    <li>
      <h3>
        {account.name} ({providerTitle(account.provider)})
      </h3>
      <dl>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </Fragment>
          ),
        )}
      </dl>
      {notifyUrl !== undefined && (
        <CopyAddress
          label={__('Notification address, where the provider asks for one:', 'multipay')}
          address={notifyUrl}
        />
      )}
      <Button variant="secondary" onClick={onReplace}>
        {__('Give other keys', 'multipay')}
      </Button>
    </li>
  );
}
