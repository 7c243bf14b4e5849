/**
 * Every way in which MultiPay says no.
 *
 * A code is a promise: it never changes its meaning. `number` is for people who file by numbers; its thousands are the
 * class. The sentence that a shopper or a merchant reads is written and translated where it is shown.
 */

/** What the reader can do now. */
export const NEXT_STEPS = [
  'correct_request',
  'sign_again',
  'retry_same_key',
  'use_new_key',
  'wait_and_retry',
  'choose_other_method',
  'check_settings',
  'check_credentials',
  'set_clock',
  'pair_again',
  'ask_network_admin',
  'contact_support',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** The ten classes, by the thousands of their numbers. */
export const ERROR_CLASSES = {
  1: 'request',
  2: 'authentication',
  3: 'channel',
  4: 'amount',
  5: 'system',
  6: 'state',
  7: 'settings',
  8: 'credentials',
  9: 'limit',
  10: 'shopper',
} as const;
export type ErrorClass = (typeof ERROR_CLASSES)[keyof typeof ERROR_CLASSES];

export type Severity = 'info' | 'warning' | 'error' | 'critical';

interface ErrorRow {
  readonly number: number;
  readonly status: number;
  readonly severity: Severity;
  readonly next: NextStep;
  /** For developers, in English: what happened. */
  readonly title: string;
}

// prettier-ignore
export const ERRORS = {
  invalid_request: { number: 1001, status: 400, severity: 'warning', next: 'correct_request', title: 'A field is missing or has a value that is not allowed' },
  unsupported_media_type: { number: 1002, status: 415, severity: 'warning', next: 'correct_request', title: 'The body is not JSON' },
  payload_too_large: { number: 1003, status: 413, severity: 'warning', next: 'correct_request', title: 'The body is larger than this route takes' },
  not_found: { number: 1004, status: 404, severity: 'info', next: 'correct_request', title: 'There is no such thing, or it belongs to somebody else' },
  idempotency_key_missing: { number: 1005, status: 400, severity: 'warning', next: 'correct_request', title: 'The Idempotency-Key header must hold a UUID' },

  signature_missing: { number: 2001, status: 401, severity: 'warning', next: 'sign_again', title: 'The request is not signed' },
  key_unknown: { number: 2002, status: 401, severity: 'warning', next: 'pair_again', title: 'The key is unknown or has been revoked' },
  signature_invalid: { number: 2003, status: 401, severity: 'error', next: 'sign_again', title: 'The signature does not belong to this request' },
  clock_skew: { number: 2004, status: 401, severity: 'error', next: 'set_clock', title: 'The request is older or newer than five minutes' },
  replay_attack: { number: 2005, status: 401, severity: 'error', next: 'sign_again', title: 'The request has been seen before' },
  forbidden: { number: 2006, status: 403, severity: 'warning', next: 'ask_network_admin', title: 'This key may not do that' },
  pairing_refused: { number: 2007, status: 403, severity: 'error', next: 'pair_again', title: 'The pairing code is wrong, used, expired, or has been tried too often' },
  address_refused: { number: 2008, status: 422, severity: 'error', next: 'correct_request', title: 'The address is not one that the bridge may call' },
  notification_forged: { number: 2009, status: 401, severity: 'error', next: 'check_credentials', title: 'The notification was not signed by the provider' },
  notification_stale: { number: 2010, status: 401, severity: 'warning', next: 'set_clock', title: 'The notification is older than five minutes' },
  stream_token_invalid: { number: 2011, status: 401, severity: 'info', next: 'retry_same_key', title: 'The stream token is wrong or has expired' },

  provider_unreachable: { number: 3001, status: 503, severity: 'error', next: 'retry_same_key', title: 'The provider did not answer; what happened there is not known yet' },
  provider_busy: { number: 3002, status: 503, severity: 'warning', next: 'retry_same_key', title: 'The provider asks to come back later' },
  provider_refused: { number: 3003, status: 502, severity: 'error', next: 'check_settings', title: 'The provider definitely declined' },
  provider_answer_unverified: { number: 3004, status: 502, severity: 'critical', next: 'check_credentials', title: 'The answer was not signed by the provider' },
  channel_unavailable: { number: 3005, status: 422, severity: 'warning', next: 'choose_other_method', title: 'This way of paying is not open for this provider, device or site' },

  currency_unsupported: { number: 4001, status: 422, severity: 'warning', next: 'choose_other_method', title: 'The merchant account does not take this currency' },
  amount_over_limit: { number: 4003, status: 422, severity: 'warning', next: 'choose_other_method', title: 'The amount is above the limit of the site or of the merchant account' },
  amount_invalid: { number: 4002, status: 422, severity: 'warning', next: 'correct_request', title: 'The amount is not one that the provider takes' },

  store_unavailable: { number: 5001, status: 503, severity: 'critical', next: 'retry_same_key', title: 'The database does not answer' },
  shutting_down: { number: 5002, status: 503, severity: 'info', next: 'retry_same_key', title: 'The bridge is stopping' },
  internal_error: { number: 5009, status: 500, severity: 'critical', next: 'retry_same_key', title: 'Something broke inside the bridge' },

  idempotency_key_reused: { number: 6001, status: 422, severity: 'error', next: 'use_new_key', title: 'This key was already used for another request' },
  request_in_flight: { number: 6002, status: 409, severity: 'info', next: 'wait_and_retry', title: 'The same request is being worked on' },
  payment_final: { number: 6004, status: 409, severity: 'info', next: 'correct_request', title: 'The payment is in a status that does not allow this' },

  settings_locked: { number: 7001, status: 403, severity: 'warning', next: 'ask_network_admin', title: 'The network decides this' },
  merchant_not_allowed: { number: 7003, status: 422, severity: 'error', next: 'ask_network_admin', title: 'The network does not let this site use the merchant account' },
  rollout_not_ready: { number: 7004, status: 409, severity: 'warning', next: 'wait_and_retry', title: 'The rollout cannot go on yet: it is watched for too short a time, or fails too often' },
  merchant_missing: { number: 7002, status: 422, severity: 'error', next: 'check_settings', title: 'No merchant account is set for this provider' },

  credentials_invalid: { number: 8001, status: 422, severity: 'error', next: 'check_credentials', title: 'A key or certificate is missing, malformed, or does not fit the others' },
  credentials_unreadable: { number: 8002, status: 422, severity: 'error', next: 'check_credentials', title: 'The sealed upload was made for another bridge key' },
  rehearsal_failed: { number: 8004, status: 422, severity: 'error', next: 'check_credentials', title: 'The new credentials were tried against the provider and did not work' },
  second_person_needed: { number: 8005, status: 409, severity: 'warning', next: 'wait_and_retry', title: 'Another person must confirm this' },
  provider_rejected_key: { number: 8003, status: 502, severity: 'critical', next: 'check_credentials', title: 'The provider does not accept our signature' },

  rate_limited: { number: 9001, status: 429, severity: 'warning', next: 'wait_and_retry', title: 'Too many requests' },

  order_already_paid: { number: 10001, status: 409, severity: 'info', next: 'wait_and_retry', title: 'The order has been paid' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

const RETRYABLE: readonly NextStep[] = ['retry_same_key', 'wait_and_retry'];

/** Whether the very same request, sent again later, can succeed. */
export const isRetryable = (code: ErrorCode): boolean => RETRYABLE.includes(ERRORS[code].next);

export const errorClass = (code: ErrorCode): ErrorClass =>
  ERROR_CLASSES[Math.floor(ERRORS[code].number / 1000) as keyof typeof ERROR_CLASSES];
