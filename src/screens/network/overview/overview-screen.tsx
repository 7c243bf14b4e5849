import { createElement } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { Overview } from '@multipay/contracts/schemas/network';
import type { NetworkApi } from '../../../api/network';
import { count, dateAndTime } from '../../../components/format';
import { Section } from '../../../components/section';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import { screenUrl } from '../screen-url';
import { Attention } from './attention';
import { ChannelHealth } from './channel-health';
import { DaysCharts } from './days-charts';
import { Today } from './today';

export function OverviewScreen({ api }: { api: Pick<NetworkApi, 'overview'> }): JSX.Element {
  const loaded = useLoaded(api.overview);
  return (
    <WhenLoaded {...loaded} loading={__('Loading the network at a glance…', 'multipay')}>
      {(overview) => <Glance overview={overview} />}
    </WhenLoaded>
  );
}

function Glance({ overview }: { overview: Overview }): JSX.Element {
  // translators: %s: a number of sites.
  const sites = sprintf(_n('%s site', '%s sites', overview.sites, 'multipay'), count(overview.sites));
  // translators: %s: a date and time.
  const words = __('as of %s; days are those of Beijing time, as in the providers’ bills', 'multipay');
  return (
    <div className="multipay-screen">
      <p>
        <a href={screenUrl('sites')}>{sites}</a>, {sprintf(words, dateAndTime(overview.time))}
      </p>
      <Section wide title={__('What needs attention', 'multipay')}>
        <Attention items={overview.attention} />
      </Section>
      <Section wide title={__('Money in today', 'multipay')}>
        <Today rows={overview.today} />
      </Section>
      <Section wide title={__('Money in within 14 days', 'multipay')}>
        <DaysCharts days={overview.days} now={overview.time} />
      </Section>
      <Section wide title={__('Channels within 24 hours', 'multipay')}>
        <ChannelHealth channels={overview.channels} />
      </Section>
    </div>
  );
}
