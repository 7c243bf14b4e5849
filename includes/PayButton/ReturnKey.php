<?php
/**
 * The proof that a pay button's payment is the asker's.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

/**
 * What the order key is to an order. It is derived, so that nothing need be stored for a payment that nobody finishes.
 */
final class ReturnKey {
	/**
	 * The key of a purchase on this site.
	 *
	 * @param string $ref `button_<ulid>`.
	 * @return string 128 bits as 32 hexadecimal digits.
	 */
	public static function of( string $ref ): string {
		$secret = hash_hkdf( 'sha256', wp_salt( 'auth' ), 32, 'multipay/v1/return-key ' . get_current_blog_id() );
		return substr( hash_hmac( 'sha256', 'return ' . $ref, $secret ), 0, 32 );
	}

	/**
	 * Whether a name and a key belong together.
	 *
	 * @param string $ref `button_<ulid>`.
	 * @param string $key What the asker shows.
	 */
	public static function fits( string $ref, string $key ): bool {
		return 1 === preg_match( '/^button_[0-7][0-9a-hjkmnp-tv-z]{25}$/D', $ref ) && hash_equals( self::of( $ref ), $key );
	}
}
