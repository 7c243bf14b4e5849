/** Settings over the API: who may set what, and what then counts. */
import type { EffectiveSettings } from '@multipay/contracts/schemas/site';
import { SETTING_NAMES, type SettingName } from '@multipay/contracts/settings';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import type { SigningKey } from '../../testing/site';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
});
afterAll(() => bench.close());

/** As the bench was in the beginning. */
beforeEach(async () => {
  await change(bench.network, { payable_minutes: null, alipay_desktop_channel: null, payment_enabled: true });
  for (const site of ['1', '2']) {
    await change(bench.network, { payable_minutes: null, override_global_config: null }, `?site_id=${site}`);
  }
});

const change = (key: SigningKey, values: Record<string, unknown>, query = '') =>
  bench.call<EffectiveSettings>(
    'PUT',
    `/v1/settings${query}`,
    { values: Object.entries(values).map(([name, value]) => ({ name, value })) },
    { key },
  );

async function setting(key: SigningKey, name: SettingName, query = '') {
  const { body } = await bench.call<EffectiveSettings>('GET', `/v1/settings${query}`, undefined, { key });
  const found = body.settings.find((one) => one.name === name);
  return found && { value: found.value, origin: found.origin, locked: found.locked };
}

describe('settings', () => {
  it('are shown all, with where each came from', async () => {
    const { body } = await bench.call<EffectiveSettings>('GET', '/v1/settings');
    expect(body.settings.map(({ name }) => name)).toEqual(SETTING_NAMES);
    expect(await setting(bench.site, 'payment_enabled')).toEqual({ value: true, origin: 'network', locked: true });
    expect(await setting(bench.site, 'payable_minutes')).toEqual({ value: 30, origin: 'default', locked: true });
  });

  it('of the network count for every site that it manages', async () => {
    await change(bench.network, { payable_minutes: 45 });
    expect(await setting(bench.site, 'payable_minutes')).toEqual({ value: 45, origin: 'network', locked: true });
    const { payment } = (await bench.open()).body;
    const minutes = (Date.parse(payment.payable_until) - Date.parse(payment.created_at)) / 60_000;
    expect(minutes).toBeGreaterThan(44.9);
    expect(minutes).toBeLessThanOrEqual(45);
  });

  it('are forgotten by null, and the default counts again', async () => {
    await change(bench.network, { payable_minutes: 45 });
    await change(bench.network, { payable_minutes: null });
    expect(await setting(bench.network, 'payable_minutes')).toEqual({ value: 30, origin: 'default', locked: false });
  });

  it('are changed all or none', async () => {
    const answer = await change(bench.network, { payable_minutes: 45, alipay_desktop_channel: 'pigeon' });
    expect(answer.status).toBe(400);
    expect(await setting(bench.network, 'payable_minutes')).toMatchObject({ value: 30 });
  });

  it.each<[string, string, unknown]>([
    ['a name that nobody knows', 'colour', 'red'],
    ['minutes below five', 'payable_minutes', 4],
    ["minutes beyond a QR's two hours", 'payable_minutes', 121],
    ['half a minute', 'payable_minutes', 5.5],
    ['minutes in words', 'payable_minutes', '30'],
    ['a switch in words', 'payment_enabled', 'true'],
    ['a channel that no computer has', 'alipay_desktop_channel', 'mobile_web'],
    ['an account that is none', 'alipay_merchant', 'mch_1'],
    ['an account that is not there', 'alipay_merchant', 'mch_01k00000000000000000000000'],
  ])('cannot be %s', async (_name, name, value) => {
    expect(await change(bench.network, { [name]: value })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('cannot be none, nor more than fifty at once', async () => {
    expect((await change(bench.network, {})).status).toBe(400);
    const many = { values: Array.from({ length: 51 }, () => ({ name: 'payable_minutes', value: 30 })) };
    expect((await bench.call('PUT', '/v1/settings', many, { key: bench.network })).status).toBe(400);
  });
});

describe('a site that the network manages', () => {
  it.each<[SettingName, unknown]>([
    ['payable_minutes', 45],
    ['alipay_desktop_channel', 'desktop_web'],
    ['wechat_pay_merchant', null],
    ['payment_enabled', false],
    ['override_global_config', true],
  ])('cannot set %s', async (name, value) => {
    expect(await change(bench.site, { [name]: value })).toMatchObject({
      status: 403,
      body: { code: 'settings_locked', next: 'ask_network_admin', field: `/${name}` },
    });
  });

  it('that the network exempts sets its own, except what is for the network alone', async () => {
    await change(bench.network, { override_global_config: true }, '?site_id=2');
    expect((await change(bench.sibling, { payable_minutes: 20 })).status).toBe(200);
    expect(await setting(bench.sibling, 'payable_minutes')).toEqual({ value: 20, origin: 'site', locked: false });
    expect(await setting(bench.site, 'payable_minutes')).toMatchObject({ value: 30 });
    for (const name of ['payment_enabled', 'override_global_config'] as const) {
      expect(await change(bench.sibling, { [name]: true })).toMatchObject({ status: 403 });
    }
  });

  it('gets its own settings back as they were when the network lets go of it', async () => {
    await change(bench.network, { payment_enabled: false });
    await change(bench.site, { payable_minutes: 20 });
    await change(bench.network, { payment_enabled: true });
    expect(await setting(bench.site, 'payable_minutes')).toMatchObject({ value: 30, locked: true });
    await change(bench.network, { payment_enabled: false });
    expect(await setting(bench.site, 'payable_minutes')).toEqual({ value: 20, origin: 'site', locked: false });
  });

  it("has no gateway with the network's account once the network lets go of it", async () => {
    await change(bench.network, { payment_enabled: false });
    const { body } = await bench.call<{ managed: boolean; gateways: { available: boolean }[] }>('GET', '/v1/sites/1');
    expect(body.managed).toBe(false);
    expect(body.gateways.map(({ available }) => available)).toEqual([false, false]);
    expect(await bench.open()).toMatchObject({ status: 422, body: { code: 'merchant_missing' } });
  });
});

describe('the network', () => {
  it('sets what is for one site only for that site, and what is for all only for itself', async () => {
    expect((await change(bench.network, { override_global_config: true })).status).toBe(400);
    expect((await change(bench.network, { payment_enabled: true }, '?site_id=2')).status).toBe(400);
  });

  it('sets and sees what a site has of its own', async () => {
    await change(bench.network, { override_global_config: true, payable_minutes: 25 }, '?site_id=2');
    expect(await setting(bench.network, 'payable_minutes', '?site_id=2')).toEqual({
      value: 25,
      origin: 'site',
      locked: false,
    });
  });

  it.each(['GET', 'PUT'])('cannot %s those of a site that is not there', async (method) => {
    const body = method === 'PUT' ? { values: [{ name: 'payable_minutes', value: 25 }] } : undefined;
    const answer = await bench.call(method, '/v1/settings?site_id=4711', body, { key: bench.network });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
