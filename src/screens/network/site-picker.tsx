import { CheckboxControl, SearchControl } from '@wordpress/components';
import { createElement, useCallback, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { NetworkApi } from '../../api/network';
import { useLoaded } from '../../components/use-loaded';
import { WhenLoaded } from '../../components/when-loaded';
import { TIGHT } from '../../components/wordpress-props';

interface Props {
  readonly api: Pick<NetworkApi, 'sites'>;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** More are found by searching. */
const ROWS = 20;

/** Chooses sites by name: those that were chosen stay in sight while others are searched for. */
export function SitePicker({ api, chosen, onChange }: Props): JSX.Element {
  const [search, setSearch] = useState('');
  const read = useCallback(async () => (await api.sites({ search, limit: ROWS })).items, [api, search]);
  const loaded = useLoaded(read);
  const toggle = (siteId: string, on: boolean): void =>
    onChange(on ? [...chosen, siteId] : chosen.filter((one) => one !== siteId));
  return (
    <fieldset className="multipay-picker">
      <legend>{__('Choose sites', 'multipay')}</legend>
      <SearchControl
        {...TIGHT}
        label={__('Search by name or address', 'multipay')}
        value={search}
        onChange={setSearch}
      />
      <WhenLoaded {...loaded} loading={__('Loading the sites…', 'multipay')}>
        {(found) => {
          const names = new Map(found.map((site) => [site.site_id, `${site.name} (${site.domain})`]));
          const ids = [...new Set([...chosen, ...names.keys()])];
          return ids.map((id) => (
            <CheckboxControl
              {...TIGHT}
              key={id}
              // translators: %s: a site's number.
              label={names.get(id) ?? sprintf(__('Site number %s', 'multipay'), id)}
              checked={chosen.includes(id)}
              onChange={(on) => toggle(id, on)}
            />
          ));
        }}
      </WhenLoaded>
    </fieldset>
  );
}
