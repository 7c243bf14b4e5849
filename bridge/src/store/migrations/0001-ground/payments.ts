import type { ColumnTypes } from '../../dialect';

const PAYMENT_INDEXES = [
  'CREATE UNIQUE INDEX payment_by_id ON payment (id)',
  'CREATE INDEX payment_by_order ON payment (network_id, site_id, order_ref)',
  'CREATE INDEX payment_by_status ON payment (network_id, site_id, status, id)',
  // What a site looks for, each read from the newest on: a filter that few fit must not walk through all the others.
  'CREATE INDEX payment_by_provider ON payment (network_id, site_id, provider, id)',
  'CREATE INDEX payment_by_flagged ON payment (network_id, site_id, flagged, id)',
  'CREATE INDEX payment_by_transaction ON payment (network_id, site_id, provider_transaction_id)',
  // The network at a glance: what was opened, and what came in, in some days, over all its sites.
  'CREATE INDEX payment_opened ON payment (network_id, created_ms, site_id, provider, status)',
  'CREATE INDEX payment_paid ON payment (network_id, paid_ms, site_id, provider, paid_currency, paid_amount, flags)',
  // What an account was asked for in a day, against its limit.
  'CREATE INDEX payment_by_merchant ON payment (merchant_id, created_ms, status, amount)',
];

/** What is paid. A payment's id is unique over everything; since it is the provider's order number, so is that. */
export const paymentsTables = (t: ColumnTypes): string[] => [
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
    flagged ${t.integer} NOT NULL,
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
  ...PAYMENT_INDEXES,
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
];
