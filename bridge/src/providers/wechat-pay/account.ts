import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { Wechatpay } from 'wechatpay-axios-plugin';
import type { Clock } from '../../domain/clock';
import { BridgeError } from '../../domain/errors';
import type { Observed } from '../../domain/observation';
import type { Payment } from '../../domain/payment';
import type { Opened, ProviderAccount, Shopper } from '../../domain/provider';
import { rfc3339InChina } from '../china-time';
import type { WeChatPayKeys } from './credentials';
import { faultFrom } from './faults';
import { readNotification } from './notification';
import { probe } from './probe';
import { signBesideEventLoop } from './signature';
import { observedIn } from './status';
import { transport } from './transport';
import { readH5, readNative, readTransaction } from './wire';

export interface WeChatPayOptions {
  /** Where the API is, with a slash at the end. */
  readonly baseUrl: string;
  /** How long one call may take. */
  readonly timeoutMs: number;
  readonly now: Clock;
}

/** WeChat Pay: an H5 address wakes the app for five minutes; a QR lives two hours, longer than any attempt of ours. */
const H5_PROMPT_MS = 4 * 60_000;

type Verb = 'get' | 'post';

export function connectAccount(keys: WeChatPayKeys, { baseUrl, timeoutMs, now }: WeChatPayOptions): ProviderAccount {
  const client = clientFor(keys, baseUrl, timeoutMs);

  async function call(verb: Verb, path: string, data?: object, config?: AxiosRequestConfig): Promise<unknown> {
    const response: AxiosResponse<unknown> = await client.request(path, verb, data, config);
    return response.data;
  }

  async function query(payment: Payment): Promise<Observed> {
    try {
      const path = `v3/pay/transactions/out-trade-no/${encodeURIComponent(payment.id)}`;
      return ours(payment, await call('get', path, undefined, { params: { mchid: keys.merchantNumber } }));
    } catch (thrown) {
      const { error, meaning } = known(thrown);
      if (meaning === 'absent') return { status: 'absent' };
      throw error;
    }
  }

  /** The answer is signed; it must also be about what was asked. */
  function ours(payment: Payment, answer: unknown): Observed {
    if (!readTransaction.Check(answer)) throw unbelievable('is not a transaction');
    if (answer.out_trade_no !== payment.id || answer.mchid !== keys.merchantNumber || answer.appid !== keys.appId) {
      throw unbelievable(`is about ${answer.out_trade_no}`);
    }
    return observedIn(answer);
  }

  return {
    query,

    probe: () => probe(client, keys, now),

    async open(payment, shopper) {
      try {
        const kind = payment.channel === 'mobile_web' ? 'h5' : 'native';
        return promptFrom(
          payment,
          await call('post', `v3/pay/transactions/${kind}`, orderFor(keys, payment, shopper)),
          now(),
        );
      } catch (thrown) {
        const { error, meaning } = known(thrown);
        if (meaning === null || meaning === 'absent') throw error;
        return { prompt: null, observed: await query(payment) };
      }
    },

    async close(payment) {
      try {
        const path = `v3/pay/transactions/out-trade-no/${encodeURIComponent(payment.id)}/close`;
        await call('post', path, { mchid: keys.merchantNumber });
        return { status: 'closed' };
      } catch (thrown) {
        const { error, meaning } = known(thrown);
        if (meaning === 'closed' || meaning === 'absent') return { status: meaning };
        if (meaning === 'paid') return query(payment);
        throw error;
      }
    },

    readNotification: async (raw) => readNotification(keys, raw, now()),
  };
}

/** What is known already passes through; what the SDK threw is sorted. */
const known = (thrown: unknown) =>
  thrown instanceof BridgeError ? { error: thrown, meaning: null } : faultFrom(thrown);

const unbelievable = (what: string): BridgeError =>
  new BridgeError('provider_answer_unverified', `WeChat Pay's answer ${what}`);

function clientFor(keys: WeChatPayKeys, baseURL: string, timeoutMs: number): Wechatpay['client'] {
  // The SDK's outer object has a `then` of its own, so it must never be returned or awaited; its client has none.
  const { client } = new Wechatpay({
    mchid: keys.merchantNumber,
    serial: keys.serial,
    // Parsed once; the SDK takes it so, its types only say text.
    privateKey: keys.privateKey as unknown as string,
    certs: { ...keys.verifiers },
    baseURL,
    adapter: transport(timeoutMs),
  });
  signBesideEventLoop(client.v3, keys);
  return client;
}

/** The same for each try: WeChat Pay refuses a number that comes back with other parameters. */
function orderFor(keys: WeChatPayKeys, payment: Payment, shopper: Shopper): object {
  const order = {
    appid: keys.appId,
    mchid: keys.merchantNumber,
    description: payment.description,
    out_trade_no: payment.id,
    time_expire: rfc3339InChina(payment.payableUntilMs),
    attach: payment.orderRef,
    notify_url: payment.notifyUrl,
    amount: { total: payment.amount, currency: payment.currency },
  };
  if (payment.channel !== 'mobile_web') return order;
  return { ...order, scene_info: { payer_client_ip: shopper.clientIp, h5_info: { type: 'Wap' } } };
}

function promptFrom(payment: Payment, answer: unknown, nowMs: number): Opened {
  if (payment.channel !== 'mobile_web') {
    if (!readNative.Check(answer)) throw unbelievable('has no code_url');
    return { prompt: { type: 'qr_code', code_url: answer.code_url }, promptUntilMs: payment.payableUntilMs };
  }
  if (!readH5.Check(answer)) throw unbelievable('has no h5_url');
  // API v3 has no field for the way back: it is appended to the address.
  const url = `${answer.h5_url}&redirect_url=${encodeURIComponent(payment.returnUrl)}`;
  return { prompt: { type: 'redirect', redirect_url: url }, promptUntilMs: nowMs + H5_PROMPT_MS };
}
