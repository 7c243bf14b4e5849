import { createElement, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { MasterKeys } from '@multipay/contracts/schemas/merchant';
import { Facts } from '../../../components/facts';
import { dateAndTime, dateOnly } from '../../../components/format';
import { daysUntil } from '../../../components/keys/expiry';

export function MasterKeyFacts({ keys }: { keys: MasterKeys }): JSX.Element {
  const [nowMs] = useState(() => Date.now());
  const active = keys.items.find((one) => one.state === 'active');
  const age = active ? Math.max(0, -daysUntil(active.since, nowMs) - 1) : null;
  const late = daysUntil(keys.rotate_by, nowMs) < 0;
  return (
    <div>
      <Facts
        facts={[
          [__('In use', 'multipay'), active?.id ?? null, 'code'],
          // translators: %d: a number of days.
          [__('Its age', 'multipay'), age === null ? null : sprintf(_n('%d day', '%d days', age, 'multipay'), age)],
          [__('To be rotated by', 'multipay'), dateOnly(keys.rotate_by)],
          [
            __('Every secret was last opened to see that it can be', 'multipay'),
            keys.checked_at === null ? __('Not yet', 'multipay') : dateAndTime(keys.checked_at),
          ],
        ]}
      />
      {late && (
        <p>
          <strong className="multipay-expiry multipay-expiry--now">
            {__('It is older than 90 days: rotate it.', 'multipay')}
          </strong>
        </p>
      )}
    </div>
  );
}
