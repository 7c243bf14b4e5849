import { verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAlipay, type Simulator } from '../index';
import { AlipayClient, type Mischief } from '../testing/alipay-client';
import { AlipayV3Client } from '../testing/alipay-v3-client';
import { freshNumber } from '../testing/bench';
import { opensslTrusts, opensslX509 } from '../testing/openssl';
import { Shop } from '../testing/shop';
import { Tester, type AlipayCertificates, type AlipayMerchant } from '../testing/tester';

let simulator: Simulator;
let tester: Tester;
let shop: Shop;
let client: AlipayClient;
let v3: AlipayV3Client;
let certificates: AlipayCertificates;

beforeAll(async () => {
  simulator = await startAlipay();
  tester = new Tester(simulator.controlUrl);
  shop = await Shop.open({ status: 200, body: 'success' });
  const merchant = await tester.alipayMerchant({ mode: 'certificate' });
  certificates = merchant.certificates!;
  const { app_cert_sn, alipay_root_cert_sn } = certificates;
  client = new AlipayClient(simulator.url, merchant.credentials, { app_cert_sn, alipay_root_cert_sn });
  v3 = new AlipayV3Client(simulator.url, merchant.credentials);
});
afterAll(async () => {
  await simulator.close();
  await shop.close();
});

const query = (mischief: Mischief = {}) =>
  client.call('alipay.trade.query', { out_trade_no: 'nothing_here' }, mischief);

describe('certificate mode', () => {
  it('has certificates that openssl trusts under the root, for the keys of the credentials', () => {
    const { app_certificate, alipay_certificate, alipay_root_certificate } = certificates;
    expect(opensslTrusts(app_certificate, alipay_root_certificate)).toBe(true);
    expect(opensslTrusts(alipay_certificate, alipay_root_certificate)).toBe(true);
    expect(opensslTrusts(app_certificate, alipay_certificate)).toBe(false);
    const key = new X509Certificate(alipay_certificate).publicKey.export({ type: 'spki', format: 'pem' });
    expect(key).toBe(client.credentials.alipay_public_key);
    expect(opensslX509(app_certificate, ['-subject'])).toContain(client.credentials.app_id);
  });

  it('answers a caller who names both certificates, and names its own behind the signature', async () => {
    const { text, value } = await query();
    expect(value['sub_code']).toBe('ACQ.TRADE_NOT_EXIST');
    expect(text.endsWith(`,"alipay_cert_sn":"${certificates.alipay_cert_sn}"}`)).toBe(true);
  });

  it.each([
    ['app_cert_sn', '', 'isv.missing-app-cert-sn'],
    ['alipay_root_cert_sn', '', 'isv.missing-alipay-root-cert-sn'],
    ['app_cert_sn', 'f'.repeat(32), 'isv.invalid-app-cert-sn'],
    ['alipay_root_cert_sn', 'f'.repeat(32), 'isv.invalid-alipay-root-cert-sn'],
  ])('refuses %s "%s"', async (name, value, subCode) => {
    expect((await query({ parameters: { [name]: value } })).value['sub_code']).toBe(subCode);
  });

  it('holds for v3 too', async () => {
    const ask = (appCertSn?: string) =>
      v3.call(
        'POST',
        '/v3/alipay/trade/precreate',
        { out_trade_no: freshNumber(), total_amount: '1', subject: 'x' },
        {
          ...(appCertSn !== undefined && { appCertSn }),
          headers: { 'alipay-root-cert-sn': certificates.alipay_root_cert_sn },
        },
      );
    expect((await ask()).value['code']).toBe('missing-app-cert-sn');
    const answer = await ask(certificates.app_cert_sn);
    expect([answer.verified, answer.headers.get('alipay-sn')]).toEqual([true, certificates.alipay_cert_sn]);
  });

  it('names the certificate in notifications only when that is switched on, outside the signature', async () => {
    const told = async () => {
      shop.clear();
      const number = freshNumber();
      const parameters = { notify_url: `${shop.url}/notify` };
      await client.call(
        'alipay.trade.precreate',
        { out_trade_no: number, total_amount: '1.00', subject: 'x' },
        { parameters },
      );
      await tester.pay(number);
      await tester.flush();
      return Object.fromEntries(new URLSearchParams(shop.received[0]!.body));
    };
    expect(await told()).not.toHaveProperty('alipay_cert_sn');
    await tester.settings({ notification_cert_sn: true });
    const { alipay_cert_sn, ...form } = await told();
    expect(alipay_cert_sn).toBe(certificates.alipay_cert_sn);
    expect(client.sdk.signVerify(form)).toBe(true);
    expect(client.sdk.signVerify({ ...form, alipay_cert_sn })).toBe(false);
  });
});

describe("a change of Alipay's certificate", () => {
  it('is told by its serial number; the new one is downloaded, trusted under the root, and verifies', async () => {
    const made = await tester.alipayMerchant({ mode: 'certificate' });
    const { app_cert_sn, alipay_root_cert_sn, alipay_root_certificate, alipay_cert_sn: before } = made.certificates!;
    const own = new AlipayClient(simulator.url, made.credentials, { app_cert_sn, alipay_root_cert_sn });
    await tester.ask('POST', `/merchants/${made.id}/rotate`);
    const ask = () => own.call('alipay.trade.query', { out_trade_no: 'nothing_here' });
    const { member, signature, text } = await ask();
    const sn = /"alipay_cert_sn":"(\w+)"/.exec(text)?.[1];
    expect(sn).not.toBe(before);
    expect(own.verifies(member, signature ?? '')).toBe(false);
    const download = async (alipay_cert_sn: unknown) =>
      (await own.call('alipay.open.app.alipaycert.download', { alipay_cert_sn })).value;
    const pem = Buffer.from(String((await download(sn))['alipay_cert_content']), 'base64').toString();
    expect(opensslTrusts(pem, alipay_root_certificate)).toBe(true);
    const key = new X509Certificate(pem).publicKey;
    expect(verify('sha256', Buffer.from(member), key, Buffer.from(signature ?? '', 'base64'))).toBe(true);
    expect(await download(before)).toMatchObject({ code: '10000' });
    expect(await download('f'.repeat(32))).toMatchObject({ sub_code: 'CERT_NOT_EXIST' });
  });

  it('is refused for merchants without certificates', async () => {
    const { id } = await tester.alipayMerchant();
    expect((await tester.call('POST', `/merchants/${id}/rotate`)).status).toBe(409);
    expect((await tester.call('POST', '/merchants/nobody/rotate')).status).toBe(404);
  });
});

describe("a merchant's keys", () => {
  it('can be changed, and then only the new one is taken', async () => {
    const { id, credentials } = await tester.alipayMerchant();
    const rekeyed = (await tester.ask('POST', `/merchants/${id}/keys`)) as unknown as AlipayMerchant;
    expect(rekeyed.credentials.app_private_key).not.toBe(credentials.app_private_key);
    expect(rekeyed.credentials.alipay_public_key).toBe(credentials.alipay_public_key);
    const codeFor = async (keys: AlipayMerchant['credentials']) => {
      const client = new AlipayClient(simulator.url, keys);
      return (await client.call('alipay.trade.query', { out_trade_no: 'nothing_here' })).value['sub_code'];
    };
    expect(await codeFor(credentials)).toBe('isv.invalid-signature');
    expect(await codeFor(rekeyed.credentials)).toBe('ACQ.TRADE_NOT_EXIST');
  });

  it('that lie in a certificate are not changed like that', async () => {
    const { id } = await tester.alipayMerchant({ mode: 'certificate' });
    expect((await tester.call('POST', `/merchants/${id}/keys`)).status).toBe(409);
    expect((await tester.call('POST', '/merchants/nobody/keys')).status).toBe(404);
  });

  it.each([
    ['pkcs8_pem', /^-----BEGIN PRIVATE KEY-----/, /^-----BEGIN PUBLIC KEY-----/],
    ['pkcs1_pem', /^-----BEGIN RSA PRIVATE KEY-----/, /^-----BEGIN PUBLIC KEY-----/],
    ['pkcs8_base64', /^MII[\w+/=]+$/, /^MII[\w+/=]+$/],
    ['pkcs1_base64', /^MII[\w+/=]+$/, /^MII[\w+/=]+$/],
  ])('come as %s', async (key_format, privateKey, publicKey) => {
    const { credentials } = await tester.alipayMerchant({ key_format });
    expect(credentials.app_private_key).toMatch(privateKey);
    expect(credentials.alipay_public_key).toMatch(publicKey);
    expect(credentials).toMatchObject({
      app_id: expect.stringMatching(/^\d{16}$/),
      seller_id: expect.stringMatching(/^2088\d{12}$/),
    });
  });

  it('are the same for the same key, and come in no other form', async () => {
    const [first, second] = [
      await tester.alipayMerchant({ key: 'shop' }),
      await tester.alipayMerchant({ key: 'shop' }),
    ];
    expect(second).toEqual(first);
    expect(first).not.toHaveProperty('certificates');
    expect((await tester.call('POST', '/merchants', { mode: 'md5' })).status).toBe(422);
    expect((await tester.call('POST', '/merchants', { key_format: 'p12' })).status).toBe(422);
  });
});
