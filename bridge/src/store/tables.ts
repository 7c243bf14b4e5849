/** The tables as they lie in SQL. JSON and lists are text, times epoch milliseconds, amounts minor units. */

interface SiteColumns {
  network_id: string;
  site_id: string;
}

export interface Tables {
  schema_migration: { name: string; statements_done: number; statements_begun: number; applied_ms: number };
  secret: { name: string; sealed: string };
  network: { id: string; name: string; key_epoch: number; created_ms: number };
  site: SiteColumns & {
    name: string;
    domain: string;
    home_url: string;
    event_url: string;
    notify_urls: string;
    key_epoch: number;
    created_ms: number;
  };
  pairing_code: {
    id: string;
    sealed_secret: string;
    network_id: string | null;
    network_name: string;
    scope: string;
    expires_ms: number;
    tries_left: number;
    used_ms: number | null;
  };
  setting: SiteColumns & { name: string; value: string; updated_ms: number };
  merchant: SiteColumns & {
    id: string;
    provider: string;
    name: string;
    account_number: string;
    notify_door: string;
    allowed_site_ids: string | null;
    most_per_payment: number | null;
    most_per_day: number | null;
    created_ms: number;
  };
  credential: {
    id: string;
    merchant_id: string;
    state: string;
    sealed: string;
    key_fingerprint: string;
    key_serial: string | null;
    expires_ms: number | null;
    warned_days: number | null;
    created_ms: number;
  };
  credential_verifier: { verifier_id: string; credential_id: string; merchant_id: string };
  merchant_order: SiteColumns & {
    order_ref: string;
    attempts: number;
    live_payment_id: string | null;
    paid_payment_id: string | null;
  };
  payment: PaymentRow;
  payment_transition: SiteColumns & {
    payment_id: string;
    step: number;
    from_status: string | null;
    to_status: string;
    decided_by: string;
    reason: string | null;
    flags: string;
    provider_reference: string | null;
    at_ms: number;
  };
  payer: { payment_id: string; client_ip: string | null; openid: string | null; buyer_id: string | null };
  ledger_account: SiteColumns & { id: string; kind: string; merchant_id: string; currency: string };
  posting: SiteColumns & {
    id: string;
    reason: string;
    source_type: string;
    source_id: string;
    debit_account: string;
    credit_account: string;
    amount: number;
    currency: string;
    posted_ms: number;
  };
  audit: SiteColumns & {
    sequence: number;
    id: string;
    at_ms: number;
    actor: string;
    action: string;
    subject: string;
    before_json: string | null;
    after_json: string | null;
    hash: string;
  };
  master_key: {
    id: string;
    state: string;
    /** A key that was replaced, sealed under the one in use. */
    sealed: string | null;
    /** The key in use, sealed under the one before it. */
    sealed_under_before: string | null;
    since_ms: number;
    replaced_ms: number | null;
    destroy_asked_by: string | null;
    destroy_asked_ms: number | null;
    checked_ms: number | null;
    unreadable: number | null;
  };
  rollout: {
    network_id: string;
    feature: string;
    percent: number;
    site_ids: string;
    since_ms: number;
    went_back: number;
  };
  notification: {
    id: string;
    provider: string;
    merchant_id: string;
    provider_id: string;
    payment_id: string | null;
    outcome: string;
    sealed_body: string;
    received_ms: number;
  };
  webhook_event: SiteColumns & {
    id: string;
    type: string;
    subject_type: string;
    subject_id: string;
    body: string;
    created_ms: number;
  };
  webhook_delivery: DeliveryRow;
  outbox: {
    kind: string;
    subject: string;
    lane_key: string;
    due_ms: number;
    tries: number;
    claimed_until_ms: number;
    puts: number;
    parked: number;
    last_error: string | null;
  };
  idempotency: SiteColumns & {
    request_key: string;
    request_hash: string;
    outcome: string | null;
    created_ms: number;
  };
}

export interface PaymentRow extends SiteColumns {
  id: string;
  order_ref: string;
  attempt: number;
  provider: string;
  merchant_id: string;
  channel: string;
  amount: number;
  currency: string;
  description: string;
  return_url: string;
  notify_url: string;
  status: string;
  version: number;
  reason: string | null;
  flags: string;
  /** 1 where there are flags: they cannot be looked for by an index. */
  flagged: number;
  payable_until_ms: number;
  prompt: string | null;
  prompt_until_ms: number | null;
  queried_ms: number | null;
  paid_ms: number | null;
  paid_amount: number | null;
  paid_currency: string | null;
  provider_transaction_id: string | null;
  created_ms: number;
}

export interface DeliveryRow extends SiteColumns {
  id: string;
  event_id: string;
  type: string;
  /** What it is about; so far a payment. */
  subject_type: string;
  subject_id: string;
  url: string;
  state: string;
  tries: number;
  last_answer: string | null;
  next_try_ms: number | null;
  created_ms: number;
}
