import { SelectControl } from '@wordpress/components';
import { createElement, Fragment, useCallback, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { AuditAction } from '@multipay/contracts/schemas/audit';
import type { NetworkApi } from '../../../api/network';
import { Pager } from '../../../components/pager';
import { useLoaded } from '../../../components/use-loaded';
import { usePages } from '../../../components/use-pages';
import { WhenLoaded } from '../../../components/when-loaded';
import { TIGHT } from '../../../components/wordpress-props';
import { actionTitles } from './action-titles';
import { AuditTable } from './audit-table';

export function AuditScreen({ api }: { api: Pick<NetworkApi, 'audit'> }): JSX.Element {
  const [action, setAction] = useState<AuditAction | ''>('');
  const pages = usePages();
  const { cursor } = pages;
  const loaded = useLoaded(useCallback(() => api.audit({ action, cursor }), [api, action, cursor]));
  const choose = (chosen: string): void => {
    pages.toFirst();
    setAction(chosen as AuditAction | '');
  };
  return (
    <div className="multipay-screen">
      <p>
        {__(
          'Who changed what, when. It is kept for 7 years, and nobody can edit it. Secrets appear as fingerprints.',
          'multipay',
        )}
      </p>
      <div className="multipay-search">
        <SelectControl
          {...TIGHT}
          label={__('Show', 'multipay')}
          value={action}
          options={[
            { label: __('Everything', 'multipay'), value: '' },
            ...Object.entries(actionTitles()).map(([value, label]) => ({ label, value })),
          ]}
          onChange={choose}
        />
      </div>
      <WhenLoaded {...loaded} loading={__('Loading the audit log…', 'multipay')}>
        {({ items, next_cursor: nextCursor }) => (
          <>
            {items.length === 0 ? (
              <p role="status">{__('Nothing of this kind has been done yet.', 'multipay')}</p>
            ) : (
              <AuditTable entries={items} />
            )}
            <Pager pages={pages} nextCursor={nextCursor} />
          </>
        )}
      </WhenLoaded>
    </div>
  );
}
