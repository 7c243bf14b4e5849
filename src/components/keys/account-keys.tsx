import { Button } from '@wordpress/components';
import { createElement, Fragment, useCallback, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { Credential, Merchant, Rehearsal } from '@multipay/contracts/schemas/merchant';
import type { NetworkApi } from '../../api/network';
import type { BridgeJwk } from '../../api/setup';
import { AccountForm } from '../account-form/account-form';
import { Done } from '../done';
import { useFocusBack } from '../use-focus-back';
import { useLoaded } from '../use-loaded';
import { WhenLoaded } from '../when-loaded';
import { ActivateKeys } from './activate-keys';
import { KeySets } from './key-sets';
import { RehearsalResult } from './rehearsal-result';

/** What the network's screens and a site's can both do. */
export type KeysApi = Pick<NetworkApi, 'credentials' | 'rehearse' | 'activate'>;

interface Props {
  readonly api: KeysApi;
  readonly merchant: Merchant;
  readonly bridgeKey: BridgeJwk | null;
  /** After other keys have begun to sign. */
  readonly onActivated?: () => Promise<unknown>;
}

/** An account's sets of keys, and the way from one to the next: try it first, then use it. */
export function AccountKeys({ api, merchant, bridgeKey, onActivated }: Props): JSX.Element {
  const loaded = useLoaded(useCallback(() => api.credentials(merchant.id), [api, merchant.id]));
  const [giving, setGiving] = useState(false);
  const opener = useFocusBack(giving);
  const [rehearsal, setRehearsal] = useState<Rehearsal | null>(null);
  const [activating, setActivating] = useState<Credential | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const rehearse = async (sealed: string): Promise<void> => {
    setRehearsal(await api.rehearse(merchant.id, sealed));
    await loaded.reload();
  };
  const activate = async ({ id }: Credential): Promise<void> => {
    await api.activate(merchant.id, id);
    setRehearsal(null);
    await Promise.all([loaded.reload(), onActivated?.()]);
    setDone(__('The new keys sign from now on. The old ones go on verifying.', 'multipay'));
  };
  const begin = (): void => {
    setDone(null);
    setRehearsal(null);
    setGiving(true);
  };
  return (
    <>
      <WhenLoaded {...loaded} loading={__('Loading the keys…', 'multipay')}>
        {(credentials) => (
          <>
            <KeySets label={merchant.name} credentials={credentials} onActivate={setActivating} />
            {rehearsal && <RehearsalResult rehearsal={rehearsal} onActivate={setActivating} />}
          </>
        )}
      </WhenLoaded>
      <Done message={done} />
      {giving ? (
        <AccountForm
          provider={merchant.provider}
          account={merchant}
          bridgeKey={bridgeKey}
          submitLabel={__('Encrypt and try them', 'multipay')}
          send={({ sealed }) => rehearse(sealed)}
          onClose={() => setGiving(false)}
        />
      ) : (
        <Button ref={opener} variant="secondary" onClick={begin}>
          {
            // translators: %s: a merchant's name.
            sprintf(__('Give new keys for %s', 'multipay'), merchant.name)
          }
        </Button>
      )}
      {activating && (
        <ActivateKeys
          credential={activating}
          onConfirm={() => activate(activating)}
          onClose={() => setActivating(null)}
        />
      )}
    </>
  );
}
