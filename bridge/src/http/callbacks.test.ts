/**
 * The doctor that calls a site's doors from outside. Between the bridge and the site's door stands what stands there in
 * life: proxies that drop headers, change bodies, ask for a captcha, or know a better address.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { CallbackCheck } from '@multipay/contracts/schemas/network';
import type { NotificationReply } from '@multipay/contracts/schemas/notification';
import type { Static } from 'typebox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { rowsIn } from '../../testing/rows';
import { addressOf, type SigningKey } from '../../testing/site';
import type { RawNotification } from '../domain/provider';

type Check = Static<typeof CallbackCheck>;

interface Came {
  readonly path: string;
  readonly raw: RawNotification;
}

let bench: TestBench;
let site: Server;
let siteUrl: string;
/** What came to the site's doors. */
let came: Came[];
/** What stands between the bridge and the site's door; by default nothing. */
let between: (raw: RawNotification, response: ServerResponse) => RawNotification | null;
/** With whose key the door hands over. */
let doorsKey: SigningKey;

beforeAll(async () => {
  bench = await testBench('sqlite');
  site = createServer((request, response) => void take(request, response));
  await new Promise<void>((ready) => void site.listen(0, '127.0.0.1', ready));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const body = addressOf(siteUrl, '1', '/');
  await bench.call('PUT', '/v1/sites/1', body, { key: bench.network });
});
afterAll(async () => {
  await new Promise((ended) => void site.close(ended));
  await bench.close();
});
beforeEach(() => {
  came = [];
  between = (raw) => raw;
  doorsKey = bench.site;
});

/** What the plugin does at its door, with somebody in front of it. */
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const path = request.url ?? '';
  const raw = between({ headers, body: Buffer.concat(chunks) }, response);
  if (!raw) return;
  came.push({ path, raw });
  const reply = await relay(path.includes('wechat') ? 'wechat_pay' : 'alipay', raw, doorsKey);
  response.writeHead(reply.status, { 'content-type': reply.content_type }).end(reply.body);
}

const relay = async (provider: ProviderName, raw: RawNotification, key = bench.site): Promise<NotificationReply> => {
  const body = {
    provider,
    headers: raw.headers,
    body_base64: raw.body.toString('base64'),
    source_ip: '198.51.100.7',
  };
  return (await bench.call<NotificationReply>('POST', '/v1/notifications', body, { key })).body;
};

const check = async (key = bench.site, siteId = '1') =>
  bench.call<Check>('POST', `/v1/sites/${siteId}/callback-check`, undefined, { key });
const findings = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await check()).body.items.map(({ provider, finding }) => [provider, finding]));
const both = (finding: string) => ({ wechat_pay: finding, alipay: finding });

const metric = async (outcome: string): Promise<number> => {
  const text = await (await fetch(`${bench.bridge.privateUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.includes(`outcome="${outcome}"`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

/** A probe as it came to the door, which is then not handed over. */
async function caught(provider: ProviderName): Promise<RawNotification> {
  const held: RawNotification[] = [];
  between = (raw, response) => {
    if ((raw.headers['wechatpay-serial'] !== undefined) === (provider === 'wechat_pay')) held.push(raw);
    response.end();
    return null;
  };
  await check();
  const [probe] = held;
  if (!probe) throw new Error('no probe came');
  return probe;
}

describe('checks that are asked for at the same time', () => {
  it("are one: nobody floods a site's host, whose events take the same way", async () => {
    const caller = { networkId: bench.networkId, siteId: '1', scope: 'site' } as const;
    const checks = Array.from({ length: 5 }, () => bench.bridge.useCases.checkCallbacks(caller));
    const [first, ...others] = await Promise.all(checks);
    expect(came).toHaveLength(PROVIDERS.length);
    for (const other of others) expect(other).toEqual(first);
    await check();
    expect(came).toHaveLength(2 * PROVIDERS.length);
  });
});

describe('a site whose doors work', () => {
  it('is called as the provider calls, at the addresses of the accounts in use, and is found in order', async () => {
    const { status, body } = await check();
    expect(status).toBe(200);
    expect(body.items).toMatchObject(
      PROVIDERS.map((provider) => ({ provider, finding: 'ok', status: 202, detail: 'arrived whole' })),
    );
    expect(body.items.map(({ url }) => url).sort()).toEqual([
      `${siteUrl}/wc-api/multipay_alipay_${bench.merchants.alipay}`,
      `${siteUrl}/wc-api/multipay_wechat_${bench.merchants.wechat_pay}`,
    ]);
    const weChat = came.find(({ path }) => path.includes('wechat'))?.raw;
    const alipay = came.find(({ path }) => path.includes('alipay'))?.raw;
    expect(weChat?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Mozilla/4.0',
      'wechatpay-serial': expect.any(String) as string,
      'wechatpay-timestamp': expect.stringMatching(/^\d{10}$/) as string,
      'wechatpay-nonce': expect.any(String) as string,
      'wechatpay-signature': expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/) as string,
    });
    expect(alipay?.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=utf-8');
    expect(new URLSearchParams(alipay?.body.toString()).get('sign_type')).toBe('RSA2');
  });

  it('has nothing changed by it, in any table', async () => {
    const before = rowsIn(bench.bridge.config.databaseUrl);
    expect(await findings()).toEqual(both('ok'));
    expect(rowsIn(bench.bridge.config.databaseUrl)).toEqual(before);
  });

  it('is checked by itself or by its network, and by nobody else', async () => {
    expect((await check(bench.network)).status).toBe(200);
    came = [];
    expect(await check(bench.sibling)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await check(bench.network, '99')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(came).toEqual([]);
  });
});

describe('what stands in the way is found', () => {
  it('a proxy that drops the headers which it does not know', async () => {
    between = ({ headers, body }) => {
      const kept = Object.entries(headers).filter(([name]) => !name.startsWith('wechatpay-'));
      return { headers: Object.fromEntries(kept), body };
    };
    const { items } = (await check()).body;
    expect(items.map(({ finding }) => finding)).toEqual(['header_dropped', 'ok']);
    expect(items[0]?.detail).toContain('wechatpay-serial, wechatpay-signature');
  });

  it('one that drops a single one', async () => {
    between = ({ headers, body }) => ({
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'wechatpay-serial')),
      body,
    });
    expect(await findings()).toEqual({ wechat_pay: 'header_dropped', alipay: 'ok' });
  });

  it.each<[string, (text: string) => string]>([
    ['a byte order mark in front', (text) => `\uFEFF${text}`],
    ['blanks after it', (text) => `${text}\r\n`],
    ['other letters', (text) => text.replace('回调测试', '????').replace('%E5%9B%9E', '%3F')],
  ])('a body that was given %s', async (_name, change) => {
    between = ({ headers, body }) => ({ headers, body: Buffer.from(change(body.toString())) });
    expect(await findings()).toEqual(both('body_changed'));
  });

  it('a body that was lost', async () => {
    between = ({ headers }) => ({ headers, body: Buffer.from('{}') });
    expect(await findings()).toEqual(both('body_changed'));
  });

  it('a redirect, which is not followed', async () => {
    between = (_raw, response) => {
      response.writeHead(301, { location: `${siteUrl}/elsewhere` }).end();
      return null;
    };
    const { items } = (await check()).body;
    expect(items.map(({ finding, status }) => [finding, status])).toEqual([
      ['redirected', 301],
      ['redirected', 301],
    ]);
    expect(items[0]?.detail).toContain(`${siteUrl}/elsewhere`);
    expect(came).toEqual([]);
  });

  it.each<[string, number, Record<string, string>, string, string]>([
    ['a firewall', 403, {}, 'Forbidden', 'blocked'],
    ['a limit', 429, {}, 'Too many', 'blocked'],
    ['a broken server', 500, { 'content-type': 'text/html' }, '<h1>Error</h1>', 'blocked'],
    ['a challenge', 403, { 'content-type': 'text/html', 'cf-mitigated': 'challenge' }, '<html>', 'challenged'],
    ['a shop without the plugin', 200, { 'content-type': 'text/html' }, '<h1>Tea House</h1>', 'not_ours'],
    [
      'somebody who copies an answer',
      202,
      { 'content-type': 'application/json' },
      '{"report":{},"mac":""}',
      'not_ours',
    ],
  ])('%s', async (_name, status, headers, body, finding) => {
    between = (_raw, response) => {
      response.writeHead(status, headers).end(body);
      return null;
    };
    expect(await findings()).toEqual(both(finding));
  });

  it('an address that leads to another site', async () => {
    doorsKey = bench.sibling;
    const { items } = (await check()).body;
    expect(items.map(({ finding }) => finding)).toEqual(['wrong_site', 'wrong_site']);
    expect(items[0]?.detail).toContain('site 2');
  });

  it('a site that takes longer than three seconds', async () => {
    between = (raw) => {
      bench.clock.advance(3_100);
      return raw;
    };
    expect(await findings()).toEqual(both('slow'));
  });

  it('a site that is not there', async () => {
    between = (_raw, response) => {
      response.destroy();
      return null;
    };
    expect(await findings()).toEqual(both('unreachable'));
  });

  it("an account that is notified at the bridge's own address, which nobody reaches", async () => {
    const { store } = bench.bridge;
    const merchant = await store.read.merchants.byId(bench.merchants.alipay);
    if (!merchant) throw new Error('there is such an account');
    await store.write(({ merchants }) => merchants.update({ ...merchant, notifyDoor: 'bridge' }));
    const { items } = (await check()).body;
    await store.write(({ merchants }) => merchants.update(merchant));
    expect(items[1]).toMatchObject({
      provider: 'alipay',
      url: `http://bridge.example/notifications/alipay/${merchant.id}`,
      finding: 'unreachable',
      status: null,
    });
  });
});

describe('a probe that is not genuine', () => {
  it.each(PROVIDERS)('because it comes again, at the door of %s, is refused and counted', async (provider) => {
    const probe = await caught(provider);
    const refused = await metric('notification_forged');
    expect(await relay(provider, probe)).toMatchObject({ status: 202 });
    expect(await relay(provider, probe)).toMatchObject({ status: 401 });
    expect(await metric('notification_forged')).toBe(refused + 1);
  });

  it.each(PROVIDERS)('because it is stale, at the door of %s, is refused and counted', async (provider) => {
    const probe = await caught(provider);
    const refused = await metric('notification_stale');
    bench.clock.advance(301_000);
    expect(await relay(provider, probe)).toMatchObject({ status: 401 });
    expect(await metric('notification_stale')).toBe(refused + 1);
  });

  it.each<[string, ProviderName, (raw: RawNotification) => RawNotification]>([
    [
      'another signature',
      'alipay',
      ({ headers, body }) => ({
        headers,
        body: changed(body, /notify_id=([^&]{20})/, 'notify_id=multipay-probe.17900000'),
      }),
    ],
    [
      'another time',
      'wechat_pay',
      ({ headers, body }) => ({
        headers: { ...headers, 'wechatpay-signature': '' },
        body: changed(body, /probe\.\d{10}/, `probe.${Math.floor(bench.clock.now() / 1000) + 60}`),
      }),
    ],
    [
      'no signature at all',
      'wechat_pay',
      ({ headers }) => ({ headers: { ...headers, 'wechatpay-signature': '' }, body: Buffer.from('{}') }),
    ],
  ])('because it has %s is refused and counted', async (_name, provider, change) => {
    const probe = await caught(provider);
    const refused = await metric('notification_forged');
    expect(await relay(provider, change(probe))).toMatchObject({ status: 401 });
    expect(await metric('notification_forged')).toBe(refused + 1);
  });

  it("because it was made for the other provider's door is refused", async () => {
    const form = new URLSearchParams({ app_id: 'multipay-probe' });
    const { id } = JSON.parse((await caught('wechat_pay')).body.toString()) as { id: string };
    form.set('notify_id', id);
    expect(await relay('alipay', { headers: {}, body: Buffer.from(form.toString()) })).toMatchObject({ status: 401 });
  });
});

describe('what is about money', () => {
  it('is never taken for a probe, whatever a shop calls its goods', async () => {
    await bench.providers.alipay.control('PUT', '/settings', { notify: 'manual' });
    const wish = { provider: 'alipay', description: 'multipay-probe.1790000000', return_url: `${siteUrl}/order-pay/` };
    const { payment } = (await bench.open(wish)).body;
    await bench.providers.alipay.scan(payment.id);
    await bench.providers.alipay.pay(payment.id);
    const genuine = await bench.providers.alipay.notification(payment.id, 'genuine');
    expect(genuine.body.includes('multipay-probe')).toBe(true);
    expect(await relay('alipay', genuine)).toMatchObject({ status: 200, body: 'success' });
    expect((await bench.payment(payment.id)).status).toBe('succeeded');
  });
});

const changed = (body: Buffer, what: RegExp, into: string): Buffer => {
  const text = body.toString();
  const other = text.replace(what, into);
  if (other === text) throw new Error('nothing was changed');
  return Buffer.from(other);
};
