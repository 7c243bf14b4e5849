import { createElement, Fragment } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { Finding } from '../../api/doctor';

const ICONS: Record<Finding['status'], string> = { critical: 'dismiss', recommended: 'warning', good: 'yes-alt' };

/** How something is, what helps, and what was seen. */
export function Diagnosis({ status, sentence, cure, detail }: Omit<Finding, 'check'>): JSX.Element {
  return (
    <>
      <p>
        <span className={`dashicons dashicons-${ICONS[status]} multipay-status--${status}`} aria-hidden="true" />{' '}
        {sentence}
      </p>
      {cure !== '' && (
        <p>
          <strong>{__('What helps:', 'multipay')}</strong> {cure}
        </p>
      )}
      {detail !== '' && (
        <small className="multipay-detail" lang="en">
          {detail}
        </small>
      )}
    </>
  );
}
