/** Importing a site's settings into the network, handing the network's to a site, and copying between sites. */
import type { Merchant, WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import type { EffectiveSettings } from '@multipay/contracts/schemas/site';
import type { SettingName } from '@multipay/contracts/settings';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { registerSubsite } from '../../testing/site';
import { tillOf } from '../../testing/till';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
  await bench.providers.wechat_pay.control('PUT', '/settings', { notify: 'manual' });
});
afterAll(() => bench.close());

/** Two sites that have stored nothing yet; the network is as it was in the beginning. */
let [one, other, sites] = ['', '', 10];
beforeEach(async () => {
  [one, other] = [String((sites += 1)), String((sites += 1))];
  for (const site of [one, other]) await registerSubsite(bench.bridge.privateUrl, bench.network, bench.host.url, site);
  const { wechat_pay, alipay } = bench.merchants;
  const forgotten = { payable_minutes: null, split_least_share: null, wechat_pay_channels_off: null };
  await set('0', { wechat_pay_merchant: wechat_pay, alipay_merchant: alipay, ...forgotten });
});

const callerOf = (siteId: string) => ({ networkId: bench.networkId, siteId, scope: 'network' }) as const;
const set = (siteId: string, values: Partial<Record<SettingName, unknown>>) =>
  bench.bridge.useCases.changeSettings(callerOf(siteId), {
    values: Object.entries(values).map(([name, value]) => ({ name: name as SettingName, value: value as never })),
  });
const copy = (from: string, to: string, key = bench.network) =>
  bench.call<EffectiveSettings>('POST', '/v1/settings/copy', { from_site_id: from, to_site_id: to }, { key });
/** What a place has stored, as it was written. */
const storedAt = async (siteId: string): Promise<Record<string, unknown>> =>
  Object.fromEntries(await bench.bridge.store.read.settings.stored(bench.networkId, siteId));
const accountsOf = async (siteId: string): Promise<Merchant[]> =>
  (await bench.bridge.useCases.listMerchants(callerOf('0'))).items.filter((account) => account.site_id === siteId);
async function addAccount(siteId: string): Promise<Merchant> {
  const plain = JSON.stringify(await bench.providers.wechat_pay.newMerchant());
  return bench.bridge.useCases.addMerchant(callerOf(siteId), { provider: 'wechat_pay', name: `Of ${siteId}`, plain });
}

describe("copying between two sites' settings", () => {
  it('makes them the same, and forgets what the other has not stored', async () => {
    await set(one, { payable_minutes: 45, order_prefix: 'A-', alipay_channels_off: ['mobile_web'] });
    await set(other, { order_subject: '{order}', payable_minutes: 20 });
    const { status } = await copy(one, other);
    expect(status).toBe(200);
    expect(await storedAt(other)).toEqual(await storedAt(one));
    expect(await storedAt(one)).toMatchObject({ payable_minutes: 45 });
  });

  it('leaves to each what the network has granted it', async () => {
    await set(one, { override_global_config: true });
    await copy(one, other);
    expect(await storedAt(other)).not.toHaveProperty('override_global_config');
    await copy(other, one);
    expect(await storedAt(one)).toHaveProperty('override_global_config', true);
  });

  it('answers with what then counts at the other site', async () => {
    await set(one, { most_per_payment: 900 });
    const { body } = await copy(one, other);
    expect(body.mode).toBe('managed');
    expect(body.settings).toContainEqual({
      name: 'most_per_payment',
      value: 900,
      origin: 'both',
      locked: false,
      own: 900,
    });
  });
});

describe('copying a merchant account', () => {
  it("gives the network an account of its own with the site's keys, which works at once", async () => {
    const theirs = await addAccount(other);
    await copy(other, '0');
    const { wechat_pay_merchant: id } = await storedAt('0');
    const copied = (await accountsOf('0')).find((account) => account.id === id);
    expect(copied).toMatchObject({ account_number: theirs.account_number, key_fingerprint: theirs.key_fingerprint });
    expect(copied?.id).not.toBe(theirs.id);
    expect(await accountsOf(other)).toEqual([theirs]);
    const till = tillOf(bench);
    const { payment } = await till.opened();
    expect(payment.merchant_id).toBe(id);
    await till.pay('wechat_pay', payment.id);
    await till.bring('wechat_pay', await till.notice('wechat_pay', payment.id), { merchant: String(id) });
    expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded' });
  });

  it('seals the keys anew: one row opens nothing of the other', async () => {
    const theirs = await addAccount(other);
    await copy(other, '0');
    const { store, vault } = bench.bridge;
    const { wechat_pay_merchant: id } = await storedAt('0');
    const [before] = await store.read.merchants.credentials(theirs.id);
    const [after] = await store.read.merchants.credentials(String(id));
    if (!before || !after) throw new Error('both have keys');
    const plain = await vault.open(`credential/${after.id}`, after.sealed);
    expect(plain).toBe(await vault.open(`credential/${before.id}`, before.sealed));
    await expect((async () => vault.open(`credential/${before.id}`, after.sealed))()).rejects.toThrow();
    expect(after.verifierIds).toEqual(before.verifierIds);
  });

  it('takes the one that the other place has already', async () => {
    await addAccount(other);
    await copy(other, '0');
    const before = await accountsOf('0');
    await copy(other, '0');
    await copy('0', other);
    expect(await accountsOf('0')).toEqual(before);
    expect((await accountsOf(other)).filter(({ provider }) => provider === 'wechat_pay')).toHaveLength(1);
  });

  it('does not take one of the same merchant with another app for it', async () => {
    const ours = (await bench.providers.wechat_pay.newMerchant()) as WeChatPayCredentials;
    const add = (siteId: string, keys: WeChatPayCredentials) => {
      const wish = { provider: 'wechat_pay', name: `Of ${siteId}`, plain: JSON.stringify(keys) } as const;
      return bench.bridge.useCases.addMerchant(callerOf(siteId), wish);
    };
    await add(one, { ...ours, app_id: 'wx00000000another1' });
    await add(other, ours);
    await copy(other, one);
    const { store, vault } = bench.bridge;
    const [used] = await store.read.merchants.credentials(String((await storedAt(one))['wechat_pay_merchant']));
    const plain = await vault.open(`credential/${used?.id}`, used?.sealed ?? '');
    expect(JSON.parse(plain)).toMatchObject({ app_id: ours.app_id });
  });

  it('keeps its limits', async () => {
    const { id } = await addAccount(other);
    await bench.bridge.useCases.changeMerchant(callerOf(other), id, { most_per_day: 500, most_per_payment: 100 });
    await copy(other, one);
    expect(await accountsOf(one)).toMatchObject([{ name: `Of ${other}`, most_per_day: 500, most_per_payment: 100 }]);
  });
});

describe("importing a site's settings into the network", () => {
  it('changes neither the mode nor the bounds', async () => {
    await set('0', { split_least_share: 100 });
    await set(other, { payable_minutes: 45 });
    await copy(other, '0');
    expect(await storedAt('0')).toMatchObject({ payment_enabled: true, split_least_share: 100, payable_minutes: 45 });
    await copy('0', other);
    expect(await storedAt(other)).not.toHaveProperty('payment_enabled');
  });
});

describe('copying', () => {
  it('changes nothing where a value cannot be', async () => {
    await set(one, { wechat_pay_channels_off: ['mobile_web'], payable_minutes: 45 });
    await set('0', { wechat_pay_channels_off: ['qr_code'] });
    const before = await storedAt(other);
    expect(await copy(one, other)).toMatchObject({ status: 400, body: { field: '/wechat_pay_channels_off' } });
    expect(await storedAt(other)).toEqual(before);
  });

  it.each<[string, string, string, number]>([
    ['from a site to itself', '1', '1', 400],
    ['from a site that there is not', '4711', '1', 404],
    ['to a site that there is not', '1', '4711', 404],
  ])('cannot be done %s', async (_name, from, to, status) => {
    expect((await copy(from, to)).status).toBe(status);
  });

  it("is the network's alone", async () => {
    expect(await copy(one, other, bench.site)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});
