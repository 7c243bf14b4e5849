import type { Payment, Refund } from '../shared/books';
import { rfc3339InChina } from '../shared/clock';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  NOTPAY: '订单未支付',
  CLOSED: '订单已关闭',
  PAYERROR: '支付失败',
};

/** A word that no documentation has. */
export const UNKNOWN_STATE = 'UNDER_REVIEW';

/** WeChat Pay's word for the state that a payment is really in. */
export function tradeState(payment: Payment): string {
  if (payment.paid) return payment.refunds.some((refund) => refund.state !== 'closed') ? 'REFUND' : 'SUCCESS';
  if (payment.state === 'closed') return 'CLOSED';
  return payment.lastTryFailed ? 'PAYERROR' : 'NOTPAY';
}

/** Who sold: the merchant, or a service provider and its sub-merchant. */
function partiesOf({ merchant, details }: Payment): Record<string, string | undefined> {
  if (details['sub_mchid'] === undefined) return { appid: details['appid'], mchid: merchant };
  return {
    sp_appid: details['appid'],
    sp_mchid: merchant,
    ...(details['sub_appid'] !== undefined && { sub_appid: details['sub_appid'] }),
    sub_mchid: details['sub_mchid'],
  };
}

function payerOf({ details }: Payment): Record<string, string | undefined> {
  if (details['sub_mchid'] === undefined) return { openid: details['openid'] };
  const sub = details['sub_openid'] === undefined ? {} : { sub_openid: details['sub_openid'] };
  return { sp_openid: details['openid'], ...sub };
}

/**
 * A transaction, as queries answer it and notifications carry it. What unpaid ones lack follows answers of the real
 * service that have been published.
 */
export function transaction(payment: Payment, state: string): Record<string, unknown> {
  const about = {
    ...partiesOf(payment),
    out_trade_no: payment.outTradeNo,
    promotion_detail: [],
    scene_info: { device_id: '' },
    trade_state: state,
    trade_state_desc: DESCRIPTIONS[state] ?? '状态未知',
  };
  if (!payment.paid) return { amount: { payer_currency: payment.currency, total: payment.amountMinor }, ...about };
  const { minor, currency, atMs } = payment.paid;
  return {
    ...about,
    amount: { currency, payer_currency: currency, payer_total: minor, total: minor },
    ...(payment.details['attach'] !== undefined && { attach: payment.details['attach'] }),
    bank_type: 'OTHERS',
    payer: payerOf(payment),
    success_time: rfc3339InChina(atMs),
    trade_type: payment.channel,
    transaction_id: payment.tradeNumber,
  };
}

const REFUND_WORDS = {
  processing: 'PROCESSING',
  succeeded: 'SUCCESS',
  abnormal: 'ABNORMAL',
  closed: 'CLOSED',
} as const;

const refundState = (refund: Refund): string => REFUND_WORDS[refund.state];

const RECEIVED_IN = '支付用户零钱';

/** A refund as the API answers it. */
export function refundAnswer(payment: Payment, refund: Refund): Record<string, unknown> {
  const total = payment.paid?.minor ?? 0;
  const { minor } = refund;
  return {
    amount: {
      currency: payment.paid?.currency,
      discount_refund: 0,
      from: [],
      payer_refund: minor,
      payer_total: total,
      refund: minor,
      settlement_refund: minor,
      settlement_total: total,
      total,
    },
    channel: 'ORIGINAL',
    create_time: rfc3339InChina(refund.createdMs),
    funds_account: 'AVAILABLE',
    out_refund_no: refund.number,
    out_trade_no: payment.outTradeNo,
    promotion_detail: [],
    refund_id: refund.providerNumber,
    status: refundState(refund),
    ...(refund.state === 'succeeded' && { success_time: rfc3339InChina(refund.settledMs ?? refund.createdMs) }),
    transaction_id: payment.tradeNumber,
    user_received_account: RECEIVED_IN,
  };
}

/** A refund as its notification carries it: another name for its state, fewer amounts. */
export function refundNotice(payment: Payment, refund: Refund): Record<string, unknown> {
  const total = payment.paid?.minor ?? 0;
  const sub = payment.details['sub_mchid'];
  return {
    ...(sub === undefined ? { mchid: payment.merchant } : { sp_mchid: payment.merchant, sub_mchid: sub }),
    out_trade_no: payment.outTradeNo,
    transaction_id: payment.tradeNumber,
    out_refund_no: refund.number,
    refund_id: refund.providerNumber,
    refund_status: refundState(refund),
    ...(refund.state === 'succeeded' && { success_time: rfc3339InChina(refund.settledMs ?? refund.createdMs) }),
    amount: { total, refund: refund.minor, payer_total: total, payer_refund: refund.minor },
    user_received_account: RECEIVED_IN,
  };
}
