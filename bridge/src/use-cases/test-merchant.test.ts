/** "Test connection": what a merchant reads when the keys in use are tried against a provider. */
import { generateKeyPairSync } from 'node:crypto';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type {
  AlipayCredentials,
  Credentials,
  MerchantTest,
  WeChatPayCredentials,
} from '@multipay/contracts/schemas/merchant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import type { SigningKey } from '../../testing/site';
import { newId } from './new-id';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
  for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
});
afterAll(() => bench.close());

const DAY_MS = 86_400_000;
const network = () => ({ networkId: bench.networkId, siteId: '0', scope: 'network' }) as const;

/** An account whose keys nobody has tried yet. */
async function account(provider: ProviderName, credentials: Credentials): Promise<string> {
  const wish = { provider, name: 'Tea House', plain: JSON.stringify(credentials) };
  return (await bench.bridge.useCases.addMerchant(network(), wish)).id;
}

async function tested(id: string, key: SigningKey = bench.network): Promise<MerchantTest> {
  const { status, body } = await bench.call<MerchantTest>('POST', `/v1/merchants/${id}/test`, undefined, { key });
  expect(status).toBe(200);
  return body;
}

const codes = ({ checks }: MerchantTest): Record<string, string> =>
  Object.fromEntries(checks.map(({ check, ok, code }) => [check, ok ? 'ok' : (code ?? 'no code')]));
const said = ({ checks }: MerchantTest, check: string): string =>
  checks.find((one) => one.check === check)?.detail ?? '';

const somebodys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const somebodysPublicKey = somebodys.publicKey.export({ type: 'spki', format: 'pem' });
const ownKey = (credentials: Credentials): string =>
  'app_private_key' in credentials ? credentials.app_private_key : credentials.merchant_private_key;
const withOwnKey = (credentials: Credentials, pem: string): Credentials =>
  'app_private_key' in credentials
    ? { ...credentials, app_private_key: pem }
    : { ...credentials, merchant_private_key: pem };

describe.each(PROVIDERS)('an account at %s', (provider) => {
  const fresh = (wish?: object): Promise<Credentials> => bench.providers[provider].newMerchant(wish);

  it('whose keys are right passes everything, and nothing was paid, opened or shown', async () => {
    const credentials = await fresh();
    const result = await tested(await account(provider, credentials));
    expect(result).toMatchObject({ ok: true });
    expect(codes(result)).toEqual({
      signature_accepted: 'ok',
      answer_verified: 'ok',
      expiry: 'ok',
      notifications: 'ok',
    });
    expect(JSON.stringify(result)).not.toMatch(/PRIVATE KEY|MII/);
    const { payments } = await bench.providers[provider].control<{ payments: unknown[] }>('GET', '/payments');
    expect(payments).toEqual([]);
  });

  it("with another key than the merchant's is told that the provider does not accept it", async () => {
    const pem = somebodys.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const result = await tested(await account(provider, withOwnKey(await fresh(), pem)));
    expect(result.ok).toBe(false);
    expect(codes(result)).toMatchObject({ signature_accepted: 'provider_rejected_key', expiry: 'ok' });
    expect(said(result, 'signature_accepted')).toContain('does not accept our signature');
  });

  it("with another merchant's key is told the same", async () => {
    const [own, other] = [await fresh(), await fresh()];
    const result = await tested(await account(provider, withOwnKey(own, ownKey(other))));
    expect(codes(result)).toMatchObject({ signature_accepted: 'provider_rejected_key' });
  });

  it("with another key in the provider's place is told that the answer cannot be believed", async () => {
    const own = await fresh();
    const name = provider === 'alipay' ? 'alipay_public_key' : 'wechat_pay_public_key';
    const result = await tested(await account(provider, { ...own, [name]: somebodysPublicKey }));
    expect(codes(result)).toMatchObject({ answer_verified: 'provider_answer_unverified' });
    expect(result.ok).toBe(false);
  });

  it('at a provider that is down is told that nothing can be said of its keys', async () => {
    const id = await account(provider, await fresh());
    for (const [outage, code] of [
      ['cut', 'provider_unreachable'],
      ['busy', 'provider_busy'],
      ['bad_gateway', 'provider_busy'],
    ] as const) {
      await bench.providers[provider].control('PUT', '/settings', { outage });
      const result = await tested(id);
      await bench.providers[provider].control('PUT', '/settings', { outage: 'none' });
      expect([outage, codes(result)['signature_accepted']]).toEqual([outage, code]);
      expect(said(result, 'signature_accepted')).toContain('nothing can be said of the keys');
    }
  });

  it('with a kept set that cannot be opened any more is told which notifications are lost', async () => {
    const id = await account(provider, await fresh());
    const [kept] = await bench.bridge.store.read.merchants.credentials(id);
    if (!kept) throw new Error('it has keys');
    const lost = newId('credential');
    await bench.bridge.store.write(({ merchants }) =>
      merchants.addCredential({ ...kept, id: lost, state: 'verify_only' }),
    );
    const result = await tested(id);
    expect(codes(result)).toMatchObject({ signature_accepted: 'ok', notifications: 'credentials_unreadable' });
    expect(said(result, 'notifications')).toContain(lost);
  });

  it('is tested by its owner only, and it is written down who did', async () => {
    const id = await account(provider, await fresh());
    const ask = (key: SigningKey, query = '') =>
      bench.call<{ code?: string }>('POST', `/v1/merchants/${id}/test${query}`, undefined, { key });
    expect((await ask(bench.site)).body.code).toBe('not_found');
    expect((await ask(bench.network, '?site_id=2')).body.code).toBe('not_found');
    expect((await ask(bench.network, '?actor=user_7')).status).toBe(200);
    const entries = await bench.bridge.store.read.audit.list({ networkId: bench.networkId, subject: id, limit: 9 });
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['merchant.tested', 'user_7'],
      ['merchant.created', 'unknown'],
    ]);
    expect(JSON.parse(entries[0]?.after ?? '')).toMatchObject({ ok: true, failed: [] });
  });
});

describe("a site's own account, while the network manages the site", () => {
  it('is kept and not touched', async () => {
    const settings = (value: boolean) =>
      bench.call(
        'PUT',
        '/v1/settings?site_id=2',
        { values: [{ name: 'override_global_config', value }] },
        { key: bench.network },
      );
    await settings(true);
    const plain = JSON.stringify(await bench.providers.alipay.newMerchant());
    const owner = { networkId: bench.networkId, siteId: '2', scope: 'site' } as const;
    const { id } = await bench.bridge.useCases.addMerchant(owner, { provider: 'alipay', name: 'Own', plain });
    expect((await tested(id, bench.sibling)).ok).toBe(true);
    await settings(false);
    for (const [method, path] of [
      ['POST', 'test'],
      ['GET', 'credentials'],
    ] as const) {
      const answer = await bench.call(method, `/v1/merchants/${id}/${path}`, undefined, { key: bench.sibling });
      expect(answer).toMatchObject({ status: 403, body: { code: 'settings_locked' } });
    }
  });
});

describe('WeChat Pay', () => {
  const made = (wish: object = {}) =>
    bench.providers.wechat_pay.control<{ id: string; merchant_certificate: string; credentials: WeChatPayCredentials }>(
      'POST',
      '/merchants',
      wish,
    );

  it('that does not sign a "no" shows by the newest payment whether its answers verify', async () => {
    const { id: number, credentials } = await made();
    await bench.providers.wechat_pay.control('PUT', `/settings?merchant=${number}`, { signed_refusals: false });
    const id = await account('wechat_pay', credentials);
    const unused = await tested(id);
    expect(unused.ok).toBe(true);
    expect(said(unused, 'answer_verified')).toMatch(/^Not seen: WeChat Pay did not sign this answer/);
    const put = (value: string) =>
      bench.call('PUT', '/v1/settings', { values: [{ name: 'wechat_pay_merchant', value }] }, { key: bench.network });
    await put(id);
    expect((await bench.open()).body.payment.merchant_id).toBe(id);
    await put(bench.merchants.wechat_pay);
    expect(said(await tested(id), 'answer_verified')).toMatch(/^The answer bears WeChat Pay's signature/);
    const wrong = JSON.stringify({ ...credentials, wechat_pay_public_key: somebodysPublicKey });
    const rehearsal = await bench.bridge.useCases.rehearsePlainCredentials(network(), id, wrong);
    expect(codes(rehearsal)).toMatchObject({ answer_verified: 'provider_answer_unverified' });
  });

  it('encrypts its certificates, which shows whether the APIv3 key is right', async () => {
    const { credentials } = await made({ verification: 'platform_certificate' });
    expect(codes(await tested(await account('wechat_pay', credentials)))).toMatchObject({ notifications: 'ok' });
    const result = await tested(await account('wechat_pay', { ...credentials, api_v3_key: 'x'.repeat(32) }));
    expect(codes(result)).toMatchObject({ answer_verified: 'ok', notifications: 'credentials_invalid' });
    expect(said(result, 'notifications')).toContain('The APIv3 key does not open');
  });

  it('that has changed its certificate since is not believed with the old one', async () => {
    const { id: number, credentials } = await made({ verification: 'platform_certificate' });
    const id = await account('wechat_pay', credentials);
    await bench.providers.wechat_pay.control('POST', `/merchants/${number}/rotate`);
    expect(codes(await tested(id))).toMatchObject({ answer_verified: 'provider_answer_unverified' });
  });
});

describe("Alipay's certificate in the place of its key", () => {
  it('says when it ends', async () => {
    const made = await bench.providers.alipay.control<{
      certificates: { alipay_certificate: string };
      credentials: AlipayCredentials;
    }>('POST', '/merchants', { mode: 'certificate' });
    const credentials = { ...made.credentials, alipay_public_key: made.certificates.alipay_certificate };
    const id = await account('alipay', credentials);
    const { items } = await bench.bridge.useCases.listCredentials(network(), id);
    expect(Date.parse(items[0]?.expires_at ?? '')).toBeGreaterThan(bench.clock.now());
  });
});

// The clock moves for years here, so this comes last.
describe('certificates that end', () => {
  it('are said with their day, then with a warning, then as a fault; what ended is not taken', async () => {
    const { merchant_certificate, credentials } = await bench.providers.wechat_pay.control<{
      merchant_certificate: string;
      credentials: WeChatPayCredentials;
    }>('POST', '/merchants', {});
    const whole = { ...credentials, merchant_certificate };
    const id = await account('wechat_pay', whole);
    const [kept] = (await bench.bridge.useCases.listCredentials(network(), id)).items;
    const endsMs = Date.parse(kept?.expires_at ?? '');
    const day = new Date(endsMs).toISOString().slice(0, 10);
    expect(said(await tested(id), 'expiry')).toMatch(
      new RegExp(`^The first to end is the certificate \\w+, on ${day}\\.$`),
    );
    bench.clock.advance(endsMs - bench.clock.now() - 7.5 * DAY_MS);
    const soon = await tested(id);
    expect([codes(soon)['expiry'], said(soon, 'expiry')]).toEqual(['ok', expect.stringContaining('in 7 days: give')]);
    bench.clock.advance(8 * DAY_MS);
    expect(codes(await tested(id))).toMatchObject({ expiry: 'credentials_invalid' });
    await expect(account('wechat_pay', whole)).rejects.toMatchObject({
      code: 'credentials_invalid',
      field: '/merchant_certificate',
      message: expect.stringContaining(`ended on ${day}`) as string,
    });
  });
});
