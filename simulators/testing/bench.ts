import type { Simulator } from '../index';
import type { BillSeen } from './bill-reader';
import type { Received, Shop } from './shop';
import type { Tester } from './tester';

/** What became of a call, in the provider's own words. */
export interface Result {
  /** `OK`, the provider's error code, `CUT` when the connection broke, or `HTML` when no provider answered. */
  readonly code: string;
  /** Whether the answer's signature is the provider's; null when it carries none. */
  readonly verified: boolean | null;
  /** The state that the answer tells, if it tells one. */
  readonly state: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a notification tells, and whether its signature is the provider's. */
export interface Told {
  readonly genuine: boolean;
  readonly event: string;
  readonly state: string;
  readonly outTradeNo: string;
  readonly merchant: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** The provider's words for what happens at both. */
export interface Words {
  readonly busy: string;
  readonly refused: string;
  readonly limited: string;
  readonly missing: string;
  readonly paidAlready: string;
  readonly paidWhileClosing: string;
  readonly balanceShort: string;
  readonly waiting: string;
  readonly paid: string;
  readonly closed: string;
  readonly billCreating: string;
  readonly billMissing: string;
}

/** One provider, seen by a client that nobody here wrote. The same sentences are tried at every bench. */
export interface Bench {
  readonly name: string;
  readonly simulator: Simulator;
  readonly tester: Tester;
  readonly shop: Shop;
  readonly words: Words;
  readonly merchantId: string;
  /** Seconds from each unacknowledged delivery to the next, from the provider's documentation. */
  readonly schedule: readonly number[];
  open(number: string, minor: number, signal?: AbortSignal): Promise<Result>;
  query(number: string): Promise<Result>;
  close(number: string, signal?: AbortSignal): Promise<Result>;
  refund(
    number: string,
    refundNumber: string,
    minor: number,
    totalMinor: number,
    signal?: AbortSignal,
  ): Promise<Result>;
  queryRefund(number: string, refundNumber: string): Promise<Result>;
  /** The trade bill of a day in China, `yyyy-MM-dd`. */
  bill(day: string): Promise<BillSeen>;
  /** Makes another merchant, and answers how its bills are read. */
  secondBill(wish: unknown): Promise<(day: string) => Promise<BillSeen>>;
  read(received: Received): Promise<Told>;
  end(): Promise<void>;
}

let count = 0;

/** A number that no earlier test has used. */
export const freshNumber = (): string => `order_${Date.now().toString(36)}_${count++}`;
