/**
 * What happens to one payment, or to one site's keys, at the same time, with the books in MariaDB: whoever holds the row
 * is waited for, and what was written meanwhile is not overwritten.
 */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { PaymentTransition } from '@multipay/contracts/schemas/payment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { addressOf, registerSubsite } from '../../testing/site';
import { until } from '../../testing/until';
import type { Payment } from '../domain/payment';

let bench: TestBench;
let watching: Connection;
beforeAll(async () => {
  bench = await testBench('mariadb');
  await bench.providers.wechat_pay.control('PUT', '/settings', { notify: 'manual' });
  watching = await createConnection(bench.bridge.config.databaseUrl);
});
afterAll(async () => {
  await watching.end();
  await bench.close();
});

/** How many in this test's own database wait for a row. The server renews its view only after a tenth of a second in which nobody looked. */
async function waiting(): Promise<number> {
  await watching.query('DO SLEEP(0.11)');
  const [rows] = await watching.query<RowDataPacket[]>(
    `SELECT 1 FROM information_schema.innodb_trx trx
     JOIN information_schema.processlist process ON process.id = trx.trx_mysql_thread_id
     WHERE trx.trx_state = 'LOCK WAIT' AND process.db = DATABASE()`,
  );
  return rows.length;
}
const somebodyWaits = async (): Promise<boolean> => (await waiting()) > 0;

/**
 * Writes the answer of a provider as `obtainPrompt` does, and lets something else happen while the row is held.
 *
 * @returns what the other thing gave
 */
async function whileTheAnswerIsWritten<T>(payment: Payment, meanwhile: () => Promise<T>): Promise<T> {
  let other: Promise<T> | undefined;
  await bench.bridge.store.write(async ({ payments }) => {
    const found = await payments.lock(payment.id);
    other = meanwhile();
    other.catch(() => undefined);
    await until(somebodyWaits);
    const { networkId, siteId, id: paymentId } = found;
    await payments.update({
      ...found,
      status: 'pending',
      version: 2,
      prompt: PROMPT,
      promptUntilMs: found.payableUntilMs,
    });
    await payments.addTransition({
      ...{ networkId, siteId, paymentId, step: 2, from: 'created', to: 'pending', by: 'provider_answer' },
      ...{ reason: null, flags: [], providerReference: null, atMs: bench.clock.now() },
    });
  });
  if (!other) throw new Error('it was begun');
  return other;
}

const PROMPT = { type: 'qr_code', code_url: 'weixin://wxpay/bizpayurl?pr=first' } as const;

/** A payment that the provider has, and whose answer has not been written yet. */
async function created(): Promise<Payment> {
  const { payment } = (await bench.open()).body;
  await watching.query("UPDATE payment SET status = 'created', version = 1, prompt = NULL WHERE id = ?", [payment.id]);
  await watching.query('DROP TRIGGER IF EXISTS payment_transition_no_delete');
  await watching.query('DELETE FROM payment_transition WHERE payment_id = ? AND step = 2', [payment.id]);
  const found = await bench.bridge.store.read.payments.byId(payment.id);
  if (!found) throw new Error('it was opened');
  return found;
}

const stepsOf = async (id: string): Promise<string[]> => {
  const { body } = await bench.call<{ items: PaymentTransition[] }>('GET', `/v1/payments/${id}/events`);
  return body.items.map(({ to }) => to);
};

/** Money that comes now is booked, as after every race. */
async function takesMoney(id: string): Promise<void> {
  await bench.providers.wechat_pay.scan(id);
  await bench.providers.wechat_pay.pay(id);
  await bench.call('POST', `/v1/payments/${id}/refresh`);
  expect(await bench.payment(id)).toMatchObject({ status: 'succeeded' });
}

describe("while a provider's answer is being written", () => {
  it('money that was faster is booked after it', async () => {
    const payment = await created();
    await bench.providers.wechat_pay.scan(payment.id);
    await bench.providers.wechat_pay.pay(payment.id);
    const raw = await bench.providers.wechat_pay.notification(payment.id, 'genuine');
    const door = { provider: 'wechat_pay', merchantId: payment.merchantId } as const;
    const outcome = await whileTheAnswerIsWritten(payment, () => bench.bridge.useCases.receiveNotification(door, raw));
    expect(outcome).toBe('applied');
    expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded', flags: [] });
    expect(await stepsOf(payment.id)).toEqual(['created', 'pending', 'succeeded']);
  });

  it('the shop that gives the payment up does not take the answer back', async () => {
    const payment = await created();
    const close = () => bench.call('POST', `/v1/payments/${payment.id}/close`);
    expect(await whileTheAnswerIsWritten(payment, close)).toMatchObject({ status: 200, body: { reason: 'cancelled' } });
    await bench.until(payment.id, 'expired');
    expect(await stepsOf(payment.id)).toEqual(['created', 'pending', 'expired']);
  });

  it('an attempt with other terms supersedes it, and it is closed', async () => {
    const payment = await created();
    const { orderRef: order_ref, amount } = payment;
    const next = await whileTheAnswerIsWritten(payment, () => bench.open({ order_ref, amount: amount + 1 }));
    expect(next.body.payment.attempt).toBe(2);
    expect(await bench.until(payment.id, 'expired')).toMatchObject({ reason: 'superseded' });
    expect(await stepsOf(payment.id)).toEqual(['created', 'pending', 'expired']);
  });

  it('the same order in another tab gets the same payment, and that takes money', async () => {
    const payment = await created();
    const { orderRef: order_ref, amount } = payment;
    const other = await whileTheAnswerIsWritten(payment, () => bench.open({ order_ref, amount }));
    expect(other.body).toMatchObject({ payment: { id: payment.id, status: 'pending' }, prompt: PROMPT });
    await takesMoney(payment.id);
    expect(await stepsOf(payment.id)).toEqual(['created', 'pending', 'succeeded']);
  });
});

describe("while a site's keys are being revoked", () => {
  it('the site that is registered anew meanwhile does not bring the old ones back', async () => {
    const { networkId, network } = bench;
    const key = await registerSubsite(bench.bridge.privateUrl, network, bench.host.url, '7');
    const register = () =>
      bench.call('PUT', '/v1/sites/7', addressOf(bench.host.url, '7', '/shop7/'), { key: network });
    const revoke = () => bench.call('POST', '/v1/sites/7/revoke', undefined, { key: network });
    const asked: ReturnType<typeof revoke>[] = [];
    await bench.bridge.store.write(async ({ sites }) => {
      const site = await sites.site(networkId, '7');
      if (!site) throw new Error('it was registered');
      await sites.saveSite(site);
      asked.push(revoke());
      await until(async () => (await waiting()) === 1);
      asked.push(register());
      await until(async () => (await waiting()) === 2);
    });
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await bench.call('GET', '/v1/settings', undefined, { key })).toMatchObject({
      body: { code: 'key_unknown' },
    });
  });
});
