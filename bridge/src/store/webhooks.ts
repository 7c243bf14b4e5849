import type { DeliveryState, WebhookType } from '@multipay/contracts/schemas/webhook';
import type { Delivery, WebhookReads, WebhookWrites } from '../domain/store';
import type { Sql } from './sql';
import type { DeliveryRow } from './tables';

const fromRow = (row: DeliveryRow): Delivery => ({
  networkId: row.network_id,
  siteId: row.site_id,
  id: row.id,
  eventId: row.event_id,
  type: row.type as WebhookType,
  paymentId: row.subject_id,
  url: row.url,
  state: row.state as DeliveryState,
  tries: row.tries,
  lastAnswer: row.last_answer,
  nextTryMs: row.next_try_ms,
  createdMs: row.created_ms,
});

export const webhookReads = ({ db }: Sql): WebhookReads => ({
  async delivery(id) {
    const row = await db.selectFrom('webhook_delivery').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? fromRow(row) : null;
  },

  async event(id) {
    const row = await db.selectFrom('webhook_event').selectAll().where('id', '=', id).executeTakeFirst();
    return row
      ? {
          networkId: row.network_id,
          siteId: row.site_id,
          id: row.id,
          type: row.type as WebhookType,
          paymentId: row.subject_id,
          body: row.body,
          createdMs: row.created_ms,
        }
      : null;
  },

  async list({ networkId, siteId, paymentId, state, before, sinceMs, limit }) {
    let query = db.selectFrom('webhook_delivery').selectAll();
    if (networkId !== undefined) query = query.where('network_id', '=', networkId);
    if (siteId !== undefined) query = query.where('site_id', '=', siteId);
    if (paymentId !== undefined) query = query.where('subject_id', '=', paymentId);
    if (state !== undefined) query = query.where('state', '=', state);
    if (before !== undefined) query = query.where('id', '<', before);
    if (sinceMs !== undefined) query = query.where('created_ms', '>=', sinceMs);
    return (await query.orderBy('id', 'desc').limit(limit).execute()).map(fromRow);
  },
});

export const webhookWrites = (sql: Sql): WebhookWrites => ({
  ...webhookReads(sql),

  async add(event, delivery) {
    const site = { network_id: event.networkId, site_id: event.siteId };
    const about = {
      type: event.type,
      subject_type: 'payment',
      subject_id: event.paymentId,
      created_ms: event.createdMs,
    };
    await sql.db
      .insertInto('webhook_event')
      .values({ ...site, ...about, id: event.id, body: event.body })
      .execute();
    await sql.db
      .insertInto('webhook_delivery')
      .values({
        ...site,
        ...about,
        id: delivery.id,
        event_id: event.id,
        url: delivery.url,
        state: delivery.state,
        tries: 0,
      })
      .execute();
  },

  async updateDelivery({ id, url, state, tries, lastAnswer, nextTryMs }) {
    const changed = { url, state, tries, last_answer: lastAnswer, next_try_ms: nextTryMs };
    await sql.db.updateTable('webhook_delivery').set(changed).where('id', '=', id).execute();
  },
});
