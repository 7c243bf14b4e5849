/** The network at a glance, and its sites: what is shown, and at what price. */
import { minor } from '@multipay/contracts/money';
import type { NetworkSite, Overview } from '@multipay/contracts/schemas/network';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countedStore, type CountedStore } from '../../testing/counted-store';
import { freshDatabase, type TestDatabase } from '../../testing/databases';
import { aPayment, aSite } from '../../testing/records';
import { DAY_MS } from '../domain/china-day';
import type { Payment } from '../domain/payment';
import type { Merchant, Reads, Store } from '../domain/store';
import type { Deps } from './deps';
import { listSites } from './network-sites';
import { getOverview } from './overview';
import { changeSettings } from './settings';

const NOW_MS = Date.parse('2026-09-22T02:00:00Z');
const NETWORK = { networkId: 'net_1', siteId: '0', scope: 'network' } as const;
const MERCHANT = 'mch_01k00000000000000000000000';

let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  database = await freshDatabase('sqlite');
  store = await database.open();
  await addSites(3);
});
afterEach(() => database.drop());

const depsOn = (read: Reads = store.read): Deps => ({ store: { ...store, read }, now: () => NOW_MS }) as Deps;
const overview = (): Promise<Overview> => getOverview(depsOn())(NETWORK);
const attention = async (): Promise<Overview['attention']> => (await overview()).attention;
const attentionTo = async (kind: Overview['attention'][number]['kind']) =>
  (await attention()).filter((one) => one.kind === kind);
const site = async (siteId: string): Promise<NetworkSite | undefined> =>
  (await listSites(depsOn())(NETWORK, { limit: 100 })).items.find((one) => one.site_id === siteId);

/** Sites from 1 to a number, which a network of so many has. */
const addSites = (count: number) =>
  store.write(async ({ sites }) => {
    for (let id = 1; id <= count; id++) {
      const siteId = String(id);
      await sites.saveSite(aSite({ siteId, name: `Shop ${id}`, domain: `${id}.example`, createdMs: NOW_MS }));
    }
  });

const pay = (count: number, changes: Partial<Payment> = {}) =>
  store.write(async ({ payments }) => {
    for (let at = 0; at < count; at++) {
      await payments.insert(aPayment({ createdMs: NOW_MS - 60_000, ...changes }), { clientIp: '203.0.113.7' });
    }
  });
const PAID = { status: 'succeeded', paidMs: NOW_MS - 30_000, paidAmount: minor(1001), paidCurrency: 'CNY' } as const;

const setting = (siteId: string, name: 'payment_enabled' | 'wechat_pay_merchant' | 'alipay_merchant', value: unknown) =>
  store.write(({ settings }) => settings.set('net_1', siteId, name, value, NOW_MS));

const addMerchant = (changes: Partial<Merchant> = {}, expiresMs: number | null = null) =>
  store.write(async ({ merchants }) => {
    const merchant: Merchant = {
      ...{ id: MERCHANT, networkId: 'net_1', siteId: '0', provider: 'wechat_pay', name: 'Tea House' },
      ...{ accountNumber: '1900000001', notifyDoor: 'site', allowedSiteIds: null },
      ...{ mostPerPayment: null, mostPerDay: null },
      ...changes,
    };
    await merchants.insert(merchant, NOW_MS);
    await merchants.addCredential({
      ...{ id: `crd_${merchant.id}`, merchantId: merchant.id, state: 'active', sealed: 'v1.x' },
      ...{ keyFingerprint: 'abcd', keySerial: null, verifierIds: [], expiresMs, createdMs: NOW_MS },
    });
  });

describe('the overview', () => {
  it('shows what came in today and in the last fourteen days, and nothing older', async () => {
    await pay(2, { ...PAID, siteId: '2' });
    await pay(1, { ...PAID, provider: 'alipay', paidMs: NOW_MS - 13 * DAY_MS });
    await pay(1, { ...PAID, paidMs: NOW_MS - 14 * DAY_MS });
    const { sites, today, days, time } = await overview();
    const taken = { provider: 'wechat_pay', currency: 'CNY', paid_payments: 2, paid_amount: 2002 };
    expect({ sites, time }).toEqual({ sites: 3, time: '2026-09-22T02:00:00.000Z' });
    expect(today).toEqual([{ site_id: '2', site_name: 'Shop 2', ...taken }]);
    expect(days).toEqual([
      { day: '2026-09-09', ...taken, provider: 'alipay', paid_payments: 1, paid_amount: 1001 },
      { day: '2026-09-22', ...taken },
    ]);
  });

  it("shows each provider's last 24 hours", async () => {
    await pay(3, PAID);
    await pay(2);
    await pay(1, { status: 'failed' });
    await pay(9, { status: 'failed', createdMs: NOW_MS - DAY_MS - 1 });
    expect((await overview()).channels).toEqual([
      { provider: 'wechat_pay', opened_24h: 6, paid_24h: 3, failed_24h: 1 },
      { provider: 'alipay', opened_24h: 0, paid_24h: 0, failed_24h: 0 },
    ]);
  });

  it('has nothing to say of a network that has just begun', async () => {
    expect(await overview()).toMatchObject({ today: [], days: [], attention: [] });
  });
});

describe('what needs somebody', () => {
  it('is a certificate that ends within 30 days, with the days that are left', async () => {
    await addMerchant({ siteId: '2' }, NOW_MS + 7 * DAY_MS + 1);
    await addMerchant({ id: 'mch_late', name: 'Too late' }, NOW_MS - DAY_MS);
    await addMerchant({ id: 'mch_good' }, NOW_MS + 30 * DAY_MS);
    await addMerchant({ id: 'mch_none' }, null);
    await addMerchant({ id: 'mch_other', networkId: 'net_2' }, NOW_MS);
    expect(await attention()).toEqual([
      { kind: 'credentials_expire', site_id: '0', subject: 'Too late', count: 0 },
      { kind: 'credentials_expire', site_id: '2', subject: 'Tea House', count: 7 },
    ]);
  });

  it('is money that somebody must look at', async () => {
    await pay(1, { ...PAID, flags: ['late'] });
    await pay(2, { ...PAID, siteId: '2', flags: ['late', 'duplicate'] });
    await pay(1, { ...PAID, flags: ['currency_mismatch'], paidMs: NOW_MS - 31 * DAY_MS });
    expect(await attentionTo('payments_to_review')).toEqual([
      { kind: 'payments_to_review', site_id: '2', subject: 'Shop 2', count: 2 },
    ]);
  });

  it('is a provider that fails more often than one in twenty', async () => {
    await pay(38);
    await pay(2, { status: 'failed' });
    expect(await attentionTo('provider_failing')).toEqual([]);
    await pay(1, { status: 'failed' });
    expect(await attentionTo('provider_failing')).toEqual([
      { kind: 'provider_failing', site_id: '0', subject: 'wechat_pay', count: 3 },
    ]);
  });

  it('is no provider that hardly anybody used', async () => {
    await pay(19, { status: 'failed', provider: 'alipay' });
    expect(await attentionTo('provider_failing')).toEqual([]);
  });

  it("is the network's account that is gone, once for all its sites", async () => {
    await setting('0', 'payment_enabled', true);
    await setting('0', 'wechat_pay_merchant', MERCHANT);
    const row = { kind: 'gateway_unavailable', site_id: '0', subject: 'wechat_pay', count: 3 };
    expect(await attention()).toEqual([row]);
    await addMerchant();
    expect(await attention()).toEqual([]);
  });

  it("is an independent site's account that is gone", async () => {
    await setting('2', 'wechat_pay_merchant', MERCHANT);
    await setting('2', 'alipay_merchant', MERCHANT);
    const row = { kind: 'gateway_unavailable', site_id: '2', subject: 'Shop 2', count: 2 };
    expect(await attention()).toEqual([row]);
  });

  it('is a way to pay that was used today and is gone, but none that is kept from a site on purpose', async () => {
    await setting('0', 'payment_enabled', true);
    await setting('0', 'wechat_pay_merchant', MERCHANT);
    await addMerchant({ allowedSiteIds: ['1'] });
    expect(await attention()).toEqual([]);
    await pay(1, { provider: 'alipay', siteId: '3' });
    expect(await attention()).toEqual([{ kind: 'gateway_unavailable', site_id: '0', subject: 'alipay', count: 1 }]);
  });

  it('is a master key of more than 90 days', async () => {
    const keep = (id: string, state: string, sinceMs: number) =>
      database.run(`INSERT INTO master_key (id, state, since_ms) VALUES ('${id}', '${state}', ${sinceMs})`);
    await keep('00000000000000aa', 'decrypt_only', NOW_MS - 200 * DAY_MS);
    await keep('00000000000000bb', 'active', NOW_MS - 91 * DAY_MS);
    const row = { kind: 'master_key_old', site_id: '0', subject: '00000000000000bb', count: 91 };
    expect(await attention()).toEqual([row]);
    await database.run(`UPDATE master_key SET since_ms = ${NOW_MS - 90 * DAY_MS}`);
    expect(await attention()).toEqual([]);
  });
});

describe('the list of sites', () => {
  it('shows mode, gateways, features, the newest payment and the last day', async () => {
    await setting('0', 'payment_enabled', true);
    await setting('0', 'wechat_pay_merchant', MERCHANT);
    await addMerchant({ allowedSiteIds: ['2'] });
    await pay(2, { siteId: '2' });
    await pay(1, { siteId: '2', status: 'failed', createdMs: NOW_MS - 1 });
    expect(await site('2')).toEqual({
      site_id: '2',
      name: 'Shop 2',
      domain: '2.example',
      home_url: 'https://shop.example/',
      mode: 'managed',
      gateways: [
        { provider: 'wechat_pay', available: true, unavailable_because: null, merchant_name: 'Tea House' },
        { provider: 'alipay', available: false, unavailable_because: 'merchant_missing', merchant_name: null },
      ],
      features: ['live_updates'],
      last_payment_at: '2026-09-22T01:59:59.999Z',
      opened_24h: 3,
      failed_24h: 1,
      parked_deliveries: 0,
    });
    expect(await site('1')).toMatchObject({
      gateways: [{ available: false, unavailable_because: 'merchant_not_allowed', merchant_name: null }, {}],
      last_payment_at: null,
    });
  });

  it('shows which sites a rollout has reached', async () => {
    const rollout = {
      networkId: 'net_1',
      feature: 'live_updates',
      percent: 0,
      sinceMs: NOW_MS,
      wentBack: false,
    } as const;
    await store.write(({ rollouts }) => rollouts.save({ ...rollout, siteIds: ['3'] }));
    const features = [await site('1'), await site('3')].map((one) => one?.features);
    expect(features).toEqual([[], ['live_updates']]);
  });

  it('is read page by page, each site once', async () => {
    await addSites(25);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const wish: { limit: number; cursor?: string } = { limit: 10, ...(cursor !== null && { cursor }) };
      const page = await listSites(depsOn())(NETWORK, wish);
      expect(page.items.length).toBeLessThanOrEqual(10);
      seen.push(...page.items.map((one) => one.site_id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it.each(['nonsense', Buffer.from('1').toString('base64url'), Buffer.from("1.'").toString('base64url')])(
    'refuses the cursor %s, which it never gave',
    async (cursor) => {
      await expect(listSites(depsOn())(NETWORK, { cursor })).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );
});

describe('the price', () => {
  const counted = async <T>(act: (counting: CountedStore) => Promise<T>): Promise<T> => {
    const counting = countedStore(database.url);
    try {
      return await act(counting);
    } finally {
      counting.close();
    }
  };
  const askBoth = async ({ store: { read }, during }: CountedStore) => ({
    overview: await during(() => getOverview(depsOn(read))(NETWORK)),
    sites: await during(() => listSites(depsOn(read))(NETWORK, { limit: 100, search: 'shop' })),
  });
  const switchMode = ({ store: counting, during }: CountedStore, on: boolean) => {
    const deps = { store: { ...store, ...counting }, now: () => NOW_MS } as Deps;
    return during(() => changeSettings(deps)(NETWORK, { values: [{ name: 'payment_enabled', value: on }] }));
  };
  const manySites = async () => {
    await addSites(200);
    for (let id = 1; id <= 200; id++) await pay(5, { ...PAID, siteId: String(id), flags: ['duplicate'] });
  };

  it('is the same number of queries for 200 sites and a thousand payments as for three and none', async () => {
    await setting('0', 'payment_enabled', true);
    expect(await counted(askBoth)).toEqual({ overview: 10, sites: 5 });
    await manySites();
    expect(await counted(askBoth)).toEqual({ overview: 10, sites: 5 });
  });

  it('of switching the mode is the same for 200 sites as for three: nobody goes from site to site', async () => {
    await store.write(({ sites }) => sites.saveNetwork({ id: 'net_1', name: 'Shops', keyEpoch: 1, createdMs: NOW_MS }));
    await counted((counting) => switchMode(counting, false));
    const ofThree = await counted((counting) => switchMode(counting, true));
    expect((await site('3'))?.mode).toBe('managed');
    await addSites(200);
    expect(await counted((counting) => switchMode(counting, false))).toBe(ofThree);
    expect((await site('100'))?.mode).toBe('independent');
  });

  it('is no look at every payment and every event: the queries go by an index', async () => {
    await manySites();
    const plans = await counted(async (counting) => {
      await askBoth(counting);
      return counting.plans();
    });
    const about = (table: string) => plans.flatMap((plan) => plan.split('; ')).filter((step) => step.includes(table));
    expect(new Set(about('payment'))).toEqual(
      new Set([
        'SEARCH payment USING COVERING INDEX payment_opened (network_id=? AND created_ms>?)',
        'SEARCH payment USING COVERING INDEX payment_paid (network_id=? AND paid_ms>?)',
        'SEARCH payment USING PRIMARY KEY (network_id=? AND site_id=?)',
      ]),
    );
    const byState = 'webhook_delivery_by_state (network_id=? AND site_id=? AND state=?)';
    expect(new Set(about('webhook_delivery'))).toEqual(
      new Set([`SEARCH webhook_delivery USING COVERING INDEX ${byState}`]),
    );
  });
});
