<?php
/**
 * The bridge's events.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * The bridge's events.
 */
final class WebhookType {
	public const PAYMENT_SUCCEEDED = 'payment.succeeded';
	public const PAYMENT_REVIEW_NEEDED = 'payment.review_needed';
	public const PAYMENT_FAILED = 'payment.failed';
	public const PAYMENT_EXPIRED = 'payment.expired';
}
