import { createElement, Fragment, useCallback } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { NetworkApi } from '../../../api/network';
import { AccountKeys } from '../../../components/keys/account-keys';
import { Section } from '../../../components/section';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import { providerTitle } from '../../../messages/provider-title';
import { readAccounts } from '../read-accounts';
import { screenUrl } from '../screen-url';
import { MasterKeySection } from './master-key-section';

export function KeysScreen({ api }: { api: NetworkApi }): JSX.Element {
  const loaded = useLoaded(useCallback(() => readAccounts(api), [api]));
  return (
    <div className="multipay-screen">
      <WhenLoaded {...loaded} loading={__('Loading the keys…', 'multipay')}>
        {({ merchants, setup }) => (
          <>
            <BridgeKey fingerprint={setup.fingerprint} />
            {merchants.length === 0 && (
              <p>
                {__('There is no merchant account yet.', 'multipay')}{' '}
                <a href={screenUrl('merchants')}>{__('Add one', 'multipay')}</a>
              </p>
            )}
            {merchants.map((merchant) => (
              <Section key={merchant.id} wide title={`${merchant.name} (${providerTitle(merchant.provider)})`}>
                <AccountKeys api={api} merchant={merchant} bridgeKey={setup.bridge_key} />
              </Section>
            ))}
          </>
        )}
      </WhenLoaded>
      <MasterKeySection api={api} />
    </div>
  );
}

function BridgeKey({ fingerprint }: { fingerprint: string | null }): JSX.Element | null {
  if (fingerprint === null) return null;
  return (
    <Section wide title={__('The bridge’s key', 'multipay')}>
      <p>
        {__(
          'Your browser encrypts merchants’ keys to it. Compare its fingerprint with what “multipay doctor” prints on the bridge’s computer:',
          'multipay',
        )}
      </p>
      <p>
        <code className="multipay-fingerprint">{fingerprint}</code>
      </p>
    </Section>
  );
}
