/** What only grows, and what is kept to tell "again" from "new": ledger, notifications, idempotency keys, secrets. */
import { sql as raw } from 'kysely';
import type { LedgerKind } from '../domain/ledger';
import type { ProviderName } from '@multipay/contracts/providers';
import type {
  IdempotencyWrites,
  LedgerWrites,
  NotificationReads,
  NotificationWrites,
  SecretWrites,
} from '../domain/store';
import { insertOnce, locking, type Sql } from './sql';

const accountId = (kind: LedgerKind, merchantId: string, currency: string): string =>
  `${kind}/${merchantId}/${currency}`;

export const ledgerWrites = (sql: Sql): LedgerWrites => ({
  async post({ networkId, siteId, debit, credit, merchantId, ...posting }, postedMs) {
    const site = { network_id: networkId, site_id: siteId };
    for (const kind of [debit, credit]) {
      const id = accountId(kind, merchantId, posting.currency);
      const account = { ...site, id, kind, merchant_id: merchantId, currency: posting.currency };
      await insertOnce(sql, 'ledger_account', account);
    }
    await sql.db
      .insertInto('posting')
      .values({
        ...site,
        id: posting.id,
        reason: posting.reason,
        source_type: posting.sourceType,
        source_id: posting.sourceId,
        debit_account: accountId(debit, merchantId, posting.currency),
        credit_account: accountId(credit, merchantId, posting.currency),
        amount: posting.amount,
        currency: posting.currency,
        posted_ms: postedMs,
      })
      .execute();
  },

  async balances({ networkId, siteId }) {
    const rows = await sql.db
      .selectFrom('ledger_account as account')
      .leftJoin('posting', (join) =>
        join
          .onRef('posting.network_id', '=', 'account.network_id')
          .onRef('posting.site_id', '=', 'account.site_id')
          .on((on) =>
            on.or([
              on('posting.debit_account', '=', on.ref('account.id')),
              on('posting.credit_account', '=', on.ref('account.id')),
            ]),
          ),
      )
      .select(['account.kind', 'account.merchant_id', 'account.currency'])
      .select(
        raw<number>`COALESCE(SUM(CASE WHEN posting.debit_account = account.id THEN posting.amount
          ELSE -posting.amount END), 0)`.as('balance'),
      )
      .where('account.network_id', '=', networkId)
      .where('account.site_id', '=', siteId)
      .groupBy(['account.id', 'account.kind', 'account.merchant_id', 'account.currency'])
      .execute();
    return rows.map((row) => ({
      networkId,
      siteId,
      kind: row.kind as LedgerKind,
      merchantId: row.merchant_id,
      currency: row.currency,
      balance: row.balance,
    }));
  },
});

export const notificationReads = ({ db }: Sql): NotificationReads => ({
  async about(paymentId, limit) {
    const rows = await db
      .selectFrom('notification')
      .select(['id', 'provider', 'merchant_id', 'provider_id', 'payment_id', 'outcome', 'received_ms'])
      .where('payment_id', '=', paymentId)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.reverse().map((row) => ({
      id: row.id,
      provider: row.provider as ProviderName,
      merchantId: row.merchant_id,
      providerId: row.provider_id,
      paymentId: row.payment_id,
      outcome: row.outcome,
      receivedMs: row.received_ms,
    }));
  },
});

export const notificationWrites = (sql: Sql): NotificationWrites => ({
  ...notificationReads(sql),

  add: (notification) =>
    insertOnce(sql, 'notification', {
      id: notification.id,
      provider: notification.provider,
      merchant_id: notification.merchantId,
      provider_id: notification.providerId,
      payment_id: notification.paymentId,
      outcome: notification.outcome,
      sealed_body: notification.sealedBody,
      received_ms: notification.receivedMs,
    }),

  async forgetBefore(receivedMs, portion) {
    const old = sql.db.selectFrom('notification').select('received_ms').where('received_ms', '<', receivedMs);
    const last = await old
      .orderBy('received_ms')
      .limit(1)
      .offset(portion - 1)
      .executeTakeFirst();
    const upTo = last?.received_ms ?? receivedMs - 1;
    await sql.db.deleteFrom('notification').where('received_ms', '<=', upTo).execute();
    return last !== undefined;
  },

  async forgetAbout(paymentIds) {
    if (paymentIds.length === 0) return 0;
    const about = sql.db.deleteFrom('notification').where('payment_id', 'in', paymentIds);
    return Number((await about.executeTakeFirstOrThrow()).numDeletedRows);
  },
});

export const idempotencyWrites = (sql: Sql): IdempotencyWrites => {
  const rowOf = ({ networkId, siteId }: { networkId: string; siteId: string }, key: string) => ({
    network_id: networkId,
    site_id: siteId,
    request_key: key,
  });
  return {
    async begin(site, key, requestHash, nowMs, staleBeforeMs) {
      const row = { ...rowOf(site, key), request_hash: requestHash, created_ms: nowMs };
      if (await insertOnce(sql, 'idempotency', row)) return { state: 'new' };
      const query = sql.db
        .selectFrom('idempotency')
        .selectAll()
        .where((where) => where.and(rowOf(site, key)));
      const known = await locking(sql, query).executeTakeFirstOrThrow();
      if (known.request_hash !== requestHash) return { state: 'other_request' };
      if (known.outcome !== null) return { state: 'done', outcome: known.outcome };
      if (known.created_ms > staleBeforeMs) return { state: 'in_flight' };
      const again = sql.db.updateTable('idempotency').set({ created_ms: nowMs });
      await again.where((where) => where.and(rowOf(site, key))).execute();
      return { state: 'new' };
    },

    async finish(site, key, outcome) {
      await sql.db
        .updateTable('idempotency')
        .set({ outcome })
        .where((where) => where.and(rowOf(site, key)))
        .execute();
    },

    async release(site, key) {
      const query = sql.db.deleteFrom('idempotency').where((where) => where.and(rowOf(site, key)));
      await query.where('outcome', 'is', null).execute();
    },

    async forgetBefore(createdMs, portion) {
      const old = sql.db.selectFrom('idempotency').select('created_ms').where('created_ms', '<', createdMs);
      const last = await old
        .orderBy('created_ms')
        .limit(1)
        .offset(portion - 1)
        .executeTakeFirst();
      const upTo = last?.created_ms ?? createdMs - 1;
      await sql.db.deleteFrom('idempotency').where('created_ms', '<=', upTo).execute();
      return last !== undefined;
    },
  };
};

export const secretWrites = (sql: Sql): SecretWrites => ({
  async get(name) {
    const row = await sql.db.selectFrom('secret').select('sealed').where('name', '=', name).executeTakeFirst();
    return row?.sealed ?? null;
  },
  async add(name, sealed) {
    await insertOnce(sql, 'secret', { name, sealed });
  },
});
