import { Button, Notice } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ChangeRollout, Rollout } from '@multipay/contracts/schemas/network';
import type { NetworkApi } from '../../../api/network';
import { Done } from '../../../components/done';
import { Fault } from '../../../components/fault';
import { dateAndTime } from '../../../components/format';
import { Section } from '../../../components/section';
import { useWork } from '../../../components/use-work';
import { featureWords } from '../../../messages/feature-title';
import { Cohorts } from './cohorts';
import { FirstSites } from './first-sites';
import { nextStep, stepBack, waitWords } from './steps';

interface Props {
  readonly api: Pick<NetworkApi, 'changeRollout' | 'sites'>;
  readonly rollout: Rollout;
  readonly reload: () => Promise<void>;
}

export function FeatureCard({ api, rollout, reload }: Props): JSX.Element {
  const { feature, percent, site_ids: siteIds } = rollout;
  const { title, what } = featureWords(feature);
  const [done, setDone] = useState<string | null>(null);
  const { busy, fault, run } = useWork();
  const change = (to: ChangeRollout): Promise<boolean> => {
    setDone(null);
    return run(async () => {
      const now = await api.changeRollout(feature, to);
      await reload();
      setDone(reachWords(now.percent, now.site_ids.length));
    });
  };
  const step = (to: number): Promise<boolean> => change({ percent: to, site_ids: [...siteIds] });
  return (
    <Section wide title={title}>
      <p>{what}</p>
      <p>
        <strong>{reachWords(percent, siteIds.length)}</strong>{' '}
        {rollout.since !== null &&
          // translators: %s: a date and time.
          sprintf(__('Since %s.', 'multipay'), dateAndTime(rollout.since))}
      </p>
      {rollout.went_back && (
        <Notice status="warning" isDismissible={false}>
          {__('It went back by itself, since too many payments were refused at its sites.', 'multipay')}
        </Notice>
      )}
      <Cohorts title={title} cohorts={rollout.cohorts} />
      <Steps rollout={rollout} busy={busy} onStep={(to) => void step(to)} />
      <Fault message={fault} />
      <Done message={done} />
      <FirstSites
        key={siteIds.join()}
        api={api}
        siteIds={siteIds}
        busy={busy}
        onSave={(chosen) => void change({ percent, site_ids: [...chosen] })}
      />
    </Section>
  );
}

function reachWords(percent: number, sites: number): string {
  // translators: %d: a percentage.
  const share = sprintf(__('%d %% of the sites have it.', 'multipay'), percent);
  if (sites === 0) return share;
  // translators: %d: a number of sites.
  return `${share} ${sprintf(_n('%d chosen site has it anyway.', '%d chosen sites have it anyway.', sites, 'multipay'), sites)}`;
}

interface StepsProps {
  readonly rollout: Rollout;
  readonly busy: boolean;
  readonly onStep: (percent: number) => void;
}

/** On only when it may, with the reason; back at any time. */
function Steps({ rollout, busy, onStep }: StepsProps): JSX.Element {
  const [nowMs] = useState(() => Date.now());
  const { feature, percent } = rollout;
  const [next, back] = [nextStep(percent), stepBack(percent)];
  const wait = waitWords(rollout, nowMs);
  const reason = `multipay-wait-${feature}`;
  return (
    <div>
      <div className="multipay-actions">
        {next !== null && (
          <Button
            variant="primary"
            isBusy={busy}
            aria-disabled={busy}
            disabled={wait !== null}
            aria-describedby={wait === null ? undefined : reason}
            onClick={() => onStep(next)}
          >
            {
              // translators: %d: a percentage.
              sprintf(__('Go on to %d %%', 'multipay'), next)
            }
          </Button>
        )}
        {back !== null && (
          <Button variant="secondary" aria-disabled={busy} onClick={() => onStep(back)}>
            {
              // translators: %d: a percentage.
              sprintf(__('Go back to %d %%', 'multipay'), back)
            }
          </Button>
        )}
      </div>
      {wait !== null && (
        <p id={reason} className="description">
          {wait}
        </p>
      )}
    </div>
  );
}
