import { createElement, useCallback } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { NetworkApi } from '../../../api/network';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import type { NetworkSettings } from './fields';
import { ModeSection } from './mode-section';
import { SettingsForm } from './settings-form';

export function SettingsScreen({ api }: { api: NetworkApi }): JSX.Element {
  const read = useCallback(async (): Promise<NetworkSettings> => {
    const [{ settings }, merchants] = await Promise.all([api.settings(), api.merchants()]);
    return { settings, merchants };
  }, [api]);
  const loaded = useLoaded(read);
  return (
    <WhenLoaded {...loaded} loading={__('Loading the settings…', 'multipay')}>
      {(known) => (
        <div className="multipay-screen">
          <ModeSection api={api} settings={known.settings} reload={loaded.reload} />
          <SettingsForm api={api} known={known} reload={loaded.reload} />
        </div>
      )}
    </WhenLoaded>
  );
}
