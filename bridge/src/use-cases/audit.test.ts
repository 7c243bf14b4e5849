/** Every change is in the audit log, with who, when, before and after. */
import type { AuditEntry } from '@multipay/contracts/schemas/audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { addressOf, pairWith, registerSubsite, type SigningKey } from '../../testing/site';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
  await bench.providers.wechat_pay.control('PUT', '/settings', { notify: 'manual' });
});
afterAll(() => bench.close());

const said = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
/** A network's entries, the newest first, with their values read. */
async function entries(networkId = bench.networkId): Promise<object[]> {
  const caller = { networkId, siteId: '0', scope: 'network' } as const;
  const { items } = await bench.bridge.useCases.listAudit(caller, { limit: 100 });
  return items.map(({ actor, site_id, action, subject, before, after }) => ({
    actor,
    site_id,
    action,
    subject,
    before: said(before),
    after: said(after),
  }));
}
/** What was written down since then. */
async function whatIsNew(act: () => Promise<unknown>): Promise<object[]> {
  const before = (await entries()).length;
  await act();
  const all = await entries();
  return all.slice(0, all.length - before);
}

const settings = (key: SigningKey, name: string, value: unknown, query: string) =>
  bench.call('PUT', `/v1/settings${query}`, { values: [{ name, value }] }, { key });

describe('a change of settings', () => {
  it('is written down with its actor, before and after', async () => {
    const fresh = await whatIsNew(async () => {
      await settings(bench.network, 'payable_minutes', 45, '?actor=user_5');
      await settings(bench.network, 'payable_minutes', null, '?actor=user_6');
      await settings(bench.network, 'override_global_config', true, '?site_id=2&actor=user_5');
    });
    const [site, network] = ['2', '0'];
    const action = 'settings.changed';
    expect(fresh).toEqual([
      { actor: 'user_5', site_id: site, action, subject: 'override_global_config', before: null, after: true },
      { actor: 'user_6', site_id: network, action, subject: 'payable_minutes', before: 45, after: null },
      { actor: 'user_5', site_id: network, action, subject: 'payable_minutes', before: null, after: 45 },
    ]);
  });

  it('that changes nothing, or is refused, is not', async () => {
    await settings(bench.network, 'payable_minutes', 45, '');
    const fresh = await whatIsNew(async () => {
      await settings(bench.network, 'payable_minutes', 45, '');
      await settings(bench.network, 'payable_minutes', 4, '');
      await settings(bench.site, 'payable_minutes', 50, '');
    });
    expect(fresh).toEqual([]);
  });

  it('by nobody knows whom says so', async () => {
    const fresh = await whatIsNew(() => settings(bench.network, 'order_prefix', 'A-', ''));
    expect(fresh).toMatchObject([{ actor: 'unknown', after: 'A-' }]);
  });

  it('by copying is one entry with all of them', async () => {
    await settings(bench.network, 'payable_minutes', 20, '?site_id=1');
    await settings(bench.network, 'order_prefix', null, '?site_id=1');
    const wish = { from_site_id: '1', to_site_id: '2' };
    const fresh = await whatIsNew(() =>
      bench.call('POST', '/v1/settings/copy?actor=user_5', wish, { key: bench.network }),
    );
    expect(fresh).toEqual([
      {
        actor: 'user_5',
        site_id: '2',
        action: 'settings.copied',
        subject: '1',
        before: { payable_minutes: null },
        after: { payable_minutes: 20 },
      },
    ]);
  });
});

describe('a merchant account', () => {
  it('that is added is written down with its fingerprint, and so is that it was put to use', async () => {
    const secrets = await bench.providers.wechat_pay.newMerchant();
    const site = { networkId: bench.networkId, siteId: '2', scope: 'network', actor: 'operator' } as const;
    let id = '';
    const fresh = await whatIsNew(async () => {
      const wish = { provider: 'wechat_pay', name: 'Tea', plain: JSON.stringify(secrets) } as const;
      ({ id } = await bench.bridge.useCases.addMerchant(site, wish));
    });
    expect(fresh).toEqual([
      {
        ...{ actor: 'operator', site_id: '2', action: 'settings.changed', subject: 'wechat_pay_merchant' },
        ...{ before: null, after: id },
      },
      {
        ...{ actor: 'operator', site_id: '2', action: 'merchant.created', subject: id, before: null },
        after: {
          provider: 'wechat_pay',
          name: 'Tea',
          account_number: (secrets as { merchant_number: string }).merchant_number,
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
        },
      },
    ]);
    const shown = JSON.stringify(await entries());
    for (const value of Object.values(secrets)) if (String(value).length > 100) expect(shown).not.toContain(value);
  });

  it('that is changed is written down, unless nothing changed', async () => {
    const target = `/v1/merchants/${bench.merchants.alipay}?actor=user_5`;
    const fresh = await whatIsNew(async () => {
      for (let at = 0; at < 2; at++) await bench.call('PUT', target, { most_per_day: 500 }, { key: bench.network });
    });
    expect(fresh).toMatchObject([
      {
        action: 'merchant.changed',
        subject: bench.merchants.alipay,
        before: { most_per_day: null },
        after: { most_per_day: 500 },
      },
    ]);
  });
});

describe('a site', () => {
  it('that becomes known, or moves, is written down; one that only asks for its key is not', async () => {
    const fresh = await whatIsNew(async () => {
      for (let at = 0; at < 2; at++) await registerSubsite(bench.bridge.privateUrl, bench.network, bench.host.url, '3');
      const moved = addressOf(bench.host.url, '3', '/moved/');
      await bench.call('PUT', '/v1/sites/3?actor=user_5', moved, { key: bench.network });
    });
    expect(fresh).toMatchObject([
      {
        actor: 'user_5',
        action: 'site.registered',
        subject: '3',
        before: { home_url: `${bench.host.url}/shop3/` },
        after: { home_url: `${bench.host.url}/moved/` },
      },
      { action: 'site.registered', subject: '3', before: null },
    ]);
  });

  it('whose keys are revoked is written down', async () => {
    const fresh = await whatIsNew(() =>
      bench.call('POST', '/v1/sites/3/revoke?actor=user_5', undefined, { key: bench.network }),
    );
    expect(fresh).toMatchObject([
      { actor: 'user_5', site_id: '3', action: 'site.key_revoked', before: { key_epoch: 1 }, after: { key_epoch: 2 } },
    ]);
  });

  it('that is paired begins its network’s log', async () => {
    const { code } = await bench.bridge.useCases.issuePairingCode({ name: 'New', networkId: null, scope: 'network' });
    const site = addressOf(bench.host.url, '1', '/paired/');
    const wish = { network_name: 'New', multisite: true, site };
    const pairing = await pairWith(bench.bridge.privateUrl, code, wish, bench.clock.now(), '?actor=user_5');
    const { network_id: networkId } = pairing.open();
    expect(await entries(networkId)).toMatchObject([
      { actor: 'user_5', action: 'network.paired', subject: networkId, after: { name: 'New', scope: 'network' } },
      { actor: 'user_5', action: 'site.registered', site_id: '1' },
    ]);
  });
});

describe('a payment', () => {
  it('that somebody of the shop closes is written down; one that the shopper gives up is not', async () => {
    const close = async (query: string): Promise<string> => {
      const { payment } = (await bench.open()).body;
      await bench.call('POST', `/v1/payments/${payment.id}/close${query}`);
      return payment.id;
    };
    let id = '';
    const fresh = await whatIsNew(async () => {
      await close('');
      id = await close('?actor=user_7');
    });
    expect(fresh).toMatchObject([
      {
        ...{ actor: 'user_7', site_id: '1', action: 'payment.closed', subject: id },
        ...{ before: { reason: null }, after: { reason: 'cancelled' } },
      },
    ]);
  });

  it('whose event is sent once more is written down', async () => {
    const { payment } = (await bench.open()).body;
    await bench.providers.wechat_pay.scan(payment.id);
    await bench.providers.wechat_pay.pay(payment.id);
    await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
    await bench.host.event(({ data }) => data.payment.id === payment.id);
    const [delivery] = await bench.bridge.store.read.webhooks.list({ networkId: bench.networkId, limit: 1 });
    let deliveries = 0;
    const fresh = await whatIsNew(async () => {
      await bench.call('POST', `/v1/webhook-deliveries/${delivery?.id}/replay?actor=user_7`);
      deliveries = await bench.bridge.useCases.replaySince(bench.clock.now() - 60_000, {}, 'operator');
    });
    expect(fresh).toMatchObject([
      { actor: 'operator', site_id: '1', action: 'delivery.replayed', after: { deliveries } },
      { actor: 'user_7', site_id: '1', action: 'delivery.replayed', subject: delivery?.id },
    ]);
  });
});

describe('the audit log', () => {
  it('shows a site its own entries only, and the network all', async () => {
    const list = async (key: SigningKey) =>
      (await bench.call<{ items: AuditEntry[] }>('GET', '/v1/audit?limit=100', undefined, { key })).body.items;
    const sites = async (key: SigningKey) => new Set((await list(key)).map((one) => one.site_id));
    expect(await sites(bench.sibling)).toEqual(new Set(['2']));
    expect(await sites(bench.network)).toEqual(new Set(['0', '1', '2', '3']));
  });

  it.each([
    ['is none', 'admin'],
    ["works at the bridge's own command line", 'operator'],
    ["is the bridge's own schedule", 'bridge'],
  ])('refuses to be told of an actor that %s', async (_name, actor) => {
    expect(await settings(bench.network, 'payable_minutes', 45, `?actor=${actor}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', field: '/actor' },
    });
  });
});
