import { minor, type Minor } from '@multipay/contracts/money';
import type { PaymentFlag, PaymentReason, PaymentStatus } from '@multipay/contracts/payment-rules';
import type { Channel, ProviderName } from '@multipay/contracts/providers';
import type { Payment, Prompt } from '../domain/payment';
import type { PaymentReads, PaymentWrites, Transition } from '../domain/store';
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
  async byId(id) {
    const row = await sql.db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? fromRow(row) : null;
  },

  async list({ networkId, siteId, orderRef, status, kind, before, limit }) {
    let query = sql.db.selectFrom('payment').selectAll();
    query = query.where('network_id', '=', networkId).where('site_id', '=', siteId);
    if (orderRef !== undefined) query = query.where('order_ref', '=', orderRef);
    if (status !== undefined) query = query.where('status', '=', status);
    if (kind !== undefined) query = query.where('order_ref', '>=', `${kind}_`).where('order_ref', '<', `${kind}\``);
    if (before !== undefined) query = query.where('id', '<', before);
    return (await query.orderBy('id', 'desc').limit(limit).execute()).map(fromRow);
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

  async shopperOf(paymentId) {
    const row = await sql.db
      .selectFrom('payer')
      .select('client_ip')
      .where('payment_id', '=', paymentId)
      .executeTakeFirst();
    return { clientIp: row?.client_ip ?? '' };
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

  async savePayer({ id }, { openid, buyerId }) {
    const known = { ...(openid !== undefined && { openid }), ...(buyerId !== undefined && { buyer_id: buyerId }) };
    if (Object.keys(known).length === 0) return;
    await sql.db.updateTable('payer').set(known).where('payment_id', '=', id).execute();
  },
});
