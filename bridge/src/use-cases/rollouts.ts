import { FEATURE_NAMES, ROLLOUT_STEPS, type Feature } from '@multipay/contracts/features';
import type { ChangeRollout, Rollout as RolloutView } from '@multipay/contracts/schemas/network';
import { isoOrNull } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import { byFeature, notReady, reaches, reachOf, type Reach, type Rollout } from '../domain/rollout';
import type { Caller } from '../domain/site';
import type { Reads } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { standingOf, type Standing } from './rollout-standing';

/** The new behaviour that is on for a site. */
export async function featuresOf(
  { rollouts }: Pick<Reads, 'rollouts'>,
  networkId: string,
  siteId: string,
): Promise<Feature[]> {
  return featuresAmong(await rollouts.list(networkId), siteId);
}

/** The same, of rollouts that are known already. */
export function featuresAmong(rollouts: readonly Rollout[], siteId: string): Feature[] {
  const known = byFeature(rollouts);
  return FEATURE_NAMES.filter((feature) => reaches(reachOf(feature, known.get(feature)), feature, siteId));
}

function view(feature: Feature, { rollout, reach, cohorts, watch }: Standing, nowMs: number): RolloutView {
  const next = ROLLOUT_STEPS.find((step) => step > reach.percent);
  return {
    feature,
    percent: reach.percent,
    site_ids: [...reach.siteIds],
    since: isoOrNull(rollout?.sinceMs ?? null),
    went_back: rollout?.wentBack ?? false,
    cohorts: cohorts.map(({ has, sites, tally }) => ({
      has_feature: has,
      sites,
      opened_24h: tally.opened,
      failed_24h: tally.failed,
    })),
    may_advance: next !== undefined && notReady(rollout, reach, { ...reach, percent: next }, watch, nowMs) === null,
  };
}

/** How far each feature is rolled out in a network, and how the sites do that have it, beside those that have it not. */
export const listRollouts =
  ({ store, now }: Deps) =>
  async ({ networkId }: Caller): Promise<{ items: RolloutView[] }> => {
    const known = byFeature(await store.read.rollouts.list(networkId));
    const items = FEATURE_NAMES.map(async (feature) => {
      const standing = await standingOf(store.read, networkId, feature, known.get(feature), now());
      return view(feature, standing, now());
    });
    return { items: await Promise.all(items) };
  };

/**
 * Takes a rollout a step on, or back. Back goes at once and from anywhere.
 *
 * @throws BridgeError `invalid_request`, and `rollout_not_ready` with what is missing
 */
export const changeRollout =
  (deps: Deps) =>
  async (caller: Caller, feature: Feature, wish: ChangeRollout): Promise<RolloutView> => {
    const { store, now } = deps;
    const { networkId } = caller;
    const nowMs = now();
    const to: Reach = { percent: wish.percent, siteIds: [...new Set(wish.site_ids)] };
    const rollout = await store.write(async (work) => {
      await checkReach(work, networkId, to);
      const known = (await work.rollouts.lock(networkId, feature)) ?? undefined;
      const { reach: from, watch } = await standingOf(work, networkId, feature, known, nowMs);
      if (isSame(from, to)) return known;
      const missing = notReady(known, from, to, watch, nowMs);
      if (missing !== null) throw new BridgeError('rollout_not_ready', `${feature}: ${missing}`);
      const changed: Rollout = { networkId, feature, ...to, sinceMs: nowMs, wentBack: false };
      await work.rollouts.save(changed);
      const deed = { action: 'rollout.changed', subject: feature, before: said(from), after: said(to) } as const;
      await note(deps, work, caller, deed);
      return changed;
    });
    return view(feature, await standingOf(store.read, networkId, feature, rollout, nowMs), nowMs);
  };

const isSame = (one: Reach, other: Reach): boolean => JSON.stringify(said(one)) === JSON.stringify(said(other));
const said = ({ percent, siteIds }: Reach) => ({ percent, site_ids: [...siteIds].sort() });

async function checkReach(
  { sites }: Pick<Reads, 'sites'>,
  networkId: string,
  { percent, siteIds }: Reach,
): Promise<void> {
  if (!(ROLLOUT_STEPS as readonly number[]).includes(percent)) {
    throw new BridgeError('invalid_request', `percent is one of ${ROLLOUT_STEPS.join(', ')}`, { field: '/percent' });
  }
  const registered = new Set((await sites.sites(networkId)).map(({ siteId }) => siteId));
  const stranger = siteIds.find((siteId) => !registered.has(siteId));
  if (stranger !== undefined) {
    throw new BridgeError('invalid_request', `there is no site ${stranger} in this network`, { field: '/site_ids' });
  }
}
