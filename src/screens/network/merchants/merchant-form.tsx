import { Button, RadioControl, TextControl } from '@wordpress/components';
import { createElement, useEffect, useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ChangeMerchant, Merchant } from '@multipay/contracts/schemas/merchant';
import type { NetworkApi } from '../../../api/network';
import { Fault } from '../../../components/fault';
import { Help } from '../../../components/help';
import { useWork } from '../../../components/use-work';
import { TIGHT } from '../../../components/wordpress-props';
import { readYuan, writeYuan } from '../../../components/yuan';
import { YuanField } from '../../../components/yuan-field';
import { SitePicker } from '../site-picker';

interface Props {
  readonly api: Pick<NetworkApi, 'changeMerchant' | 'sites'>;
  readonly merchant: Merchant;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
}

/** What of an account can be changed without touching its keys. */
interface Typed {
  readonly name: string;
  /** null: all sites. */
  readonly sites: readonly string[] | null;
  readonly perPayment: string;
  readonly perDay: string;
}

export function MerchantForm({ api, merchant, onClose, onSaved }: Props): JSX.Element {
  const [typed, setTyped] = useState<Typed>({
    name: merchant.name,
    sites: merchant.allowed_site_ids,
    perPayment: writeYuan(merchant.most_per_payment),
    perDay: writeYuan(merchant.most_per_day),
  });
  const { busy, fault, run } = useWork();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const changes = changesOf(typed);
  const set = (part: Partial<Typed>): void => setTyped((before) => ({ ...before, ...part }));
  const save = async (): Promise<void> => {
    if (busy || !changes) return;
    const done = await run(async () => {
      await api.changeMerchant(merchant.id, changes);
      await onSaved();
    });
    if (done) onClose();
  };
  return (
    <form
      ref={form}
      className="multipay-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <NameField name={typed.name} onChange={(name) => set({ name })} />
      <WhichSites api={api} sites={typed.sites} onChange={(sites) => set({ sites })} />
      <YuanField
        label={__('Limit per payment, in yuan', 'multipay')}
        help={__('For example 5000. Empty: only the provider’s own limit.', 'multipay')}
        value={typed.perPayment}
        onChange={(perPayment) => set({ perPayment })}
      />
      <YuanField
        label={__('Limit per day, in yuan', 'multipay')}
        help={__(
          'For example 200000. Counts what is paid and what can still be paid, by Beijing time. Empty: no limit.',
          'multipay',
        )}
        value={typed.perDay}
        onChange={(perDay) => set({ perDay })}
      />
      <Fault message={fault} />
      <div className="multipay-actions">
        <Button variant="primary" type="submit" isBusy={busy} aria-disabled={busy} disabled={!changes}>
          {__('Save the account', 'multipay')}
        </Button>
        <Button variant="tertiary" disabled={busy} onClick={onClose}>
          {__('Cancel', 'multipay')}
        </Button>
      </div>
    </form>
  );
}

/** @returns null while something typed is wrong */
function changesOf({ name, sites, perPayment, perDay }: Typed): ChangeMerchant | null {
  const [payment, day] = [readYuan(perPayment), readYuan(perDay)];
  if (name.trim() === '' || 'fault' in payment || 'fault' in day) return null;
  return {
    name: name.trim(),
    allowed_site_ids: sites && [...sites],
    most_per_payment: payment.value,
    most_per_day: day.value,
  };
}

function NameField({ name, onChange }: { name: string; onChange: (name: string) => void }): JSX.Element {
  const missing = name.trim() === '';
  return (
    <TextControl
      {...TIGHT}
      label={__('Name, as shoppers know the merchant', 'multipay')}
      help={
        <Help fault={missing ? __('This is needed.', 'multipay') : null}>
          {__('Shown above the QR code. At most 60 characters.', 'multipay')}
        </Help>
      }
      aria-invalid={missing}
      maxLength={60}
      value={name}
      onChange={onChange}
    />
  );
}

interface SitesProps {
  readonly api: Pick<NetworkApi, 'sites'>;
  readonly sites: readonly string[] | null;
  readonly onChange: (sites: readonly string[] | null) => void;
}

function WhichSites({ api, sites, onChange }: SitesProps): JSX.Element {
  return (
    <div>
      <RadioControl
        label={__('Sites that may use it', 'multipay')}
        selected={sites === null ? 'all' : 'chosen'}
        options={[
          { label: __('All sites of the network', 'multipay'), value: 'all' },
          { label: __('Only sites that I choose', 'multipay'), value: 'chosen' },
        ]}
        onChange={(which) => onChange(which === 'all' ? null : [])}
      />
      {sites && <SitePicker api={api} chosen={sites} onChange={onChange} />}
    </div>
  );
}
