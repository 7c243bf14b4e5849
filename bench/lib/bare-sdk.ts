/**
 * A process that does nothing but open payments with a provider's SDK, as its documentation shows it: what the bridge is
 * compared with. Arguments: provider, address, file with credentials, concurrency, seconds, and how many a second (0: as
 * many as it can). Prints how many it opened, and how long each took in milliseconds, sorted.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const bridge = createRequire(new URL('../../bridge/package.json', import.meta.url));
const [provider = '', url = '', file = '', concurrency = '32', seconds = '5', rate = '0'] = process.argv.slice(2);
const credentials = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const notifyUrl = 'https://shop.example/notify';

type Open = (number: string) => Promise<void>;

function weChatPay(): Open {
  const { Wechatpay } = bridge(
    'wechatpay-axios-plugin',
  ) as typeof import('../../bridge/node_modules/wechatpay-axios-plugin');
  const client = new Wechatpay({
    mchid: credentials['merchant_number'] ?? '',
    serial: credentials['merchant_certificate_serial'] ?? '',
    privateKey: credentials['merchant_private_key'] ?? '',
    certs: { [credentials['wechat_pay_public_key_id'] ?? '']: credentials['wechat_pay_public_key'] ?? '' },
    baseURL: `${url}/`,
  });
  const common = {
    appid: credentials['app_id'],
    mchid: credentials['merchant_number'],
    description: 'Bench',
    notify_url: notifyUrl,
  };
  return async (number) => {
    const order = { ...common, out_trade_no: number, amount: { total: 1001, currency: 'CNY' } };
    const { data } = await client.chain('v3/pay/transactions/native').post(order);
    if (!(data as { code_url?: string }).code_url) throw new Error('no code_url');
  };
}

function alipay(): Open {
  const { AlipaySdk } = bridge('alipay-sdk') as typeof import('../../bridge/node_modules/alipay-sdk');
  const sdk = new AlipaySdk({
    appId: credentials['app_id'] ?? '',
    privateKey: credentials['app_private_key'] ?? '',
    keyType: credentials['app_private_key']?.includes('RSA PRIVATE') ? 'PKCS1' : 'PKCS8',
    alipayPublicKey: credentials['alipay_public_key'] ?? '',
    gateway: `${url}/gateway.do`,
  });
  return async (number) => {
    const bizContent = {
      out_trade_no: number,
      total_amount: '10.01',
      subject: 'Bench',
      product_code: 'FACE_TO_FACE_PAYMENT',
    };
    const answer = await sdk.exec('alipay.trade.precreate', { notifyUrl, bizContent }, { validateSign: true });
    if (!answer['qrCode']) throw new Error('no qr_code');
  };
}

const open = provider === 'alipay' ? alipay() : weChatPay();
const latencies: number[] = [];
let started = 0;
const startMs = performance.now();
const endMs = startMs + Number(seconds) * 1000;

async function worker(): Promise<void> {
  while (performance.now() < endMs) {
    const count = started++;
    const dueMs = rate === '0' ? performance.now() : startMs + (count / Number(rate)) * 1000;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await new Promise((go) => setTimeout(go, waitMs));
    await open(`bare_${process.pid}_${count}`);
    latencies.push(performance.now() - dueMs);
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, worker));
const { user, system } = process.cpuUsage();
const cpuMs = (user + system) / 1000;
latencies.sort((one, other) => one - other);
process.stdout.write(`${JSON.stringify({ opened: latencies.length, seconds: Number(seconds), cpuMs, latencies })}\n`);
