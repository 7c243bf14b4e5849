/** A whole bridge with pretend providers and a paired network of two sites, in this process. */
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProviderName } from '@multipay/contracts/providers';
import type { OpenedPayment, Payment } from '@multipay/contracts/schemas/payment';
import { readConfig } from '../src/config';
import type { Log } from '../src/use-cases/deps';
import { startBridge, type Bridge } from '../src/wiring';
import { freshDatabase, type DatabaseKind } from './databases';
import { pretend, type PretendProvider } from './simulators';
import {
  pairNetwork,
  registerSubsite,
  send,
  siteHost,
  type Answer,
  type PairedNetwork,
  type SigningKey,
  type SiteHost,
} from './site';

export const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock that a test can move; it runs on by itself until it is stopped. */
export interface TestClock {
  now: () => number;
  advance(milliseconds: number): void;
  /** From then on nothing becomes due by itself. */
  stop(): void;
}

export function testClock(): TestClock {
  let offsetMs = 0;
  let stoppedMs: number | null = null;
  return {
    now: () => (stoppedMs ?? Date.now()) + offsetMs,
    advance: (milliseconds) => void (offsetMs += milliseconds),
    stop: () => void (stoppedMs ??= Date.now()),
  };
}

export interface TestBench extends PairedNetwork {
  readonly bridge: Bridge;
  readonly clock: TestClock;
  readonly providers: Readonly<Record<ProviderName, PretendProvider>>;
  readonly merchants: Readonly<Record<ProviderName, string>>;
  readonly host: SiteHost;
  /** The key of the second site, `/shop2/`. */
  readonly sibling: SigningKey;
  /** Sends a signed request; by default with the first site's key. */
  call<T = Record<string, unknown>>(
    method: string,
    target: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<Answer<T>>;
  open(wish?: object, options?: CallOptions): Promise<Answer<OpenedPayment>>;
  payment(id: string): Promise<Payment>;
  /** Waits until a payment is in a status. */
  until(id: string, status: Payment['status']): Promise<Payment>;
  /** Ends the bridge and starts it again on the same data. */
  restart(): Promise<void>;
  /** Ends the bridge for good; another one may go on with its data. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

interface CallOptions {
  readonly key?: SigningKey | null;
  readonly headers?: Record<string, string>;
}

const LOOK_EVERY_MS = 20;

/** A wish that the bridge accepts; the amount is none of those that steer the simulators. */
export const aWish = (host: string, changes: object = {}): Record<string, unknown> => ({
  order_ref: `order_${randomInt(1, 2 ** 40)}`,
  provider: 'wechat_pay',
  amount: randomInt(10_000, 999_999),
  currency: 'CNY',
  description: 'Tea House - order 1',
  return_url: `${host}/checkout/order-pay/1/`,
  client_ip: '203.0.113.7',
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/127.0',
  ...changes,
});

export async function testBench(
  kind: DatabaseKind,
  options: { env?: Record<string, string>; log?: Log } = {},
): Promise<TestBench> {
  const database = await freshDatabase(kind);
  const folder = mkdtempSync(join(tmpdir(), 'multipay-bridge-'));
  const providers = { wechat_pay: await pretend('wechat_pay'), alipay: await pretend('alipay') };
  const host = await siteHost();
  const clock = testClock();
  const config = readConfig({
    MULTIPAY_ENV: 'development',
    MULTIPAY_DATA_DIR: folder,
    DATABASE_URL: database.url,
    MULTIPAY_PRIVATE_ADDRESS: '127.0.0.1:0',
    MULTIPAY_PUBLIC_ADDRESS: '127.0.0.1:0',
    MULTIPAY_PUBLIC_URL: 'http://bridge.example',
    MULTIPAY_WECHAT_PAY_URL: providers.wechat_pay.url,
    MULTIPAY_ALIPAY_URL: providers.alipay.url,
    MULTIPAY_PROVIDER_TIMEOUT_MS: '800',
    MULTIPAY_REQUESTS_PER_MINUTE: '1000000',
    ...options.env,
  });
  const start = () => startBridge(config, options.log ?? SILENT, clock.now);
  let bridge = await start();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= bridge.close());
  const { code } = await bridge.useCases.issuePairingCode({ name: 'Test network', networkId: null, scope: 'network' });
  const paired = await pairNetwork(bridge.privateUrl, code, host.url);
  const sibling = await registerSubsite(bridge.privateUrl, paired.network, host.url, '2');
  const merchants = {
    wechat_pay: await addMerchant(bridge, paired, 'wechat_pay', providers.wechat_pay),
    alipay: await addMerchant(bridge, paired, 'alipay', providers.alipay),
  };
  const networkItself = { networkId: paired.networkId, siteId: '0', scope: 'network' } as const;
  await bridge.useCases.changeSettings(networkItself, { values: [{ name: 'payment_enabled', value: true }] });

  const call: TestBench['call'] = (method, target, body, { key = paired.site, headers = {} } = {}) =>
    send(bridge.privateUrl, key, { method, target, body, headers, timestamp: Math.floor(clock.now() / 1000) });
  const payment = async (id: string): Promise<Payment> => (await call<Payment>('GET', `/v1/payments/${id}`)).body;
  return {
    ...paired,
    get bridge() {
      return bridge;
    },
    clock,
    providers,
    merchants,
    host,
    sibling,
    call,
    open: (wish = {}, { headers, ...rest } = {}) =>
      call('POST', '/v1/payments', aWish(host.url, wish), {
        ...rest,
        headers: { 'idempotency-key': randomUUID(), ...headers },
      }),
    payment,
    async until(id, status) {
      for (;;) {
        const found = await payment(id);
        if (found.status === status) return found;
        await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
      }
    },
    async restart() {
      await bridge.close();
      bridge = await start();
    },
    stop,
    async close() {
      await stop();
      await Promise.all([providers.wechat_pay.close(), providers.alipay.close(), host.close()]);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function addMerchant(
  bridge: Bridge,
  { networkId }: PairedNetwork,
  provider: ProviderName,
  simulator: PretendProvider,
): Promise<string> {
  const plain = JSON.stringify(await simulator.newMerchant());
  const caller = { networkId, siteId: '0', scope: 'network' } as const;
  return (await bridge.useCases.addMerchant(caller, { provider, name: 'Tea House', plain })).id;
}
