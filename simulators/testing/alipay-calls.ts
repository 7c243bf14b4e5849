import { alipayBench } from './alipay-bench';
import type { Exchange, Mischief } from './alipay-client';
import { freshNumber } from './bench';

/** The code that tells: the sub-code of a refusal, or the code of a success. */
export const codeOf = async (call: Promise<Exchange>): Promise<unknown> => {
  const { value } = await call;
  return value['sub_code'] ?? value['code'];
};

/** A bench with the calls of a shop, each with its usual content; a test changes what it is about. */
export async function alipayCalls() {
  const bench = await alipayBench();
  const { client, shop, tester } = bench;
  const trade = (change: Record<string, unknown> = {}) => ({
    out_trade_no: freshNumber(),
    total_amount: '10.01',
    subject: '一杯 coffee',
    ...change,
  });
  const precreate = (content: unknown, mischief: Mischief = {}) =>
    client.call('alipay.trade.precreate', content, {
      ...mischief,
      parameters: { notify_url: `${shop.url}/notify/alipay`, ...mischief.parameters },
    });
  /** The number of a trade whose QR has been shown, scanned, or paid. */
  const numberAt = async (stage: 'shown' | 'scanned' | 'paid', change: Record<string, unknown> = {}) => {
    const content = trade(change);
    await precreate(content);
    const number = content.out_trade_no;
    if (stage === 'scanned') await tester.scan(number);
    if (stage === 'paid') await tester.pay(number);
    return number;
  };
  const ask =
    (method: string) =>
    (number: string, more: Record<string, unknown> = {}) =>
      client.call(method, { out_trade_no: number, ...more });
  return {
    ...bench,
    trade,
    precreate,
    numberAt,
    askQuery: ask('alipay.trade.query'),
    askClose: ask('alipay.trade.close'),
    askCancel: ask('alipay.trade.cancel'),
    askRefund: ask('alipay.trade.refund'),
    askRefundQuery: ask('alipay.trade.fastpay.refund.query'),
  };
}

export type AlipayCalls = Awaited<ReturnType<typeof alipayCalls>>;
