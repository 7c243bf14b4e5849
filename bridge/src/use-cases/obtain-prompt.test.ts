/** What a shopper is shown, and what becomes of what another shopper's tab was shown before. */
import { generateKeyPairSync } from 'node:crypto';
import type { Credentials, WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { sealedFor } from '../../testing/sealing';
import { until } from '../../testing/until';

const MINUTE_S = 60;
/** An H5 address is good for five minutes; a fresh one is asked for after four. */
const GROWN_OLD_S = 270;
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1';

let bench: TestBench;
beforeEach(async () => {
  bench = await testBench('sqlite');
  await bench.providers.wechat_pay.control('PUT', '/settings', { notify: 'manual' });
});
afterEach(() => bench.close());

const network = () => ({ networkId: bench.networkId, siteId: '0', scope: 'network' }) as const;

async function credentialsInUse(): Promise<WeChatPayCredentials> {
  const { store, vault } = bench.bridge;
  const [credential] = await store.read.merchants.credentials(bench.merchants.wechat_pay);
  if (!credential) throw new Error('the bench has an account');
  return JSON.parse(await vault.open(`credential/${credential.id}`, credential.sealed)) as WeChatPayCredentials;
}

async function use(credentials: Credentials): Promise<void> {
  const sealed = await sealedFor(bench.bridge.vault.uploadKey.jwk, credentials);
  await bench.bridge.useCases.replaceCredentials(network(), bench.merchants.wechat_pay, sealed);
}

/** A key that WeChat Pay knows nothing of, so that it refuses whatever is signed with it. */
async function useAWrongKey(): Promise<() => Promise<void>> {
  const right = await credentialsInUse();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await use({ ...right, merchant_private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
  return () => use(right);
}

/** Time passes for both sides. */
async function pass(seconds: number): Promise<void> {
  bench.clock.advance(seconds * 1000);
  await bench.providers.wechat_pay.control('POST', '/clock', { advance_seconds: seconds });
}

/** How often a provider was asked to close something, and answered. */
async function closings(provider: string): Promise<number> {
  const text = await (await fetch(`${bench.bridge.privateUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.includes(`_count{provider="${provider}",call="close"`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);
}

describe('a payment whose address has grown old', () => {
  const wish = { order_ref: 'order_1', amount: 1001, user_agent: PHONE };

  it('gets a fresh address under the same number', async () => {
    const first = (await bench.open(wish)).body;
    await pass(GROWN_OLD_S);
    const again = (await bench.open(wish)).body;
    expect(again.payment.id).toBe(first.payment.id);
    expect(again.prompt).toMatchObject({ type: 'redirect' });
  });

  it('stays open when the provider refuses a fresh one: the old one may just be being paid', async () => {
    const { payment } = (await bench.open(wish)).body;
    await useAWrongKey();
    await pass(GROWN_OLD_S);
    const refused = await bench.open(wish);
    expect({ status: refused.status, code: (refused.body as unknown as Problem).code }).toEqual({
      status: 502,
      code: 'provider_rejected_key',
    });
    expect(await bench.payment(payment.id)).toMatchObject({ status: 'pending', reason: 'refused' });
    await bench.providers.wechat_pay.pay(payment.id);
    const raw = await bench.providers.wechat_pay.notification(payment.id, 'genuine');
    await bench.bridge.useCases.receiveNotification({ provider: 'wechat_pay', merchantId: payment.merchant_id }, raw);
    expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded', flags: [] });
  });

  it('is replaced by a new attempt once the provider takes them again, and is asked to be closed', async () => {
    const { payment } = (await bench.open(wish)).body;
    const useTheRightKey = await useAWrongKey();
    await pass(GROWN_OLD_S);
    await bench.open(wish);
    await useTheRightKey();
    const next = await bench.open(wish);
    expect(next).toMatchObject({ status: 201, body: { payment: { attempt: 2, status: 'pending' } } });
    await pass(MINUTE_S);
    expect(await bench.until(payment.id, 'expired')).toMatchObject({ reason: 'superseded' });
  });
});

describe('a payment that is superseded while the provider is still opening it', () => {
  it('is not offered to the shopper any more, and the provider is asked once more to close it', async () => {
    const wish = { order_ref: 'order_2', provider: 'alipay' };
    // The provider is busy three times, so that it hears of the closing before it has anything to close.
    const opening = bench.open({ ...wish, amount: 6603 });
    await until(async () => (await bench.call<{ items: unknown[] }>('GET', '/v1/payments')).body.items.length === 1);
    const next = (await bench.open({ ...wish, amount: 1001 })).body;
    expect(next).toMatchObject({ payment: { attempt: 2 }, prompt: { type: 'qr_code' } });
    await until(async () => (await closings('alipay')) === 1);
    const late = (await opening).body;
    expect(late).toMatchObject({ payment: { attempt: 1, status: 'pending', reason: 'superseded' }, prompt: null });
    await until(async () => (await closings('alipay')) === 2);
  });
});
