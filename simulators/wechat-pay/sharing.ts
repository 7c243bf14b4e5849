import type { Payment } from '../shared/books';
import { rfc3339InChina } from '../shared/clock';

/** A part of a payment for somebody else. */
export interface Share {
  readonly type: string;
  readonly account: string;
  readonly minor: number;
  readonly description: string;
  readonly detailId: string;
  /** Why it will fail; null when it will not. */
  readonly failsBecause: string | null;
}

/** A request to share a payment, or to unfreeze what is left of it (then without shares). */
export interface SharingOrder {
  readonly merchant: string;
  readonly transactionId: string;
  readonly outOrderNo: string;
  readonly orderId: string;
  readonly shares: readonly Share[];
  readonly unfreezes: boolean;
  readonly createdMs: number;
  readonly finishesMs: number;
  /** What must be the same when the number is used again. */
  readonly terms: string;
}

/** A share that comes back from its receiver. */
export interface SharingReturn {
  readonly merchant: string;
  readonly outReturnNo: string;
  readonly outOrderNo: string;
  readonly orderId: string;
  readonly returnId: string;
  readonly account: string;
  readonly minor: number;
  readonly description: string;
  readonly createdMs: number;
  readonly finishesMs: number;
  readonly failsBecause: string | null;
}

/** What shares have taken, or are about to take, in fen. */
export const sharedMinor = (orders: readonly SharingOrder[]): number =>
  orders
    .flatMap(({ shares }) => shares)
    .reduce((sum, share) => sum + (share.failsBecause === null ? share.minor : 0), 0);

/** What is still frozen for sharing, in fen: nothing once the rest was unfrozen. */
export function unsplitMinor(payment: Payment, orders: readonly SharingOrder[]): number {
  if (orders.some((order) => order.unfreezes)) return 0;
  return (payment.paid?.minor ?? 0) - sharedMinor(orders);
}

const resultOf = (share: Share, finished: boolean): string => {
  if (!finished) return 'PENDING';
  return share.failsBecause === null ? 'SUCCESS' : 'CLOSED';
};

const shareAnswer = (share: Share, order: SharingOrder, finished: boolean) => ({
  type: share.type,
  account: share.account,
  amount: share.minor,
  description: share.description,
  result: resultOf(share, finished),
  ...(finished && share.failsBecause !== null && { fail_reason: share.failsBecause }),
  detail_id: share.detailId,
  create_time: rfc3339InChina(order.createdMs),
  ...(finished && { finish_time: rfc3339InChina(order.finishesMs) }),
});

/** FINISHED does not mean that every share succeeded. */
export function sharingAnswer(order: SharingOrder, subMerchant: string | undefined, nowMs: number) {
  const finished = nowMs >= order.finishesMs;
  return {
    ...(subMerchant !== undefined && { sub_mchid: subMerchant }),
    transaction_id: order.transactionId,
    out_order_no: order.outOrderNo,
    order_id: order.orderId,
    state: finished ? 'FINISHED' : 'PROCESSING',
    receivers: order.shares.map((share) => shareAnswer(share, order, finished)),
  };
}

export function returnAnswer(back: SharingReturn, subMerchant: string | undefined, nowMs: number) {
  const finished = nowMs >= back.finishesMs;
  const ended = back.failsBecause === null ? 'SUCCESS' : 'FAILED';
  return {
    ...(subMerchant !== undefined && { sub_mchid: subMerchant }),
    order_id: back.orderId,
    out_order_no: back.outOrderNo,
    out_return_no: back.outReturnNo,
    return_id: back.returnId,
    return_mchid: back.account,
    amount: back.minor,
    description: back.description,
    result: finished ? ended : 'PROCESSING',
    ...(finished && back.failsBecause !== null && { fail_reason: back.failsBecause }),
    create_time: rfc3339InChina(back.createdMs),
    ...(finished && { finish_time: rfc3339InChina(back.finishesMs) }),
  };
}
