import type { ColumnTypes } from '../dialect';

/**
 * The first schema. Tables lead with (network_id, site_id) so that they can be sharded by site; a payment's id is
 * unique over everything, and so is (provider, account, order number), since the id is the order number.
 */
export const ground = (t: ColumnTypes): string[] => [
  `CREATE TABLE secret (
    name ${t.id} NOT NULL PRIMARY KEY,
    sealed ${t.text} NOT NULL
  ) ${t.end}`,
  `CREATE TABLE network (
    id ${t.id} NOT NULL PRIMARY KEY,
    name ${t.string} NOT NULL,
    host ${t.id} NOT NULL,
    key_epoch ${t.integer} NOT NULL,
    created_ms ${t.integer} NOT NULL
  ) ${t.end}`,
  `CREATE TABLE site (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    name ${t.string} NOT NULL,
    domain ${t.id} NOT NULL,
    home_url ${t.text} NOT NULL,
    event_url ${t.text} NOT NULL,
    notify_urls ${t.text} NOT NULL,
    key_epoch ${t.integer} NOT NULL,
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX site_domain ON site (domain)',
  `CREATE TABLE pairing_code (
    id ${t.id} NOT NULL PRIMARY KEY,
    sealed_secret ${t.text} NOT NULL,
    network_id ${t.id},
    network_name ${t.string} NOT NULL,
    scope ${t.id} NOT NULL,
    expires_ms ${t.integer} NOT NULL,
    tries_left ${t.integer} NOT NULL,
    used_ms ${t.integer}
  ) ${t.end}`,
  `CREATE TABLE setting (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    name ${t.id} NOT NULL,
    value ${t.text} NOT NULL,
    updated_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, name)
  ) ${t.end}`,
  `CREATE TABLE merchant (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    provider ${t.id} NOT NULL,
    name ${t.string} NOT NULL,
    account_number ${t.id} NOT NULL,
    notify_door ${t.id} NOT NULL,
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, id)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX merchant_by_id ON merchant (id)',
  'CREATE INDEX merchant_by_number ON merchant (provider, account_number)',
  `CREATE TABLE credential (
    id ${t.id} NOT NULL PRIMARY KEY,
    merchant_id ${t.id} NOT NULL,
    state ${t.id} NOT NULL,
    sealed ${t.longText} NOT NULL,
    key_fingerprint ${t.id} NOT NULL,
    key_serial ${t.id},
    created_ms ${t.integer} NOT NULL
  ) ${t.end}`,
  'CREATE INDEX credential_by_merchant ON credential (merchant_id)',
  `CREATE TABLE credential_verifier (
    verifier_id ${t.id} NOT NULL,
    credential_id ${t.id} NOT NULL,
    merchant_id ${t.id} NOT NULL,
    PRIMARY KEY (verifier_id, credential_id)
  ) ${t.end}`,
  `CREATE TABLE merchant_order (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    order_ref ${t.id} NOT NULL,
    attempts ${t.integer} NOT NULL,
    live_payment_id ${t.id},
    paid_payment_id ${t.id},
    PRIMARY KEY (network_id, site_id, order_ref)
  ) ${t.end}`,
  `CREATE TABLE payment (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    order_ref ${t.id} NOT NULL,
    attempt ${t.integer} NOT NULL,
    provider ${t.id} NOT NULL,
    merchant_id ${t.id} NOT NULL,
    channel ${t.id} NOT NULL,
    amount ${t.integer} NOT NULL CHECK (amount > 0),
    currency ${t.id} NOT NULL,
    description ${t.string} NOT NULL,
    return_url ${t.text} NOT NULL,
    notify_url ${t.text} NOT NULL,
    status ${t.id} NOT NULL,
    version ${t.integer} NOT NULL,
    reason ${t.id},
    flags ${t.id} NOT NULL,
    payable_until_ms ${t.integer} NOT NULL,
    prompt ${t.text},
    prompt_until_ms ${t.integer},
    queried_ms ${t.integer},
    paid_ms ${t.integer},
    paid_amount ${t.integer},
    paid_currency ${t.id},
    provider_transaction_id ${t.id},
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, id)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX payment_by_id ON payment (id)',
  'CREATE INDEX payment_by_order ON payment (network_id, site_id, order_ref)',
  'CREATE INDEX payment_by_status ON payment (network_id, site_id, status, id)',
  `CREATE TABLE payment_transition (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    payment_id ${t.id} NOT NULL,
    step ${t.integer} NOT NULL,
    from_status ${t.id},
    to_status ${t.id} NOT NULL,
    decided_by ${t.id} NOT NULL,
    reason ${t.id},
    flags ${t.id} NOT NULL,
    provider_reference ${t.id},
    at_ms ${t.integer} NOT NULL,
    PRIMARY KEY (payment_id, step)
  ) ${t.end}`,
  ...t.appendOnly('payment_transition'),
  // Personal data: the one table in which erasing a person means deleting or emptying rows.
  `CREATE TABLE payer (
    payment_id ${t.id} NOT NULL PRIMARY KEY,
    client_ip ${t.id},
    openid ${t.id},
    buyer_id ${t.id}
  ) ${t.end}`,
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
  `CREATE TABLE notification (
    id ${t.id} NOT NULL PRIMARY KEY,
    provider ${t.id} NOT NULL,
    merchant_id ${t.id} NOT NULL,
    provider_id ${t.id} NOT NULL,
    payment_id ${t.id},
    outcome ${t.id} NOT NULL,
    sealed_body ${t.longText} NOT NULL,
    received_ms ${t.integer} NOT NULL
  ) ${t.end}`,
  'CREATE UNIQUE INDEX notification_once ON notification (provider, merchant_id, provider_id)',
  'CREATE INDEX notification_by_time ON notification (received_ms)',
  `CREATE TABLE webhook_event (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    type ${t.id} NOT NULL,
    payment_id ${t.id} NOT NULL,
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
    payment_id ${t.id} NOT NULL,
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
  `CREATE TABLE outbox (
    kind ${t.id} NOT NULL,
    subject ${t.id} NOT NULL,
    due_ms ${t.integer} NOT NULL,
    tries ${t.integer} NOT NULL,
    claimed_until_ms ${t.integer} NOT NULL,
    puts ${t.integer} NOT NULL,
    parked ${t.integer} NOT NULL,
    last_error ${t.string},
    PRIMARY KEY (kind, subject)
  ) ${t.end}`,
  'CREATE INDEX outbox_due ON outbox (parked, kind, due_ms)',
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
