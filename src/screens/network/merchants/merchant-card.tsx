import { Button } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { Merchant } from '@multipay/contracts/schemas/merchant';
import type { NetworkApi } from '../../../api/network';
import { CopyAddress } from '../../../components/copy-address';
import { Done } from '../../../components/done';
import { Facts, type Fact } from '../../../components/facts';
import { dateOnly, money } from '../../../components/format';
import { Section } from '../../../components/section';
import { useFocusBack } from '../../../components/use-focus-back';
import { providerTitle } from '../../../messages/provider-title';
import { screenUrl } from '../screen-url';
import { ConnectionTest } from './connection-test';
import { MerchantForm } from './merchant-form';

interface Props {
  readonly api: NetworkApi;
  readonly merchant: Merchant;
  readonly notifyUrl: string | undefined;
  readonly reload: () => Promise<void>;
}

export function MerchantCard({ api, merchant, notifyUrl, reload }: Props): JSX.Element {
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(false);
  const opener = useFocusBack(editing);
  return (
    <Section title={`${merchant.name} (${providerTitle(merchant.provider)})`}>
      <Facts facts={factsOf(merchant)} />
      {notifyUrl !== undefined && (
        <CopyAddress
          label={__('Notification address, where the provider asks for one:', 'multipay')}
          address={notifyUrl}
        />
      )}
      <Done message={saved ? __('Saved.', 'multipay') : null} />
      {editing ? (
        <MerchantForm
          api={api}
          merchant={merchant}
          onClose={() => setEditing(false)}
          onSaved={async () => {
            await reload();
            setSaved(true);
          }}
        />
      ) : (
        <div className="multipay-actions">
          <Button
            ref={opener}
            variant="secondary"
            onClick={() => {
              setSaved(false);
              setEditing(true);
            }}
          >
            {__('Change name, sites and limits', 'multipay')}
          </Button>
          <Button variant="secondary" href={screenUrl('keys')}>
            {__('See its keys', 'multipay')}
          </Button>
        </div>
      )}
      <ConnectionTest api={api} merchantId={merchant.id} />
    </Section>
  );
}

function factsOf(merchant: Merchant): Fact[] {
  const { allowed_site_ids: sites, most_per_payment: perPayment, most_per_day: perDay } = merchant;
  const limit = (fen: number | null): string =>
    fen === null ? __('Only the provider’s own', 'multipay') : money(fen, 'CNY');
  return [
    [
      merchant.provider === 'wechat_pay' ? __('Merchant number', 'multipay') : __('APPID', 'multipay'),
      merchant.account_number,
      'code',
    ],
    [
      __('Sites that may use it', 'multipay'),
      sites === null
        ? __('All', 'multipay')
        : sprintf(
            // translators: %d: a number of sites.
            _n('%d chosen site', '%d chosen sites', sites.length, 'multipay'),
            sites.length,
          ),
    ],
    [__('Limit per payment', 'multipay'), limit(perPayment)],
    [__('Limit per day', 'multipay'), limit(perDay)],
    [__('Fingerprint of its key', 'multipay'), merchant.key_fingerprint, 'code'],
    [__('Certificates end on', 'multipay'), merchant.expires_at && dateOnly(merchant.expires_at)],
  ];
}
