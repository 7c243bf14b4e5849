import { Modal } from '@wordpress/components';
import { createElement, Fragment, useCallback } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import { modeTitle } from '../../../messages/mode-title';
import { CopyFrom } from './copy-from';
import { Grant } from './grant';
import { ImportIntoNetwork } from './import-into-network';
import type { SiteDeed } from './site-deed';
import { SiteValues } from './site-values';

/** What the network can do with one site's settings. */
export function SiteActions({ api, site, onDone, onClose }: SiteDeed & { onClose: () => void }): JSX.Element {
  const loaded = useLoaded(useCallback(() => api.settings(site.site_id), [api, site.site_id]));
  const deed: SiteDeed = {
    api,
    site,
    onDone: async (words) => {
      onClose();
      await onDone(words);
    },
  };
  return (
    <Modal
      // translators: %s: a site's name.
      title={sprintf(__('Settings of %s', 'multipay'), site.name)}
      onRequestClose={onClose}
      className="multipay-dialog"
    >
      <p>{modeTitle(site.mode)}</p>
      <WhenLoaded {...loaded} loading={__('Loading the site’s settings…', 'multipay')}>
        {({ settings }) => (
          <>
            <Grant {...deed} settings={settings} />
            <CopyFrom {...deed} />
            <ImportIntoNetwork {...deed} />
            <SiteValues settings={settings} gateways={site.gateways} />
          </>
        )}
      </WhenLoaded>
    </Modal>
  );
}
