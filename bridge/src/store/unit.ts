import type { Reads, UnitOfWork } from '../domain/store';
import { idempotencyWrites, ledgerWrites, notificationWrites, secretWrites } from './books';
import { merchantReads, merchantWrites } from './merchants';
import { outboxReads, outboxWrites } from './outbox';
import { paymentReads, paymentWrites } from './payments';
import { settingReads, settingWrites } from './settings';
import { siteReads, siteWrites } from './sites';
import type { Sql } from './sql';
import { webhookReads, webhookWrites } from './webhooks';

export const readsOn = (sql: Sql): Reads => ({
  payments: paymentReads(sql),
  merchants: merchantReads(sql),
  sites: siteReads(sql),
  settings: settingReads(sql),
  webhooks: webhookReads(sql),
  outbox: outboxReads(sql),
});

export const unitOn = (sql: Sql, afterCommit: UnitOfWork['afterCommit']): UnitOfWork => ({
  payments: paymentWrites(sql),
  merchants: merchantWrites(sql),
  sites: siteWrites(sql),
  settings: settingWrites(sql),
  webhooks: webhookWrites(sql),
  outbox: outboxWrites(sql),
  idempotency: idempotencyWrites(sql),
  ledger: ledgerWrites(sql),
  notifications: notificationWrites(sql),
  secrets: secretWrites(sql),
  afterCommit,
});
