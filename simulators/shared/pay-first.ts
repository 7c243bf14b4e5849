import { afterMs } from './after';
import type { Payment } from './books';
import type { Office } from './core';

/** Takes the money, and has the shop told, before the call that opened the payment is answered. */
export async function payFirst(office: Office, payment: Payment): Promise<void> {
  if (payment.paid) return;
  office.till.takeMoney(payment);
  const { notify, notify_first_delay_ms } = office.settings.for(payment.merchant);
  if (notify === 'manual') return;
  await afterMs(notify_first_delay_ms);
  for (const notification of office.notifier.of(payment.merchant, payment.outTradeNo)) {
    await office.notifier.deliverNow(notification);
  }
}
