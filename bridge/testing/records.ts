/** Records with plausible values, for tests that care about one or two of them. */
import { minor } from '@multipay/contracts/money';
import type { Payment } from '../src/domain/payment';
import type { Site } from '../src/domain/site';
import { newId } from '../src/use-cases/new-id';

export const NOW_MS = 1_790_000_000_000;
const MINUTE_MS = 60_000;

export const aSite = (changes: Partial<Site> = {}): Site => ({
  networkId: 'net_1',
  siteId: '1',
  name: 'Tea House',
  domain: 'shop.example',
  homeUrl: 'https://shop.example/',
  eventUrl: 'https://shop.example/wp-json/multipay/v1/events',
  notifyUrls: {
    wechat_pay: 'https://shop.example/wc-api/multipay_wechat',
    alipay: 'https://shop.example/wc-api/multipay_alipay',
  },
  keyEpoch: 1,
  createdMs: NOW_MS,
  ...changes,
});

export const aPayment = (changes: Partial<Payment> = {}): Payment => ({
  networkId: 'net_1',
  siteId: '1',
  id: newId('payment'),
  orderRef: 'order_1',
  attempt: 1,
  provider: 'wechat_pay',
  merchantId: 'mch_1',
  channel: 'qr_code',
  amount: minor(1001),
  currency: 'CNY',
  description: 'Tea House - order 1',
  returnUrl: 'https://shop.example/checkout/order-pay/1/',
  notifyUrl: 'https://shop.example/wc-api/multipay_wechat_mch_1',
  status: 'pending',
  version: 2,
  reason: null,
  flags: [],
  payableUntilMs: NOW_MS + 30 * MINUTE_MS,
  createdMs: NOW_MS,
  prompt: { type: 'qr_code', code_url: 'weixin://wxpay/bizpayurl?pr=abc' },
  promptUntilMs: NOW_MS + 30 * MINUTE_MS,
  queriedMs: null,
  paidMs: null,
  paidAmount: null,
  paidCurrency: null,
  providerTransactionId: null,
  ...changes,
});
