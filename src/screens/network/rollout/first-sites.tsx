import { Button } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { NetworkApi } from '../../../api/network';
import { useFocusBack } from '../../../components/use-focus-back';
import { SitePicker } from '../site-picker';

interface Props {
  readonly api: Pick<NetworkApi, 'sites'>;
  readonly siteIds: readonly string[];
  readonly busy: boolean;
  readonly onSave: (siteIds: readonly string[]) => void;
}

/** Sites that get the new behaviour whatever the percentage: those whose owners want to try it. */
export function FirstSites({ api, siteIds, busy, onSave }: Props): JSX.Element {
  const [open, setOpen] = useState(false);
  const opener = useFocusBack(open);
  const [chosen, setChosen] = useState(siteIds);
  const same = chosen.length === siteIds.length && chosen.every((one) => siteIds.includes(one));
  if (!open) {
    return (
      <Button ref={opener} variant="link" onClick={() => setOpen(true)}>
        {__('Choose sites that have it whatever the percentage…', 'multipay')}
      </Button>
    );
  }
  return (
    <div>
      <SitePicker api={api} chosen={chosen} onChange={setChosen} />
      <div className="multipay-actions">
        <Button variant="secondary" aria-disabled={busy} disabled={same} onClick={() => onSave(chosen)}>
          {__('Save these sites', 'multipay')}
        </Button>
        <Button variant="tertiary" onClick={() => setOpen(false)}>
          {__('Close', 'multipay')}
        </Button>
      </div>
    </div>
  );
}
