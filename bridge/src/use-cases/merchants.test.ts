/** Merchant accounts over the API: keys go in, sealed as a browser seals them, and never come out. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type {
  AlipayCredentials,
  Credentials,
  Merchant,
  WeChatPayCredentials,
} from '@multipay/contracts/schemas/merchant';
import type { BridgeKey } from '@multipay/contracts/schemas/pairing';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { merchantSetting } from '@multipay/contracts/settings';
import { generateKeyPair, exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { selfSigned } from '../../testing/openssl';
import { sealedFor } from '../../testing/sealing';
import type { SigningKey } from '../../testing/site';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
  for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
});
afterAll(() => bench.close());

type Answer<T> = Awaited<ReturnType<typeof bench.call<T & Problem>>>;

/** What the screen does: asks for the bridge's key, seals in the browser, and sends. */
async function create(
  provider: ProviderName,
  credentials: unknown,
  key: SigningKey = bench.network,
): Promise<Answer<Merchant>> {
  const { jwk } = (await bench.call<BridgeKey>('GET', '/v1/bridge-key', undefined, { key })).body;
  const body = { provider, name: 'Tea House', sealed_credentials: await sealedFor(jwk, credentials) };
  return bench.call<Merchant & Problem>('POST', '/v1/merchants', body, { key });
}

async function replace(id: string, credentials: unknown, key: SigningKey = bench.network): Promise<Answer<Merchant>> {
  const sealed_credentials = await sealedFor(bench.bridge.vault.uploadKey.jwk, credentials);
  return bench.call<Merchant & Problem>('PUT', `/v1/merchants/${id}/credentials`, { sealed_credentials }, { key });
}

/** An account that no other test has. */
const fresh = (provider: ProviderName): Promise<Credentials> => bench.providers[provider].newMerchant();
/** One that serves wherever it need not be another one than before: making keys takes its time. */
let some: { wechat_pay: WeChatPayCredentials; alipay: AlipayCredentials };
beforeAll(async () => {
  some = {
    wechat_pay: (await fresh('wechat_pay')) as WeChatPayCredentials,
    alipay: (await fresh('alipay')) as AlipayCredentials,
  };
});
const list = async (key: SigningKey, query = '') =>
  (await bench.call<{ items: Merchant[] }>('GET', `/v1/merchants${query}`, undefined, { key })).body.items;
const change = (key: SigningKey, name: string, value: unknown, query = '') =>
  bench.call('PUT', `/v1/settings${query}`, { values: [{ name, value }] }, { key });

const keyOf = ({ privateKey }: { privateKey: KeyObject }, type: 'pkcs8' | 'pkcs1' = 'pkcs8'): string =>
  privateKey.export({ type, format: 'pem' });
const asPkcs1 = (pem: string): string => createPrivateKey(pem).export({ type: 'pkcs1', format: 'pem' });
const asBare = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');

const strong = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The same account, with a key of the provider that the notifications of today are not signed with. */
function withOtherVerifier(provider: ProviderName): Credentials {
  const key = strong.publicKey.export({ type: 'spki', format: 'pem' });
  if (provider === 'alipay') return { ...some.alipay, alipay_public_key: key };
  const id = `PUB_KEY_ID_${'1'.repeat(20)}`;
  return { ...some.wechat_pay, wechat_pay_public_key_id: id, wechat_pay_public_key: key };
}

describe.each(PROVIDERS)('a merchant account at %s', (provider) => {
  it('is added, and shows fingerprints only', async () => {
    const credentials = some[provider];
    const { status, body } = await create(provider, credentials);
    expect(status).toBe(201);
    expect(body).toMatchObject({ provider, site_id: '0', name: 'Tea House' });
    expect(body.key_fingerprint).toMatch(/^[0-9a-f]{16}$/);
    const shown = JSON.stringify([body, await list(bench.network)]);
    for (const [name, value] of Object.entries(credentials)) {
      if (/key|certificates/.test(name) && !name.endsWith('_id'))
        expect(shown, name).not.toContain(String(value).slice(30, 90));
    }
  });

  it('works at once where it is put to use', async () => {
    const { body } = await create(provider, some[provider]);
    await change(bench.network, merchantSetting(provider), body.id);
    const { status, body: opened } = await bench.open({ provider });
    expect({ status, merchant: opened.payment.merchant_id }).toEqual({ status: 201, merchant: body.id });
    await change(bench.network, merchantSetting(provider), bench.merchants[provider]);
  });

  it("sealed for another bridge's key is unreadable", async () => {
    const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const sealed_credentials = await sealedFor(await exportJWK(publicKey), some[provider]);
    const body = { provider, name: 'Tea House', sealed_credentials };
    const answer = await bench.call('POST', '/v1/merchants', body, { key: bench.network });
    expect(answer).toMatchObject({ status: 422, body: { code: 'credentials_unreadable', next: 'check_credentials' } });
  });

  it("with the other provider's credentials is refused", async () => {
    const other = provider === 'alipay' ? 'wechat_pay' : 'alipay';
    expect(await create(provider, some[other])).toMatchObject({
      status: 422,
      body: { code: 'credentials_invalid' },
    });
  });

  it.each<[string, unknown]>([
    ['no JSON', 'not JSON'],
    ['a list', []],
    ['nothing', {}],
    ['null', null],
  ])('with %s for credentials is refused', async (_name, credentials) => {
    expect(await create(provider, credentials)).toMatchObject({ status: 422, body: { code: 'credentials_invalid' } });
  });

  it('with a field that nobody knows is refused, so that a misspelt one is not silently dropped', async () => {
    const answer = await create(provider, { ...some[provider], sub_mch: '1' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'credentials_invalid' } });
  });

  it('gets other credentials of the same account; what is signed for the old ones is still believed', async () => {
    const { body: created } = await create(provider, some[provider]);
    await change(bench.network, merchantSetting(provider), created.id);
    const { payment } = (await bench.open({ provider })).body;
    await bench.providers[provider].scan(payment.id);
    await bench.providers[provider].pay(payment.id);
    const { status, body } = await replace(created.id, withOtherVerifier(provider));
    expect({ status, id: body.id }).toEqual({ status: 200, id: created.id });
    expect(Date.parse(body.credentials_since)).toBeGreaterThanOrEqual(Date.parse(created.credentials_since));
    const raw = await bench.providers[provider].notification(payment.id, 'genuine');
    expect(await bench.bridge.useCases.receiveNotification({ provider, merchantId: created.id }, raw)).toBe('applied');
    await change(bench.network, merchantSetting(provider), bench.merchants[provider]);
  });

  it('cannot become another account', async () => {
    const { body: created } = await create(provider, some[provider]);
    const answer = await replace(created.id, await fresh(provider));
    expect(answer).toMatchObject({ status: 422, body: { code: 'credentials_invalid' } });
    expect(answer.body.detail).toContain('add another account instead');
  });
});

describe("WeChat Pay's credentials", () => {
  const changed = async (changes: (own: WeChatPayCredentials) => object) => {
    const own = some.wechat_pay;
    return create('wechat_pay', { ...own, ...changes(own) });
  };
  it.each<[string, (own: WeChatPayCredentials) => object]>([
    ['a key in PKCS#1', (own) => ({ merchant_private_key: asPkcs1(own.merchant_private_key) })],
    ['a key as bare base64', (own) => ({ merchant_private_key: asBare(own.merchant_private_key) })],
    ['a key with a byte order mark', (own) => ({ merchant_private_key: `\uFEFF${own.merchant_private_key}` })],
    ['a certificate with a byte order mark', () => ({ platform_certificates: [`\uFEFF${selfSigned(keyOf(strong))}`] })],
    [
      'a serial number in small letters',
      (own) => ({ merchant_certificate_serial: own.merchant_certificate_serial.toLowerCase() }),
    ],
  ])('may have %s', async (_name, changes) => {
    expect((await changed(changes)).status).toBe(201);
  });

  it.each<[string, (own: WeChatPayCredentials) => object]>([
    ['a key of 1024 bits', () => ({ merchant_private_key: keyOf(weak) })],
    ['a key on a curve', () => ({ merchant_private_key: keyOf(curve) })],
    ['a certificate in place of the key', () => ({ merchant_private_key: selfSigned(keyOf(strong)) })],
    ["WeChat Pay's key in place of the merchant's", (own) => ({ merchant_private_key: own.wechat_pay_public_key })],
    ["the merchant's key in place of WeChat Pay's", (own) => ({ wechat_pay_public_key: own.merchant_private_key })],
    [
      "the merchant's certificate in place of WeChat Pay's",
      (own) => ({ platform_certificates: [selfSigned(own.merchant_private_key)] }),
    ],
    [
      'a certificate that is none',
      () => ({ platform_certificates: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'] }),
    ],
    ['a certificate of a key on a curve', () => ({ platform_certificates: [selfSigned(keyOf(curve))] })],
    ['a public key without its id', () => ({ wechat_pay_public_key_id: undefined })],
    ['an id without its public key', () => ({ wechat_pay_public_key: undefined })],
    [
      'neither public key nor certificate',
      () => ({ wechat_pay_public_key: undefined, wechat_pay_public_key_id: undefined }),
    ],
    ['an APIv3 key of 31 characters', () => ({ api_v3_key: 'x'.repeat(31) })],
    ['a merchant number in words', () => ({ merchant_number: 'tea-house' })],
    ['a merchant number as a number', (own) => ({ merchant_number: Number(own.merchant_number) })],
  ])('may not have %s', async (_name, changes) => {
    const { status, body } = await changed(changes);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'credentials_invalid' });
    expect(body.detail).not.toMatch(/PRIVATE KEY|MII/);
  });

  it('cannot change their app while the account stays: older payments were opened with the old one', async () => {
    const own = some.wechat_pay;
    const { body } = await create('wechat_pay', own);
    const answer = await replace(body.id, { ...own, app_id: 'wx0000000000000000' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'credentials_invalid' } });
    expect((await replace(body.id, own)).status).toBe(200);
  });
});

describe("Alipay's credentials", () => {
  const changed = async (changes: (own: AlipayCredentials) => object) => {
    const own = some.alipay;
    return create('alipay', { ...own, ...changes(own) });
  };

  it.each<[string, (own: AlipayCredentials) => object]>([
    ['a key in PKCS#1', (own) => ({ app_private_key: asPkcs1(own.app_private_key) })],
    [
      "the key tool's bare base64",
      (own) => ({ app_private_key: asBare(own.app_private_key), alipay_public_key: asBare(own.alipay_public_key) }),
    ],
    ['a byte order mark', (own) => ({ alipay_public_key: `\uFEFF${own.alipay_public_key}` })],
  ])('may have %s', async (_name, changes) => {
    expect((await changed(changes)).status).toBe(201);
  });

  it.each<[string, (own: AlipayCredentials) => object]>([
    [
      "the application's public key in place of Alipay's",
      (own) => ({ alipay_public_key: selfSigned(own.app_private_key) }),
    ],
    [
      "the application's private key in place of Alipay's",
      (own) => ({ alipay_public_key: asBare(own.app_private_key) }),
    ],
    [
      'keys that were swapped',
      (own) => ({ app_private_key: own.alipay_public_key, alipay_public_key: own.app_private_key }),
    ],
    ['an app id in words', () => ({ app_id: 'tea-house' })],
  ])('may not have %s', async (_name, changes) => {
    const { status, body } = await changed(changes);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'credentials_invalid' });
    expect(body.detail).not.toMatch(/PRIVATE KEY|MII/);
  });
});

describe('a site that configures itself', () => {
  beforeAll(async () => {
    await change(bench.network, 'override_global_config', true, '?site_id=2');
  });

  it('has its first account of a provider put to use at once, and chooses among more by itself', async () => {
    const { body: first } = await create('alipay', some.alipay, bench.sibling);
    const { body: second } = await create('alipay', some.alipay, bench.sibling);
    const inUse = async () => {
      const { body } = await bench.call<{ gateways: { provider: string; merchant_id: string | null }[] }>(
        'GET',
        '/v1/sites/2',
        undefined,
        { key: bench.sibling },
      );
      return body.gateways.find(({ provider }) => provider === 'alipay')?.merchant_id;
    };
    expect(await inUse()).toBe(first.id);
    await change(bench.sibling, 'alipay_merchant', second.id);
    expect(await inUse()).toBe(second.id);
  });

  it("sees and changes nothing of the network's or of another site's", async () => {
    const { body: own } = await create('wechat_pay', some.wechat_pay, bench.sibling);
    const seen = await list(bench.sibling);
    expect(seen.map(({ site_id: site }) => site)).toEqual(seen.map(() => '2'));
    expect(seen.map(({ id }) => id)).toContain(own.id);
    expect((await list(bench.site)).map(({ id }) => id)).not.toContain(own.id);
    const theirs = bench.merchants.wechat_pay;
    expect(await replace(theirs, some.wechat_pay, bench.sibling)).toMatchObject({ status: 404 });
    expect(await change(bench.sibling, 'wechat_pay_merchant', theirs)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', field: '/wechat_pay_merchant' },
    });
  });

  it("cannot use one provider's account for the other", async () => {
    const { body } = await create('wechat_pay', some.wechat_pay, bench.sibling);
    expect(await change(bench.sibling, 'alipay_merchant', body.id)).toMatchObject({ status: 400 });
  });

  it('is seen by its network', async () => {
    expect((await list(bench.network)).map(({ site_id: site }) => site)).toContain('2');
    expect((await list(bench.network, '?site_id=2')).map(({ site_id: site }) => site)).not.toContain('0');
  });
});

describe('a site that the network manages', () => {
  it('cannot add or change accounts, and hears that before anything is opened', async () => {
    expect(await create('alipay', 'rubbish', bench.site)).toMatchObject({
      status: 403,
      body: { code: 'settings_locked', next: 'ask_network_admin' },
    });
  });
});

describe('a site that is not there', () => {
  it('gets no account from its network', async () => {
    const { jwk } = bench.bridge.vault.uploadKey;
    const body = { provider: 'alipay', name: 'x', sealed_credentials: await sealedFor(jwk, some.alipay) };
    const answer = await bench.call('POST', '/v1/merchants?site_id=4711', body, { key: bench.network });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
