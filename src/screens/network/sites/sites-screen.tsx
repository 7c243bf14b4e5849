import { SearchControl } from '@wordpress/components';
import { createElement, Fragment, useCallback, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { NetworkSite } from '@multipay/contracts/schemas/network';
import type { NetworkApi } from '../../../api/network';
import { Done } from '../../../components/done';
import { Pager } from '../../../components/pager';
import { useLoaded } from '../../../components/use-loaded';
import { usePages } from '../../../components/use-pages';
import { WhenLoaded } from '../../../components/when-loaded';
import { TIGHT } from '../../../components/wordpress-props';
import { SiteActions } from './site-actions';
import { SitesTable } from './sites-table';

/** @param search what the address asks to look for */
export function SitesScreen({ api, search: first }: { api: NetworkApi; search: string }): JSX.Element {
  const [search, setSearch] = useState(first);
  const [chosen, setChosen] = useState<NetworkSite | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const pages = usePages();
  const { cursor } = pages;
  const loaded = useLoaded(useCallback(() => api.sites({ search, cursor }), [api, search, cursor]));
  const choose = (site: NetworkSite): void => {
    setDone(null);
    setChosen(site);
  };
  return (
    <div className="multipay-screen">
      <SearchControl
        {...TIGHT}
        className="multipay-search"
        label={__('Search by name or address', 'multipay')}
        value={search}
        onChange={(text) => {
          pages.toFirst();
          setSearch(text);
        }}
      />
      <Done message={done} />
      <WhenLoaded {...loaded} loading={__('Loading the sites…', 'multipay')}>
        {({ items, next_cursor: nextCursor }) => (
          <>
            {items.length === 0 ? (
              <p role="status">{emptyWords(search)}</p>
            ) : (
              <SitesTable sites={items} onManage={choose} />
            )}
            <Pager pages={pages} nextCursor={nextCursor} />
          </>
        )}
      </WhenLoaded>
      {chosen && (
        <SiteActions
          api={api}
          site={chosen}
          onClose={() => setChosen(null)}
          onDone={async (words) => {
            setDone(words);
            await loaded.reload();
          }}
        />
      )}
    </div>
  );
}

const emptyWords = (search: string): string =>
  search === ''
    ? __(
        'No site is registered yet. A site registers itself when somebody first opens its admin or its checkout.',
        'multipay',
      )
    : __('No site has this in its name or address.', 'multipay');
