/** What a bridge leaves undone when its process is killed in the middle of something is done by the next one: once. */
import { randomUUID } from 'node:crypto';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { OpenedPayment, Payment } from '@multipay/contracts/schemas/payment';
import type { WebhookDelivery } from '@multipay/contracts/schemas/webhook';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aWish, testBench, type TestBench } from '../testing/bridge';
import { DATABASES, freshDatabase, type TestDatabase } from '../testing/databases';
import { buildProgram, freePort, startProgram, type RunningProgram } from '../testing/program';
import type { Answer } from '../testing/site';
import { until } from '../testing/until';
import type { RawNotification } from './domain/provider';

beforeAll(() => buildProgram());

describe.each(DATABASES)('a bridge with its books in %s that is killed', { timeout: 60_000 }, (kind) => {
  let database: TestDatabase;
  let bench: TestBench;
  let environment: Record<string, string>;
  let publicUrl: string;
  let program: RunningProgram;

  beforeAll(async () => {
    database = await freshDatabase(kind);
    const publicAddress = `127.0.0.1:${await freePort()}`;
    publicUrl = `http://${publicAddress}`;
    const addresses = {
      DATABASE_URL: database.url,
      MULTIPAY_PRIVATE_ADDRESS: `127.0.0.1:${await freePort()}`,
      MULTIPAY_PUBLIC_ADDRESS: publicAddress,
      MULTIPAY_PUBLIC_URL: publicUrl,
    };
    bench = await testBench('sqlite', { env: addresses });
    for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
    environment = {
      ...addresses,
      PATH: process.env['PATH'] ?? '',
      MULTIPAY_ENV: 'development',
      MULTIPAY_DATA_DIR: bench.bridge.config.dataDir,
      MULTIPAY_WECHAT_PAY_URL: bench.providers.wechat_pay.url,
      MULTIPAY_ALIPAY_URL: bench.providers.alipay.url,
    };
    // From here on the process has the data and the addresses.
    await bench.stop();
    program = await startProgram(environment);
  });
  afterEach(() => {
    bench.host.answer = () => 200;
  });
  afterAll(async () => {
    await program.kill();
    await bench.close();
    await database.drop();
  });

  /** The next process finds that time has gone by: claims of the dead one have run out, and what waited is due. */
  async function startAgain(): Promise<void> {
    await database.run('UPDATE outbox SET due_ms = 0, claimed_until_ms = 0');
    await database.run('UPDATE idempotency SET created_ms = 0 WHERE outcome IS NULL');
    program = await startProgram(environment);
  }

  const opened = async (provider: ProviderName): Promise<Payment> => (await bench.open({ provider })).body.payment;

  async function pay({ id, provider }: Payment): Promise<void> {
    await bench.providers[provider].scan(id);
    await bench.providers[provider].pay(id);
  }

  /** Brings a notification as the provider does; 0 when the connection broke. */
  const bring = async ({ provider, merchant_id: merchant }: Payment, raw: RawNotification): Promise<number> => {
    const url = `${publicUrl}/notifications/${provider}/${merchant}`;
    const init = { method: 'POST', headers: { ...raw.headers }, body: new Uint8Array(raw.body) };
    return fetch(url, init).then(
      ({ status }) => status,
      () => 0,
    );
  };
  const noticeOf = ({ id, provider }: Payment) => bench.providers[provider].notification(id, 'genuine');

  /** A provider repeats what was not taken, until it is. */
  const repeat = async (payment: Payment): Promise<void> =>
    until(async () => (await bring(payment, await noticeOf(payment))) === 200);

  async function expectPaidOnce({ id, amount }: Payment): Promise<void> {
    expect(await bench.until(id, 'succeeded')).toMatchObject({ flags: [], paid_amount: amount });
    const steps = await database.rows(`SELECT to_status FROM payment_transition WHERE payment_id = '${id}'`);
    expect(steps.filter(({ to_status: to }) => to === 'succeeded')).toHaveLength(1);
    const postings = await database.rows(`SELECT amount FROM posting WHERE source_id = '${id}'`);
    expect(postings.map((posting) => Number(posting['amount']))).toEqual([amount]);
    const deliveries = async () =>
      (await bench.call<{ items: WebhookDelivery[] }>('GET', '/v1/webhook-deliveries?limit=100')).body.items.filter(
        (one) => one.payment_id === id,
      );
    await until(async () => (await deliveries()).every(({ state }) => state === 'delivered'));
    expect(await deliveries()).toMatchObject([{ type: 'payment.succeeded', state: 'delivered' }]);
    // The one that was being told when the process died may be told twice; its number says that it is the same.
    const told = bench.host.events.filter(({ event }) => event.data.payment.id === id);
    expect(new Set(told.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  }

  it('while providers are being asked goes on with the same numbers', async () => {
    for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { processing_delay_ms: 500 });
    const wishes = PROVIDERS.map((provider) => aWish(bench.host.url, { provider }));
    const keys = PROVIDERS.map(() => randomUUID());
    const open = (wish: object, at: number): Promise<Answer<OpenedPayment>> =>
      bench.call('POST', '/v1/payments', wish, { headers: { 'idempotency-key': keys[at] ?? '' } });
    const orders = wishes.map((wish) => `'${String(wish['order_ref'])}'`).join();
    const begun = () => database.rows(`SELECT id, prompt FROM payment WHERE order_ref IN (${orders})`);

    const broken = wishes.map((wish, at) => open(wish, at).catch((error: unknown) => error));
    await until(async () => (await begun()).length === wishes.length);
    await program.kill();
    for (const answer of await Promise.all(broken)) expect(answer).toBeInstanceOf(Error);
    const before = await begun();
    expect(before.map(({ prompt }) => prompt)).toEqual([null, null]);

    for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { processing_delay_ms: 0 });
    await startAgain();
    const again = await Promise.all(wishes.map(open));
    expect(again.map(({ status, body }) => [status, body.payment.attempt])).toEqual([
      [201, 1],
      [201, 1],
    ]);
    expect(again.map(({ body }) => body.payment.id).sort()).toEqual(before.map(({ id }) => id).sort());
    for (const { body } of again) {
      await pay(body.payment);
      await repeat(body.payment);
      await expectPaidOnce(body.payment);
    }
  });

  it('while it is told of money books each payment once', async () => {
    const payments = await Promise.all([...PROVIDERS, ...PROVIDERS, ...PROVIDERS].map(opened));
    await Promise.all(payments.map(pay));
    let taken = (): void => undefined;
    const firstTaken = new Promise<void>((resolve) => (taken = resolve));
    // Told again and again, so that the process dies while it is being told.
    const tell = async (payment: Payment, raw: RawNotification): Promise<void> => {
      while ((await bring(payment, raw)) !== 0) taken();
    };
    const raws = await Promise.all(payments.map(async (payment) => ({ payment, raw: await noticeOf(payment) })));
    const tellers = raws.flatMap(({ payment, raw }) => Array.from({ length: 4 }, () => tell(payment, raw)));
    await firstTaken;
    await program.kill();
    await Promise.all(tellers);
    await startAgain();
    // The provider repeats, and the bridge asks, at the same time.
    await Promise.all(payments.map(repeat));
    for (const payment of payments) await expectPaidOnce(payment);
  });

  it('while it tells a site tells it again, as the same event', async () => {
    const payment = await opened('wechat_pay');
    await pay(payment);
    let killed: Promise<void> | undefined;
    bench.host.answer = () => {
      killed ??= program.kill();
      return 200;
    };
    await bring(payment, await noticeOf(payment));
    await until(() => killed !== undefined);
    await killed;
    await startAgain();
    await expectPaidOnce(payment);
    expect(bench.host.events.filter(({ event }) => event.data.payment.id === payment.id)).toHaveLength(2);
  });

  it('and that nobody tells anything asks by itself', async () => {
    const payment = await opened('alipay');
    await program.kill();
    await pay(payment);
    await startAgain();
    await expectPaidOnce(payment);
  });
});
