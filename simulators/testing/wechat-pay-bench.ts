import { startWeChatPay } from '../index';
import type { Bench, Result, Told, Words } from './bench';
import { weChatPayBill } from './bill-reader';
import { Shop, type Received } from './shop';
import { Tester } from './tester';
import { WeChatPayClient, type Exchange } from './wechat-pay-client';

const WORDS: Words = {
  busy: 'SYSTEM_ERROR',
  refused: 'NO_AUTH',
  limited: 'FREQUENCY_LIMITED',
  missing: 'ORDER_NOT_EXIST',
  paidAlready: 'ORDERPAID',
  paidWhileClosing: 'ORDERPAID',
  balanceShort: 'NOT_ENOUGH',
  waiting: 'NOTPAY',
  paid: 'SUCCESS',
  closed: 'CLOSED',
  billCreating: 'STATEMENT_CREATING',
  billMissing: 'NO_STATEMENT_EXIST',
};

const SCHEDULE = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];

export const nativeOrder = (client: WeChatPayClient, shop: Shop, number: string, minor: number) => ({
  appid: client.credentials.app_id,
  mchid: client.credentials.merchant_number,
  description: '一杯 coffee',
  out_trade_no: number,
  notify_url: `${shop.url}/notify/wechat`,
  amount: { total: minor, currency: 'CNY' },
});

export function resultOf(exchange: Exchange): Result {
  const isJson = (exchange.headers.get('content-type') ?? '').startsWith('application/json');
  if (!isJson && exchange.status !== 204) return { code: 'HTML', verified: exchange.verified, state: null, body: {} };
  const body = (exchange.text === '' ? {} : JSON.parse(exchange.text)) as Record<string, unknown>;
  return {
    code: exchange.status < 300 ? 'OK' : String(body['code']),
    verified: exchange.verified,
    state: (body['trade_state'] ?? body['status'] ?? null) as string | null,
    body,
  };
}

/** A connection that broke, as far as the caller did not break it. */
async function orCut(exchange: Promise<Exchange>, signal?: AbortSignal): Promise<Result> {
  try {
    return resultOf(await exchange);
  } catch (error) {
    if (signal?.aborted) throw error;
    return { code: 'CUT', verified: null, state: null, body: {} };
  }
}

interface Notice {
  readonly event_type: string;
  readonly resource: { readonly ciphertext: string; readonly associated_data: string; readonly nonce: string };
}

/** What payment and refund notifications say, once opened. */
interface Plain {
  readonly mchid: string;
  readonly out_trade_no: string;
  readonly trade_state?: string;
  readonly refund_status?: string;
  readonly amount: { readonly total: number; readonly refund?: number; readonly currency?: string };
}

async function read(client: WeChatPayClient, received: Received): Promise<Told> {
  const headers = new Headers(Object.entries(received.headers).map(([name, value]) => [name, String(value)]));
  const genuine = (await client.verify(headers, received.body)) === true;
  const { event_type: event, resource } = JSON.parse(received.body) as Notice;
  const plain = client.pay.decipher_gcm<Plain>(resource.ciphertext, resource.associated_data, resource.nonce);
  return {
    genuine,
    event,
    state: plain.trade_state ?? plain.refund_status ?? '',
    outTradeNo: plain.out_trade_no,
    merchant: plain.mchid,
    amountMinor: plain.amount.refund ?? plain.amount.total,
    currency: plain.amount.currency ?? 'CNY',
  };
}

export async function weChatPayBench(): Promise<Bench & { readonly client: WeChatPayClient }> {
  const simulator = await startWeChatPay();
  const shop = await Shop.open({ status: 200, body: '{"code":"SUCCESS"}' });
  const tester = new Tester(simulator.controlUrl);
  const client = new WeChatPayClient(simulator.url, (await tester.weChatPayMerchant({ name: '咖啡店' })).credentials);
  const mchid = client.credentials.merchant_number;
  const orders = '/v3/pay/transactions/out-trade-no';
  return {
    name: 'WeChat Pay',
    simulator,
    tester,
    shop,
    client,
    words: WORDS,
    merchantId: mchid,
    schedule: SCHEDULE,
    open: (number, minor, signal) =>
      orCut(
        client.call('POST', '/v3/pay/transactions/native', nativeOrder(client, shop, number, minor), {
          ...(signal && { signal }),
        }),
        signal,
      ),
    query: (number) => orCut(client.call('GET', `${orders}/${number}?mchid=${mchid}`)),
    close: (number, signal) =>
      orCut(client.call('POST', `${orders}/${number}/close`, { mchid }, { ...(signal && { signal }) }), signal),
    refund: (number, refundNumber, minor, totalMinor, signal) =>
      orCut(
        client.call(
          'POST',
          '/v3/refund/domestic/refunds',
          {
            out_trade_no: number,
            out_refund_no: refundNumber,
            notify_url: `${shop.url}/notify/wechat`,
            amount: { refund: minor, total: totalMinor, currency: 'CNY' },
          },
          { ...(signal && { signal }) },
        ),
        signal,
      ),
    queryRefund: (_number, refundNumber) => orCut(client.call('GET', `/v3/refund/domestic/refunds/${refundNumber}`)),
    bill: (day) => weChatPayBill(client, day),
    secondBill: async (wish) => {
      const other = new WeChatPayClient(simulator.url, (await tester.weChatPayMerchant(wish)).credentials);
      return (day) => weChatPayBill(other, day);
    },
    read: (received) => read(client, received),
    end: async () => {
      await simulator.close();
      await shop.close();
    },
  };
}
