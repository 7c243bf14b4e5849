import { refundedMinor, type Payment, type Refund } from './books';
import { rfc3339InChina } from './clock';
import type { Office } from './core';
import type { Delivery, Notification } from './letters';
import { outcomeOf } from './steering';

const time = (ms: number | null): string | null => (ms === null ? null : rfc3339InChina(ms));

const refundView = (refund: Refund) => ({
  out_refund_no: refund.number,
  refund_id: refund.providerNumber,
  amount_minor: refund.minor,
  state: refund.state,
  by: refund.by,
  created_at: time(refund.createdMs),
  settled_at: time(refund.settledMs),
});

const deliveryView = (delivery: Delivery) => ({
  at: time(delivery.atMs),
  kind: delivery.kind,
  status: delivery.status,
  body: delivery.body,
  error: delivery.error,
  duration_ms: delivery.durationMs,
});

export const notificationView = (notification: Notification) => ({
  id: notification.id,
  merchant: notification.merchant,
  out_trade_no: notification.outTradeNo,
  event: notification.event,
  url: notification.url,
  state: notification.state,
  created_at: time(notification.createdMs),
  due_at: notification.state === 'pending' ? time(notification.dueMs) : null,
  deliveries: notification.deliveries.map(deliveryView),
});

/** A payment as the provider's own books have it. Amounts in minor units, times in China's time with offset. */
export function paymentView(office: Office, payment: Payment, providerState: string | null) {
  return {
    merchant: payment.merchant,
    out_trade_no: payment.outTradeNo,
    channel: payment.channel,
    description: payment.description,
    amount_minor: payment.amountMinor,
    currency: payment.currency,
    state: payment.state,
    /** What a query would say, in the provider's word, without what steering makes of it; null: no such trade yet. */
    provider_state: providerState,
    paid: payment.paid !== null,
    paid_amount_minor: payment.paid?.minor ?? null,
    paid_currency: payment.paid?.currency ?? null,
    transaction_id: payment.tradeNumber,
    created_at: time(payment.createdMs),
    expires_at: time(payment.expiresMs),
    scanned_at: time(payment.scannedMs),
    paid_at: time(payment.paid?.atMs ?? null),
    closed_at: time(payment.closedMs),
    codes: payment.codes.map((code) => ({ text: code.text, ends_at: time(code.endsMs) })),
    notify_url: payment.notifyUrl,
    refunded_minor: refundedMinor(payment),
    refunds: payment.refunds.map(refundView),
    planned: payment.plans.map((plan) => ({ what: plan.what, due_at: time(plan.dueMs) })),
    steered: office.settings.for(payment.merchant).steering
      ? (outcomeOf(payment.amountMinor, payment.currency)?.name ?? null)
      : null,
    notifications: office.notifier.of(payment.merchant, payment.outTradeNo).map(notificationView),
  };
}
