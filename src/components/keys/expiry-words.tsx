import { createElement, Fragment, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { dateOnly } from '../format';
import { daysUntil, urgencyOf } from './expiry';

/** When something ends, and how urgent that is: in colour, and in words for who does not see it. */
export function ExpiryWords({ at }: { at: string | null }): JSX.Element {
  // One moment for as long as the page is open.
  const [nowMs] = useState(() => Date.now());
  if (at === null) return <>{__('Never by itself', 'multipay')}</>;
  const days = daysUntil(at, nowMs);
  const urgency = urgencyOf(days);
  return (
    <>
      {dateOnly(at)}
      {urgency !== 'later' && (
        <strong className={`multipay-expiry multipay-expiry--${urgency}`}>{wordsOf(days)}</strong>
      )}
    </>
  );
}

function wordsOf(days: number): string {
  if (days < 0) return __('Has ended', 'multipay');
  if (days === 0) return __('Ends within a day', 'multipay');
  // translators: %d: a number of days.
  return sprintf(_n('Ends in %d day', 'Ends in %d days', days, 'multipay'), days);
}
