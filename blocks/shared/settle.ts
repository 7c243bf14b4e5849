import { settlePayment, type SettleAnswer } from './api';
import type { PaymentReference } from './payment-view';

/** The shop may need a moment when the stream was quicker than the bridge's event. */
const AGAIN_AFTER_MS = [2_000, 4_000];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const isSettled = ({ paid, review }: SettleAnswer): boolean => paid || review;

/**
 * Has the shop settle a payment that is known to have succeeded, several times where it must be.
 *
 * @returns null when the shop did not manage it; it goes on trying by itself
 */
export async function settleSurely(payment: PaymentReference): Promise<SettleAnswer | null> {
  for (const afterMs of [...AGAIN_AFTER_MS, null]) {
    const answer = await settlePayment(payment).catch(() => null);
    if (answer && isSettled(answer)) return answer;
    if (afterMs !== null) await pause(afterMs);
  }
  return null;
}
