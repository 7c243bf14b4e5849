/** Personal data of those who pay: kept apart, so that it can be forgotten while the books stay. */
import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import { sql as raw, type SqlBool } from 'kysely';
import type { PaymentReads, PaymentWrites } from '../domain/store';
import { ofSite } from './payment-list';
import type { Sql } from './sql';

const somethingKnown = raw<SqlBool>`(client_ip IS NOT NULL OR openid IS NOT NULL OR buyer_id IS NOT NULL)`;

export const payerReads = (sql: Sql): Pick<PaymentReads, 'shopperOf' | 'payersOf'> => ({
  async shopperOf(paymentId) {
    const row = await sql.db
      .selectFrom('payer')
      .select('client_ip')
      .where('payment_id', '=', paymentId)
      .executeTakeFirst();
    return { clientIp: row?.client_ip ?? '' };
  },

  async payersOf(site, orderRefs) {
    if (orderRefs.length === 0) return [];
    const rows = await ofSite(sql, site, 'payment_by_order')
      .innerJoin('payer', 'payer.payment_id', 'payment.id')
      .select(['payment.id', 'order_ref', 'status', 'client_ip', 'openid', 'buyer_id'])
      .where('order_ref', 'in', orderRefs)
      .orderBy('payment.id')
      .execute();
    return rows.map((row) => ({
      paymentId: row.id,
      orderRef: row.order_ref,
      status: row.status as PaymentStatus,
      clientIp: row.client_ip,
      openid: row.openid,
      buyerId: row.buyer_id,
    }));
  },
});

export const payerWrites = ({ db }: Sql): Pick<PaymentWrites, 'savePayer' | 'erasePayers'> => ({
  async savePayer({ id }, { openid, buyerId }) {
    const known = { ...(openid !== undefined && { openid }), ...(buyerId !== undefined && { buyer_id: buyerId }) };
    if (Object.keys(known).length === 0) return;
    await db.updateTable('payer').set(known).where('payment_id', '=', id).execute();
  },

  async erasePayers(paymentIds) {
    if (paymentIds.length === 0) return 0;
    const nothing = { client_ip: null, openid: null, buyer_id: null };
    const known = db.updateTable('payer').set(nothing).where('payment_id', 'in', paymentIds);
    return Number((await known.where(somethingKnown).executeTakeFirstOrThrow()).numUpdatedRows);
  },
});
