/** How a WordPress and a bridge come to know each other, over the API. */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SILENT, testBench, type TestBench } from '../../testing/bridge';
import { addressOf, keyFrom, pairWith, registerSubsite, send, type SigningKey } from '../../testing/site';
import { temporaryFolder } from '../../testing/temporary-folder';
import { readConfig } from '../config';
import { startBridge, type Bridge } from '../wiring';

const MINUTE_MS = 60_000;

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
});
afterAll(() => bench.close());

const issue = (wish: { networkId?: string; scope?: 'network' | 'site' } = {}) =>
  bench.bridge.useCases.issuePairingCode({ name: 'A network', networkId: null, scope: 'network', ...wish });

/** An address that no other test has. */
const somewhere = (siteId = '1') => addressOf(bench.host.url, siteId, `/place${randomInt(2 ** 40)}/`);
const wish = (changes: object = {}) => ({ network_name: 'A network', multisite: true, site: somewhere(), ...changes });
const pair = (code: string, changes: object = {}) =>
  pairWith(bench.bridge.privateUrl, code, wish(changes), bench.clock.now());
const codeOf = (body: unknown): string => (body as Problem).code;

const status = async (key: SigningKey, target = '/v1/settings') =>
  (await send(bench.bridge.privateUrl, key, { method: 'GET', target, timestamp: Math.floor(bench.clock.now() / 1000) }))
    .status;

describe('a pairing code', () => {
  it('has more than 128 bits, in letters and digits that nobody mixes up, with the fingerprint beside it', async () => {
    const { code, fingerprint } = await issue();
    const plain = code.replaceAll('-', '');
    expect(plain).toMatch(/^[0-9A-HJKMNP-TV-Z]{34}$/);
    expect(fingerprint).toBe(bench.bridge.vault.uploadKey.fingerprint);
  });

  it('is traded for keys once', async () => {
    const { code } = await issue();
    const first = await pair(code);
    expect(first.status).toBe(201);
    expect(first.open()).toMatchObject({
      bridge_id: bench.bridge.vault.bridgeId,
      public_url: 'http://bridge.example',
      fingerprint: bench.bridge.vault.uploadKey.fingerprint,
    });
    const again = await pair(code);
    expect(again).toMatchObject({ status: 403, body: { code: 'pairing_refused', next: 'pair_again' } });
  });

  it('is traded once also when two come at once', async () => {
    const { code } = await issue();
    const both = await Promise.all([pair(code), pair(code), pair(code)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 403, 403]);
  });

  it('ends after ten minutes', async () => {
    const { code, expiresMs } = await issue();
    expect(expiresMs - bench.clock.now()).toBeLessThanOrEqual(10 * MINUTE_MS);
    bench.clock.advance(10 * MINUTE_MS);
    expect(await pair(code)).toMatchObject({ status: 403, body: { code: 'pairing_refused' } });
  });

  it('ends after five wrong tries, the right one too', async () => {
    const { code } = await issue();
    const wrong = `${code.slice(0, -4)}0000`;
    const tries = [];
    for (let at = 0; at < 5; at++) tries.push((await pair(wrong)).status);
    expect(tries).toEqual([401, 401, 401, 401, 401]);
    expect((await pair(code)).status).toBe(403);
  });

  it('that nobody made is refused like a used one', async () => {
    const { code } = await issue();
    const answer = await pair(`00000000${code.replaceAll('-', '').slice(8)}`);
    expect(answer).toMatchObject({ status: 403, body: { code: 'pairing_refused' } });
  });

  it('never shows in the answer, nor do the keys, to whoever reads along', async () => {
    const { code } = await issue();
    const { body, open } = await pair(code);
    const { site_key: siteKey } = open();
    for (const secret of [code.replaceAll('-', '').slice(8), siteKey.request_key, siteKey.webhook_key]) {
      expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  it('is not made for a network that is not there', async () => {
    await expect(issue({ networkId: 'net_01k00000000000000000000000' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

/** Pairs, and must succeed. */
async function paired(codeWish: Parameters<typeof issue>[0] = {}, changes: object = {}) {
  const { code } = await issue(codeWish);
  const answer = await pair(code, changes);
  const pairing = answer.open();
  return {
    pairing,
    site: keyFrom(pairing.site_key, pairing.bridge_id),
    network: pairing.network_key && keyFrom(pairing.network_key, pairing.bridge_id),
  };
}

describe('what a pairing gives', () => {
  it('is a key for the network and one for its site', async () => {
    const { site, network } = await paired();
    expect(network).not.toBeNull();
    expect(await status(site)).toBe(200);
    expect(await status(network!)).toBe(200);
  });

  it.each([
    ['a WordPress without a network', {}, { multisite: false }],
    ['a code for one site, whatever the WordPress is', { scope: 'site' as const }, { multisite: true }],
  ])('is no key for a network to %s', async (_name, codeWish, changes) => {
    const { site, network } = await paired(codeWish, changes);
    expect(network).toBeNull();
    expect(await status(site)).toBe(200);
  });

  it.each(['0', '00', '01', '007'])('is nothing for a site that calls itself %s', async (siteId) => {
    const { code } = await issue({ scope: 'site' });
    const site = { ...somewhere(), site_id: siteId };
    const answer = await pair(code, { site });
    expect(answer).toMatchObject({ status: 422, body: { code: 'address_refused', field: '/site_id' } });
  });
});

describe('pairing a known network again', () => {
  it("makes the network's and all of its sites' old keys worthless", async () => {
    const old = await paired();
    const oldSibling = await registerSubsite(
      bench.bridge.privateUrl,
      old.network!,
      bench.host.url,
      '41',
      bench.clock.now(),
    );
    expect(await status(oldSibling)).toBe(200);
    const fresh = await paired({ networkId: old.pairing.network_id });
    expect(fresh.pairing.network_id).toBe(old.pairing.network_id);
    for (const key of [old.network!, old.site, oldSibling]) expect(await status(key)).toBe(401);
    for (const key of [fresh.network!, fresh.site]) expect(await status(key)).toBe(200);
    const sibling = await registerSubsite(
      bench.bridge.privateUrl,
      fresh.network!,
      bench.host.url,
      '41',
      bench.clock.now(),
    );
    expect(await status(sibling)).toBe(200);
  });

  it("with a code for one site gives that site a key, and leaves the network's alone", async () => {
    const old = await paired();
    const { site, network, pairing } = await paired(
      { networkId: old.pairing.network_id, scope: 'site' },
      { site: somewhere('42'), network_name: 'Somebody else' },
    );
    expect(network).toBeNull();
    expect(pairing.network_id).toBe(old.pairing.network_id);
    for (const key of [old.network!, old.site, site]) expect(await status(key)).toBe(200);
    const found = await bench.bridge.store.read.sites.network(old.pairing.network_id);
    expect(found?.name).toBe('A network');
  });
});

describe('an address', () => {
  const register = (address: object, siteId = '51') =>
    bench.call('PUT', `/v1/sites/${siteId}`, { ...somewhere(siteId), ...address }, { key: bench.network });

  it.each([
    ['event_url', { event_url: 'https://evil.example/events' }],
    ['wechat_pay', { notify_urls: { wechat_pay: 'https://evil.example/w', alipay: '' } }],
    ['event_url on another port', { event_url: 'http://127.0.0.1:1/events' }],
  ])('on another host than the site (%s) is refused', async (_name, change) => {
    const own = somewhere('51');
    const alipay = own.notify_urls.alipay;
    const urls = 'notify_urls' in change ? { notify_urls: { ...change.notify_urls, alipay } } : change;
    expect(await register({ ...own, ...urls })).toMatchObject({ status: 422, body: { code: 'address_refused' } });
  });

  it.each(['ftp://shop.example/', 'mailto:shop@shop.example', 'http://exa%20mple/', 'http://shop.example:99999/'])(
    'that cannot be called (%s) is refused',
    async (url) => {
      const answer = await register({ home_url: url, event_url: url, notify_urls: { wechat_pay: url, alipay: url } });
      expect(answer).toMatchObject({ status: 422, body: { code: 'address_refused', field: '/home_url' } });
    },
  );

  it("of another site is refused, with that site's name", async () => {
    const taken = somewhere('52');
    expect((await register({ ...taken, name: 'Tea House' }, '52')).status).toBe(200);
    const answer = await register({ ...taken, site_id: '53' }, '53');
    expect(answer).toMatchObject({ status: 422, body: { code: 'address_refused' } });
    expect(String(answer.body['detail'])).toContain('already belongs to Tea House');
  });

  it('of a site of another network is refused as well, with or without a slash at its end', async () => {
    const taken = somewhere('54');
    await register(taken, '54');
    const { code } = await issue();
    const site = { ...taken, site_id: '1', home_url: taken.home_url.replace(/\/$/, '') };
    const answer = await pair(code, { site });
    expect(answer).toMatchObject({ status: 422, body: { code: 'address_refused', field: '/home_url' } });
  });

  it("is that of the path, whatever the body's site_id says", async () => {
    await register({ site_id: '56' }, '55');
    const seen = await bench.call('GET', '/v1/sites/55', undefined, { key: bench.network });
    expect(seen).toMatchObject({ status: 200, body: { site_id: '55' } });
    expect((await bench.call('GET', '/v1/sites/56', undefined, { key: bench.network })).status).toBe(404);
  });

  it('can change; the key stays', async () => {
    const key = await registerSubsite(bench.bridge.privateUrl, bench.network, bench.host.url, '57', bench.clock.now());
    expect((await register(somewhere('57'), '57')).status).toBe(200);
    expect(await status(key)).toBe(200);
  });
});

describe('revoking', () => {
  it('a site that is not there is said', async () => {
    const answer = await bench.call('POST', '/v1/sites/98765/revoke', undefined, { key: bench.network });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it("one site's keys leaves its siblings' alone", async () => {
    const one = await registerSubsite(bench.bridge.privateUrl, bench.network, bench.host.url, '61', bench.clock.now());
    expect((await bench.call('POST', '/v1/sites/61/revoke', undefined, { key: bench.network })).status).toBe(200);
    expect(await status(one)).toBe(401);
    expect(await status(bench.sibling)).toBe(200);
  });
});

describe('in production', () => {
  let bridge: Bridge;
  const production = async (): Promise<Bridge> => {
    const config = readConfig({
      MULTIPAY_DATA_DIR: join(temporaryFolder(), 'data'),
      MULTIPAY_PRIVATE_ADDRESS: '127.0.0.1:0',
    });
    const started = await startBridge(config, SILENT);
    onTestFinished(() => started.close());
    return started;
  };
  const pairFrom = async (home: string) => {
    const { code } = await bridge.useCases.issuePairingCode({ name: 'A network', networkId: null, scope: 'network' });
    return pairWith(bridge.privateUrl, code, wish({ site: addressOf(home, '1', '/') }));
  };

  it.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://10.1.2.3',
    'http://192.168.0.10:8080',
    'http://172.16.0.1',
    'http://169.254.169.254',
    'http://100.64.0.1',
    'http://0.0.0.0',
    'http://[::1]',
    'http://[fd00::1]',
    'http://[fe80::1]',
    'http://[::ffff:10.0.0.1]',
    'http://2130706433',
    'http://0x7f.1',
    'http://no-such-host.invalid',
  ])('a site at %s is refused: the bridge must not be sent into its own network', async (home) => {
    bridge = await production();
    const { status: answered, body } = await pairFrom(home);
    expect({ answered, code: codeOf(body) }).toEqual({ answered: 422, code: 'address_refused' });
  });

  it('a site at a public address is taken', async () => {
    bridge = await production();
    expect((await pairFrom('https://93.184.215.14')).status).toBe(201);
  });
});
