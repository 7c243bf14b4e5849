/**
 * What this browser remembers of payments. Only a convenience: where storage is off, full or forbidden, the pages work
 * without it.
 */
import type { GatewayId, PaymentReference, PaymentView } from './payment-view';

const VISITS = 'multipay_visits';
const BUTTON_PAYMENTS = 'multipay_button_payments';
const KEPT_MS = 24 * 3_600_000;
const KEPT_PAYMENTS = 20;

/** A pay button's payment, for the way back from the provider and for the payment-status block. */
export interface ButtonPayment extends PaymentReference {
  readonly payment_id: string;
  readonly gateway: GatewayId;
  readonly title: string;
  /** Which button it is of, and on what terms. */
  readonly button: string;
  readonly amount_text: string;
  /** The page with the button, knowing the payment. */
  readonly return_url: string;
  readonly saved_ms: number;
}

function read<T>(storage: () => Storage, name: string): T[] {
  try {
    const kept: unknown = JSON.parse(storage().getItem(name) ?? '[]');
    return Array.isArray(kept) ? (kept as T[]) : [];
  } catch {
    return [];
  }
}

function write(storage: () => Storage, name: string, kept: readonly unknown[]): void {
  try {
    storage().setItem(name, JSON.stringify(kept.slice(-KEPT_PAYMENTS)));
  } catch {
    // See above: nothing depends on it.
  }
}

const session = (): Storage => window.sessionStorage;
const local = (): Storage => window.localStorage;

/** Before this tab goes to the provider's page. */
export const rememberVisit = (paymentId: string): void => write(session, VISITS, [...read(session, VISITS), paymentId]);

/** Whether this tab has been there: a shopper who pressed "back" must not be sent away again at once. */
export const hasVisited = (paymentId: string): boolean => read(session, VISITS).includes(paymentId);

/** Whether this tab has been at any provider's page. */
export const hasVisitedAny = (): boolean => read(session, VISITS).length > 0;

/** @returns those of the last 24 h, the newest last */
export const buttonPayments = (nowMs = Date.now()): ButtonPayment[] =>
  read<ButtonPayment>(local, BUTTON_PAYMENTS).filter(({ saved_ms: savedMs }) => nowMs - savedMs < KEPT_MS);

export function rememberButtonPayment(view: PaymentView, title: string, button: string, nowMs = Date.now()): void {
  const { order, key, endpoint, payment_id, gateway, amount_text, success_url: return_url } = view;
  const payment: ButtonPayment = {
    order,
    key,
    endpoint,
    payment_id,
    gateway,
    amount_text,
    return_url,
    title,
    button,
    saved_ms: nowMs,
  };
  write(local, BUTTON_PAYMENTS, [...buttonPayments(nowMs).filter((kept) => kept.order !== order), payment]);
}

export const forgetButtonPayment = (order: string): void =>
  write(
    local,
    BUTTON_PAYMENTS,
    buttonPayments().filter((kept) => kept.order !== order),
  );
