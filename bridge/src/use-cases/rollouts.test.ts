/** A network rolls a feature out: steps, refusals, and going back. */
import type { AuditEntry } from '@multipay/contracts/schemas/audit';
import type { ChangeRollout, NetworkSite, Rollout } from '@multipay/contracts/schemas/network';
import type { OpenedPayment } from '@multipay/contracts/schemas/payment';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SILENT, testBench, type TestBench } from '../../testing/bridge';
import { listenTo } from '../../testing/event-stream';
import { aPayment } from '../../testing/records';
import { until } from '../../testing/until';
import type { Payment } from '../domain/payment';
import { goBackWhereFailing } from './go-back';

const HOUR_MS = 3_600_000;

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
});
afterAll(() => bench.close());

/** Whatever was rolled out, and what was paid meanwhile, is days ago. */
afterEach(async () => {
  await change({ percent: 0 });
  bench.clock.advance(100 * HOUR_MS);
});

const list = async (): Promise<Rollout | undefined> => {
  const { body } = await bench.call<{ items: Rollout[] }>('GET', '/v1/rollouts', undefined, { key: bench.network });
  return body.items.find(({ feature }: { feature: string }) => feature === 'live_updates');
};
const change = (wish: Partial<ChangeRollout>, key = bench.network) =>
  bench.call<Rollout & Problem>(
    'PUT',
    '/v1/rollouts/live_updates?actor=user_5',
    { percent: 0, site_ids: [], ...wish },
    { key },
  );
/** So many payments that a site opened just now. */
const opened = (siteId: string, count: number, status: Payment['status'] = 'pending') =>
  bench.bridge.store.write(async ({ payments }) => {
    for (let at = 0; at < count; at++) {
      const payment = aPayment({ networkId: bench.networkId, siteId, status, createdMs: bench.clock.now() });
      await payments.insert(payment, { clientIp: '203.0.113.7' });
    }
  });
const lookAround = () => goBackWhereFailing({ store: bench.bridge.store, now: bench.clock.now, log: SILENT });
const newestAudit = async (): Promise<AuditEntry | undefined> => {
  const target = '/v1/audit?subject=live_updates&limit=1';
  return (await bench.call<{ items: AuditEntry[] }>('GET', target, undefined, { key: bench.network })).body.items[0];
};

describe('a feature that was never rolled out', () => {
  it('is at every site, if it is older than rollouts', async () => {
    const fresh = await testBench('sqlite');
    try {
      const { body } = await fresh.call<{ items: Rollout[] }>('GET', '/v1/rollouts', undefined, { key: fresh.network });
      expect(body.items).toEqual([
        {
          ...{ feature: 'live_updates', percent: 100, site_ids: [], since: null, went_back: false, may_advance: false },
          cohorts: [
            { has_feature: true, sites: 2, opened_24h: 0, failed_24h: 0 },
            { has_feature: false, sites: 0, opened_24h: 0, failed_24h: 0 },
          ],
        },
      ]);
      expect((await fresh.open()).body.stream).not.toBeNull();
    } finally {
      await fresh.close();
    }
  });
});

describe('a rollout', () => {
  it('begins with a list, shows both cohorts, and says that it may go on', async () => {
    const { body } = await change({ site_ids: ['2', '2'] });
    expect(body).toMatchObject({ percent: 0, site_ids: ['2'] });
    await opened('1', 3, 'failed');
    await opened('2', 5);
    await opened('2', 1, 'failed');
    expect(await list()).toMatchObject({
      since: body.since,
      cohorts: [
        { has_feature: true, sites: 1, opened_24h: 6, failed_24h: 1 },
        { has_feature: false, sites: 1, opened_24h: 3, failed_24h: 3 },
      ],
      may_advance: true,
    });
  });

  it('does not count what was opened before its step', async () => {
    await opened('2', 10, 'failed');
    bench.clock.advance(1_000);
    await change({ site_ids: ['2'] });
    expect((await list())?.cohorts[0]).toMatchObject({ has_feature: true, opened_24h: 0, failed_24h: 0 });
  });

  it('takes the next step only after a day, and after enough payments that do not fail', async () => {
    await change({ percent: 10, site_ids: ['1', '2'] });
    const half = { percent: 50, site_ids: ['1', '2'] };
    const refused = async (because: RegExp) => {
      const { status, body } = await change(half);
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'rollout_not_ready' });
      expect(body.detail).toMatch(because);
      expect((await list())?.may_advance).toBe(false);
    };
    await refused(/0 of 24 hours/);
    bench.clock.advance(25 * HOUR_MS);
    await refused(/opened 0 payments/);
    await opened('1', 100);
    await opened('2', 2, 'failed');
    await refused(/2\.0 %/);
    await opened('1', 100);
    expect((await list())?.may_advance).toBe(true);
    expect(await change(half)).toMatchObject({ status: 200, body: { percent: 50, may_advance: false } });
  });

  it('goes back at once', async () => {
    await change({ site_ids: ['1'] });
    expect(await change({ percent: 0 })).toMatchObject({ status: 200, body: { percent: 0, site_ids: [] } });
  });

  it('that is asked for as it is begins no new step', async () => {
    await change({ percent: 10, site_ids: ['1', '2'] });
    const before = await list();
    bench.clock.advance(HOUR_MS);
    expect(await change({ percent: 10, site_ids: ['2', '1'] })).toMatchObject({ status: 200 });
    expect(await list()).toMatchObject({ since: before?.since });
  });

  it.each<[string, object]>([
    ['a percentage between the steps', { percent: 11 }],
    ['a site that is not registered', { site_ids: ['3'] }],
    ['the network itself as a site', { site_ids: ['0'] }],
    ['no list', { site_ids: null }],
  ])('is refused %s', async (_name, wish) => {
    expect(await change(wish)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(await list()).toMatchObject({ percent: 0, site_ids: [] });
  });

  it('is in the audit log, with who, before and after', async () => {
    await change({ percent: 10, site_ids: ['1'] });
    expect(await newestAudit()).toMatchObject({
      ...{ action: 'rollout.changed', actor: 'user_5', site_id: '0' },
      before: '{"percent":0,"site_ids":[]}',
      after: '{"percent":10,"site_ids":["1"]}',
    });
  });
});

describe('a rollout goes back by itself', () => {
  it('where one percent of a hundred payments fail', async () => {
    await change({ site_ids: ['2'] });
    await opened('2', 99);
    await opened('2', 1, 'failed');
    await lookAround();
    expect(await list()).toMatchObject({ percent: 0, site_ids: [], went_back: true });
    expect(await newestAudit()).toMatchObject({ action: 'rollout.went_back', actor: 'bridge' });
  });

  it('in a bridge that runs, where a schedule looks', async () => {
    await change({ site_ids: ['2'] });
    await opened('2', 100, 'failed');
    await bench.restart();
    await until(async () => (await list())?.went_back === true);
  });

  it('and says so as an error', async () => {
    const said: [object, string][] = [];
    const log = { ...SILENT, error: (fields: object, message: string) => void said.push([fields, message]) };
    await change({ site_ids: ['2'] });
    await opened('2', 100, 'failed');
    await goBackWhereFailing({ store: bench.bridge.store, now: bench.clock.now, log });
    const fields = { network: bench.networkId, feature: 'live_updates', opened: 100, failed: 100 };
    expect(said).toEqual([[fields, 'a rollout went back by itself: too many payments failed']]);
  });

  it('but not when others fail, nor for a handful of payments, nor for what was before', async () => {
    await opened('2', 200, 'failed');
    bench.clock.advance(1_000);
    await change({ site_ids: ['2'] });
    await opened('1', 200, 'failed');
    await opened('2', 99, 'failed');
    await lookAround();
    expect(await list()).toMatchObject({ site_ids: ['2'], went_back: false });
  });

  it('and may begin again', async () => {
    await change({ site_ids: ['2'] });
    await opened('2', 100, 'failed');
    await lookAround();
    bench.clock.advance(1_000);
    expect(await change({ percent: 10 })).toMatchObject({ status: 200, body: { percent: 10, went_back: false } });
  });
});

describe('live updates', () => {
  const stream = (site: 'site' | 'sibling') => bench.open({}, { key: bench[site] });
  const listen = ({ stream: offered }: OpenedPayment) => {
    const { pathname } = new URL(offered?.url ?? '');
    return listenTo(`${bench.bridge.publicUrl}${pathname}`, { authorization: `Bearer ${offered?.token}` });
  };

  it('are offered to the sites that have them, and to no other', async () => {
    await change({ site_ids: ['2'] });
    expect((await stream('site')).body.stream).toBeNull();
    expect((await stream('sibling')).body.stream).not.toBeNull();
    const features = await bench.call<{ items: NetworkSite[] }>('GET', '/v1/sites', undefined, { key: bench.network });
    expect(features.body.items.map((one) => [one.site_id, one.features])).toEqual([
      ['1', []],
      ['2', ['live_updates']],
    ]);
  });

  it('end with the rollout, for tokens that are out as well', async () => {
    await change({ site_ids: ['2'] });
    const { body } = await stream('sibling');
    const listening = await listen(body);
    expect([listening.status, await listening.next()]).toEqual([200, { status: 'pending' }]);
    await listening.leave();
    await change({ percent: 0 });
    expect((await listen(body)).status).toBe(401);
  });
});

describe("the network's own routes", () => {
  it.each([
    ['GET', '/v1/overview', undefined],
    ['GET', '/v1/sites', undefined],
    ['GET', '/v1/rollouts', undefined],
    ['PUT', '/v1/rollouts/live_updates', { percent: 0, site_ids: [] }],
  ])("%s %s refuse a site's key", async (method, target, body) => {
    for (const key of [bench.site, bench.sibling]) {
      expect(await bench.call(method, target, body, { key })).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
  });

  it('answer the network', async () => {
    const get = (target: string) => bench.call('GET', target, undefined, { key: bench.network });
    expect(await get('/v1/overview')).toMatchObject({ status: 200, body: { sites: 2 } });
    expect(await get('/v1/sites?limit=1&search=shop')).toMatchObject({ status: 200, body: { items: [{}] } });
    expect(await get('/v1/sites?cursor=nonsense')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('know only features that there are', async () => {
    const answer = await bench.call(
      'PUT',
      '/v1/rollouts/pigeons',
      { percent: 0, site_ids: [] },
      { key: bench.network },
    );
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('the audit log', () => {
  it("shows a site its own entries, and not the network's or its sibling's", async () => {
    await change({ percent: 10 });
    for (const key of [bench.site, bench.sibling]) {
      const { status, body } = await bench.call<{ items: AuditEntry[] }>('GET', '/v1/audit', undefined, { key });
      const own = key === bench.site ? '1' : '2';
      expect(status).toBe(200);
      expect(body.items.filter((entry) => entry.site_id !== own)).toEqual([]);
    }
    expect(await bench.call('GET', '/v1/audit?site_id=2')).toMatchObject({ status: 403 });
  });
});
