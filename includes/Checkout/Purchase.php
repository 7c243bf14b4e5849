<?php
/**
 * Something that a shopper pays.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

/**
 * A WooCommerce order, or what a pay button sells.
 */
interface Purchase {
	/**
	 * Its name at the bridge: `order_123` or `button_<ulid>`.
	 */
	public function ref(): string;

	/**
	 * What a shopper shows to prove that it is theirs.
	 */
	public function key(): string;

	/**
	 * Where a paid shopper belongs.
	 */
	public function success_url(): string;

	/**
	 * The page that shows the same payment again, or lets the shopper choose another way.
	 */
	public function retry_url(): string;
}
