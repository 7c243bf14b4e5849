import apiFetch from '@wordpress/api-fetch';
import { beforeEach, expect, it } from 'vitest';
import { networkApi, type NetworkApi } from './network';

let sent: { path: string; method: string | undefined; data: unknown }[];
beforeEach(() => {
  sent = [];
  apiFetch.setFetchHandler((options) => {
    const {
      path = '',
      method,
      headers,
      data,
    } = options as {
      path?: string;
      method?: string;
      headers?: Record<string, string>;
      data?: unknown;
    };
    // The admin's own language is WordPress's script's business, and so is how it sends PUT.
    const said = headers?.['X-HTTP-Method-Override'] ?? method;
    sent.push({ path: path.replace(/[?&]_locale=user/, ''), method: said, data });
    return Promise.resolve({ items: ['one'], next_cursor: null }) as never;
  });
});

const ROUTES: readonly [string, (api: NetworkApi) => Promise<unknown>, string, string, unknown?][] = [
  ['reads the overview', (api) => api.overview(), 'GET', 'overview?network=1'],
  ['reads what is set up', (api) => api.setup(), 'GET', 'setup?network=1'],
  ['lists sites', (api) => api.sites({ search: 'a b', cursor: null }), 'GET', 'sites?network=1&search=a%20b'],
  ['reads its settings', (api) => api.settings(), 'GET', 'settings?network=1'],
  ['reads a site’s settings', (api) => api.settings('2'), 'GET', 'settings?network=1&site_id=2'],
  [
    'grants a site',
    (api) => api.changeSettings([{ name: 'override_global_config', value: true }], '2'),
    'PUT',
    'settings?network=1&site_id=2',
    { values: [{ name: 'override_global_config', value: true }] },
  ],
  [
    'copies settings',
    (api) => api.copySettings('2', '0'),
    'POST',
    'settings/copy?network=1',
    { from_site_id: '2', to_site_id: '0' },
  ],
  ['reads the audit log', (api) => api.audit({ action: '', cursor: 'c' }), 'GET', 'audit?network=1&cursor=c'],
  [
    'changes an account',
    (api) => api.changeMerchant('mch_1', { name: 'T' }),
    'PUT',
    'merchants/mch_1?network=1',
    { name: 'T' },
  ],
  ['tests an account', (api) => api.testMerchant('mch_1'), 'POST', 'merchants/mch_1/test?network=1', {}],
  ['lists keys', (api) => api.credentials('mch_1'), 'GET', 'merchants/mch_1/credentials?network=1'],
  [
    'tries keys',
    (api) => api.rehearse('mch_1', 'jwe'),
    'POST',
    'merchants/mch_1/rehearsals?network=1',
    { sealed_credentials: 'jwe' },
  ],
  [
    'uses keys',
    (api) => api.activate('mch_1', 'crd_1'),
    'POST',
    'merchants/mch_1/credentials/crd_1/activate?network=1',
    {},
  ],
  ['reads master keys', (api) => api.masterKeys(), 'GET', 'master-keys?network=1'],
  ['rotates', (api) => api.rotateMasterKey(), 'POST', 'master-keys/rotate?network=1', {}],
  ['destroys', (api) => api.destroyMasterKey('ab'), 'POST', 'master-keys/ab/destroy?network=1', {}],
  ['lists rollouts', (api) => api.rollouts(), 'GET', 'rollouts?network=1'],
  [
    'rolls out',
    (api) => api.changeRollout('live_updates', { percent: 10, site_ids: ['2'] }),
    'PUT',
    'rollouts/live_updates?network=1',
    { percent: 10, site_ids: ['2'] },
  ],
];

it.each(ROUTES)('%s by the network’s route', async (_what, ask, method, path, data) => {
  await ask(networkApi);
  expect(sent).toEqual([{ path: `/multipay/v1/${path}`, method, data }]);
});

it('takes lists out of their wrapping', async () => {
  expect(await networkApi.merchants()).toEqual(['one']);
  expect(await networkApi.rollouts()).toEqual(['one']);
});
