import { ToggleControl } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { NetworkApi } from '../../../api/network';
import type { Setting } from '../../../api/setup';
import { Done } from '../../../components/done';
import { Section } from '../../../components/section';
import { TIGHT } from '../../../components/wordpress-props';
import { ConfirmSwitch, type Switch } from './confirm-switch';
import { ModeTable } from './mode-table';
import { networkMode } from './mode-rows';

interface Props {
  readonly api: Pick<NetworkApi, 'changeSettings'>;
  readonly settings: readonly Setting[];
  readonly reload: () => Promise<void>;
}

/** Unified management and split mode: each is switched only after what happens then was read. */
export function ModeSection({ api, settings, reload }: Props): JSX.Element {
  const [asked, setAsked] = useState<Switch | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const isOn = (name: Switch['name']): boolean => settings.find((one) => one.name === name)?.value === true;
  const [unified, split] = [isOn('payment_enabled'), isOn('split_mode')];
  const ask = (name: Switch['name'], on: boolean): void => {
    setDone(null);
    setAsked({ name, on });
  };
  return (
    <Section wide title={__('Who configures payments, and where the money goes', 'multipay')}>
      <ToggleControl
        {...TIGHT}
        label={__('Unified management', 'multipay')}
        help={__('The network configures payments for all its sites.', 'multipay')}
        checked={unified}
        onChange={(on) => ask('payment_enabled', on)}
      />
      <ToggleControl
        {...TIGHT}
        label={__('Split mode', 'multipay')}
        help={
          unified
            ? __('Sellers are paid through the platform, which keeps a share.', 'multipay')
            : __('It counts only under unified management: switch that on first.', 'multipay')
        }
        checked={split}
        disabled={!unified && !split}
        onChange={(on) => ask('split_mode', on)}
      />
      <Done message={done} />
      <ModeTable current={networkMode(unified, split)} />
      {asked && (
        <ConfirmSwitch
          asked={asked}
          onConfirm={async () => {
            await api.changeSettings([{ name: asked.name, value: asked.on }]);
            await reload();
            setDone(__('Switched. It holds for every site at once.', 'multipay'));
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}
