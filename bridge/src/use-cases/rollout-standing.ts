import type { Feature } from '@multipay/contracts/features';
import type { OpenedCount } from '../domain/overview';
import {
  judgedFromMs,
  reaches,
  reachOf,
  watchedFromMs,
  type Reach,
  type Rollout,
  type Tally,
  type Watch,
} from '../domain/rollout';
import type { Reads } from '../domain/store';

/** A feature in a network: how far it is, and how it does. */
export interface Standing {
  readonly rollout: Rollout | undefined;
  readonly reach: Reach;
  /** The sites that have it, and those that have it not, over the last day. */
  readonly cohorts: readonly { readonly has: boolean; readonly sites: number; readonly tally: Tally }[];
  /** Of the sites that have it. */
  readonly watch: Watch;
}

export async function standingOf(
  { overview, sites }: Pick<Reads, 'overview' | 'sites'>,
  networkId: string,
  feature: Feature,
  rollout: Rollout | undefined,
  nowMs: number,
): Promise<Standing> {
  const reach = reachOf(feature, rollout);
  const has = (siteId: string): boolean => reaches(reach, feature, siteId);
  const registered = await sites.sites(networkId);
  const lastDay = await overview.opened(networkId, watchedFromMs(rollout, nowMs));
  const step = rollout ? await overview.opened(networkId, judgedFromMs(rollout, nowMs)) : lastDay;
  const cohorts = [true, false].map((which) => ({
    has: which,
    sites: registered.filter(({ siteId }) => has(siteId) === which).length,
    tally: tallyOf(lastDay, (siteId) => has(siteId) === which),
  }));
  return { rollout, reach, cohorts, watch: { lastDay: tallyOf(lastDay, has), step: tallyOf(step, has) } };
}

/** How the sites do that are counted. */
export function tallyOf(counts: readonly OpenedCount[], counted: (siteId: string) => boolean): Tally {
  let [opened, failed] = [0, 0];
  for (const { siteId, status, payments } of counts) {
    if (!counted(siteId)) continue;
    opened += payments;
    if (status === 'failed') failed += payments;
  }
  return { opened, failed };
}
