import { alipayCalls } from './alipay-calls';
import { freshNumber } from './bench';

const yuan = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

interface AuthorizationSeen {
  readonly state: string;
  readonly auth_no: string | null;
  readonly code: string | null;
  readonly rest_minor: number;
  readonly paid_minor: number;
  readonly released_minor: number;
}

/** A bench with the calls for frozen money. Amounts in fen. */
export async function authorizationCalls() {
  const bench = await alipayCalls();
  const { client, shop, tester } = bench;
  const auth = 'alipay.fund.auth';
  const parameters = { notify_url: `${shop.url}/notify/freeze` };
  const call = (method: string, content: unknown, signal?: AbortSignal) =>
    client.call(method, content, { parameters, ...(signal && { signal }) });
  const wish = (minor: number, change: Record<string, unknown> = {}) => ({
    out_order_no: freshNumber(),
    out_request_no: freshNumber(),
    order_title: '押金 deposit',
    amount: yuan(minor),
    product_code: 'PRE_AUTH',
    ...change,
  });
  const books = async (number: string): Promise<AuthorizationSeen> =>
    (await tester.ask('GET', `/authorizations/${number}`)) as unknown as AuthorizationSeen;
  const confirm = (number: string) => tester.call('POST', `/authorizations/${number}/confirm`);
  return {
    ...bench,
    call,
    wish,
    books,
    confirm,
    voucher: (content: unknown) => call(`${auth}.order.voucher.create`, content),
    freeze: (content: unknown) => call(`${auth}.order.freeze`, content),
    cancel: (content: unknown) => call(`${auth}.operation.cancel`, content),
    detail: (content: unknown) => call(`${auth}.operation.detail.query`, content),
    release: (authNo: string, minor: number, signal?: AbortSignal, requestNo = freshNumber()) =>
      call(
        `${auth}.order.unfreeze`,
        { auth_no: authNo, out_request_no: requestNo, amount: yuan(minor), remark: 'r' },
        signal,
      ),
    capture: (authNo: string, minor: number, change: Record<string, unknown> = {}, signal?: AbortSignal) =>
      call(
        'alipay.trade.pay',
        {
          out_trade_no: freshNumber(),
          total_amount: yuan(minor),
          subject: '一杯 coffee',
          product_code: 'PRE_AUTH',
          auth_no: authNo,
          ...change,
        },
        signal,
      ),
    /** An authorisation that the shopper has confirmed: its number, and Alipay's. */
    frozen: async (minor: number, change: Record<string, unknown> = {}) => {
      const content = wish(minor, change);
      await call(`${auth}.order.voucher.create`, content);
      await confirm(content.out_order_no);
      await tester.flush();
      const number = content.out_order_no;
      return { number, authNo: (await books(number)).auth_no ?? '', requestNo: content.out_request_no };
    },
    /** What the shop has been told: `notify_type` and amount of each genuine notification. */
    told: () =>
      shop.received.map(({ body }) => {
        const form = Object.fromEntries(new URLSearchParams(body));
        return client.sdk.signVerify(form) ? [form['notify_type'], form['amount'] ?? form['total_amount']] : ['forged'];
      }),
  };
}

export type AuthorizationCalls = Awaited<ReturnType<typeof authorizationCalls>>;
