import { expect } from '@playwright/test';
import { Phone } from './phone';
import { PROVIDERS } from './providers';
import { orderNumber, type OpenedPayment, type Shopper } from './shopper';
import type { OrderFacts } from './wordpress';

const MONEY = / paid with (WeChat Pay|Alipay)\. Transaction /;

/** The notes about money. */
export const moneyNotes = ({ notes }: OrderFacts): string[] => notes.filter((note) => MONEY.test(note));

/** An order that was paid once is paid once in everything that it says. */
export async function expectPaidOnce(
  shopper: Shopper,
  payment: Pick<OpenedPayment, 'order' | 'payment_id'>,
  gateway: string,
): Promise<OrderFacts> {
  const provider = PROVIDERS.find((one) => one.gateway === gateway)!;
  const order = await shopper.wordPress.order(orderNumber(payment));
  const booked = await new Phone(provider, shopper.dev).payment(payment.payment_id);
  expect(order).toMatchObject({
    status: 'processing',
    payment_method: gateway,
    transaction_id: booked.transaction_id,
    is_paid: true,
    stock_reduced: true,
    reviews: [],
  });
  expect(moneyNotes(order)).toEqual([expect.stringContaining(payment.payment_id)]);
  expect(order.notes.filter((note) => note.includes('to Processing'))).toHaveLength(1);
  return order;
}
