/** The master key over the API: who may replace it, and which two may end an old one. */
import type { MasterKeys } from '@multipay/contracts/schemas/merchant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { BRIDGE_ITSELF } from '../domain/audit';

const DAY_MS = 86_400_000;
const OPERATOR = { networkId: BRIDGE_ITSELF, siteId: '0', scope: 'network', actor: 'operator' } as const;

let bench: TestBench;
beforeEach(async () => {
  bench = await testBench('sqlite');
});
afterEach(() => bench.close());

const ask = (method: string, path: string, actor?: string) =>
  bench.call<MasterKeys & { code: string; detail: string }>(
    method,
    `/v1/master-keys${path}${actor === undefined ? '' : `?actor=${actor}`}`,
    undefined,
    { key: bench.network },
  );
const rotate = (actor = 'user_5') => ask('POST', '/rotate', actor);
const destroy = (id: string, actor?: string) => ask('POST', `/${id}/destroy`, actor);
const audited = async () =>
  (await bench.bridge.store.read.audit.chain(BRIDGE_ITSELF, 1, 100)).map(({ action, actor }) => `${action} ${actor}`);

/** @returns the old key's id, which nobody needs any more */
async function dueKey(): Promise<string> {
  const { body } = await rotate();
  bench.clock.advance(30 * DAY_MS);
  return body.items[1]?.id ?? '';
}

describe('the master keys', () => {
  it('are shown to the network with their age and what they seal', async () => {
    const { status, body } = await ask('GET', '');
    expect(status).toBe(200);
    const id = bench.bridge.vault.keys.activeId;
    expect(body.items).toMatchObject([{ id, state: 'active', destroy_asked_by: null }]);
    expect(body.items[0]?.secrets).toBeGreaterThanOrEqual(3 + 1 + 2);
    expect(Date.parse(body.rotate_by) - Date.parse(body.items[0]?.since ?? '')).toBe(90 * DAY_MS);
    expect(body).toMatchObject({ checked_at: null, may_rotate: true });
  });

  it('are none of a single site', async () => {
    const { status, body } = await bench.call('GET', '/v1/master-keys');
    expect([status, body['code']]).toEqual([403, 'forbidden']);
  });

  it('are replaced by the only network, and everything goes on', async () => {
    const before = (await ask('GET', '')).body;
    const { status, body } = await rotate();
    expect(status).toBe(200);
    expect(body.items.map(({ state }) => state)).toEqual(['active', 'decrypt_only']);
    expect(body.items.map(({ secrets }) => secrets)).toEqual([before.items[0]?.secrets, 0]);
    expect(await audited()).toEqual(['master_key.rotated user_5']);
    expect((await bench.open()).status).toBe(201);
    await bench.restart();
    expect((await bench.open({ provider: 'alipay' })).status).toBe(201);
  });

  it('are only the operator’s where the bridge serves other networks too', async () => {
    await bench.bridge.store.write(({ sites }) =>
      sites.saveNetwork({ id: 'net_other', name: 'Other', keyEpoch: 1, createdMs: 0 }),
    );
    expect((await ask('GET', '')).body.may_rotate).toBe(false);
    for (const answer of [await rotate(), await destroy(bench.bridge.vault.keys.activeId, 'user_5')]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    const keys = await bench.bridge.useCases.rotateMasterKey(OPERATOR);
    expect(keys).toMatchObject({ may_rotate: true });
    expect(keys.items).toHaveLength(2);
  });

  it('of the environment are not replaced by a button, which says what to do instead', async () => {
    await bench.close();
    bench = await testBench('sqlite', { env: { MULTIPAY_MASTER_KEY: Buffer.alloc(32, 7).toString('hex') } });
    const { status, body } = await rotate();
    expect([status, body.code]).toEqual([403, 'forbidden']);
    expect(body.detail).toContain('MULTIPAY_MASTER_KEY_BEFORE');
  });
});

describe('an old master key', () => {
  it('is destroyed by two people, and by nobody else', async () => {
    const old = await dueKey();
    const alone = await destroy(old, 'user_5');
    expect(alone).toMatchObject({ status: 409, body: { code: 'second_person_needed' } });
    expect(alone.body.detail).toMatch(/^user_5 asks for it; another person must confirm by 20/);
    expect((await destroy(old, 'user_5')).body.code).toBe('second_person_needed');
    for (const nobody of [undefined, 'unknown']) expect((await destroy(old, nobody)).body.code).toBe('forbidden');
    for (const notAsked of ['operator', 'bridge'])
      expect((await destroy(old, notAsked)).body.code).toBe('invalid_request');
    const schedule = bench.bridge.useCases.destroyMasterKey({ ...OPERATOR, actor: 'bridge' }, old);
    await expect(schedule).rejects.toMatchObject({ code: 'forbidden' });
    const shown = (await ask('GET', '')).body.items[1];
    expect(shown).toMatchObject({ id: old, state: 'decrypt_only', destroy_asked_by: 'user_5' });
    const both = await destroy(old, 'user_6');
    expect(both.status).toBe(200);
    expect(both.body.items[1]).toMatchObject({ id: old, state: 'destroyed', secrets: 0 });
    const [, record] = await bench.bridge.store.read.masterKeys.list();
    expect(record).toMatchObject({ sealed: null, sealedUnderBefore: null });
    expect(await audited()).toEqual([
      'master_key.rotated user_5',
      'master_key.destruction_asked user_5',
      'master_key.destroyed user_6',
    ]);
    await bench.restart();
    expect((await bench.open()).status).toBe(201);
  });

  it('is asked for again when nobody confirmed within 7 days', async () => {
    const old = await dueKey();
    await destroy(old, 'user_5');
    bench.clock.advance(7 * DAY_MS + 60_000);
    expect((await ask('GET', '')).body.items[1]?.destroy_asked_by).toBeNull();
    expect((await destroy(old, 'user_6')).body.code).toBe('second_person_needed');
    expect((await destroy(old, 'user_5')).status).toBe(200);
  });

  it('is kept while it is in use, younger than 30 days, or needed by a secret', async () => {
    const { body } = await rotate();
    const [active = '', old = ''] = body.items.map(({ id }) => id);
    const refusal = async (id: string) => {
      const { status, body } = await destroy(id, 'user_5');
      return `${status} ${body.code} ${body.detail}`;
    };
    expect(await refusal(active)).toContain(`403 forbidden ${active} is the key in use`);
    expect(await refusal(old)).toMatch(/^403 forbidden [0-9a-f]{16} is kept for decryption until 20/);
    expect(await refusal('0'.repeat(16))).toContain('404 not_found');
    bench.clock.advance(30 * DAY_MS);
    await bench.bridge.store.write(({ secrets }) => secrets.add('left', `v1.${old}.a.b.c`));
    expect(await refusal(old)).toContain(`403 forbidden 1 secrets are still sealed under ${old}`);
  });

  it('is ended at the command line by two persons of different names', async () => {
    const old = await dueKey();
    const by = (name: string) => bench.bridge.useCases.destroyMasterKey(OPERATOR, old, `operator:${name}`);
    await expect(by('li')).rejects.toMatchObject({ code: 'second_person_needed' });
    await expect(by('li')).rejects.toMatchObject({ code: 'second_person_needed' });
    expect((await by('wang')).items[1]).toMatchObject({ state: 'destroyed' });
  });
});

describe('what the bridge does by itself', () => {
  const tend = (rotation: string) => bench.bridge.useCases.tendMasterKeys(rotation);
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${bench.bridge.privateUrl}/metrics`)).text();
    return Number(new RegExp(`^multipay_${name} (.+)$`, 'm').exec(text)?.[1]);
  };

  it('replaces a key of a file that is 90 days old, unless a person does that', async () => {
    const { activeId } = bench.bridge.vault.keys;
    bench.clock.advance(89 * DAY_MS);
    await tend('automatic');
    expect(bench.bridge.vault.keys.activeId).toBe(activeId);
    expect(await metric('master_key_age_days')).toBe(89);
    bench.clock.advance(DAY_MS);
    await tend('manual');
    expect(bench.bridge.vault.keys.activeId).toBe(activeId);
    await tend('automatic');
    expect(bench.bridge.vault.keys.activeId).not.toBe(activeId);
    expect(await audited()).toContain('master_key.rotated bridge');
    expect(await metric('master_key_age_days')).toBe(0);
  });

  it('opens every secret once a month', async () => {
    bench.clock.advance(29 * DAY_MS);
    await tend('manual');
    expect((await ask('GET', '')).body.checked_at).toBeNull();
    bench.clock.advance(DAY_MS);
    await tend('manual');
    await tend('manual');
    expect((await ask('GET', '')).body.checked_at).not.toBeNull();
    expect(await audited()).toEqual(['master_key.checked bridge']);
    expect(await metric('secrets_unreadable')).toBe(0);
  });

  it('never destroys a key: it says that it is due', async () => {
    await dueKey();
    expect(await metric('master_keys_to_destroy')).toBe(1);
    await tend('automatic');
    expect((await ask('GET', '')).body.items[1]?.state).toBe('decrypt_only');
  });

  it('counts secrets that do not open', async () => {
    const { store, vault } = bench.bridge;
    const seal = vault.seal('secret/other', 'x');
    await store.write(({ secrets }) => secrets.add('wrong-row', seal));
    await store.write(({ secrets }) => secrets.add('unknown-key', 'v1.0123456789abcdef.a.b.c'));
    const { secrets, unreadable } = await bench.bridge.useCases.checkSecrets('operator');
    expect(unreadable).toEqual({ secret: 2 });
    expect(secrets).toBeGreaterThan(6);
    expect(await metric('secrets_unreadable')).toBe(2);
  });

  it('opens what every place really holds', async () => {
    await bench.providers.wechat_pay.control('PUT', '/settings', { notify: 'manual' });
    const { payment } = (await bench.open()).body;
    await bench.providers.wechat_pay.scan(payment.id);
    await bench.providers.wechat_pay.pay(payment.id);
    const raw = await bench.providers.wechat_pay.notification(payment.id, 'genuine');
    const door = `${bench.bridge.publicUrl ?? ''}/notifications/wechat_pay/${bench.merchants.wechat_pay}`;
    await fetch(door, { method: 'POST', headers: raw.headers, body: new Uint8Array(raw.body) });
    const { store, useCases } = bench.bridge;
    const places = ['secret', 'credential', 'pairing_code', 'notification'] as const;
    for (const place of places) expect(await store.read.sealed.portion(place, '', 1), place).toHaveLength(1);
    expect((await useCases.checkSecrets('operator')).unreadable).toEqual({});
  });
});
