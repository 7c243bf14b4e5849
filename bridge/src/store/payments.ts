import { minor, type Minor } from '@multipay/contracts/money';
import type { PaymentFlag, PaymentReason, PaymentStatus } from '@multipay/contracts/payment-rules';
import type { Channel, ProviderName } from '@multipay/contracts/providers';
import type { Payment, Prompt } from '../domain/payment';
import type { PaymentReads, PaymentWrites, Transition } from '../domain/store';
import { payerReads, payerWrites } from './payers';
import { paymentList } from './payment-list';
import { insertOnce, json, locking, words, type Sql } from './sql';
import type { PaymentRow } from './tables';

const minorOrNull = (amount: number | null): Minor | null => (amount === null ? null : minor(amount));

const fromRow = (row: PaymentRow): Payment => ({
  networkId: row.network_id,
  siteId: row.site_id,
  id: row.id,
  orderRef: row.order_ref,
  attempt: row.attempt,
  provider: row.provider as ProviderName,
  merchantId: row.merchant_id,
  channel: row.channel as Channel,
  amount: minor(row.amount),
  currency: row.currency,
  description: row.description,
  returnUrl: row.return_url,
  notifyUrl: row.notify_url,
  status: row.status as PaymentStatus,
  version: row.version,
  reason: row.reason as PaymentReason | null,
  flags: words.read<PaymentFlag>(row.flags),
  payableUntilMs: row.payable_until_ms,
  prompt: row.prompt === null ? null : (json.read(row.prompt) as Prompt),
  promptUntilMs: row.prompt_until_ms,
  queriedMs: row.queried_ms,
  paidMs: row.paid_ms,
  paidAmount: minorOrNull(row.paid_amount),
  paidCurrency: row.paid_currency,
  providerTransactionId: row.provider_transaction_id,
  createdMs: row.created_ms,
});

/** The columns that change during a payment's life. */
const changing = (payment: Payment) => ({
  status: payment.status,
  version: payment.version,
  reason: payment.reason,
  flags: words.write(payment.flags),
  flagged: payment.flags.length > 0 ? 1 : 0,
  prompt: payment.prompt === null ? null : json.write(payment.prompt),
  prompt_until_ms: payment.promptUntilMs,
  queried_ms: payment.queriedMs,
  paid_ms: payment.paidMs,
  paid_amount: payment.paidAmount,
  paid_currency: payment.paidCurrency,
  provider_transaction_id: payment.providerTransactionId,
});

const toRow = (payment: Payment): PaymentRow => ({
  network_id: payment.networkId,
  site_id: payment.siteId,
  id: payment.id,
  order_ref: payment.orderRef,
  attempt: payment.attempt,
  provider: payment.provider,
  merchant_id: payment.merchantId,
  channel: payment.channel,
  amount: payment.amount,
  currency: payment.currency,
  description: payment.description,
  return_url: payment.returnUrl,
  notify_url: payment.notifyUrl,
  payable_until_ms: payment.payableUntilMs,
  created_ms: payment.createdMs,
  ...changing(payment),
});

export const paymentReads = (sql: Sql): PaymentReads => ({
  ...payerReads(sql),

  async byId(id) {
    const row = await sql.db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? fromRow(row) : null;
  },

  list: async (filter) => (await paymentList(sql, filter)).map(fromRow),

  async openedSince(merchantId, sinceMs) {
    const row = await sql.db
      .selectFrom('payment')
      .select(({ fn }) => fn.sum<number | null>('amount').as('opened'))
      .where('merchant_id', '=', merchantId)
      .where('created_ms', '>=', sinceMs)
      .where('status', 'in', ['created', 'pending', 'succeeded'])
      .executeTakeFirst();
    return row?.opened ?? 0;
  },

  async newestOf(merchantId, { statuses, sinceMs, limit }) {
    const own = sql.db.selectFrom('payment').selectAll().where('merchant_id', '=', merchantId);
    const fitting = own.where('created_ms', '>=', sinceMs).where('status', 'in', [...statuses]);
    return (await fitting.orderBy('created_ms', 'desc').limit(limit).execute()).map(fromRow);
  },

  async transitions(paymentId) {
    const query = sql.db.selectFrom('payment_transition').selectAll().where('payment_id', '=', paymentId);
    const rows = await query.orderBy('step').execute();
    return rows.map((row) => ({
      networkId: row.network_id,
      siteId: row.site_id,
      paymentId: row.payment_id,
      step: row.step,
      from: row.from_status as PaymentStatus | null,
      to: row.to_status as PaymentStatus,
      by: row.decided_by as Transition['by'],
      reason: row.reason,
      flags: words.read(row.flags),
      providerReference: row.provider_reference,
      atMs: row.at_ms,
    }));
  },
});

const orderWrites = (sql: Sql): Pick<PaymentWrites, 'lockOrder' | 'saveOrder'> => ({
  async lockOrder({ networkId, siteId }, orderRef) {
    const key = { network_id: networkId, site_id: siteId, order_ref: orderRef };
    const order = { networkId, siteId, orderRef };
    if (await insertOnce(sql, 'merchant_order', { ...key, attempts: 0 })) {
      return { ...order, attempts: 0, livePaymentId: null, paidPaymentId: null };
    }
    const query = sql.db.selectFrom('merchant_order').selectAll();
    const row = await locking(
      sql,
      query.where((where) => where.and(key)),
    ).executeTakeFirstOrThrow();
    return { ...order, attempts: row.attempts, livePaymentId: row.live_payment_id, paidPaymentId: row.paid_payment_id };
  },

  async saveOrder({ networkId, siteId, orderRef, attempts, livePaymentId, paidPaymentId }) {
    await sql.db
      .updateTable('merchant_order')
      .set({ attempts, live_payment_id: livePaymentId, paid_payment_id: paidPaymentId })
      .where('network_id', '=', networkId)
      .where('site_id', '=', siteId)
      .where('order_ref', '=', orderRef)
      .execute();
  },
});

export const paymentWrites = (sql: Sql): PaymentWrites => ({
  ...paymentReads(sql),
  ...payerWrites(sql),
  ...orderWrites(sql),

  async lock(id) {
    const query = sql.db.selectFrom('payment').selectAll().where('id', '=', id);
    return fromRow(await locking(sql, query).executeTakeFirstOrThrow());
  },

  async insert(payment, shopper) {
    await sql.db.insertInto('payment').values(toRow(payment)).execute();
    await sql.db.insertInto('payer').values({ payment_id: payment.id, client_ip: shopper.clientIp }).execute();
  },

  async update(payment) {
    await sql.db.updateTable('payment').set(changing(payment)).where('id', '=', payment.id).execute();
  },

  async addTransition(transition) {
    await sql.db
      .insertInto('payment_transition')
      .values({
        network_id: transition.networkId,
        site_id: transition.siteId,
        payment_id: transition.paymentId,
        step: transition.step,
        from_status: transition.from,
        to_status: transition.to,
        decided_by: transition.by,
        reason: transition.reason,
        flags: words.write(transition.flags),
        provider_reference: transition.providerReference,
        at_ms: transition.atMs,
      })
      .execute();
  },
});
