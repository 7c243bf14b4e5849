import { Button, SearchControl, SelectControl } from '@wordpress/components';
import { createElement, Fragment, useCallback, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { Confirm } from '../../../components/confirm';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import { TIGHT } from '../../../components/wordpress-props';
import type { SiteDeed } from './site-deed';

/** The contracts call the network itself so. */
const NETWORK = '0';

/** Makes this site's own settings those of the network or of another site. */
export function CopyFrom({ api, site, onDone }: SiteDeed): JSX.Element {
  const [search, setSearch] = useState('');
  const [from, setFrom] = useState(NETWORK);
  const [asked, setAsked] = useState(false);
  const loaded = useLoaded(useCallback(async () => (await api.sites({ search, limit: 100 })).items, [api, search]));
  return (
    <section className="multipay-deed">
      <h2>{__('Copy settings to this site', 'multipay')}</h2>
      <SearchControl
        {...TIGHT}
        label={__('Search the site to copy from', 'multipay')}
        value={search}
        onChange={(text) => {
          setFrom(NETWORK);
          setSearch(text);
        }}
      />
      <WhenLoaded {...loaded} loading={__('Loading the sites…', 'multipay')}>
        {(found) => {
          const others = found.filter((one) => one.site_id !== site.site_id);
          const options = [
            { label: __('The network', 'multipay'), value: NETWORK },
            ...others.map((one) => ({ label: `${one.name} (${one.domain})`, value: one.site_id })),
          ];
          const name = options.find((one) => one.value === from)?.label ?? '';
          return (
            <>
              <SelectControl
                {...TIGHT}
                label={__('Copy from', 'multipay')}
                value={from}
                options={options}
                onChange={setFrom}
              />
              <Button variant="secondary" onClick={() => setAsked(true)}>
                {__('Copy settings…', 'multipay')}
              </Button>
              {asked && (
                <Confirm
                  // translators: 1: a site's name, 2: another's.
                  title={sprintf(__('Copy the settings of %1$s to %2$s?', 'multipay'), name, site.name)}
                  action={__('Copy settings', 'multipay')}
                  onConfirm={async () => {
                    await api.copySettings(from, site.site_id);
                    await onDone(__('The settings are copied.', 'multipay'));
                  }}
                  onClose={() => setAsked(false)}
                >
                  <p>
                    {__(
                      'This site’s own settings become those of the other place: what is not set there is forgotten here. Merchant accounts are copied with their keys. Whether the site may configure itself stays as it is.',
                      'multipay',
                    )}
                  </p>
                </Confirm>
              )}
            </>
          );
        }}
      </WhenLoaded>
    </section>
  );
}
