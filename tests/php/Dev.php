<?php
/**
 * The network that the tests run in.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * What dev.json says, as `npm start` wrote it.
 */
final class Dev {
	/** @var array<string, mixed> The whole of it. */
	public static array $description = array();
}
