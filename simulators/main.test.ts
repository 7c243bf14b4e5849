import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlipayClient } from './testing/alipay-client';
import { freshNumber } from './testing/bench';
import { Shop } from './testing/shop';
import { Tester } from './testing/tester';
import { nativeOrder } from './testing/wechat-pay-bench';
import { WeChatPayClient } from './testing/wechat-pay-client';

interface Addresses {
  readonly url: string;
  readonly control_url: string;
  readonly phone_url: string;
}

interface Ready {
  readonly ready: true;
  readonly wechat_pay: Addresses;
  readonly alipay: Addresses;
}

const MAIN = join(import.meta.dirname, 'main.ts');

let folder: string;
let shop: Shop;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulators-'));
  shop = await Shop.open({ status: 200, body: 'success' });
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
  await shop.close();
});

const exitOf = (child: ChildProcess): Promise<number | NodeJS.Signals | null> =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));

function launch(options: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...options], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Starts the program and waits for its one line. */
async function start(options: readonly string[] = []): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = launch(options);
  const lines = createInterface({ input: child.stdout! });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)));
  });
  return { child, ready: JSON.parse(line) as Ready };
}

const remembering = (): string[] => ['--state', folder];
const onSamePorts = ({ wechat_pay, alipay }: Ready): string[] => [
  ...['--wechat-port', new URL(wechat_pay.url).port],
  ...['--alipay-port', new URL(alipay.url).port],
];

describe('the program', { timeout: 60_000 }, () => {
  it('says in one line where everything is, and ends cleanly on SIGTERM', async () => {
    const { child, ready } = await start();
    expect(ready.ready).toBe(true);
    for (const { url, control_url, phone_url } of [ready.wechat_pay, ready.alipay]) {
      expect((await fetch(control_url)).status).toBe(200);
      expect((await fetch(phone_url)).status).toBe(200);
      expect(control_url.startsWith(url)).toBe(true);
    }
    const ended = exitOf(child);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each([
    ['an unknown option', ['--colour', 'red']],
    ['a port that is none', ['--alipay-port', '70000']],
  ])('refuses %s, with its usage', async (_name, options) => {
    const child = launch(options);
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await exitOf(child)).toBe(1);
    expect(said).toContain('--wechat-port');
  });

  it('refuses a port that is taken', async () => {
    const child = launch(['--wechat-port', new URL(shop.url).port]);
    expect(await exitOf(child)).toBe(1);
  });

  it('after kill -9 has every payment that it acknowledged, and goes on notifying them', async () => {
    const first = await start(remembering());
    const tester = new Tester(first.ready.wechat_pay.control_url);
    const client = new WeChatPayClient(
      first.ready.wechat_pay.url,
      (await tester.weChatPayMerchant({ key: 'shop' })).credentials,
    );
    await tester.advance(3_600);
    shop.answers(() => ({ status: 500, body: 'later' }));

    const paid: string[] = [];
    const buy = async (): Promise<void> => {
      for (;;) {
        const number = freshNumber();
        await client.call('POST', '/v3/pay/transactions/native', nativeOrder(client, shop, number, 1001));
        if ((await tester.pay(number)).outcome === 'paid') paid.push(number);
        if (paid.length >= 40) first.child.kill('SIGKILL'); // in the middle of the others' calls
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, buy));

    shop.answers();
    const second = await start([...remembering(), ...onSamePorts(first.ready)]);
    const again = new Tester(second.ready.wechat_pay.control_url);
    expect(paid.length).toBeGreaterThanOrEqual(40);
    for (const number of paid)
      expect(await again.payment(number)).toMatchObject({ paid: true, paid_amount_minor: 1001 });
    expect((await again.weChatPayMerchant({ key: 'shop' })).credentials).toEqual(client.credentials);
    expect(await again.ask('GET', '/clock')).toMatchObject({ offset_seconds: 3_600 });
    await again.advance(86_400);
    for (const payment of (await again.payments()).filter((row) => row.paid)) {
      expect(payment.notifications).toMatchObject([{ state: 'acknowledged' }]);
    }
  });

  it('after a restart carries out what it had planned: late money, refunds, time-outs', async () => {
    const first = await start(remembering());
    const tester = new Tester(first.ready.alipay.control_url);
    const client = new AlipayClient(first.ready.alipay.url, (await tester.alipayMerchant()).credentials);
    const precreate = async (total_amount: string): Promise<string> => {
      const number = freshNumber();
      await client.call('alipay.trade.precreate', { out_trade_no: number, total_amount, subject: 'x' });
      await tester.scan(number);
      return number;
    };
    const [late, slowRefund, unpaid] = [await precreate('66.06'), await precreate('66.23'), await precreate('1.00')];
    await tester.pay(late);
    await tester.pay(slowRefund);
    await client.call('alipay.trade.refund', { out_trade_no: slowRefund, refund_amount: '66.23', out_request_no: 'r' });
    const ended = exitOf(first.child);
    first.child.kill('SIGTERM');
    await ended;

    const second = await start([...remembering(), ...onSamePorts(first.ready)]);
    const again = new Tester(second.ready.alipay.control_url);
    await again.advance(86_400);
    expect(await again.payment(late)).toMatchObject({ paid: true });
    expect(await again.payment(slowRefund)).toMatchObject({ refunds: [{ state: 'succeeded' }] });
    expect(await again.payment(unpaid)).toMatchObject({ state: 'closed', provider_state: 'TRADE_CLOSED' });
  });
});
