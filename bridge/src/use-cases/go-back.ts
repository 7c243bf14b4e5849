import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { fails, isOver, NOWHERE, reaches, watchedFromMs, type Rollout } from '../domain/rollout';
import type { Caller } from '../domain/site';
import { note } from './audit';
import type { Deps } from './deps';
import { tallyOf } from './rollout-standing';

type GoBackDeps = Pick<Deps, 'store' | 'now' | 'log'>;

/** Takes a feature away from everybody where the sites that have it fail too often. */
export async function goBackWhereFailing(deps: GoBackDeps): Promise<void> {
  const { store, now, log } = deps;
  for (const rollout of await store.read.rollouts.all()) {
    const { networkId, feature } = rollout;
    const nowMs = now();
    if (isOver(rollout, nowMs)) continue;
    const opened = await store.read.overview.opened(networkId, watchedFromMs(rollout, nowMs));
    const tally = tallyOf(opened, (siteId) => reaches(rollout, feature, siteId));
    if (!fails(tally) || !(await goBack(deps, rollout, nowMs))) continue;
    log.error({ network: networkId, feature, ...tally }, 'a rollout went back by itself: too many payments failed');
  }
}

/** @returns false when somebody was faster */
const goBack = (deps: GoBackDeps, failing: Rollout, nowMs: number): Promise<boolean> =>
  deps.store.write(async (work) => {
    const { networkId, feature, percent, siteIds, sinceMs } = failing;
    const current = await work.rollouts.lock(networkId, feature);
    if (current?.sinceMs !== sinceMs) return false;
    await work.rollouts.save({ networkId, feature, ...NOWHERE, sinceMs: nowMs, wentBack: true });
    const bridge: Caller = { networkId, siteId: NETWORK_ITSELF, scope: 'network', actor: 'bridge' };
    const [before, after] = [
      { percent, site_ids: siteIds },
      { percent: NOWHERE.percent, site_ids: NOWHERE.siteIds },
    ];
    await note(deps, work, bridge, { action: 'rollout.went_back', subject: feature, before, after });
    return true;
  });
