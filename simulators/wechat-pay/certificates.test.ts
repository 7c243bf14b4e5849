import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWeChatPay, type Simulator } from '../index';
import { freshNumber } from '../testing/bench';
import { opensslX509 } from '../testing/openssl';
import { Shop } from '../testing/shop';
import { Tester, type WeChatPayMerchant } from '../testing/tester';
import { nativeOrder, resultOf } from '../testing/wechat-pay-bench';
import { WeChatPayClient } from '../testing/wechat-pay-client';

let simulator: Simulator;
let tester: Tester;
let shop: Shop;

beforeAll(async () => {
  simulator = await startWeChatPay();
  tester = new Tester(simulator.controlUrl);
  shop = await Shop.open({ status: 200, body: '{}' });
});
afterAll(async () => {
  await simulator.close();
  await shop.close();
});

async function clientOf(verification: string): Promise<WeChatPayClient> {
  return new WeChatPayClient(simulator.url, (await tester.weChatPayMerchant({ verification })).credentials);
}

const create = (client: WeChatPayClient, headers: Record<string, string> = {}) =>
  client.call('POST', '/v3/pay/transactions/native', nativeOrder(client, shop, freshNumber(), 1001), { headers });

describe('a merchant with platform certificates', () => {
  it('downloads them, opens them and verifies with them, all by wechatpay-node-v3', async () => {
    const client = await clientOf('platform_certificate');
    const { credentials } = client;
    expect(credentials).not.toHaveProperty('wechat_pay_public_key');
    const [certificate] = await client.pay.get_certificates(credentials.api_v3_key);
    const known = new X509Certificate(credentials.platform_certificates?.[0] ?? '');
    expect(certificate).toMatchObject({ serial_no: known.serialNumber });
    const created = await create(client);
    expect(created.headers.get('wechatpay-serial')).toBe(known.serialNumber);
    expect(created.verified).toBe(true);
  });

  it('has certificates that openssl reads, for RSA keys of 2048 bits, valid for years', async () => {
    const { credentials } = await clientOf('platform_certificate');
    const text = opensslX509(credentials.platform_certificates?.[0] ?? '', ['-text']);
    expect(text).toContain('Public-Key: (2048 bit)');
    expect(text).toContain('sha256WithRSAEncryption');
    expect(text).toMatch(/Version: 3/);
    expect(text).toContain('Tenpay.com Root CA');
  });

  it('is given another one when it is rotated: both are listed, the new one signs', async () => {
    const client = await clientOf('platform_certificate');
    const path = `/merchants/${client.credentials.merchant_number}/rotate`;
    const rotated = (await tester.ask('POST', path)) as unknown as WeChatPayMerchant;
    const serials = rotated.credentials.platform_certificates?.map((pem) => new X509Certificate(pem).serialNumber);
    expect(serials).toHaveLength(2);
    const created = await create(client);
    expect(created.headers.get('wechatpay-serial')).toBe(serials?.[1]);
    expect(created.verified).toBe(true);
    const listed = await client.pay.get_certificates(client.credentials.api_v3_key);
    expect(listed.map(({ serial_no }) => serial_no)).toEqual(serials);
  });
});

describe('a merchant with the public key', () => {
  it('has no platform certificates: 404 RESOURCE_NOT_EXISTS', async () => {
    const client = await clientOf('public_key');
    const answer = await client.call('GET', '/v3/certificates');
    expect([answer.status, resultOf(answer).code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect(client.credentials).not.toHaveProperty('platform_certificates');
  });

  it('is answered under the full PUB_KEY_ID', async () => {
    const created = await create(await clientOf('public_key'));
    expect(created.headers.get('wechatpay-serial')).toMatch(/^PUB_KEY_ID_\d{10,64}$/);
    expect(created.verified).toBe(true);
  });
});

describe('a merchant that changes over', () => {
  it('gets both kinds of serial number in turn, and each verifies', async () => {
    const client = await clientOf('both');
    const answers = [await create(client), await create(client)];
    const serials = answers.map(({ headers }) => headers.get('wechatpay-serial') ?? '');
    expect(serials.filter((serial) => serial.startsWith('PUB_KEY_ID_'))).toHaveLength(1);
    expect(answers.map(({ verified }) => verified)).toEqual([true, true]);
  });

  it('gets the kind that it asks for', async () => {
    const client = await clientOf('both');
    const wanted = client.credentials.wechat_pay_public_key_id ?? '';
    for (let count = 0; count < 3; count++) {
      const { headers } = await create(client, { 'Wechatpay-Serial': wanted });
      expect(headers.get('wechatpay-serial')).toBe(wanted);
    }
  });
});

describe('a merchant that changes its own certificate', () => {
  it('is answered with the new one, and for a while with the old one too', async () => {
    const before = await clientOf('public_key');
    const path = `/merchants/${before.credentials.merchant_number}/keys`;
    const rekeyed = (await tester.ask('POST', path)) as unknown as WeChatPayMerchant & { merchant_certificate: string };
    const { credentials } = rekeyed;
    expect(credentials.merchant_certificate_serial).not.toBe(before.credentials.merchant_certificate_serial);
    expect(new X509Certificate(rekeyed.merchant_certificate).serialNumber).toBe(
      credentials.merchant_certificate_serial,
    );
    for (const client of [before, new WeChatPayClient(simulator.url, credentials)]) {
      expect((await create(client)).status).toBe(200);
    }
    const mixed = { ...credentials, merchant_private_key: before.credentials.merchant_private_key };
    expect((await create(new WeChatPayClient(simulator.url, mixed))).status).toBe(401);
    expect((await tester.call('POST', '/merchants/nobody/keys')).status).toBe(404);
  });
});

describe('a refusal', () => {
  const ask = (client: WeChatPayClient) =>
    client.call('GET', `/v3/pay/transactions/out-trade-no/nothing?mchid=${client.credentials.merchant_number}`);

  it('is signed for whoever signed rightly, unless the tester turns that off', async () => {
    const client = await clientOf('public_key');
    expect(await ask(client)).toMatchObject({ status: 404, verified: true });
    await tester.ask('PUT', `/settings?merchant=${client.credentials.merchant_number}`, { signed_refusals: false });
    expect(await ask(client)).toMatchObject({ status: 404, verified: null });
  });

  it('is not signed for whoever did not', async () => {
    const [{ credentials: own }, { credentials: other }] = [await clientOf('public_key'), await clientOf('public_key')];
    const stranger = new WeChatPayClient(simulator.url, { ...own, merchant_private_key: other.merchant_private_key });
    expect(await ask(stranger)).toMatchObject({ status: 401, verified: null });
  });
});

describe('making merchants', () => {
  it('gives each its own keys, and the same one for the same key, even at the same moment', async () => {
    const [first, second] = await Promise.all([
      tester.weChatPayMerchant({ key: 'shop' }),
      tester.weChatPayMerchant({ key: 'shop' }),
    ]);
    const third = await tester.weChatPayMerchant({ key: 'shop' });
    const other = await tester.weChatPayMerchant({ key: 'other' });
    expect([second.id, third.id]).toEqual([first.id, first.id]);
    expect(third.credentials).toEqual(first.credentials);
    expect(other.id).not.toBe(first.id);
    expect(other.credentials.merchant_private_key).not.toBe(first.credentials.merchant_private_key);
  });

  it('refuses a way of verifying that there is not', async () => {
    expect((await tester.call('POST', '/merchants', { verification: 'md5' })).status).toBe(422);
  });

  it('lists them without their keys', async () => {
    const made = await tester.weChatPayMerchant({ name: '安静的店' });
    const { merchants } = await tester.ask('GET', '/merchants');
    expect(merchants).toContainEqual({ id: made.id, name: '安静的店', key: null });
    expect(JSON.stringify(merchants)).not.toContain('PRIVATE KEY');
  });
});
