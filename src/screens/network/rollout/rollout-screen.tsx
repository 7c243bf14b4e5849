import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { NetworkApi } from '../../../api/network';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import { FeatureCard } from './feature-card';

export function RolloutScreen({ api }: { api: NetworkApi }): JSX.Element {
  const loaded = useLoaded(api.rollouts);
  return (
    <WhenLoaded {...loaded} loading={__('Loading the rollouts…', 'multipay')}>
      {(rollouts) => (
        <div className="multipay-screen">
          <p>
            {__(
              'New behaviour is tried at some sites first: 10 %, then 50 %, then all. It goes on only while fewer than 1 % of their payments are refused within 24 hours, and goes back by itself otherwise.',
              'multipay',
            )}
          </p>
          {rollouts.length === 0 && <p>{__('There is no new behaviour to roll out now.', 'multipay')}</p>}
          {rollouts.map((rollout) => (
            <FeatureCard key={rollout.feature} api={api} rollout={rollout} reload={loaded.reload} />
          ))}
        </div>
      )}
    </WhenLoaded>
  );
}
