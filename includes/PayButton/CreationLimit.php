<?php
/**
 * Limits how many payments one visitor can begin.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Refusal;

/**
 * Each new payment costs a call to a provider, and a pay button asks for no log-in.
 */
final class CreationLimit {
	private const PAYMENTS = 10;
	private const WITHIN_S = 600;

	/**
	 * Counts one more.
	 *
	 * @param string $address The visitor's address.
	 * @param string $button  Which button.
	 * @throws Refusal TOO_MANY.
	 */
	public function count( string $address, string $button ): void {
		// Addresses are personal data: only a fingerprint is kept.
		$name                  = 'multipay_limit_' . substr( wp_hash( $address . ' ' . $button ), 0, 24 );
		$seen                  = get_transient( $name );
		$is_running            = is_array( $seen ) && $seen[1] > time();
		list( $count, $until ) = $is_running ? $seen : array( 0, time() + self::WITHIN_S );
		if ( $count >= self::PAYMENTS ) {
			throw new Refusal( Refusal::TOO_MANY, __( 'Too many payments were started from here. Please wait a few minutes.', 'multipay' ), 429, 'wait_and_retry', true );
		}
		set_transient( $name, array( $count + 1, $until ), self::WITHIN_S );
	}
}
