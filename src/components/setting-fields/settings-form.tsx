import { Button } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { Done } from '../done';
import { Fault } from '../fault';
import type { useSettings } from './use-settings';

interface Props {
  readonly form: ReturnType<typeof useSettings>;
  /** Whether something is wrong that no field sees by itself. */
  readonly isFaulty: boolean;
  /** The fields. */
  readonly children: ReactNode;
}

/** Saves what has changed, when something has and nothing is wrong with it. */
export function SettingsForm({ form, isFaulty, children }: Props): JSX.Element {
  const ready = form.isChanged && !form.isFaulty && !isFaulty && !form.busy;
  return (
    <form
      className="multipay-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void form.save();
      }}
    >
      {children}
      <Fault message={form.fault} />
      <Done message={form.isSaved ? __('Saved.', 'multipay') : null} />
      <Button variant="primary" type="submit" isBusy={form.busy} disabled={!ready}>
        {__('Save settings', 'multipay')}
      </Button>
    </form>
  );
}
