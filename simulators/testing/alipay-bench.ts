import { startAlipay } from '../index';
import { AlipayClient, type Exchange } from './alipay-client';
import type { Bench, Result, Told, Words } from './bench';
import { alipayBill } from './bill-reader';
import { Shop, type Received } from './shop';
import { Tester } from './tester';

const WORDS: Words = {
  busy: 'ACQ.SYSTEM_ERROR',
  refused: 'ACQ.ACCESS_FORBIDDEN',
  limited: 'isv.app-call-limited',
  missing: 'ACQ.TRADE_NOT_EXIST',
  paidAlready: 'ACQ.TRADE_HAS_SUCCESS',
  paidWhileClosing: 'ACQ.TRADE_STATUS_ERROR',
  balanceShort: 'ACQ.SELLER_BALANCE_NOT_ENOUGH',
  waiting: 'WAIT_BUYER_PAY',
  paid: 'TRADE_SUCCESS',
  closed: 'TRADE_CLOSED',
  billCreating: 'BILL_NOT_EXIST',
  billMissing: 'BILL_NOT_EXIST',
};

const SCHEDULE = [240, 600, 600, 3600, 7200, 21600, 54000];

const yuan = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

const minorOf = (text: string): number => Number(text.replace('.', ''));

function resultOf(client: AlipayClient, { member, signature, value }: Exchange): Result {
  if (member === '') return { code: 'HTML', verified: null, state: null, body: {} };
  return {
    code: value['code'] === '10000' ? 'OK' : String(value['sub_code']),
    verified: signature === undefined ? null : client.verifies(member, signature),
    state: (value['trade_status'] ?? value['refund_status'] ?? null) as string | null,
    body: value,
  };
}

function read(client: AlipayClient, received: Received): Told {
  const form = Object.fromEntries(new URLSearchParams(received.body));
  const refunded = form['refund_fee'];
  return {
    genuine: form['sign'] !== undefined && client.sdk.signVerify(form),
    event: refunded === undefined ? (form['trade_status'] ?? '') : 'refund',
    state: form['trade_status'] ?? '',
    outTradeNo: form['out_trade_no'] ?? '',
    merchant: form['app_id'] ?? '',
    amountMinor: minorOf(refunded ?? form['total_amount'] ?? ''),
    currency: form['trans_currency'] ?? 'CNY',
  };
}

export async function alipayBench(): Promise<Bench & { readonly client: AlipayClient }> {
  const simulator = await startAlipay();
  const shop = await Shop.open({ status: 200, body: 'success' });
  const tester = new Tester(simulator.controlUrl);
  const client = new AlipayClient(simulator.url, (await tester.alipayMerchant({ name: '咖啡店' })).credentials);
  const notify_url = `${shop.url}/notify/alipay`;

  const call = async (method: string, content: unknown, signal?: AbortSignal): Promise<Result> => {
    try {
      const parameters = method === 'alipay.trade.precreate' ? { notify_url } : {};
      return resultOf(client, await client.call(method, content, { parameters, ...(signal && { signal }) }));
    } catch (error) {
      if (signal?.aborted) throw error;
      return { code: 'CUT', verified: null, state: null, body: {} };
    }
  };

  return {
    name: 'Alipay',
    simulator,
    tester,
    shop,
    client,
    words: WORDS,
    merchantId: client.credentials.app_id,
    schedule: SCHEDULE,
    open: (number, minor, signal) =>
      call(
        'alipay.trade.precreate',
        { out_trade_no: number, total_amount: yuan(minor), subject: '一杯 coffee' },
        signal,
      ),
    query: (number) => call('alipay.trade.query', { out_trade_no: number }),
    close: (number, signal) => call('alipay.trade.close', { out_trade_no: number }, signal),
    refund: (number, refundNumber, minor, _totalMinor, signal) =>
      call(
        'alipay.trade.refund',
        { out_trade_no: number, out_request_no: refundNumber, refund_amount: yuan(minor) },
        signal,
      ),
    queryRefund: (number, refundNumber) =>
      call('alipay.trade.fastpay.refund.query', { out_trade_no: number, out_request_no: refundNumber }),
    bill: (day) => alipayBill(client, day),
    secondBill: async (wish) => {
      const other = new AlipayClient(simulator.url, (await tester.alipayMerchant(wish)).credentials);
      return (day) => alipayBill(other, day);
    },
    read: (received) => Promise.resolve(read(client, received)),
    end: async () => {
      await simulator.close();
      await shop.close();
    },
  };
}
