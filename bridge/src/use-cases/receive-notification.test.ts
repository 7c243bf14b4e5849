/** Whose word counts about a payment: only that of the account that it was opened with, in its own keys. */
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { AlipayCredentials, Credentials, WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { alipayImpostor, weChatPayImpostor } from '../../testing/impostor';
import { GRACE_MS } from '../domain/payment';
import type { RawNotification } from '../domain/provider';
import type { Door } from './verify-notification';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
  for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
});
afterAll(() => bench.close());

/** A site that configures itself, as any tenant of a shared bridge may. */
const STRANGER = { siteId: '2', scope: 'network' } as const;
const receive = (door: Door, raw: RawNotification) => bench.bridge.useCases.receiveNotification(door, raw);
const addMerchant = async (provider: ProviderName, credentials: Credentials): Promise<string> => {
  const caller = { networkId: bench.networkId, ...STRANGER };
  const plain = JSON.stringify(credentials);
  return (await bench.bridge.useCases.addMerchant(caller, { provider, name: 'Stranger', plain })).id;
};

/** The credentials of the account that the bench's payments are opened with. */
async function ownCredentials(provider: ProviderName): Promise<Credentials> {
  const { store, vault } = bench.bridge;
  const [credential] = await store.read.merchants.credentials(bench.merchants[provider]);
  if (!credential) throw new Error('the bench has an account');
  return JSON.parse(await vault.open(`credential/${credential.id}`, credential.sealed)) as Credentials;
}

const impostorOf = (provider: ProviderName, victim: Credentials) =>
  provider === 'wechat_pay'
    ? weChatPayImpostor(victim as WeChatPayCredentials)
    : alipayImpostor(victim as AlipayCredentials);

async function paid(provider: ProviderName) {
  const { payment } = (await bench.open({ provider })).body;
  await bench.providers[provider].scan(payment.id);
  await bench.providers[provider].pay(payment.id);
  return payment;
}

describe.each(PROVIDERS)('a notification of %s', (provider) => {
  it('in the keys of a stranger who claims the same account number has no say over a payment', async () => {
    const impostor = impostorOf(provider, await ownCredentials(provider));
    const theirs = await addMerchant(provider, impostor.credentials);
    const { payment } = (await bench.open({ provider })).body;
    const raw = impostor.claims(payment, bench.clock.now());
    for (const door of [
      { provider, merchantId: theirs },
      { provider },
      { provider, merchantId: bench.merchants[provider] },
    ]) {
      expect(await receive(door, raw)).toBe('other_merchant');
    }
    expect(await bench.payment(payment.id)).toMatchObject({ status: 'pending', paid_amount: null });
  });

  it('counts at the door of a second site that uses the very same account', async () => {
    const second = await addMerchant(provider, await ownCredentials(provider));
    const payment = await paid(provider);
    const raw = await bench.providers[provider].notification(payment.id, 'genuine');
    expect(await receive({ provider, merchantId: second }, raw)).toBe('applied');
    expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded', flags: [] });
    expect(await receive({ provider, merchantId: bench.merchants[provider] }, raw)).toBe('duplicate');
  });

  it('without a name in the address finds its account by itself', async () => {
    const payment = await paid(provider);
    const raw = await bench.providers[provider].notification(payment.id, 'genuine');
    expect(await receive({ provider }, raw)).toBe('applied');
  });

  it("through the other provider's door is forged", async () => {
    const payment = await paid(provider);
    const raw = await bench.providers[provider].notification(payment.id, 'genuine');
    const other = provider === 'alipay' ? 'wechat_pay' : 'alipay';
    await expect(receive({ provider: other, merchantId: bench.merchants[provider] }, raw)).rejects.toMatchObject({
      code: 'notification_forged',
    });
  });

  it('about a payment that is not here is kept, and said to whoever watches', async () => {
    const own = await ownCredentials(provider);
    const impostor = impostorOf(provider, own);
    const theirs = await addMerchant(provider, impostor.credentials);
    const { payment } = (await bench.open({ provider })).body;
    const unknown = { ...payment, id: 'pay_01k00000000000000000000000' };
    const raw = impostor.claims(unknown, bench.clock.now());
    expect(await receive({ provider, merchantId: theirs }, raw)).toBe('unknown_payment');
    expect(await receive({ provider, merchantId: theirs }, raw)).toBe('duplicate');
  });
});

describe.each(PROVIDERS)('after its time a notification of %s', (provider) => {
  it('that knows of no money does not end the payment: the provider is asked', async () => {
    const payment = await paid(provider);
    await bench.bridge.store.write(({ outbox }) => outbox.drop('query_payment', payment.id, 0));
    const passedMs = Date.parse(payment.payable_until) + GRACE_MS + 1000 - bench.clock.now();
    bench.clock.advance(passedMs);
    for (const name of PROVIDERS)
      await bench.providers[name].control('POST', '/clock', { advance_seconds: Math.ceil(passedMs / 1000) });
    await bench.providers[provider].control('PUT', '/settings', { signature_clock: 'simulated' });
    const raw = await bench.providers[provider].notification(payment.id, 'unknown_word');
    await bench.providers[provider].control('PUT', '/settings', { signature_clock: 'either' });
    expect(await receive({ provider }, raw)).toBe('asked_provider');
    expect(await bench.until(payment.id, 'succeeded')).toMatchObject({ flags: [], paid_amount: payment.amount });
  });
});
