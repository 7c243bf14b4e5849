/** The pretend providers, and what a shopper's phone and a tester do with them. */
import { startAlipay, startWeChatPay, type Simulator } from '../../simulators';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Credentials } from '@multipay/contracts/schemas/merchant';
import type { RawNotification } from '../src/domain/provider';

export interface Booked {
  readonly amount_minor: number;
  readonly description: string;
  readonly paid: boolean;
  readonly paid_amount_minor: number | null;
  readonly paid_currency: string | null;
  readonly transaction_id: string | null;
  readonly paid_at: string | null;
  readonly notifications: readonly { readonly state: string }[];
}

export interface PretendProvider {
  readonly url: string;
  /** Calls the simulator's control API. */
  control<T = Record<string, unknown>>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T>;
  newMerchant(wish?: object): Promise<Credentials>;
  /** What a phone does. */
  scan(paymentId: string): Promise<void>;
  pay(paymentId: string): Promise<void>;
  expire(paymentId: string): Promise<void>;
  /** The provider's own books. */
  booked(paymentId: string): Promise<Booked>;
  /** A notification as it would go over the wire, `genuine` or one of the bad kinds; not sent. */
  notification(paymentId: string, kind: string): Promise<RawNotification>;
  close(): Promise<void>;
}

export async function pretend(name: ProviderName): Promise<PretendProvider> {
  const simulator: Simulator = await (name === 'wechat_pay' ? startWeChatPay({}) : startAlipay({}));
  const control: PretendProvider['control'] = async (method, path, body) => {
    const answer = await fetch(`${simulator.url}/_simulator${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const result = (await answer.json()) as never;
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(result)}`);
    return result;
  };
  const act =
    (action: string) =>
    async (paymentId: string): Promise<void> => {
      await control('POST', `/payments/${paymentId}/${action}`);
    };
  return {
    url: simulator.url,
    control,
    newMerchant: async (wish = {}) =>
      (await control<{ credentials: Credentials }>('POST', '/merchants', wish)).credentials,
    scan: act('scan'),
    pay: act('pay'),
    expire: act('expire'),
    booked: (paymentId) => control('GET', `/payments/${paymentId}`),
    async notification(paymentId, kind) {
      const wish = { kind, out_trade_no: paymentId, send: false };
      const { sent } = await control<{ sent: { headers: Record<string, string>; body: string } }>(
        'POST',
        '/notifications/forge',
        wish,
      );
      const headers = Object.entries(sent.headers).map(([header, value]) => [header.toLowerCase(), value] as const);
      return { headers: Object.fromEntries(headers), body: Buffer.from(sent.body) };
    },
    close: () => simulator.close(),
  };
}
