import { returnedMinor, type Payment, type Refund } from '../shared/books';
import { chinaText } from '../shared/clock';
import { yuanText } from '../shared/html';

/** A word that no documentation has. */
export const UNKNOWN_STATUS = 'TRADE_UNDER_REVIEW';

/** Alipay's word for the state that a trade is really in; null while there is no trade, because nobody has scanned. */
export function tradeStatus(payment: Payment): string | null {
  if (payment.tradeNumber === null) return null;
  if (payment.paid && returnedMinor(payment) >= payment.paid.minor) return 'TRADE_CLOSED';
  if (payment.state === 'finished') return 'TRADE_FINISHED';
  if (payment.paid) return 'TRADE_SUCCESS';
  return payment.state === 'closed' ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY';
}

/** The words for a currency other than the one that was asked. */
const currencyOf = (payment: Payment): Record<string, string> =>
  payment.paid && payment.paid.currency !== 'CNY'
    ? { trans_currency: payment.paid.currency, settle_currency: payment.paid.currency }
    : {};

const buyerOf = (payment: Payment): Record<string, string> => ({
  buyer_logon_id: payment.details['buyer_logon_id'] ?? '',
  buyer_user_id: payment.details['buyer_id'] ?? '',
});

/** A trade as the query answers it. Amounts in yuan, as text. */
export function queryAnswer(payment: Payment, status: string): Record<string, unknown> {
  const took = payment.paid ? yuanText(payment.paid.minor) : '0.00';
  return {
    ...buyerOf(payment),
    buyer_pay_amount: took,
    ...(payment.paid && { fund_bill_list: [{ amount: took, fund_channel: 'ALIPAYACCOUNT' }] }),
    invoice_amount: took,
    out_trade_no: payment.outTradeNo,
    point_amount: '0.00',
    receipt_amount: took,
    ...(payment.paid && { send_pay_date: chinaText(payment.paid.atMs) }),
    total_amount: yuanText(payment.paid?.minor ?? payment.amountMinor),
    ...(payment.tradeNumber !== null && { trade_no: payment.tradeNumber }),
    trade_status: status,
    ...currencyOf(payment),
  };
}

/** What `alipay.trade.pay` answers, paid or still waiting. */
export function payAnswer(payment: Payment): Record<string, unknown> {
  const numbers = { out_trade_no: payment.outTradeNo, trade_no: payment.tradeNumber };
  if (!payment.paid) return { ...numbers, ...buyerOf(payment), total_amount: yuanText(payment.amountMinor) };
  const { minor, atMs } = payment.paid;
  const took = yuanText(minor);
  return {
    ...numbers,
    ...buyerOf(payment),
    ...{ total_amount: took, receipt_amount: took, buyer_pay_amount: took, invoice_amount: took, point_amount: '0.00' },
    fund_bill_list: [{ amount: took, fund_channel: 'ALIPAYACCOUNT' }],
    gmt_payment: chinaText(atMs),
    ...currencyOf(payment),
  };
}

/** `refund_fee` is what has come back in all, not this refund's part. */
export function refundAnswer(
  payment: Payment,
  refund: Refund | undefined,
  fundChange: boolean,
): Record<string, unknown> {
  return {
    ...buyerOf(payment),
    fund_change: fundChange ? 'Y' : 'N',
    ...(refund?.settledMs && { gmt_refund_pay: chinaText(refund.settledMs) }),
    out_trade_no: payment.outTradeNo,
    refund_fee: yuanText(returnedMinor(payment)),
    trade_no: payment.tradeNumber,
  };
}

/** Without `refund_status` the refund was never received, or did not succeed. */
export function refundQueryAnswer(
  payment: Payment,
  refund: Refund | undefined,
  withTime: boolean,
): Record<string, unknown> {
  const about = { out_trade_no: payment.outTradeNo, trade_no: payment.tradeNumber };
  if (!refund) return about;
  const succeeded = refund.state === 'succeeded';
  return {
    ...about,
    out_request_no: refund.number,
    refund_amount: yuanText(refund.minor),
    total_amount: yuanText(payment.paid?.minor ?? payment.amountMinor),
    ...(succeeded && { refund_status: 'REFUND_SUCCESS' }),
    ...(succeeded && withTime && { gmt_refund_pay: chinaText(refund.settledMs ?? refund.createdMs) }),
  };
}

const optionalOf = (payment: Payment): Record<string, string> =>
  Object.fromEntries(Object.entries(payment.details).filter(([name]) => name === 'body' || name === 'passback_params'));

function moneyOf(payment: Payment): Record<string, string> {
  if (!payment.paid) return payment.closedMs === null ? {} : { gmt_close: chinaText(payment.closedMs) };
  const took = yuanText(payment.paid.minor);
  return {
    buyer_pay_amount: took,
    fund_bill_list: JSON.stringify([{ amount: took, fundChannel: 'ALIPAYACCOUNT' }]),
    gmt_payment: chinaText(payment.paid.atMs),
    invoice_amount: took,
    point_amount: '0.00',
    receipt_amount: took,
  };
}

/** What every notification of a trade says, before it is signed. All values are text. */
export const notificationContent = (payment: Payment, status: string): Record<string, string> => ({
  app_id: payment.merchant,
  auth_app_id: payment.merchant,
  buyer_id: payment.details['buyer_id'] ?? '',
  buyer_logon_id: payment.details['buyer_logon_id'] ?? '',
  charset: 'utf-8',
  gmt_create: chinaText(payment.scannedMs ?? payment.createdMs),
  notify_type: 'trade_status_sync',
  out_trade_no: payment.outTradeNo,
  seller_id: payment.details['seller_id'] ?? '',
  subject: payment.description,
  total_amount: yuanText(payment.paid?.minor ?? payment.amountMinor),
  trade_no: payment.tradeNumber ?? '',
  trade_status: status,
  version: '1.0',
  ...optionalOf(payment),
  ...moneyOf(payment),
  ...currencyOf(payment),
});
