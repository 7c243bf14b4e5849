import { Button } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { Pages } from './use-pages';

/** Below a list with more than one page. */
export function Pager({ pages, nextCursor }: { pages: Pages; nextCursor: string | null }): JSX.Element | null {
  if (nextCursor === null && pages.number === 1) return null;
  return (
    <nav className="multipay-actions" aria-label={__('Pages', 'multipay')}>
      <Button variant="secondary" disabled={pages.number === 1} onClick={pages.previous}>
        {__('Previous page', 'multipay')}
      </Button>
      <span role="status">
        {
          // translators: %d: a page's number.
          sprintf(__('Page %d', 'multipay'), pages.number)
        }
      </span>
      <Button
        variant="secondary"
        disabled={nextCursor === null}
        onClick={() => nextCursor !== null && pages.next(nextCursor)}
      >
        {__('Next page', 'multipay')}
      </Button>
    </nav>
  );
}
