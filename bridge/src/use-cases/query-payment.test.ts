/** The last question about a payment. Where the provider will not close it, the account is made by hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SILENT, testBench, type TestBench } from '../../testing/bridge';
import { BridgeError } from '../domain/errors';
import { DONE } from '../domain/job';
import type { Observed } from '../domain/observation';
import { GRACE_MS, type Payment } from '../domain/payment';
import type { ProviderAccount } from '../domain/provider';
import type { Deps } from './deps';
import type { MerchantAccounts } from './merchant-accounts';
import { queryPaymentJob } from './query-payment';
import { recordObservation } from './record-observation';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
});
afterAll(() => bench.close());

const nothing = (): void => undefined;

const depsAt = (nowMs: number): Deps =>
  ({
    store: bench.bridge.store,
    now: () => nowMs,
    log: SILENT,
    count: { payment: nothing, providerCall: nothing },
    paymentChanged: nothing,
    workAdded: nothing,
  }) as unknown as Deps;

/** An open payment, and what the job makes of it after its last moment. */
async function afterTheEnd(account: Pick<ProviderAccount, 'query' | 'close'>) {
  const { id } = (await bench.open()).body.payment;
  const { store } = bench.bridge;
  await store.write(({ outbox }) => outbox.drop('query_payment', id, 0));
  const payment = await store.read.payments.byId(id);
  if (!payment) throw new Error('it was opened');
  const deps = depsAt(payment.payableUntilMs + GRACE_MS + 1);
  const accounts = { active: () => Promise.resolve(account) } as unknown as MerchantAccounts;
  const job = {
    kind: 'query_payment',
    subject: id,
    laneKey: 'wechat_pay',
    dueMs: 0,
    tries: 3,
    puts: 1,
    claimedUntilMs: 0,
  } as const;
  const outcome = queryPaymentJob(deps, accounts)(job);
  return { outcome, id };
}

const says = (status: 'pending' | 'unknown' | 'closed') => (): Promise<Observed> => Promise.resolve({ status });
const fails = (code: BridgeError['code']) => (): Promise<Observed> => Promise.reject(new BridgeError(code, 'no'));
const statusOf = async (id: string): Promise<Payment['status']> => (await bench.payment(id)).status;

it.each(['provider_refused', 'provider_rejected_key', 'provider_answer_unverified'] as const)(
  'ends a payment that the provider has no money for and will not close (%s): it is not open for ever',
  async (code) => {
    const { outcome, id } = await afterTheEnd({ query: says('pending'), close: fails(code) });
    expect(await outcome).toEqual(DONE);
    expect(await statusOf(id)).toBe('expired');
  },
);

it('asks again when nobody knows whether it was closed', async () => {
  const { outcome, id } = await afterTheEnd({ query: says('pending'), close: fails('provider_unreachable') });
  expect(await outcome).toMatchObject({ outcome: 'again' });
  expect(await statusOf(id)).toBe('pending');
});

it('asks again after a word that nobody knows, unless the provider says that it is closed', async () => {
  const waiting = await afterTheEnd({ query: says('unknown'), close: fails('provider_refused') });
  expect(await waiting.outcome).toMatchObject({ outcome: 'again' });
  expect(await statusOf(waiting.id)).toBe('pending');
  const closed = await afterTheEnd({ query: says('unknown'), close: says('closed') });
  expect(await closed.outcome).toEqual(DONE);
  expect(await statusOf(closed.id)).toBe('expired');
});

it('is not forgotten when the payment is closed before the question that a notification asks for', async () => {
  await bench.providers.wechat_pay.control('PUT', '/settings', { notify: 'manual' });
  const { id } = (await bench.open({ amount: 6604 })).body.payment;
  await bench.providers.wechat_pay.scan(id);
  await bench.providers.wechat_pay.pay(id);
  const nowMs = bench.clock.now();
  await bench.bridge.store.write(async (work) => {
    await work.outbox.put({ kind: 'query_payment', subject: id, laneKey: 'wechat_pay', dueMs: nowMs });
    const closed = { by: 'provider_answer', reference: null } as const;
    await recordObservation(depsAt(nowMs), work, id, { status: 'closed' }, closed);
  });
  expect(await bench.until(id, 'succeeded')).toMatchObject({ flags: ['late', 'amount_mismatch'] });
});
