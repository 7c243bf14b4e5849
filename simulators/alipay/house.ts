import { returnedMinor, type Payment, type Refund } from '../shared/books';
import { chinaDay, chinaText } from '../shared/clock';
import type { House } from '../shared/house';
import { yuanText } from '../shared/html';
import { randomDigits } from '../shared/keys';
import type { Event } from '../shared/letters';
import type { Behaviour } from '../shared/steering';
import { notificationContent, tradeStatus, UNKNOWN_STATUS } from './trade-view';

/** Somebody else's numbers, for notifications that speak of another merchant. */
export const STRANGER = { app_id: '2021000000000000', auth_app_id: '2021000000000000', seller_id: '2088000000000000' };

const REFUNDABLE_MS = 365 * 86_400_000;

function event(payment: Payment, status: string, more: Readonly<Record<string, string>> = {}): Event {
  const notifyId = `${chinaDay(Date.now())}00222${randomDigits(21)}`;
  const content = { ...notificationContent(payment, status), notify_id: notifyId, ...more };
  return { name: status, url: payment.notifyUrl, content };
}

function paidEvent(payment: Payment, behaviour: Behaviour): Event {
  const odd = behaviour.notify === 'unknown_word' ? { trade_status: UNKNOWN_STATUS } : {};
  const stranger = behaviour.notify === 'other_merchant' ? STRANGER : {};
  return event(payment, 'TRADE_SUCCESS', { ...odd, ...stranger });
}

/** Told only of refunds that moved money: TRADE_SUCCESS while some of the payment is left, TRADE_CLOSED after that. */
function refundEvent(payment: Payment, refund: Refund): Event | undefined {
  if (refund.state !== 'succeeded') return undefined;
  return event(payment, tradeStatus(payment) ?? 'TRADE_SUCCESS', {
    gmt_refund: `${chinaText(refund.settledMs ?? refund.createdMs)}.000`,
    out_biz_no: refund.number,
    refund_fee: yuanText(returnedMinor(payment)),
  });
}

/** Alipay's ways: the trade begins when it is scanned and closes when its time runs out; refunds are made at once. */
export const alipayHouse: House = {
  tradeBeginsAtScan: true,
  refundsTakeTime: false,
  finishesAfterMs: REFUNDABLE_MS,
  newTradeNumber: (nowMs) => `${chinaDay(nowMs)}22001${randomDigits(15)}`,
  newRefundNumber: (nowMs) => `${chinaDay(nowMs)}${randomDigits(20)}`,
  paidEvent,
  closedEvent: (payment) => event(payment, 'TRADE_CLOSED'),
  finishedEvent: (payment) => event(payment, 'TRADE_FINISHED'),
  refundEvent,
};
