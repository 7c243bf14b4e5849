import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { SILENT } from '../../testing/bridge';
import { freshDatabase, type TestDatabase } from '../../testing/databases';
import { NOW_MS } from '../../testing/records';
import { until } from '../../testing/until';
import { BridgeError } from '../domain/errors';
import type { Store } from '../domain/store';
import { startHousekeeping } from './housekeeping';

const DAY_MS = 86_400_000;
const SITE = { networkId: 'net_1', siteId: '1' };

let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  database = await freshDatabase('sqlite');
  store = await database.open();
});
afterEach(() => database.drop());

const remember = (key: string, nowMs: number) =>
  store.write(({ idempotency }) => idempotency.begin(SITE, key, 'hash', nowMs, 0));
const notice = (providerId: string, receivedMs: number) =>
  store.write(({ notifications }) =>
    notifications.add({
      id: `ntf_${providerId}`,
      provider: 'alipay',
      merchantId: 'mch_1',
      providerId,
      paymentId: null,
      outcome: 'kept',
      sealedBody: 'sealed',
      receivedMs,
    }),
  );

describe('housekeeping', () => {
  it('forgets idempotency keys after a day and raw notifications after thirty, and nothing younger', async () => {
    await remember('old', NOW_MS - DAY_MS - 1);
    await remember('young', NOW_MS - DAY_MS + 1);
    await notice('old', NOW_MS - 30 * DAY_MS - 1);
    await notice('young', NOW_MS - 30 * DAY_MS + 1);
    onTestFinished(startHousekeeping(store, () => NOW_MS, SILENT));
    await until(async () => (await remember('old', NOW_MS)).state === 'new');
    expect(await remember('young', NOW_MS)).toEqual({ state: 'in_flight' });
    expect(await notice('young', NOW_MS)).toBe(false);
    expect(await notice('old', NOW_MS)).toBe(true);
  });

  it('forgets in portions, a unit each, until nothing old is left', async () => {
    const rows = Array.from({ length: 2_500 }, (_, at) => `('net_1', '1', 'key-${at}', 'hash', ${at})`);
    await database.run(
      `INSERT INTO idempotency (network_id, site_id, request_key, request_hash, created_ms) VALUES ${rows.join(', ')}`,
    );
    let units = 0;
    const counting: Store = {
      ...store,
      write: (unit) => {
        units += 1;
        return store.write(unit);
      },
    };
    onTestFinished(startHousekeeping(counting, () => NOW_MS, SILENT));
    await until(async () => (await database.rows('SELECT COUNT(*) AS count FROM idempotency'))[0]?.['count'] === 0);
    await until(() => units === 4);
  });

  it('does every chore, also when another one fails', async () => {
    const done: string[] = [];
    const chores = [() => Promise.reject(new Error('a defect')), async () => void done.push('looked after')];
    const said: string[] = [];
    const log = { ...SILENT, error: (_fields: object, message: string) => void said.push(message) };
    onTestFinished(startHousekeeping(store, () => NOW_MS, log, chores));
    await until(() => said.length === 1);
    expect(done).toEqual(['looked after']);
  });

  it('that fails says so and leaves the bridge alone', async () => {
    const said: string[] = [];
    const away: Store = { ...store, write: () => Promise.reject(new BridgeError('store_unavailable', 'away')) };
    const log = { ...SILENT, error: (_fields: object, message: string) => void said.push(message) };
    onTestFinished(startHousekeeping(away, () => NOW_MS, log));
    await until(() => said.length === 1);
    expect(said[0]).toContain('housekeeping failed');
  });
});
