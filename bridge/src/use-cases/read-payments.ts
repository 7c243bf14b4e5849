import { idPattern, ORDER_REF_PATTERN } from '@multipay/contracts/ids';
import type { ListPayments, Payment as PaymentView, PaymentTransition } from '@multipay/contracts/schemas/payment';
import { BridgeError } from '../domain/errors';
import type { Payment } from '../domain/payment';
import type { Caller } from '../domain/site';
import type { PaymentFilter, PaymentNames } from '../domain/store';
import type { Deps } from './deps';
import { paymentView, transitionView } from './views';

const DEFAULT_LIMIT = 20;

/**
 * A site's own payment. Somebody else's is as good as none.
 *
 * @throws BridgeError `not_found`
 */
export async function ownPayment({ store }: Deps, caller: Caller, paymentId: string): Promise<Payment> {
  const payment = await store.read.payments.byId(paymentId);
  if (!payment || payment.networkId !== caller.networkId || payment.siteId !== caller.siteId) {
    throw new BridgeError('not_found', `there is no payment ${paymentId} of this site`);
  }
  return payment;
}

/** A payment as its site sees it. */
export async function shown(deps: Deps, payment: Payment): Promise<PaymentView> {
  const merchant = await deps.store.read.merchants.byId(payment.merchantId);
  return paymentView(payment, merchant?.name ?? '');
}

export const getPayment =
  (deps: Deps) =>
  async (caller: Caller, paymentId: string): Promise<PaymentView> =>
    shown(deps, await ownPayment(deps, caller, paymentId));

export const listPayments =
  (deps: Deps) =>
  async (caller: Caller, wish: ListPayments): Promise<{ items: PaymentView[]; next_cursor: string | null }> => {
    const limit = wish.limit ?? DEFAULT_LIMIT;
    const payments = await deps.store.read.payments.list({ ...filterOf(caller, wish), limit: limit + 1 });
    return page(await Promise.all(payments.map((payment) => shown(deps, payment))), limit);
  };

function filterOf({ networkId, siteId }: Caller, wish: ListPayments): Omit<PaymentFilter, 'limit'> {
  return {
    networkId,
    siteId,
    ...(wish.order_ref !== undefined && { orderRef: wish.order_ref }),
    ...(wish.status !== undefined && { status: wish.status }),
    ...(wish.kind !== undefined && { kind: wish.kind }),
    ...(wish.provider !== undefined && { provider: wish.provider }),
    ...(wish.flagged === true && { flagged: true }),
    ...(wish.search !== undefined && wish.search.trim() !== '' && { named: namesIn(wish.search.trim()) }),
    ...(wish.from !== undefined && { fromMs: timeIn(wish.from, 'from') }),
    ...(wish.to !== undefined && { toMs: timeIn(wish.to, 'to') }),
    ...(wish.cursor !== undefined && { before: wish.cursor }),
  };
}

const PAYMENT_ID = new RegExp(idPattern('payment'));
const ORDER_REF = new RegExp(ORDER_REF_PATTERN);

/** What was typed into a search field may be the shop's number as well as the provider's. */
function namesIn(search: string): PaymentNames {
  if (PAYMENT_ID.test(search)) return { id: search };
  if (ORDER_REF.test(search)) return { orderRef: search };
  return { transactionId: search, ...(/^\d{1,40}$/.test(search) && { orderRef: `order_${search}` }) };
}

/** A date-time may also be a leap second, which is no time to count with. */
function timeIn(text: string, field: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new BridgeError('invalid_request', `${field} is not a time`, { field: `/${field}` });
  return ms;
}

/** Cuts one row too many into "there is more". */
export function page<T extends { id: string }>(rows: T[], limit: number): { items: T[]; next_cursor: string | null } {
  const items = rows.slice(0, limit);
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export const listPaymentEvents =
  (deps: Deps) =>
  async (caller: Caller, paymentId: string): Promise<{ items: PaymentTransition[] }> => {
    await ownPayment(deps, caller, paymentId);
    return { items: (await deps.store.read.payments.transitions(paymentId)).map(transitionView) };
  };
