<?php
/**
 * What can be unusual about a success.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * What can be unusual about a success.
 */
final class PaymentFlag {
	public const LATE = 'late';
	public const SUPERSEDED = 'superseded';
	public const DUPLICATE = 'duplicate';
	public const AMOUNT_MISMATCH = 'amount_mismatch';
	public const CURRENCY_MISMATCH = 'currency_mismatch';
}
