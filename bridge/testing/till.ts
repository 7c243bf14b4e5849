/** What a shopper and a site's door do, for tests: open, pay, bring a notification. */
import type { OpenedPayment } from '@multipay/contracts/schemas/payment';
import type { ProviderName } from '@multipay/contracts/providers';
import type { RawNotification } from '../src/domain/provider';
import type { TestBench } from './bridge';
import type { Answer } from './site';

export interface Till {
  /** Opens a payment; see `aWish` for what is not said. */
  opened(wish?: object): Promise<OpenedPayment>;
  /** The phone scans it and pays. */
  pay(provider: ProviderName, paymentId: string): Promise<void>;
  /** The provider's notification of it, `genuine` or one of the simulators' bad kinds. */
  notice(provider: ProviderName, paymentId: string, kind?: string): Promise<RawNotification>;
  /** What the plugin does with a notification at its door. */
  bring(
    provider: ProviderName,
    raw: RawNotification,
    options?: { readonly merchant?: string; readonly key?: TestBench['site'] },
  ): Promise<Answer<{ status: number; body: string }>>;
}

export const tillOf = (bench: TestBench): Till => ({
  opened: async (wish = {}) => (await bench.open(wish)).body,
  async pay(provider, paymentId) {
    await bench.providers[provider].scan(paymentId);
    await bench.providers[provider].pay(paymentId);
  },
  notice: (provider, paymentId, kind = 'genuine') => bench.providers[provider].notification(paymentId, kind),
  bring(provider, raw, options = {}) {
    const body = {
      provider,
      merchant_id: options.merchant ?? bench.merchants[provider],
      headers: raw.headers,
      body_base64: raw.body.toString('base64'),
      source_ip: '198.51.100.1',
    };
    return bench.call('POST', '/v1/notifications', body, { key: options.key ?? bench.site });
  },
});
