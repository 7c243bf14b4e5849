import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { checkTitle, type LiveCheck } from '../../messages/live-check';
import { reasonOf } from '../../messages/reason';

/** What was tried, a line each: whether it worked, why not, and the provider's own words. */
export function LiveChecks({ checks }: { checks: readonly LiveCheck[] }): JSX.Element {
  return (
    <ul className="multipay-checks">
      {checks.map(({ check, ok, code, detail }) => (
        <li key={check}>
          <span className={`dashicons dashicons-${ok ? 'yes' : 'no'}`} aria-hidden="true" />{' '}
          <strong>
            {
              // translators: 1: what was tried, 2: whether it worked.
              sprintf(
                __('%1$s: %2$s.', 'multipay'),
                checkTitle(check),
                ok ? __('yes', 'multipay') : __('no', 'multipay'),
              )
            }
          </strong>{' '}
          {code !== null && reasonOf(code)}
          {detail !== '' && (
            <small className="multipay-detail" lang="en">
              {detail}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}
