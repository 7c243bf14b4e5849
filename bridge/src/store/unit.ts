import type { Reads, UnitOfWork } from '../domain/store';
import { auditReads, auditWrites } from './audit';
import { idempotencyWrites, ledgerWrites, notificationReads, notificationWrites, secretWrites } from './books';
import { expiryReads, expiryWrites } from './expiries';
import { masterKeyReads, masterKeyWrites } from './master-keys';
import { merchantReads, merchantWrites } from './merchants';
import { outboxReads, outboxWrites } from './outbox';
import { overviewReads } from './overview';
import { paymentReads, paymentWrites } from './payments';
import { rolloutReads, rolloutWrites } from './rollouts';
import { sealedReads, sealedWrites } from './sealed-rows';
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
  notifications: notificationReads(sql),
  outbox: outboxReads(sql),
  audit: auditReads(sql),
  rollouts: rolloutReads(sql),
  overview: overviewReads(sql),
  masterKeys: masterKeyReads(sql),
  sealed: sealedReads(sql),
  expiries: expiryReads(sql),
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
  audit: auditWrites(sql),
  rollouts: rolloutWrites(sql),
  overview: overviewReads(sql),
  masterKeys: masterKeyWrites(sql),
  sealed: sealedWrites(sql),
  expiries: expiryWrites(sql),
  afterCommit,
});
