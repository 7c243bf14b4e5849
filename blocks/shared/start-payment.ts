import { rememberVisit, hasVisited } from './browser-memory';
import { leavePage } from './leave-page';
import { pay, type PayOptions } from './payment-dialog';
import type { Outcome } from './payment-session';
import type { PaymentView } from './payment-view';

/**
 * Opens a payment and goes through with it: a dialog, the provider's page, or, for a shopper who has been there, what
 * happened meanwhile. The browser is on its way when the outcome is `gone`.
 *
 * @throws ApiError when it cannot be opened
 */
export async function startPayment(
  open: () => Promise<PaymentView>,
  options: Omit<PayOptions, 'reopen'> & { readonly onOpened?: (view: PaymentView) => void },
): Promise<Outcome> {
  let current: PaymentView | undefined;
  const opened = async (): Promise<PaymentView> => {
    current = await open();
    options.onOpened?.(current);
    return current;
  };
  const view = await opened();
  const returned = options.returned === true || hasVisited(view.payment_id);
  const outcome = await pay(view, { ...options, returned, reopen: opened });
  if (outcome.kind === 'gone') {
    if (current) rememberVisit(current.payment_id);
    leavePage(outcome.redirectUrl);
  }
  return outcome;
}
