import type { ColumnTypes } from '../../dialect';

/** What only grows: the ledger, the audit log, and what providers told us. */
export const booksTables = (t: ColumnTypes): string[] => [
  `CREATE TABLE ledger_account (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    kind ${t.id} NOT NULL,
    merchant_id ${t.id} NOT NULL,
    currency ${t.id} NOT NULL,
    PRIMARY KEY (network_id, site_id, id)
  ) ${t.end}`,
  `CREATE TABLE posting (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    reason ${t.id} NOT NULL,
    source_type ${t.id} NOT NULL,
    source_id ${t.id} NOT NULL,
    debit_account ${t.id} NOT NULL,
    credit_account ${t.id} NOT NULL,
    amount ${t.integer} NOT NULL CHECK (amount > 0),
    currency ${t.id} NOT NULL,
    posted_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, id),
    CHECK (debit_account <> credit_account)
  ) ${t.end}`,
  // One posting a reason and source: money that is told twice is booked once.
  'CREATE UNIQUE INDEX posting_source ON posting (source_type, source_id, reason, currency)',
  ...t.appendOnly('posting'),
  `CREATE TABLE audit (
    network_id ${t.id} NOT NULL,
    sequence ${t.integer} NOT NULL,
    id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    at_ms ${t.integer} NOT NULL,
    actor ${t.id} NOT NULL,
    action ${t.id} NOT NULL,
    subject ${t.string} NOT NULL,
    before_json ${t.text},
    after_json ${t.text},
    hash ${t.id} NOT NULL,
    PRIMARY KEY (network_id, sequence)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX audit_by_id ON audit (id)',
  'CREATE INDEX audit_by_site ON audit (network_id, site_id, id)',
  ...t.appendOnly('audit'),
  `CREATE TABLE notification (
    id ${t.id} NOT NULL PRIMARY KEY,
    provider ${t.id} NOT NULL,
    merchant_id ${t.id} NOT NULL,
    provider_id ${t.id} NOT NULL,
    payment_id ${t.id},
    outcome ${t.id} NOT NULL,
    sealed_body ${t.longText} NOT NULL,
    received_ms ${t.integer} NOT NULL,
    ${t.sealedUnder('sealed_body')}
  ) ${t.end}`,
  'CREATE UNIQUE INDEX notification_once ON notification (provider, merchant_id, provider_id)',
  'CREATE INDEX notification_by_time ON notification (received_ms)',
  'CREATE INDEX notification_by_key ON notification (sealed_under, id)',
  'CREATE INDEX notification_by_payment ON notification (payment_id)',
];
