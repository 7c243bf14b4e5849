import { Button, Notice, Spinner } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import type { Loaded } from './use-loaded';

interface Props<T> extends Loaded<T> {
  /** What is said while nothing is there. */
  readonly loading: string;
  readonly children: (value: T) => ReactNode;
}

/** What has been loaded; before that, that it is being loaded, or why it is not there. */
export function WhenLoaded<T>({ state, reload, loading, children }: Props<T>): JSX.Element {
  if (state.is === 'ready') return <div>{children(state.value)}</div>;
  if (state.is === 'loading') {
    return (
      <p role="status">
        <Spinner /> {loading}
      </p>
    );
  }
  return (
    <Notice status="error" isDismissible={false}>
      <p>{state.message}</p>
      {BRIDGE_IS_SILENT.includes(state.code) && <WhatStillWorks />}
      <Button variant="secondary" onClick={() => void reload()}>
        {__('Try again', 'multipay')}
      </Button>
    </Notice>
  );
}

/** The codes of `multipay/v1` that say that the bridge gives no answer now. */
const BRIDGE_IS_SILENT = ['multipay_bridge_down', 'multipay_bridge_slow', 'timed_out'];

function WhatStillWorks(): JSX.Element {
  return (
    <p>
      {__(
        'Meanwhile shops sell on without these payment methods, orders and WooCommerce’s own settings can be edited as ever, and a payment that arrives is booked as soon as the bridge answers again. “multipay doctor” on the bridge’s computer says what is wrong.',
        'multipay',
      )}
    </p>
  );
}
