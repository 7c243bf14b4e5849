/**
 * A network of 200 sites with 20,000 payments beside one of ten sites with a thousand, on the embedded database, in this
 * process: what the Sites screen, the overview and a switch of the mode take, and how much of it is the sites' number.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minor } from '@multipay/contracts/money';
import { countedStore } from '../bridge/testing/counted-store';
import { aPayment, aSite } from '../bridge/testing/records';
import type { Store } from '../bridge/src/domain/store';
import { connectStore } from '../bridge/src/store/connect';
import type { Deps } from '../bridge/src/use-cases/deps';
import { listSites } from '../bridge/src/use-cases/network-sites';
import { getOverview } from '../bridge/src/use-cases/overview';
import { changeSettings } from '../bridge/src/use-cases/settings';
import { atMost, median, spread, type Finding } from './lib/report';

const [FEW_SITES, MANY_SITES] = [10, 200];
const PAYMENTS_PER_SITE = 100;
const ROUNDS = 30;
const SWITCH_GOAL = 2;
const SCREEN_GOAL_MS = 1_000;
const DAY_MS = 86_400_000;
const NETWORK = { networkId: 'net_1', siteId: '0', scope: 'network', actor: 'operator' } as const;

type Deed = (store: Pick<Store, 'read' | 'write'>, round: number) => Promise<unknown>;

const deps = (store: Pick<Store, 'read' | 'write'>): Deps => ({ store, now: Date.now }) as unknown as Deps;
const sitesPage: Deed = (store) => listSites(deps(store))(NETWORK, { limit: 20 });
const overview: Deed = (store) => getOverview(deps(store))(NETWORK);
const switchMode: Deed = (store, round) =>
  changeSettings(deps(store))(NETWORK, { values: [{ name: 'payment_enabled', value: round % 2 === 0 }] });

/** Sites with an account of their own, and payments spread over the last 20 days. */
async function seed(url: string, sites: number): Promise<Store> {
  const store = await connectStore(url, Date.now());
  await store.write((work) => work.sites.saveNetwork({ id: 'net_1', name: 'Bench', keyEpoch: 1, createdMs: 1 }));
  for (let id = 1; id <= sites; id++) {
    const siteId = String(id);
    await store.write(async (work) => {
      await work.sites.saveSite(aSite({ siteId, name: `Shop ${id}`, domain: `${id}.example`, createdMs: id }));
      await work.settings.set('net_1', siteId, 'payable_minutes', 45, id);
      for (let at = 0; at < PAYMENTS_PER_SITE; at++) {
        const createdMs = Date.now() - Math.floor((at / PAYMENTS_PER_SITE) * 20 * DAY_MS);
        const paid = { status: 'succeeded', paidMs: createdMs, paidAmount: minor(1001), paidCurrency: 'CNY' } as const;
        const payment = aPayment({ siteId, createdMs, ...(at % 5 > 0 && paid) });
        await work.payments.insert(payment, { clientIp: '203.0.113.7' });
      }
    });
  }
  return store;
}

async function took(deed: Deed, store: Store, round: number): Promise<number> {
  const beganMs = performance.now();
  await deed(store, round);
  return performance.now() - beganMs;
}

async function queries(deed: Deed, url: string): Promise<number> {
  const { store, during, close } = countedStore(url);
  try {
    await deed(store, 0);
    return await during(() => deed(store, 1));
  } finally {
    close();
  }
}

export async function network(): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'multipay-bench-network-'));
  const [fewUrl, manyUrl] = [`sqlite:${join(folder, 'few.sqlite')}`, `sqlite:${join(folder, 'many.sqlite')}`];
  const [few, many] = [await seed(fewUrl, FEW_SITES), await seed(manyUrl, MANY_SITES)];
  const measure = async (deed: Deed) => {
    const rounds: { few: number; many: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ few: await took(deed, few, round), many: await took(deed, many, round) });
    }
    // The first rounds prepare statements.
    const warm = rounds.slice(2);
    const ratio = median(warm.map((one) => one.many / one.few));
    const asked = [await queries(deed, fewUrl), await queries(deed, manyUrl)];
    const ms = warm.map((one) => one.many);
    const note = `${MANY_SITES} sites ${spread(ms)} ms, ${FEW_SITES} sites ${spread(warm.map((one) => one.few))} ms, ${asked.join(' and ')} queries`;
    return { ratio, note, ms: median(ms) };
  };
  try {
    const [page, glance, switched] = [await measure(sitesPage), await measure(overview), await measure(switchMode)];
    const times = (ratio: number) => `${ratio.toFixed(2)} times that of ${FEW_SITES} sites`;
    return [
      atMost('a page of 20 of 200 sites', page.ms, 'ms', SCREEN_GOAL_MS, `${times(page.ratio)}; ${page.note}`),
      atMost('the overview of 200 sites', glance.ms, 'ms', SCREEN_GOAL_MS, `${times(glance.ratio)}; ${glance.note}`),
      atMost('a switch of the mode, 200 sites / 10 sites', switched.ratio, 'times', SWITCH_GOAL, switched.note),
    ];
  } finally {
    await Promise.all([few.close(), many.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
