import { Button, Notice, TextControl } from '@wordpress/components';
import { createElement, Fragment, useEffect, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ProviderName } from '@multipay/contracts/providers';
import type { RefObject } from 'react';
import type { BridgeJwk } from '../../api/setup';
import { providerTitle } from '../../messages/provider-title';
import { Fault } from '../fault';
import { useWork } from '../use-work';
import { TIGHT } from '../wordpress-props';
import { asCredentials, fieldFault, isComplete, togetherFault, type Typed } from './check-credentials';
import { credentialFields } from './credential-fields';
import { CredentialInput } from './credential-input';
import { canSeal, seal } from './seal';

export interface SealedAccount {
  readonly name: string;
  readonly sealed: string;
}

interface Props {
  readonly provider: ProviderName;
  /** The account that gets other keys; null for a new account. */
  readonly account: { readonly name: string } | null;
  /** The key to encrypt to; null where it is not known. */
  readonly bridgeKey: BridgeJwk | null;
  /** What the button says instead of "Encrypt and save". */
  readonly submitLabel?: string;
  /** Takes what is sealed to where it belongs; the form stays open with the sentence of what it throws. */
  readonly send: (given: SealedAccount) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Keys leave this form only encrypted to the bridge. */
export function AccountForm({ provider, account, bridgeKey, submitLabel, send, onClose }: Props): JSX.Element {
  const [name, setName] = useState(account?.name ?? '');
  const [typed, setTyped] = useState<Typed>({});
  const [attempts, setAttempts] = useState(0);
  const { busy, fault, run } = useWork();
  const form = useFocus(attempts);
  const sending = attempts > 0;
  const submit = async (): Promise<void> => {
    setAttempts(attempts + 1);
    if (busy || !bridgeKey || name.trim() === '' || !isComplete(provider, typed)) return;
    const done = await run(async () => {
      const sealed = await seal(bridgeKey, asCredentials(provider, typed));
      await send({ name: name.trim(), sealed });
    });
    if (done) onClose();
  };
  if (!canSeal() || !bridgeKey) return <CannotSeal noKey={!bridgeKey} onClose={onClose} />;
  return (
    <form
      ref={form}
      className="multipay-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 tabIndex={-1}>{titleOf(provider, account)}</h3>
      <p>
        {__(
          'Your browser encrypts these keys for the bridge. WordPress passes them on and cannot read them.',
          'multipay',
        )}
      </p>
      {!account && <NameField name={name} setName={setName} missing={sending && name.trim() === ''} />}
      {credentialFields(provider).map((field) => (
        <CredentialInput
          key={field.name}
          field={field}
          value={typed[field.name] ?? ''}
          fault={fieldFault(field, typed, sending)}
          onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <Fault message={sending ? (togetherFault(provider, typed) ?? fault) : null} />
      <div className="multipay-actions">
        <Button variant="primary" type="submit" isBusy={busy} aria-disabled={busy}>
          {submitLabel ?? __('Encrypt and save', 'multipay')}
        </Button>
        <Button variant="tertiary" disabled={busy} onClick={onClose}>
          {__('Cancel', 'multipay')}
        </Button>
      </div>
    </form>
  );
}

/** Leads to the form when it opens, and to the first thing that is wrong with it when it is sent. */
function useFocus(attempts: number): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const wrong = attempts > 0 ? form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') : null;
    const first = attempts > 0 ? wrong : form.current?.querySelector<HTMLElement>('h3');
    first?.focus();
  }, [attempts]);
  return form;
}

function titleOf(provider: ProviderName, account: Props['account']): string {
  // translators: %s: the merchant's name.
  if (account) return sprintf(__('Other keys for %s', 'multipay'), account.name);
  // translators: %s: WeChat Pay or Alipay.
  return sprintf(__('A new %s account', 'multipay'), providerTitle(provider));
}

interface NameProps {
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly missing: boolean;
}

function NameField({ name, setName, missing }: NameProps): JSX.Element {
  return (
    <TextControl
      {...TIGHT}
      label={__('Name, as shoppers know the merchant', 'multipay')}
      help={
        <>
          {missing && <strong className="multipay-fault">{__('This is needed.', 'multipay')} </strong>}
          {__('Shown above the QR code. At most 60 characters.', 'multipay')}
        </>
      }
      aria-invalid={missing}
      maxLength={60}
      value={name}
      onChange={setName}
    />
  );
}

function CannotSeal({ noKey, onClose }: { noKey: boolean; onClose: () => void }): JSX.Element {
  const reason = noKey
    ? __("The bridge's public key is not known here yet. Reload the page.", 'multipay')
    : __(
        'This page did not come by HTTPS, so the browser does not let it encrypt keys, and they must not travel open.',
        'multipay',
      );
  return (
    <Notice status="warning" isDismissible={false}>
      <p>{reason}</p>
      <p>
        {__('Open this screen by HTTPS, or give the keys on the computer where the bridge runs:', 'multipay')}{' '}
        <code>multipay credentials import FILE --network NETWORK --provider PROVIDER --name NAME</code>
      </p>
      <Button variant="secondary" onClick={onClose}>
        {__('Close', 'multipay')}
      </Button>
    </Notice>
  );
}
