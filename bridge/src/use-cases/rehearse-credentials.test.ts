/** Another set of keys is tried, kept, and takes over without a payment or a notification being lost. */
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type {
  Credential,
  Credentials,
  Merchant,
  Rehearsal,
  WeChatPayCredentials,
} from '@multipay/contracts/schemas/merchant';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { merchantSetting } from '@multipay/contracts/settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { sealedFor } from '../../testing/sealing';
import type { SigningKey } from '../../testing/site';
import { tillOf, type Till } from '../../testing/till';

let bench: TestBench;
let till: Till;
beforeAll(async () => {
  bench = await testBench('sqlite');
  till = tillOf(bench);
  for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
});
afterAll(() => bench.close());

interface Account {
  readonly id: string;
  /** The merchant number or app id. */
  readonly number: string;
  readonly credentials: Credentials;
}

const network = () => ({ networkId: bench.networkId, siteId: '0', scope: 'network' }) as const;

async function account(provider: ProviderName, wish: object = {}): Promise<Account> {
  const made = await bench.providers[provider].control<{ id: string; credentials: Credentials }>(
    'POST',
    '/merchants',
    wish,
  );
  const plain = JSON.stringify(made.credentials);
  const { id } = await bench.bridge.useCases.addMerchant(network(), { provider, name: 'Tea House', plain });
  return { id, number: made.id, credentials: made.credentials };
}

/** What the merchant does in the provider's console: another key of its own. */
const rekeyed = async (provider: ProviderName, { number }: Account): Promise<Credentials> =>
  (await bench.providers[provider].control<{ credentials: Credentials }>('POST', `/merchants/${number}/keys`))
    .credentials;

const use = (provider: ProviderName, value: string) =>
  bench.call('PUT', '/v1/settings', { values: [{ name: merchantSetting(provider), value }] }, { key: bench.network });

async function rehearse(id: string, credentials: unknown, key: SigningKey = bench.network) {
  const sealed_credentials = await sealedFor(bench.bridge.vault.uploadKey.jwk, credentials);
  return bench.call<Rehearsal & Problem>('POST', `/v1/merchants/${id}/rehearsals`, { sealed_credentials }, { key });
}
const activate = (id: string, credentialId: string, key: SigningKey = bench.network) =>
  bench.call<Credential & Problem>('POST', `/v1/merchants/${id}/credentials/${credentialId}/activate`, undefined, {
    key,
  });
const sets = async (id: string): Promise<Credential[]> =>
  (
    await bench.call<{ items: Credential[] }>('GET', `/v1/merchants/${id}/credentials`, undefined, {
      key: bench.network,
    })
  ).body.items;
const states = async (id: string): Promise<string[]> => (await sets(id)).map(({ state }) => state);

const codes = ({ checks }: Rehearsal): Record<string, string> =>
  Object.fromEntries(checks.map(({ check, ok, code }) => [check, ok ? 'ok' : (code ?? 'no code')]));
const ALL_OK = { signature_accepted: 'ok', answer_verified: 'ok', expiry: 'ok', notifications: 'ok' };

describe.each(PROVIDERS)('other keys for an account at %s', (provider) => {
  it('that work are kept, and do not sign before they are activated', async () => {
    const own = await account(provider);
    const { status, body } = await rehearse(own.id, await rekeyed(provider, own));
    expect(status).toBe(201);
    expect(body).toMatchObject({ ok: true, credential: { merchant_id: own.id, state: 'rehearsed' } });
    expect(codes(body)).toEqual(ALL_OK);
    const [active, rehearsed] = await sets(own.id);
    expect([active?.state, rehearsed]).toEqual(['active', body.credential]);
    expect(active?.key_fingerprint).not.toBe(body.credential.key_fingerprint);
    const { items } = await bench.bridge.useCases.listMerchants(network());
    const seen = items.find(({ id }: Merchant) => id === own.id);
    expect(seen?.key_fingerprint).toBe(active?.key_fingerprint);
    expect(JSON.stringify([body, active])).not.toMatch(/PRIVATE KEY|MII/);
  });

  it('sign from their activation on', async () => {
    const own = await account(provider);
    await use(provider, own.id);
    const fresh = await rekeyed(provider, own);
    const { credential } = (await rehearse(own.id, fresh)).body;
    const { status, body } = await activate(own.id, credential.id);
    expect({ status, body }).toEqual({ status: 200, body: { ...credential, state: 'active' } });
    expect(await states(own.id)).toEqual(['active', 'verify_only']);
    const { payment } = await till.opened({ provider });
    expect(payment.merchant_id).toBe(own.id);
    await use(provider, bench.merchants[provider]);
  });

  it('replace the ones that were rehearsed before', async () => {
    const own = await account(provider);
    const first = (await rehearse(own.id, await rekeyed(provider, own))).body.credential;
    const second = (await rehearse(own.id, await rekeyed(provider, own))).body.credential;
    expect((await sets(own.id)).filter(({ state }) => state === 'rehearsed').map(({ id }) => id)).toEqual([second.id]);
    expect((await activate(own.id, first.id)).body.code).toBe('not_found');
  });

  it('that are not known there yet are kept, and cannot be activated until they are', async () => {
    const own = await account(provider);
    const stranger = await account(provider);
    const tooEarly = { ...own.credentials, ...keysOf(stranger.credentials) };
    const { body } = await rehearse(own.id, tooEarly);
    expect([body.ok, codes(body)['signature_accepted']]).toEqual([false, 'provider_rejected_key']);
    const refused = await activate(own.id, body.credential.id);
    expect(refused).toMatchObject({ status: 422, body: { code: 'rehearsal_failed', next: 'check_credentials' } });
    expect(refused.body.detail).toContain('does not accept our signature');
    expect(await states(own.id)).toEqual(['active', 'rehearsed']);
  });

  it('are not activated while the provider is down', async () => {
    const own = await account(provider);
    const { credential } = (await rehearse(own.id, await rekeyed(provider, own))).body;
    await bench.providers[provider].control('PUT', '/settings', { outage: 'cut' });
    expect((await activate(own.id, credential.id)).body.code).toBe('rehearsal_failed');
    await bench.providers[provider].control('PUT', '/settings', { outage: 'none' });
    expect((await activate(own.id, credential.id)).status).toBe(200);
  });

  it('are activated once, however often that is asked', async () => {
    const own = await account(provider);
    const { credential } = (await rehearse(own.id, await rekeyed(provider, own))).body;
    const answers = await Promise.all([1, 2, 3].map(() => activate(own.id, credential.id)));
    answers.push(await activate(own.id, credential.id));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(answers.map(() => [200, 'active']));
    expect(await states(own.id)).toEqual(['active', 'verify_only']);
    expect(await deeds(own.id)).toEqual(['credentials.activated', 'credentials.rehearsed', 'merchant.created']);
  });

  it('of another account are refused before anybody is asked, and nothing is kept', async () => {
    const [own, other] = [await account(provider), await account(provider)];
    const answer = await rehearse(own.id, other.credentials);
    expect(answer).toMatchObject({ status: 422, body: { code: 'credentials_invalid' } });
    expect(answer.body.detail).toContain('add another account instead');
    expect(await states(own.id)).toEqual(['active']);
  });

  it('leave their fingerprints in the audit log, before and after', async () => {
    const own = await account(provider);
    const [before] = await sets(own.id);
    const { credential } = (await rehearse(own.id, await rekeyed(provider, own))).body;
    await activate(own.id, credential.id);
    const entries = await bench.bridge.store.read.audit.list({ networkId: bench.networkId, subject: own.id, limit: 9 });
    const [activated] = entries;
    expect(JSON.parse(activated?.before ?? '')).toMatchObject({ key_fingerprint: before?.key_fingerprint });
    expect(JSON.parse(activated?.after ?? '')).toMatchObject({ key_fingerprint: credential.key_fingerprint });
    expect(JSON.stringify(entries)).not.toMatch(/PRIVATE KEY|MII/);
  });

  it('are the business of the owner only', async () => {
    const own = await account(provider);
    const { credential } = (await rehearse(own.id, await rekeyed(provider, own))).body;
    for (const key of [bench.site, bench.sibling]) {
      expect((await rehearse(own.id, own.credentials, key)).body.code).toBe('not_found');
      expect((await activate(own.id, credential.id, key)).body.code).toBe('not_found');
      const seen = await bench.call('GET', `/v1/merchants/${own.id}/credentials`, undefined, { key });
      expect(seen).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});

/** The merchant's own half. */
const keysOf = (credentials: Credentials): object =>
  'app_private_key' in credentials
    ? { app_private_key: credentials.app_private_key }
    : {
        merchant_private_key: credentials.merchant_private_key,
        merchant_certificate_serial: credentials.merchant_certificate_serial,
      };

const deeds = async (subject: string): Promise<string[]> => {
  const filter = { networkId: bench.networkId, subject, limit: 9 };
  return (await bench.bridge.store.read.audit.list(filter)).map(({ action }) => action);
};

describe("WeChat Pay's own certificate", () => {
  it('may change: what is signed with the old one still verifies, and so does what is signed with the new one', async () => {
    const own = await account('wechat_pay', { verification: 'platform_certificate' });
    await use('wechat_pay', own.id);
    const [first, second] = [await till.opened(), await till.opened()];
    for (const { payment } of [first, second]) await till.pay('wechat_pay', payment.id);
    const underOld = await till.notice('wechat_pay', first.payment.id);
    const rotated = (
      await bench.providers.wechat_pay.control<{ credentials: WeChatPayCredentials }>(
        'POST',
        `/merchants/${own.number}/rotate`,
      )
    ).credentials;
    const onlyNew = { ...rotated, platform_certificates: rotated.platform_certificates?.slice(-1) };
    const { body } = await rehearse(own.id, onlyNew);
    expect(codes(body)).toEqual(ALL_OK);
    expect((await activate(own.id, body.credential.id)).status).toBe(200);
    const [active, old] = await sets(own.id);
    const underNew = await till.notice('wechat_pay', second.payment.id);
    expect(underOld.headers['wechatpay-serial']).toBe(old?.verifier_ids[0]);
    expect(underNew.headers['wechatpay-serial']).toBe(active?.verifier_ids[0]);
    for (const raw of [underOld, underNew]) {
      expect((await till.bring('wechat_pay', raw, { merchant: own.id })).body.status).toBe(200);
    }
    for (const { payment } of [first, second]) await bench.until(payment.id, 'succeeded');
    await use('wechat_pay', bench.merchants.wechat_pay);
  });

  it('that is only rehearsed verifies no notification: nothing was signed for it', async () => {
    const own = await account('wechat_pay', { verification: 'platform_certificate' });
    await use('wechat_pay', own.id);
    const { payment } = await till.opened();
    await till.pay('wechat_pay', payment.id);
    const rotated = (
      await bench.providers.wechat_pay.control<{ credentials: WeChatPayCredentials }>(
        'POST',
        `/merchants/${own.number}/rotate`,
      )
    ).credentials;
    const onlyNew = { ...rotated, platform_certificates: rotated.platform_certificates?.slice(-1) };
    expect((await rehearse(own.id, onlyNew)).body.ok).toBe(true);
    const raw = await till.notice('wechat_pay', payment.id);
    expect((await till.bring('wechat_pay', raw, { merchant: own.id })).body.status).toBe(401);
    await use('wechat_pay', bench.merchants.wechat_pay);
  });
});

// The clock stands from here on: what is due later never is, so what happens was asked for at once.
describe.each(PROVIDERS)('what could not be asked about with the old keys of an account at %s', (provider) => {
  beforeAll(() => bench.clock.stop());

  async function unheardPayment(): Promise<{ own: Account; paymentId: string; fresh: Credentials }> {
    const own = await account(provider);
    await use(provider, own.id);
    const { payment } = await till.opened({ provider });
    await till.pay(provider, payment.id);
    await use(provider, bench.merchants[provider]);
    expect((await bench.payment(payment.id)).status).toBe('pending');
    return { own, paymentId: payment.id, fresh: await rekeyed(provider, own) };
  }

  it('is asked about as soon as others are activated', async () => {
    const { own, paymentId, fresh } = await unheardPayment();
    await activate(own.id, (await rehearse(own.id, fresh)).body.credential.id);
    expect((await bench.until(paymentId, 'succeeded')).provider_transaction_id).not.toBeNull();
  });

  it('is asked about as soon as they are replaced untried, which is written down', async () => {
    const { own, paymentId, fresh } = await unheardPayment();
    const sealed_credentials = await sealedFor(bench.bridge.vault.uploadKey.jwk, fresh);
    await bench.call('PUT', `/v1/merchants/${own.id}/credentials`, { sealed_credentials }, { key: bench.network });
    await bench.until(paymentId, 'succeeded');
    expect(await deeds(own.id)).toEqual(['credentials.replaced', 'merchant.created']);
  });
});
