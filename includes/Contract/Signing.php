<?php
/**
 * How requests to the bridge are signed.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * How requests to the bridge are signed.
 */
final class Signing {
	public const SCHEME = 'MultiPay-HMAC-SHA256';
	/** How far the two clocks may be apart, in seconds. */
	public const WINDOW = 300;
}
