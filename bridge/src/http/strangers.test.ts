/**
 * What strangers can do to a site: nothing, by any route of the API. The routes come from the contracts' table, so that
 * a new one cannot be forgotten.
 */
import { randomUUID } from 'node:crypto';
import { API, type OperationId, type Route } from '@multipay/contracts/api';
import type { MasterKeys } from '@multipay/contracts/schemas/merchant';
import type { BridgeKey } from '@multipay/contracts/schemas/pairing';
import type { Payment } from '@multipay/contracts/schemas/payment';
import type { WebhookDelivery } from '@multipay/contracts/schemas/webhook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aWish, testBench, type TestBench } from '../../testing/bridge';
import { rowsIn, type Row } from '../../testing/rows';
import { sealedFor } from '../../testing/sealing';
import { addressOf, keyFrom, pairWith, type SigningKey } from '../../testing/site';

const VICTIM = '1';
const MERCHANT_NAME = 'Victim Tea House';
const DESCRIPTION = 'What the victim sells';
const SHOPPER_IP = '198.51.100.77';

let bench: TestBench;
let strangers: Record<string, SigningKey>;
/** Everything of the victim's that has a name. */
let things: {
  payment_id: string;
  delivery_id: string;
  merchant_id: string;
  credential_id: string;
  key_id: string;
  site_id: string;
  feature: string;
};
/** Words that only answers to the victim may hold. */
let secrets: string[];
let bodies: Record<OperationId, readonly unknown[]>;

const NO_BODY = [undefined];
const routes = Object.entries(API) as [OperationId, Route][];
const signedRoutes = routes.filter(([, { access }]) => access === 'site' || access === 'network');

beforeAll(async () => {
  bench = await testBench('sqlite');
  await bench.providers.wechat_pay.control('PUT', '/settings', { notify: 'manual' });
  const merchant = await configureVictim();
  const payment = await paidPayment();
  const { items } = (await bench.call<{ items: WebhookDelivery[] }>('GET', '/v1/webhook-deliveries')).body;
  const [credential] = await bench.bridge.store.read.merchants.credentials(merchant.id);
  const masterKeys = await bench.call<MasterKeys>('GET', '/v1/master-keys', undefined, { key: bench.network });
  things = {
    payment_id: payment.id,
    delivery_id: items.find((one) => one.payment_id === payment.id)?.id ?? '',
    merchant_id: merchant.id,
    credential_id: credential?.id ?? '',
    key_id: masterKeys.body.items[0]?.id ?? '',
    site_id: VICTIM,
    feature: 'live_updates',
  };
  secrets = [MERCHANT_NAME, DESCRIPTION, SHOPPER_IP, merchant.account_number, merchant.key_fingerprint];
  strangers = { 'a sibling': bench.sibling, ...(await otherNetwork()) };
  bodies = await bodiesFor(payment);
  // Nothing may become due meanwhile: then whatever changes was done by a stranger.
  bench.clock.stop();
});
afterAll(() => bench.close());

/** The victim configures itself, in spite of its network. */
async function configureVictim() {
  const { useCases } = bench.bridge;
  const victim = { networkId: bench.networkId, siteId: VICTIM, scope: 'network' } as const;
  const plain = JSON.stringify(await bench.providers.wechat_pay.newMerchant());
  await useCases.changeSettings(victim, { values: [{ name: 'override_global_config', value: true }] });
  await useCases.changeSettings(victim, { values: [{ name: 'payable_minutes', value: 44 }] });
  return useCases.addMerchant(victim, { provider: 'wechat_pay', name: MERCHANT_NAME, plain });
}

async function paidPayment(): Promise<Payment> {
  const { payment } = (await bench.open({ description: DESCRIPTION, client_ip: SHOPPER_IP })).body;
  await bench.providers.wechat_pay.scan(payment.id);
  await bench.providers.wechat_pay.pay(payment.id);
  await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
  await bench.host.event(({ data }) => data.payment.id === payment.id);
  return bench.until(payment.id, 'succeeded');
}

async function otherNetwork(): Promise<Record<string, SigningKey>> {
  const { privateUrl, useCases } = bench.bridge;
  const { code } = await useCases.issuePairingCode({ name: 'Others', networkId: null, scope: 'network' });
  const site = addressOf(bench.host.url, '7', '/others/');
  const pairing = (await pairWith(privateUrl, code, { network_name: 'Others', multisite: true, site })).open();
  if (!pairing.network_key) throw new Error('a network gets a key');
  return {
    "another network's site": keyFrom(pairing.site_key, pairing.bridge_id),
    'another network': keyFrom(pairing.network_key, pairing.bridge_id),
  };
}

/** For each route, what a stranger could send to do harm. A route that is not here does not compile. */
async function bodiesFor({ order_ref: orderRef }: Payment): Promise<Record<OperationId, readonly unknown[]>> {
  const { jwk } = (await bench.call<BridgeKey>('GET', '/v1/bridge-key')).body;
  const sealed = await sealedFor(jwk, await bench.providers.wechat_pay.newMerchant());
  return {
    openPayment: [aWish(bench.host.url, { order_ref: orderRef })],
    relayNotification: [
      {
        provider: 'wechat_pay',
        merchant_id: things.merchant_id,
        headers: {},
        body_base64: Buffer.from('{}').toString('base64'),
        source_ip: '203.0.113.50',
      },
    ],
    registerSite: [addressOf(bench.host.url, VICTIM, '/'), addressOf(bench.host.url, VICTIM, '/elsewhere/')],
    createMerchant: [{ provider: 'wechat_pay', name: 'Strangers', sealed_credentials: sealed }],
    replaceCredentials: [{ sealed_credentials: sealed }],
    changeSettings: [
      { values: [{ name: 'payable_minutes', value: 5 }] },
      { values: [{ name: 'wechat_pay_merchant', value: things.merchant_id }] },
    ],
    copySettings: [
      { from_site_id: VICTIM, to_site_id: '2' },
      { from_site_id: VICTIM, to_site_id: '0' },
      { from_site_id: '0', to_site_id: VICTIM },
    ],
    changeMerchant: [{ name: 'Strangers', most_per_day: 1 }, { allowed_site_ids: [] }],
    rehearseCredentials: [{ sealed_credentials: sealed }],
    changeRollout: [{ percent: 0, site_ids: [] }],
    exportPayers: [{ order_refs: [orderRef] }],
    erasePayers: [{ order_refs: [orderRef] }],
    getPayment: NO_BODY,
    getPaymentTimeline: NO_BODY,
    getOverview: NO_BODY,
    listSites: NO_BODY,
    checkCallbacks: NO_BODY,
    listAudit: NO_BODY,
    listRollouts: NO_BODY,
    testMerchant: NO_BODY,
    listCredentials: NO_BODY,
    activateCredentials: NO_BODY,
    getMasterKeys: NO_BODY,
    rotateMasterKey: NO_BODY,
    destroyMasterKey: NO_BODY,
    listPayments: NO_BODY,
    refreshPayment: NO_BODY,
    closePayment: NO_BODY,
    listPaymentEvents: NO_BODY,
    listWebhookDeliveries: NO_BODY,
    replayWebhookDelivery: NO_BODY,
    revokeSiteKey: NO_BODY,
    getSite: NO_BODY,
    getBridgeKey: NO_BODY,
    listMerchants: NO_BODY,
    getSettings: NO_BODY,
    pair: NO_BODY,
    isLive: NO_BODY,
    isReady: NO_BODY,
  };
}

const targetOf = ({ path }: Route): string =>
  path.replace(/:(\w+)/g, (_whole, name: string) => {
    const thing = (things as Record<string, string>)[name];
    if (thing === undefined) throw new Error(`say what a stranger would name as ${name}`);
    return thing;
  });

const ask = (key: SigningKey, { method }: Route, target: string, body: unknown) =>
  bench.call(method, target, body, { key, headers: { 'idempotency-key': randomUUID() } });

/** The rows that are the victim's, or are about something of it. */
function victimsRows(): Row[] {
  const names = [things.payment_id, things.delivery_id, things.merchant_id, things.credential_id];
  return rowsIn(bench.bridge.config.databaseUrl).filter(({ values }) => {
    const own = values['network_id'] === bench.networkId && values['site_id'] === VICTIM;
    return own || names.some((name) => JSON.stringify(values).includes(name));
  });
}

describe("a site's things", () => {
  it('are enough to be found: these tests can fail', async () => {
    expect(new Set(victimsRows().map(({ table }) => table)).size).toBeGreaterThanOrEqual(8);
    expect(Object.values(things).filter((id) => id === '')).toEqual([]);
    const said = [];
    for (const [, route] of signedRoutes.filter(([, { method, access }]) => method === 'GET' && access === 'site')) {
      const { status, body } = await ask(bench.site, route, targetOf(route), undefined);
      expect({ status, path: route.path }).toEqual({ status: 200, path: route.path });
      said.push(JSON.stringify(body));
    }
    const payers = await ask(bench.site, API.exportPayers, API.exportPayers.path, bodies.exportPayers[0]);
    said.push(JSON.stringify(payers.body));
    for (const secret of secrets) expect(said.join()).toContain(secret);
  });

  it('are behind a signature, all but these routes', () => {
    const unsigned = routes.filter((route) => !signedRoutes.includes(route)).map(([operation]) => operation);
    expect(unsigned).toEqual(['pair', 'isLive', 'isReady']);
  });

  describe.each(['a sibling', "another network's site", 'another network'])('to %s', (name) => {
    it.each(signedRoutes)('are neither shown nor changed by %s', async (operation, route) => {
      const key = strangers[name];
      if (!key) throw new Error(`${name} has a key`);
      const before = victimsRows();
      const events = bench.host.events.length;
      for (const body of bodies[operation]) {
        for (const query of ['', `?site_id=${VICTIM}`, `?site_id=0`]) {
          const { status, body: said } = await ask(key, route, `${targetOf(route)}${query}`, body);
          const shown = JSON.stringify(said);
          expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
          expect(status, shown).toBeLessThan(500);
          // A site's number and a feature are ones in its own network; the other names are the victim's only.
          if (/:(?!site_id|feature)/.test(route.path)) expect([400, 403, 404, 422], shown).toContain(status);
        }
      }
      expect(victimsRows()).toEqual(before);
      expect(bench.host.events.length).toBe(events);
    });
  });

  it('are still there for the site itself', async () => {
    expect(await bench.payment(things.payment_id)).toMatchObject({ status: 'succeeded', description: DESCRIPTION });
  });
});
