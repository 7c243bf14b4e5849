<?php
/**
 * The bridge's errors: codes, and what to do next.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * The bridge's errors: codes, and what to do next.
 */
final class ErrorCode {
	public const INVALID_REQUEST = 'invalid_request';
	public const UNSUPPORTED_MEDIA_TYPE = 'unsupported_media_type';
	public const PAYLOAD_TOO_LARGE = 'payload_too_large';
	public const NOT_FOUND = 'not_found';
	public const IDEMPOTENCY_KEY_MISSING = 'idempotency_key_missing';
	public const SIGNATURE_MISSING = 'signature_missing';
	public const KEY_UNKNOWN = 'key_unknown';
	public const SIGNATURE_INVALID = 'signature_invalid';
	public const CLOCK_SKEW = 'clock_skew';
	public const REPLAY_ATTACK = 'replay_attack';
	public const FORBIDDEN = 'forbidden';
	public const PAIRING_REFUSED = 'pairing_refused';
	public const ADDRESS_REFUSED = 'address_refused';
	public const NOTIFICATION_FORGED = 'notification_forged';
	public const NOTIFICATION_STALE = 'notification_stale';
	public const STREAM_TOKEN_INVALID = 'stream_token_invalid';
	public const PROVIDER_UNREACHABLE = 'provider_unreachable';
	public const PROVIDER_BUSY = 'provider_busy';
	public const PROVIDER_REFUSED = 'provider_refused';
	public const PROVIDER_ANSWER_UNVERIFIED = 'provider_answer_unverified';
	public const CHANNEL_UNAVAILABLE = 'channel_unavailable';
	public const CURRENCY_UNSUPPORTED = 'currency_unsupported';
	public const AMOUNT_OVER_LIMIT = 'amount_over_limit';
	public const AMOUNT_INVALID = 'amount_invalid';
	public const STORE_UNAVAILABLE = 'store_unavailable';
	public const SHUTTING_DOWN = 'shutting_down';
	public const INTERNAL_ERROR = 'internal_error';
	public const IDEMPOTENCY_KEY_REUSED = 'idempotency_key_reused';
	public const REQUEST_IN_FLIGHT = 'request_in_flight';
	public const PAYMENT_FINAL = 'payment_final';
	public const SETTINGS_LOCKED = 'settings_locked';
	public const MERCHANT_NOT_ALLOWED = 'merchant_not_allowed';
	public const ROLLOUT_NOT_READY = 'rollout_not_ready';
	public const MERCHANT_MISSING = 'merchant_missing';
	public const CREDENTIALS_INVALID = 'credentials_invalid';
	public const CREDENTIALS_UNREADABLE = 'credentials_unreadable';
	public const REHEARSAL_FAILED = 'rehearsal_failed';
	public const SECOND_PERSON_NEEDED = 'second_person_needed';
	public const PROVIDER_REJECTED_KEY = 'provider_rejected_key';
	public const RATE_LIMITED = 'rate_limited';
	public const ORDER_ALREADY_PAID = 'order_already_paid';

	/** @var array<string, array{number: int, status: int, severity: string, next: string, retryable: bool}> */
	public const TABLE = array(
		'invalid_request' => array( 'number' => 1001, 'status' => 400, 'severity' => 'warning', 'next' => 'correct_request', 'retryable' => false ),
		'unsupported_media_type' => array( 'number' => 1002, 'status' => 415, 'severity' => 'warning', 'next' => 'correct_request', 'retryable' => false ),
		'payload_too_large' => array( 'number' => 1003, 'status' => 413, 'severity' => 'warning', 'next' => 'correct_request', 'retryable' => false ),
		'not_found' => array( 'number' => 1004, 'status' => 404, 'severity' => 'info', 'next' => 'correct_request', 'retryable' => false ),
		'idempotency_key_missing' => array( 'number' => 1005, 'status' => 400, 'severity' => 'warning', 'next' => 'correct_request', 'retryable' => false ),
		'signature_missing' => array( 'number' => 2001, 'status' => 401, 'severity' => 'warning', 'next' => 'sign_again', 'retryable' => false ),
		'key_unknown' => array( 'number' => 2002, 'status' => 401, 'severity' => 'warning', 'next' => 'pair_again', 'retryable' => false ),
		'signature_invalid' => array( 'number' => 2003, 'status' => 401, 'severity' => 'error', 'next' => 'sign_again', 'retryable' => false ),
		'clock_skew' => array( 'number' => 2004, 'status' => 401, 'severity' => 'error', 'next' => 'set_clock', 'retryable' => false ),
		'replay_attack' => array( 'number' => 2005, 'status' => 401, 'severity' => 'error', 'next' => 'sign_again', 'retryable' => false ),
		'forbidden' => array( 'number' => 2006, 'status' => 403, 'severity' => 'warning', 'next' => 'ask_network_admin', 'retryable' => false ),
		'pairing_refused' => array( 'number' => 2007, 'status' => 403, 'severity' => 'error', 'next' => 'pair_again', 'retryable' => false ),
		'address_refused' => array( 'number' => 2008, 'status' => 422, 'severity' => 'error', 'next' => 'correct_request', 'retryable' => false ),
		'notification_forged' => array( 'number' => 2009, 'status' => 401, 'severity' => 'error', 'next' => 'check_credentials', 'retryable' => false ),
		'notification_stale' => array( 'number' => 2010, 'status' => 401, 'severity' => 'warning', 'next' => 'set_clock', 'retryable' => false ),
		'stream_token_invalid' => array( 'number' => 2011, 'status' => 401, 'severity' => 'info', 'next' => 'retry_same_key', 'retryable' => true ),
		'provider_unreachable' => array( 'number' => 3001, 'status' => 503, 'severity' => 'error', 'next' => 'retry_same_key', 'retryable' => true ),
		'provider_busy' => array( 'number' => 3002, 'status' => 503, 'severity' => 'warning', 'next' => 'retry_same_key', 'retryable' => true ),
		'provider_refused' => array( 'number' => 3003, 'status' => 502, 'severity' => 'error', 'next' => 'check_settings', 'retryable' => false ),
		'provider_answer_unverified' => array( 'number' => 3004, 'status' => 502, 'severity' => 'critical', 'next' => 'check_credentials', 'retryable' => false ),
		'channel_unavailable' => array( 'number' => 3005, 'status' => 422, 'severity' => 'warning', 'next' => 'choose_other_method', 'retryable' => false ),
		'currency_unsupported' => array( 'number' => 4001, 'status' => 422, 'severity' => 'warning', 'next' => 'choose_other_method', 'retryable' => false ),
		'amount_over_limit' => array( 'number' => 4003, 'status' => 422, 'severity' => 'warning', 'next' => 'choose_other_method', 'retryable' => false ),
		'amount_invalid' => array( 'number' => 4002, 'status' => 422, 'severity' => 'warning', 'next' => 'correct_request', 'retryable' => false ),
		'store_unavailable' => array( 'number' => 5001, 'status' => 503, 'severity' => 'critical', 'next' => 'retry_same_key', 'retryable' => true ),
		'shutting_down' => array( 'number' => 5002, 'status' => 503, 'severity' => 'info', 'next' => 'retry_same_key', 'retryable' => true ),
		'internal_error' => array( 'number' => 5009, 'status' => 500, 'severity' => 'critical', 'next' => 'retry_same_key', 'retryable' => true ),
		'idempotency_key_reused' => array( 'number' => 6001, 'status' => 422, 'severity' => 'error', 'next' => 'use_new_key', 'retryable' => false ),
		'request_in_flight' => array( 'number' => 6002, 'status' => 409, 'severity' => 'info', 'next' => 'wait_and_retry', 'retryable' => true ),
		'payment_final' => array( 'number' => 6004, 'status' => 409, 'severity' => 'info', 'next' => 'correct_request', 'retryable' => false ),
		'settings_locked' => array( 'number' => 7001, 'status' => 403, 'severity' => 'warning', 'next' => 'ask_network_admin', 'retryable' => false ),
		'merchant_not_allowed' => array( 'number' => 7003, 'status' => 422, 'severity' => 'error', 'next' => 'ask_network_admin', 'retryable' => false ),
		'rollout_not_ready' => array( 'number' => 7004, 'status' => 409, 'severity' => 'warning', 'next' => 'wait_and_retry', 'retryable' => true ),
		'merchant_missing' => array( 'number' => 7002, 'status' => 422, 'severity' => 'error', 'next' => 'check_settings', 'retryable' => false ),
		'credentials_invalid' => array( 'number' => 8001, 'status' => 422, 'severity' => 'error', 'next' => 'check_credentials', 'retryable' => false ),
		'credentials_unreadable' => array( 'number' => 8002, 'status' => 422, 'severity' => 'error', 'next' => 'check_credentials', 'retryable' => false ),
		'rehearsal_failed' => array( 'number' => 8004, 'status' => 422, 'severity' => 'error', 'next' => 'check_credentials', 'retryable' => false ),
		'second_person_needed' => array( 'number' => 8005, 'status' => 409, 'severity' => 'warning', 'next' => 'wait_and_retry', 'retryable' => true ),
		'provider_rejected_key' => array( 'number' => 8003, 'status' => 502, 'severity' => 'critical', 'next' => 'check_credentials', 'retryable' => false ),
		'rate_limited' => array( 'number' => 9001, 'status' => 429, 'severity' => 'warning', 'next' => 'wait_and_retry', 'retryable' => true ),
		'order_already_paid' => array( 'number' => 10001, 'status' => 409, 'severity' => 'info', 'next' => 'wait_and_retry', 'retryable' => true ),
	);
}
