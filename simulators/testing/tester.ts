import type { notificationView, paymentView } from '../shared/payment-view';
import type { Settings } from '../shared/settings';
import type { Credentials as AlipayCredentials } from './alipay-client';
import type { Credentials as WeChatPayCredentials } from './wechat-pay-client';

export type PaymentSeen = ReturnType<typeof paymentView>;
export type NotificationSeen = ReturnType<typeof notificationView>;

interface Made<Credentials> {
  readonly id: string;
  readonly name: string;
  readonly credentials: Credentials;
}

export type WeChatPayMerchant = Made<WeChatPayCredentials>;

export interface AlipayMerchant extends Made<AlipayCredentials> {
  readonly certificates?: AlipayCertificates;
}

export interface AlipayCertificates {
  readonly app_certificate: string;
  readonly alipay_certificate: string;
  readonly alipay_root_certificate: string;
  readonly app_cert_sn: string;
  readonly alipay_cert_sn: string;
  readonly alipay_root_cert_sn: string;
}

export interface Forged {
  readonly sent: { readonly url: string; readonly headers: Record<string, string>; readonly body: string };
  readonly answer: { readonly status: number | null; readonly body: string; readonly error: string | null } | null;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: { readonly error?: { readonly message: string } } & Readonly<Record<string, unknown>>;
}

/** Drives a simulator by its control API, as a test or a person with curl would. */
export class Tester {
  readonly #controlUrl: string;

  constructor(controlUrl: string) {
    this.#controlUrl = controlUrl;
  }

  async call(method: string, path: string, body?: unknown): Promise<ControlAnswer> {
    const response = await fetch(`${this.#controlUrl}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as ControlAnswer['body'] };
  }

  /** @throws Error unless the answer is 200 */
  async ask(method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.call(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Just the status of a call that may be refused. */
  async statusOf(method: string, path: string): Promise<number> {
    return (await this.call(method, path)).status;
  }

  async weChatPayMerchant(wish: unknown = {}): Promise<WeChatPayMerchant> {
    return (await this.ask('POST', '/merchants', wish)) as unknown as WeChatPayMerchant;
  }

  async alipayMerchant(wish: unknown = {}): Promise<AlipayMerchant> {
    return (await this.ask('POST', '/merchants', wish)) as unknown as AlipayMerchant;
  }

  async payment(number: string): Promise<PaymentSeen> {
    return (await this.ask('GET', `/payments/${number}`)) as unknown as PaymentSeen;
  }

  async payments(query = ''): Promise<PaymentSeen[]> {
    return (await this.ask('GET', `/payments${query}`))['payments'] as PaymentSeen[];
  }

  async pay(number: string): Promise<{ outcome: string; payment: PaymentSeen }> {
    return (await this.ask('POST', `/payments/${number}/pay`)) as unknown as { outcome: string; payment: PaymentSeen };
  }

  async scan(number: string): Promise<void> {
    await this.ask('POST', `/payments/${number}/scan`);
  }

  async expire(number: string): Promise<PaymentSeen> {
    return (await this.ask('POST', `/payments/${number}/expire`))['payment'] as PaymentSeen;
  }

  async settings(change: Partial<Settings>): Promise<void> {
    await this.ask('PUT', '/settings', change);
  }

  /** Where the simulator's clock is, in epoch milliseconds. */
  async nowMs(): Promise<number> {
    return Date.parse((await this.ask('GET', '/clock'))['now'] as string);
  }

  async advance(seconds: number): Promise<void> {
    await this.ask('POST', '/clock', { advance_seconds: seconds });
  }

  async flush(all = false): Promise<NotificationSeen[]> {
    return (await this.ask('POST', '/notifications/flush', { all }))['notifications'] as NotificationSeen[];
  }

  async resend(number: string): Promise<void> {
    await this.ask('POST', `/notifications/${number}/resend`);
  }

  async forge(wish: unknown): Promise<Forged> {
    return (await this.ask('POST', '/notifications/forge', wish)) as unknown as Forged;
  }

  async reset(): Promise<void> {
    await this.ask('POST', '/reset');
  }
}
