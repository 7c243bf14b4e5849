<?php
/**
 * The statuses of a payment.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * The statuses of a payment.
 */
final class PaymentStatus {
	public const CREATED = 'created';
	public const PENDING = 'pending';
	public const SUCCEEDED = 'succeeded';
	public const FAILED = 'failed';
	public const EXPIRED = 'expired';
}
