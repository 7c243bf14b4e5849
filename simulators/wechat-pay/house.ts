import type { Payment, Refund } from '../shared/books';
import { chinaDay } from '../shared/clock';
import type { House } from '../shared/house';
import { randomDigits } from '../shared/keys';
import type { Event } from '../shared/letters';
import type { Behaviour } from '../shared/steering';
import { refundNotice, transaction, UNKNOWN_STATE } from './transaction';

const REFUND_EVENTS: Readonly<Record<Refund['state'], string>> = {
  processing: 'REFUND.PROCESSING',
  succeeded: 'REFUND.SUCCESS',
  abnormal: 'REFUND.ABNORMAL',
  closed: 'REFUND.CLOSED',
};

/** Somebody else's numbers, for notifications that speak of another merchant. */
const STRANGER = { mchid: '1900000109', appid: 'wx8888888888888888' } as const;

/** The members of a notification's content that name its merchant, with somebody else's numbers. */
export const strangerIn = (content: Readonly<Record<string, unknown>>): Record<string, string> =>
  'sp_mchid' in content ? { sp_mchid: STRANGER.mchid, sp_appid: STRANGER.appid } : STRANGER;

function paidEvent(payment: Payment, behaviour: Behaviour): Event {
  const said = transaction(payment, behaviour.notify === 'unknown_word' ? UNKNOWN_STATE : 'SUCCESS');
  const content = { ...said, ...(behaviour.notify === 'other_merchant' ? strangerIn(said) : {}) };
  return { name: 'TRANSACTION.SUCCESS', url: payment.notifyUrl, content };
}

/** WeChat Pay's ways: no trade before it is paid, refunds in their own time, nothing told of closing. */
export const weChatPayHouse: House = {
  tradeBeginsAtScan: false,
  refundsTakeTime: true,
  finishesAfterMs: undefined,
  newTradeNumber: (nowMs) => `4200${randomDigits(6)}${chinaDay(nowMs)}${randomDigits(10)}`,
  newRefundNumber: (nowMs) => `5030${randomDigits(7)}${chinaDay(nowMs)}${randomDigits(10)}`,
  paidEvent,
  closedEvent: () => undefined,
  finishedEvent: () => undefined,
  refundEvent: (payment, refund) => ({
    name: REFUND_EVENTS[refund.state],
    url: refund.notifyUrl,
    content: refundNotice(payment, refund),
  }),
};
