import { Button } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { Setting } from '../../../api/setup';
import { Fault } from '../../../components/fault';
import { useWork } from '../../../components/use-work';
import type { SiteDeed } from './site-deed';

/** The network's leave for a site to configure itself in spite of unified management. */
export function Grant({ api, site, onDone, settings }: SiteDeed & { settings: readonly Setting[] }): JSX.Element {
  const isGranted = settings.find((one) => one.name === 'override_global_config')?.value === true;
  const { busy, fault, run } = useWork();
  const change = (): Promise<boolean> =>
    run(async () => {
      await api.changeSettings([{ name: 'override_global_config', value: !isGranted }], site.site_id);
      await onDone(
        isGranted
          ? __('The network configures the site again; the site’s own settings are kept.', 'multipay')
          : __('The site may configure itself.', 'multipay'),
      );
    });
  return (
    <section className="multipay-deed">
      <h2>{__('Leave to configure itself', 'multipay')}</h2>
      <p>
        {isGranted
          ? __(
              'Granted: the site uses its own accounts and settings, and its money goes to its own account.',
              'multipay',
            )
          : __(
              'Not granted. With it the site uses its own accounts and settings while the network manages the others; its money then goes to its own account. In split mode it does not count.',
              'multipay',
            )}
      </p>
      <Fault message={fault} />
      <Button variant="secondary" isBusy={busy} aria-disabled={busy} onClick={() => void change()}>
        {isGranted ? __('Withdraw the leave', 'multipay') : __('Let the site configure itself', 'multipay')}
      </Button>
    </section>
  );
}
