import type { ColumnTypes } from '../../dialect';

/** Work that must survive: events for sites, jobs, idempotency keys. */
export const workTables = (t: ColumnTypes): string[] => [
  `CREATE TABLE webhook_event (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    type ${t.id} NOT NULL,
    subject_type ${t.id} NOT NULL,
    subject_id ${t.id} NOT NULL,
    body ${t.text} NOT NULL,
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, id)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX webhook_event_by_id ON webhook_event (id)',
  `CREATE TABLE webhook_delivery (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    event_id ${t.id} NOT NULL,
    type ${t.id} NOT NULL,
    subject_type ${t.id} NOT NULL,
    subject_id ${t.id} NOT NULL,
    url ${t.text} NOT NULL,
    state ${t.id} NOT NULL,
    tries ${t.integer} NOT NULL,
    last_answer ${t.string},
    next_try_ms ${t.integer},
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, id)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX webhook_delivery_by_id ON webhook_delivery (id)',
  'CREATE INDEX webhook_delivery_by_state ON webhook_delivery (network_id, site_id, state, id)',
  'CREATE INDEX webhook_delivery_by_subject ON webhook_delivery (network_id, site_id, subject_id)',
  `CREATE TABLE outbox (
    kind ${t.id} NOT NULL,
    subject ${t.id} NOT NULL,
    lane_key ${t.id} NOT NULL,
    due_ms ${t.integer} NOT NULL,
    tries ${t.integer} NOT NULL,
    claimed_until_ms ${t.integer} NOT NULL,
    puts ${t.integer} NOT NULL,
    parked ${t.integer} NOT NULL,
    last_error ${t.string},
    PRIMARY KEY (kind, subject)
  ) ${t.end}`,
  'CREATE INDEX outbox_due ON outbox (parked, kind, due_ms, lane_key)',
  `CREATE TABLE idempotency (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    request_key ${t.id} NOT NULL,
    request_hash ${t.id} NOT NULL,
    outcome ${t.text},
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, request_key)
  ) ${t.end}`,
  'CREATE INDEX idempotency_by_time ON idempotency (created_ms)',
];
