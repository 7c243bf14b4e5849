import type { Agenda } from './agenda';
import type { Books, Payment, Refund } from './books';
import type { Clock } from './clock';
import type { Event } from './letters';
import type { Notifier } from './notifier';
import type { SettingsStore } from './settings';
import type { Behaviour } from './steering';

/** Where the providers differ when money moves. */
export interface House {
  /** Whether a trade comes into being when the shopper's app first sees it, and is closed when its time runs out. */
  readonly tradeBeginsAtScan: boolean;
  readonly refundsTakeTime: boolean;
  /** How long a paid trade stays refundable before it is finished; undefined: no such state. */
  readonly finishesAfterMs: number | undefined;
  newTradeNumber(nowMs: number): string;
  newRefundNumber(nowMs: number): string;
  /** What the shop is told; undefined: nothing. */
  paidEvent(payment: Payment, behaviour: Behaviour): Event;
  closedEvent(payment: Payment): Event | undefined;
  finishedEvent(payment: Payment): Event | undefined;
  refundEvent(payment: Payment, refund: Refund): Event | undefined;
}

export interface TillParts {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly books: Books;
  readonly settings: SettingsStore;
  readonly notifier: Notifier;
  readonly house: House;
}
