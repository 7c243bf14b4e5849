/** The network at a glance, as each engine counts it. */
import { minor } from '@multipay/contracts/money';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { aPayment, aSite } from '../../testing/records';
import { CHINA_MS, chinaDayBegan, DAY_MS, dayName } from '../domain/china-day';
import type { Payment } from '../domain/payment';
import type { Store } from '../domain/store';

/** Ten in the morning in China. */
const NOW_MS = Date.parse('2026-09-22T02:00:00Z');
const TODAY_MS = chinaDayBegan(NOW_MS);

const paid = (paidMs: number, amount: number, changes: Partial<Payment> = {}): Payment =>
  aPayment({
    ...{ status: 'succeeded', createdMs: paidMs - 1_000, paidMs, paidAmount: minor(amount), paidCurrency: 'CNY' },
    ...changes,
  });

const PAYMENTS: readonly Payment[] = [
  paid(TODAY_MS, 100),
  paid(TODAY_MS + 1, 200),
  paid(TODAY_MS - 1, 400, { flags: ['late', 'amount_mismatch'] }),
  paid(NOW_MS, 800, { provider: 'alipay', siteId: '2', flags: ['late'] }),
  paid(NOW_MS, 1600, { siteId: '2', paidCurrency: 'USD', flags: ['duplicate'] }),
  paid(NOW_MS, 3200, { networkId: 'net_2', flags: ['duplicate'] }),
  aPayment({ siteId: '2', status: 'failed', createdMs: NOW_MS - 5 }),
  aPayment({ siteId: '2', status: 'pending', createdMs: NOW_MS }),
];

describe('a day in China', () => {
  it.each([
    ['2026-09-21T16:00:00.000Z', '2026-09-22'],
    ['2026-09-22T15:59:59.999Z', '2026-09-22'],
    ['2026-09-22T16:00:00.000Z', '2026-09-23'],
  ])('that %s falls into is %s', (time, name) => {
    expect(dayName(chinaDayBegan(Date.parse(time)) + CHINA_MS)).toBe(name);
  });
});

describe.each(DATABASES)('a network at a glance on %s', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    store = await database.open();
    await store.write(async ({ sites, payments, webhooks }) => {
      await sites.saveSite(aSite({ name: '茶馆 Tea', createdMs: 1 }));
      await sites.saveSite(aSite({ siteId: '2', name: 'Émile 100%', domain: 'two.example', createdMs: 1 }));
      await sites.saveSite(aSite({ siteId: '10', name: 'Ten', domain: 'ten.example', createdMs: 2 }));
      await sites.saveSite(aSite({ networkId: 'net_2', domain: 'other.example' }));
      for (const payment of PAYMENTS) await payments.insert(payment, { clientIp: '203.0.113.7' });
      for (const [at, state] of (['parked', 'parked', 'delivered', 'waiting'] as const).entries()) {
        const event = { networkId: 'net_1', siteId: '2', id: `evt_${at}`, type: 'payment.succeeded' as const };
        const record = { ...event, paymentId: 'pay_1', body: '{}', createdMs: NOW_MS };
        const delivery = { ...record, id: `dlv_${at}`, eventId: event.id, url: 'https://two.example/', state };
        await webhooks.add(record, { ...delivery, tries: 0, lastAnswer: null, nextTryMs: null });
      }
    });
  });
  afterAll(() => database.drop());

  it('sums up what came in today, by site, provider and currency', async () => {
    const found = await store.read.overview.takenBySite('net_1', TODAY_MS);
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        { siteId: '1', provider: 'wechat_pay', currency: 'CNY', payments: 2, amount: 300 },
        { siteId: '2', provider: 'alipay', currency: 'CNY', payments: 1, amount: 800 },
        { siteId: '2', provider: 'wechat_pay', currency: 'USD', payments: 1, amount: 1600 },
      ]),
    );
  });

  it('begins a day at midnight in China', async () => {
    const found = await store.read.overview.takenByDay('net_1', 0, CHINA_MS);
    const days = found.filter(({ provider, currency }) => provider === 'wechat_pay' && currency === 'CNY');
    expect(days.map(({ dayMs, payments, amount }) => [dayName(dayMs), payments, amount])).toEqual([
      ['2026-09-21', 1, 400],
      ['2026-09-22', 2, 300],
    ]);
  });

  it('counts what was opened, of some sites or of all', async () => {
    const since = NOW_MS - 10_000;
    const all = await store.read.overview.opened('net_1', since);
    expect(all.map(({ siteId }) => siteId)).toEqual(['2', '2', '2', '2']);
    expect(await store.read.overview.opened('net_1', since, ['1'])).toEqual([]);
    expect(await store.read.overview.opened('net_1', since, [])).toEqual([]);
    const failed = { siteId: '2', provider: 'wechat_pay', status: 'failed', payments: 1 };
    expect(await store.read.overview.opened('net_1', since, ['2'])).toContainEqual(failed);
  });

  it('counts money with certain flags, and no other', async () => {
    const count = (sinceMs: number) =>
      store.read.overview.paidWithFlags('net_1', sinceMs, ['duplicate', 'amount_mismatch']);
    expect(await count(TODAY_MS - DAY_MS)).toEqual([
      { siteId: '1', count: 1 },
      { siteId: '2', count: 1 },
    ]);
    expect(await count(TODAY_MS)).toEqual([{ siteId: '2', count: 1 }]);
  });

  it('counts events that a site could not be told', async () => {
    expect(await store.read.overview.parkedDeliveries('net_1')).toEqual([{ siteId: '2', count: 2 }]);
  });

  it('pages sites in the order of their registration, each with its newest payment', async () => {
    const { overview } = store.read;
    const first = await overview.sitePage({ networkId: 'net_1', limit: 2 });
    expect(first.map((site) => [site.siteId, site.lastPaymentMs, site.parkedDeliveries])).toEqual([
      ['1', TODAY_MS - 1_001, 0],
      ['2', NOW_MS, 2],
    ]);
    const after = first[1] ?? { createdMs: 0, siteId: '' };
    const rest = await overview.sitePage({ networkId: 'net_1', after, limit: 2 });
    expect(rest.map((site) => [site.siteId, site.lastPaymentMs])).toEqual([['10', null]]);
  });

  it.each([
    ['a part of the name, in whatever case', 'tEa', ['1']],
    ['a part of a Chinese name', '茶', ['1']],
    ['a part of the domain', 'EXAMPLE', ['1', '2', '10']],
    ['a sign that LIKE would take for any text', '%', ['2']],
    ['what no site has', 'coffee', []],
  ])('finds sites by %s', async (_name, search, found) => {
    const sites = await store.read.overview.sitePage({ networkId: 'net_1', search, limit: 10 });
    expect(sites.map(({ siteId }) => siteId)).toEqual(found);
  });

  it('reads the settings of many sites at once', async () => {
    await store.write(async ({ settings }) => {
      await settings.set('net_1', '0', 'payment_enabled', true, NOW_MS);
      await settings.set('net_1', '2', 'payable_minutes', 45, NOW_MS);
      await settings.set('net_1', '10', 'payable_minutes', 60, NOW_MS);
      await settings.set('net_2', '2', 'payable_minutes', 99, NOW_MS);
    });
    const some = await store.read.settings.storedOf('net_1', ['0', '1', '2']);
    expect([...some.keys()].sort()).toEqual(['0', '2']);
    expect(some.get('2')?.get('payable_minutes')).toBe(45);
    expect([...(await store.read.settings.storedOf('net_1')).keys()].sort()).toEqual(['0', '10', '2']);
  });

  it('keeps a rollout, and changes it', async () => {
    const rollout = { networkId: 'net_1', feature: 'live_updates' as const, percent: 10, siteIds: ['2'] };
    const begun = { ...rollout, sinceMs: NOW_MS, wentBack: false };
    await store.write(({ rollouts }) => rollouts.save(begun));
    expect(await store.read.rollouts.list('net_1')).toEqual([begun]);
    const back = { ...begun, percent: 0, siteIds: [], wentBack: true };
    await store.write(async ({ rollouts }) => {
      expect(await rollouts.lock('net_1', 'live_updates')).toEqual(begun);
      await rollouts.save(back);
    });
    expect(await store.read.rollouts.list('net_1')).toEqual([back]);
    expect(await store.read.rollouts.all()).toEqual([back]);
    expect(await store.read.rollouts.list('net_2')).toEqual([]);
  });
});
