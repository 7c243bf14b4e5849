import type { ColumnTypes } from '../../dialect';

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
];
