/** Settings over the API: who may set what, and what then counts. */
import type { EffectiveSettings, SiteStatus } from '@multipay/contracts/schemas/site';
import type { Problem } from '@multipay/contracts/schemas/problem';
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
  const accounts = ['wechat_pay_merchant', 'alipay_merchant', 'payment_enabled', 'override_global_config'];
  const shared = SETTING_NAMES.filter((name) => !accounts.includes(name) && !name.startsWith('split_'));
  const forgotten = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
  const ofNetwork = [...shared, 'split_mode', 'split_least_share', 'split_most_share'];
  await change(bench.network, { ...forgotten(ofNetwork), payment_enabled: true });
  for (const site of ['1', '2']) {
    await change(bench.network, forgotten([...shared, 'split_share', 'override_global_config']), `?site_id=${site}`);
  }
});

const change = (key: SigningKey, values: Record<string, unknown>, query = '') =>
  bench.call<EffectiveSettings & Problem>(
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

describe('the mode', () => {
  const modeOf = async (key: SigningKey, query = '') =>
    (await bench.call<EffectiveSettings>('GET', `/v1/settings${query}`, undefined, { key })).body.mode;

  it('is said of a site and of the network itself', async () => {
    expect([await modeOf(bench.site), await modeOf(bench.network)]).toEqual(['managed', 'managed']);
    await change(bench.network, { override_global_config: true }, '?site_id=2');
    expect([await modeOf(bench.sibling), await modeOf(bench.site)]).toEqual(['exempt', 'managed']);
    await change(bench.network, { split_mode: true });
    expect([await modeOf(bench.sibling), await modeOf(bench.network)]).toEqual(['split', 'split']);
    await change(bench.network, { payment_enabled: false });
    expect([await modeOf(bench.sibling), await modeOf(bench.network)]).toEqual(['independent', 'independent']);
  });

  it('leaves what a place has stored itself to be seen, whether it counts or not', async () => {
    await change(bench.network, { payable_minutes: 25 }, '?site_id=1');
    await change(bench.network, { payable_minutes: 45 });
    const rows = async (key: SigningKey) =>
      (await bench.call<EffectiveSettings>('GET', '/v1/settings', undefined, { key })).body.settings;
    expect(await rows(bench.site)).toContainEqual({
      name: 'payable_minutes',
      value: 45,
      origin: 'network',
      locked: true,
      own: 25,
    });
    expect((await rows(bench.network)).find(({ name }) => name === 'payable_minutes')).toMatchObject({ own: 45 });
    expect((await rows(bench.sibling)).find(({ name }) => name === 'payable_minutes')).toMatchObject({ own: null });
  });
});

describe('values that must fit others', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a least share above the most', { split_least_share: 3_001 }, /split_least_share \(3001\) is above.*\(3000\)/],
    ['a most share below the least', { split_least_share: 500, split_most_share: 400 }, /\(500\) is above.*\(400\)/],
    ["all of a provider's channels off", { wechat_pay_channels_off: ['qr_code', 'mobile_web'] }, /cannot be/],
  ])('cannot be: %s', async (_name, values, said) => {
    const { status, body } = await change(bench.network, values);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
    expect(body.detail).toMatch(said);
    expect(await setting(bench.network, 'split_least_share')).toMatchObject({ value: 0 });
  });

  it("keep a seller's share within the network's bounds, and say them", async () => {
    await change(bench.network, { split_mode: true, split_least_share: 100, split_most_share: 200 });
    for (const share of [99, 201]) {
      const { status, body } = await change(bench.sibling, { split_share: share });
      expect({ status, field: body.field }).toEqual({ status: 400, field: '/split_share' });
      expect(body.detail).toMatch(/at least 100 and at most 200/);
    }
    expect((await change(bench.sibling, { split_share: 200 })).status).toBe(200);
    expect(await setting(bench.sibling, 'split_share')).toEqual({ value: 200, origin: 'site', locked: false });
  });

  it('leave a managed site at least one channel that the network has left on', async () => {
    await change(bench.network, { wechat_pay_channels_off: ['qr_code'] });
    const { status, body } = await change(bench.site, { wechat_pay_channels_off: ['mobile_web'] });
    expect({ status, field: body.field }).toEqual({ status: 400, field: '/wechat_pay_channels_off' });
    expect(body.detail).toMatch(/no channel left/);
    await change(bench.network, { override_global_config: true }, '?site_id=1');
    expect((await change(bench.site, { wechat_pay_channels_off: ['mobile_web'] })).status).toBe(200);
  });

  it('close the gateway where the network later takes the last channel away', async () => {
    await change(bench.site, { wechat_pay_channels_off: ['mobile_web'] });
    await change(bench.network, { wechat_pay_channels_off: ['qr_code'] });
    const { body } = await bench.call<SiteStatus>('GET', '/v1/sites/1');
    expect(body.gateways[0]).toMatchObject({
      provider: 'wechat_pay',
      available: false,
      unavailable_because: 'channel_unavailable',
      channels: [],
    });
    expect(await bench.open()).toMatchObject({ status: 422, body: { code: 'channel_unavailable' } });
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

  it('hears why, and whom to ask', async () => {
    const managed = (await change(bench.site, { payable_minutes: 45 })).body.detail;
    expect(managed).toMatch(/payable_minutes is locked: the network manages this site; ask the network admin/);
    expect((await change(bench.site, { split_share: 1 })).body.detail).toMatch(/split mode only.*network admin/);
    expect((await change(bench.site, { split_mode: true })).body.detail).toMatch(/only the network admin decides/);
    await change(bench.network, { split_mode: true });
    const split = (await change(bench.site, { wechat_pay_channels_off: [] })).body;
    expect(split).toMatchObject({ code: 'settings_locked', next: 'ask_network_admin' });
    expect(split.detail).toMatch(/split mode: the site sets only its share, and what it had set before is kept/);
  });

  it('may make narrower what the network has set, and never wider', async () => {
    await change(bench.network, { most_per_payment: 500, alipay_channels_off: ['desktop_web'] });
    await change(bench.site, { most_per_payment: 300, alipay_channels_off: ['mobile_web'] });
    expect(await setting(bench.site, 'most_per_payment')).toEqual({ value: 300, origin: 'both', locked: false });
    expect(await setting(bench.site, 'alipay_channels_off')).toEqual({
      value: ['mobile_web', 'desktop_web'],
      origin: 'both',
      locked: false,
    });
    await change(bench.site, { most_per_payment: 700, alipay_channels_off: [] });
    expect(await setting(bench.site, 'most_per_payment')).toMatchObject({ value: 500, origin: 'network' });
    expect(await setting(bench.site, 'alipay_channels_off')).toMatchObject({ value: ['desktop_web'] });
  });

  it('cannot speak for another site or for the network', async () => {
    for (const query of ['?site_id=2', '?site_id=0']) {
      expect(await change(bench.site, { most_per_payment: 1 }, query)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
    const wish = { from_site_id: '2', to_site_id: '1' };
    expect(await bench.call('POST', '/v1/settings/copy', wish)).toMatchObject({ status: 403 });
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

  it('in split mode keeps what it had, its exemption too, and gets it back', async () => {
    await change(bench.network, { override_global_config: true }, '?site_id=2');
    await change(bench.sibling, { payable_minutes: 20 });
    await change(bench.network, { split_mode: true });
    expect(await setting(bench.sibling, 'payable_minutes')).toEqual({ value: 30, origin: 'default', locked: true });
    expect(await change(bench.sibling, { payable_minutes: 21 })).toMatchObject({ status: 403 });
    await change(bench.network, { split_mode: false });
    expect(await setting(bench.sibling, 'payable_minutes')).toEqual({ value: 20, origin: 'site', locked: false });
  });

  it('is told what it needs for its pages', async () => {
    await change(bench.network, { order_subject: '{order} at {site}', order_prefix: 'N-', most_per_payment: 900 });
    await change(bench.site, { alipay_channels_off: ['desktop_web'] });
    const { body } = await bench.call<SiteStatus>('GET', '/v1/sites/1');
    expect(body).toMatchObject({
      mode: 'managed',
      managed: true,
      features: ['live_updates'],
      order_subject: '{order} at {site}',
      order_prefix: 'N-',
      most_per_payment: 900,
      gateways: [
        { provider: 'wechat_pay', available: true, channels: ['qr_code', 'mobile_web'] },
        { provider: 'alipay', available: true, channels: ['qr_code', 'mobile_web'], merchant_name: 'Tea House' },
      ],
    });
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
