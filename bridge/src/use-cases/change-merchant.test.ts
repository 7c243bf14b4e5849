/** What of a merchant account can be changed, and by whom. */
import type { Merchant } from '@multipay/contracts/schemas/merchant';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { sealedFor } from '../../testing/sealing';
import type { SigningKey } from '../../testing/site';

let bench: TestBench;
/** An account of site 2's own. */
let own: string;
beforeAll(async () => {
  bench = await testBench('sqlite');
  const plain = JSON.stringify(await bench.providers.alipay.newMerchant());
  const site = { networkId: bench.networkId, siteId: '2', scope: 'network' } as const;
  own = (await bench.bridge.useCases.addMerchant(site, { provider: 'alipay', name: 'Own', plain })).id;
});
afterAll(() => bench.close());

const change = (id: string, wish: object, key: SigningKey = bench.network, query = '') =>
  bench.call<Merchant & Problem>('PUT', `/v1/merchants/${id}${query}`, wish, { key });
const exempt = (value: boolean) =>
  bench.call(
    'PUT',
    '/v1/settings?site_id=2',
    { values: [{ name: 'override_global_config', value }] },
    { key: bench.network },
  );

describe('a merchant account', () => {
  it('has no limits and is for every site until somebody says so', async () => {
    const { body } = await change(bench.merchants.alipay, {});
    expect(body).toMatchObject({ allowed_site_ids: null, most_per_payment: null, most_per_day: null });
  });

  it('gets a name, sites and limits; what is left out stays, and null takes a limit away', async () => {
    const id = bench.merchants.wechat_pay;
    const all = { name: 'Green Tea', allowed_site_ids: ['2', '1', '2'], most_per_payment: 500, most_per_day: 9000 };
    expect(await change(id, all)).toMatchObject({ status: 200, body: { ...all, allowed_site_ids: ['1', '2'] } });
    expect(await change(id, { most_per_payment: null })).toMatchObject({
      body: { name: 'Green Tea', allowed_site_ids: ['1', '2'], most_per_payment: null, most_per_day: 9000 },
    });
    const { items } = (
      await bench.call<{ items: Merchant[] }>('GET', '/v1/merchants', undefined, { key: bench.network })
    ).body;
    expect(items.find((one) => one.id === id)).toMatchObject({ name: 'Green Tea', most_per_day: 9000 });
  });

  it.each<[string, object, RegExp]>([
    ['a site that there is not', { allowed_site_ids: ['1', '4711'] }, /no site 4711/],
    ['the network among its sites', { allowed_site_ids: ['0'] }, /no site 0/],
    ['a limit of nothing', { most_per_day: 0 }, /most_per_day/],
    ['half a fen', { most_per_payment: 1.5 }, /most_per_payment/],
    ['no name', { name: '' }, /name/],
    ['another number', { account_number: '1' }, /additional/],
  ])('cannot get %s', async (_name, wish, said) => {
    const { status, body } = await change(bench.merchants.alipay, wish);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
    expect(body.detail).toMatch(said);
  });

  it("of the network's is none of a site's business", async () => {
    for (const key of [bench.site, bench.sibling]) {
      expect(await change(bench.merchants.alipay, { name: 'Mine' }, key)).toMatchObject({ status: 404 });
    }
  });

  it('of a site is changed by that site alone, once it configures itself, and by the network in its name', async () => {
    expect(await change(own, { name: 'Mine' }, bench.sibling)).toMatchObject({
      status: 403,
      body: { code: 'settings_locked', next: 'ask_network_admin' },
    });
    expect(await change(own, { name: 'Mine' }, bench.site)).toMatchObject({ status: 404 });
    expect(await change(own, { name: 'Mine' }, bench.network)).toMatchObject({ status: 404 });
    expect(await change(own, { name: 'Theirs' }, bench.network, '?site_id=2')).toMatchObject({ status: 200 });
    await exempt(true);
    expect(await change(own, { name: 'Mine', most_per_day: 100 }, bench.sibling)).toMatchObject({
      status: 200,
      body: { name: 'Mine', most_per_day: 100 },
    });
    await exempt(false);
  });

  it('of a site is for that site alone', async () => {
    const answer = await change(own, { allowed_site_ids: ['1'] }, bench.network, '?site_id=2');
    expect(answer).toMatchObject({ status: 400, body: { field: '/allowed_site_ids' } });
  });
});

describe('a site that the network manages', () => {
  it.each<[string, string, (id: string) => string]>([
    ['add accounts', 'POST', () => '/v1/merchants'],
    ["replace an account's keys", 'PUT', (id) => `/v1/merchants/${id}/credentials`],
  ])('cannot %s', async (_name, method, target) => {
    const sealed_credentials = await sealedFor(bench.bridge.vault.uploadKey.jwk, {});
    const body = { sealed_credentials, ...(method === 'POST' && { provider: 'alipay', name: 'Mine' }) };
    const answer = await bench.call<Problem>(method, target(own), body, { key: bench.sibling });
    expect(answer).toMatchObject({ status: 403, body: { code: 'settings_locked' } });
    expect(answer.body.detail).toMatch(/the network manages this site; ask the network admin/);
  });
});
