import { freshNumber } from './bench';
import { nativeOrder, resultOf, weChatPayBench } from './wechat-pay-bench';
import type { Exchange, Mischief } from './wechat-pay-client';

export const NATIVE = '/v3/pay/transactions/native';
export const H5 = '/v3/pay/transactions/h5';
export const REFUNDS = '/v3/refund/domestic/refunds';

/** HTTP status and code of an answer. */
export async function codeOf(call: Promise<Exchange>): Promise<[status: number, code: string]> {
  const exchange = await call;
  return [exchange.status, resultOf(exchange).code];
}

/** A bench with the calls of a shop, each with its usual body; a test changes what it is about. */
export async function weChatPayCalls() {
  const bench = await weChatPayBench();
  const { client, shop, tester } = bench;
  const mchid = client.credentials.merchant_number;
  const order = (change: Record<string, unknown> = {}, out_trade_no = freshNumber()) => ({
    ...nativeOrder(client, shop, out_trade_no, 1001),
    ...change,
  });
  const create = (wish: unknown) => client.call('POST', NATIVE, wish).then(resultOf);
  return {
    ...bench,
    mchid,
    order,
    h5Order: (change: Record<string, unknown> = {}) =>
      order({ scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } }, ...change }),
    create,
    /** The number of an order that has been paid. */
    paidOrder: async (change: Record<string, unknown> = {}) => {
      const wish = order(change);
      await create(wish);
      await tester.pay(wish.out_trade_no);
      return wish.out_trade_no;
    },
    query: (number: string, mischief?: Mischief) =>
      client.call('GET', `/v3/pay/transactions/out-trade-no/${number}?mchid=${mchid}`, undefined, mischief),
    close: (number: string) => client.call('POST', `/v3/pay/transactions/out-trade-no/${number}/close`, { mchid }),
  };
}

export type WeChatPayCalls = Awaited<ReturnType<typeof weChatPayCalls>>;
