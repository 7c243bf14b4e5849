import { Button } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { Confirm } from '../../../components/confirm';
import type { SiteDeed } from './site-deed';

/** Makes the network's settings those of this site: the way from one good site to unified management. */
export function ImportIntoNetwork({ api, site, onDone }: SiteDeed): JSX.Element {
  const [asked, setAsked] = useState(false);
  return (
    <section className="multipay-deed">
      <h2>{__('Make them the network’s', 'multipay')}</h2>
      <Button variant="secondary" onClick={() => setAsked(true)}>
        {__('Import this site’s settings into the network…', 'multipay')}
      </Button>
      {asked && (
        <Confirm
          // translators: %s: a site's name.
          title={sprintf(__('Import the settings of %s into the network?', 'multipay'), site.name)}
          action={__('Import into the network', 'multipay')}
          onConfirm={async () => {
            await api.copySettings(site.site_id, '0');
            await onDone(__('The network has the site’s settings now.', 'multipay'));
          }}
          onClose={() => setAsked(false)}
        >
          <p>
            {__(
              'The network’s settings become those of this site, and its merchant accounts become the network’s too, with their keys. Under unified management every other site then uses them: their money goes to these accounts. What the network had set and this site has not is forgotten. Unified management and split mode stay as they are.',
              'multipay',
            )}
          </p>
        </Confirm>
      )}
    </section>
  );
}
