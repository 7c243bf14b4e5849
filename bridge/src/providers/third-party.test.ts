/** Our requests' signatures, judged by the `openssl` command, which shares no code with us or the SDKs. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AlipaySdk } from 'alipay-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifies } from '../../testing/openssl';
import { aPayment } from '../../testing/records';
import type { Payment } from '../domain/payment';
import { alipay } from './alipay/provider';
import { weChatPay } from './wechat-pay/provider';

interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pemOf = { type: 'spki', format: 'pem' } as const;
const merchantPublic = merchant.publicKey.export(pemOf);
const merchantPrivate = merchant.privateKey.export({ type: 'pkcs8', format: 'pem' });

let server: Server;
let url: string;
let seen: Seen[];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', target: request.url ?? '', headers: request.headers, body });
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const payment = (changes: Partial<Payment> = {}): Payment =>
  aPayment({ description: 'Tee & Gebäck 茶舍 "100%" + 1', payableUntilMs: Date.now() + 1_800_000, ...changes });
const SHOPPER = { clientIp: '203.0.113.7' };

async function firstOf(call: Promise<unknown>): Promise<Seen> {
  // Nothing that is answered here is signed, so every call fails; what counts is how it was asked.
  await expect(call).rejects.toThrow();
  const [first] = seen;
  if (!first) throw new Error('nothing was asked');
  return first;
}

describe('a request to WeChat Pay, judged by openssl', () => {
  const account = () =>
    weChatPay({ baseUrl: `${url}/`, timeoutMs: 2_000, now: Date.now }).connect({
      merchant_number: '1900000001',
      app_id: 'wx0123456789abcdef',
      api_v3_key: 'x'.repeat(32),
      merchant_private_key: merchantPrivate,
      merchant_certificate_serial: '1234567890abcdef',
      wechat_pay_public_key_id: 'PUB_KEY_ID_0000000000001',
      wechat_pay_public_key: provider.publicKey.export(pemOf),
    });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['opening with a QR code', () => account().open(payment(), SHOPPER), /^POST \/v3\/pay\/transactions\/native$/],
    [
      'opening in a browser',
      () => account().open(payment({ channel: 'mobile_web' }), SHOPPER),
      /^POST \/v3\/pay\/transactions\/h5$/,
    ],
    [
      'asking',
      () => account().query(payment()),
      /^GET \/v3\/pay\/transactions\/out-trade-no\/pay_[0-9a-z]+\?mchid=1900000001$/,
    ],
    ['closing', () => account().close(payment()), /^POST \/v3\/pay\/transactions\/out-trade-no\/pay_[0-9a-z]+\/close$/],
  ])('is signed for %s: method, target, time, nonce and body as they go over the wire', async (_name, call, door) => {
    const { method, target, headers, body } = await firstOf(call());
    expect(`${method} ${target}`).toMatch(door);
    const [, fields = ''] = /^WECHATPAY2-SHA256-RSA2048 (.*)$/.exec(headers.authorization ?? '') ?? [];
    const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(fields)?.[1] ?? '';
    expect(field('mchid')).toBe('1900000001');
    expect(field('serial_no')).toBe('1234567890ABCDEF');
    expect(Math.abs(Number(field('timestamp')) - Date.now() / 1000)).toBeLessThan(60);
    const text = [method, target, field('timestamp'), field('nonce_str'), body, ''].join('\n');
    expect(verifies(merchantPublic, text, field('signature'))).toBe(true);
    expect(verifies(merchantPublic, `${text} `, field('signature'))).toBe(false);
  });

  it('has another nonce each time', async () => {
    await firstOf(account().query(payment()));
    await firstOf(account().query(payment()));
    expect(new Set(seen.map(({ headers }) => /nonce_str="([^"]*)"/.exec(headers.authorization ?? '')?.[1])).size).toBe(
      2,
    );
  });
});

describe('a request to Alipay, judged by openssl', () => {
  const account = () =>
    alipay({ gatewayUrl: `${url}/gateway.do`, timeoutMs: 2_000, now: Date.now }).connect({
      app_id: '2021000000000000',
      app_private_key: merchantPrivate,
      alipay_public_key: provider.publicKey.export(pemOf),
    });

  /** All parameters but `sign`, wherever they stand, sorted, joined, not encoded. */
  function judge(parameters: URLSearchParams): void {
    const text = [...parameters.entries()]
      .filter(([name]) => name !== 'sign')
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    expect(parameters.get('sign_type')).toBe('RSA2');
    expect(verifies(merchantPublic, text, parameters.get('sign') ?? '')).toBe(true);
    expect(verifies(merchantPublic, `${text} `, parameters.get('sign') ?? '')).toBe(false);
  }

  it.each<[string, () => Promise<unknown>, string]>([
    ['opening', () => account().open(payment({ provider: 'alipay' }), SHOPPER), 'alipay.trade.precreate'],
    ['asking', () => account().query(payment({ provider: 'alipay' })), 'alipay.trade.query'],
    ['closing', () => account().close(payment({ provider: 'alipay' })), 'alipay.trade.close'],
  ])('is signed for %s', async (_name, call, method) => {
    const { target, body } = await firstOf(call());
    const parameters = new URLSearchParams([
      ...new URL(target, url).searchParams.entries(),
      ...new URLSearchParams(body).entries(),
    ]);
    expect(parameters.get('method')).toBe(method);
    judge(parameters);
  });

  it.each(['mobile_web', 'desktop_web'] as const)('is signed in the address of its page (%s)', async (channel) => {
    const opened = await account().open(payment({ provider: 'alipay', channel }), SHOPPER);
    if (opened.prompt?.type !== 'redirect') throw new Error('it is an address');
    judge(new URL(opened.prompt.redirect_url).searchParams);
    expect(seen).toEqual([]);
  });

  it('tells the time of China, whatever zone the machine is in', async () => {
    const { target } = await firstOf(account().query(payment({ provider: 'alipay' })));
    const timestamp = new URL(target, url).searchParams.get('timestamp') ?? '';
    expect(Math.abs(Date.parse(`${timestamp.replace(' ', 'T')}+08:00`) - Date.now())).toBeLessThan(60_000);
  });
});

describe("Alipay's SDK", () => {
  it('takes parsed keys, which make it two to three times as fast: an upgrade must not change that unnoticed', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = other.privateKey.export({ type: 'pkcs1', format: 'pem' });
    const sdk = new AlipaySdk({ appId: '2021000000000000', privateKey: pem, gateway: `${url}/gateway.do` });
    Object.assign(sdk.config, { privateKey: merchant.privateKey, alipayPublicKey: createPublicKey(merchantPublic) });
    const address = sdk.pageExec('alipay.trade.page.pay', 'GET', { bizContent: { out_trade_no: 'pay_1' } });
    const parameters = Object.fromEntries(new URL(address).searchParams);
    const { sign = '', ...rest } = parameters;
    const text = Object.keys(rest)
      .sort()
      .map((name) => `${name}=${rest[name] ?? ''}`)
      .join('&');
    expect(verifies(merchantPublic, text, sign)).toBe(true);
    // Verifying takes one as well: the SDK also tries the text with `sign_type` in it.
    expect(sdk.checkNotifySignV2(parameters)).toBe(true);
    expect(sdk.config.privateKey).toBe(merchant.privateKey);
  });
});
