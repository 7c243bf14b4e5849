<?php
/**
 * Whether a merchant account's certificates end soon.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

use MultiPay\Gateway\Method;

/**
 * The same days as the bridge's own warnings: 30, 7 and 1 before.
 */
final class KeyExpiry {
	private const SOON_DAYS     = 30;
	private const CRITICAL_DAYS = 7;

	/**
	 * What is to be said of an account; null when there is time.
	 *
	 * @param array<string, mixed> $account The contract's Merchant.
	 */
	public static function finding( array $account ): ?Finding {
		$expires = strtotime( (string) ( $account['expires_at'] ?? '' ) );
		$days    = $expires ? (int) floor( ( $expires - time() ) / DAY_IN_SECONDS ) : null;
		if ( null === $days || $days >= self::SOON_DAYS ) {
			return null;
		}
		$name = sprintf( '%s, %s', Method::name( Method::of( (string) $account['provider'] ) ), (string) $account['name'] );
		$cure = __( 'Have the provider make a new one, and give it under MultiPay > Settings: it is tried before it comes into use.', 'multipay' );
		if ( $days < 0 ) {
			/* translators: %s: a merchant account */
			return Finding::critical( 'keys', sprintf( __( 'A certificate of the merchant account “%s” has ended.', 'multipay' ), $name ), $cure, (string) $account['id'] );
		}
		/* translators: 1: a merchant account, 2: a number of days */
		$sentence = sprintf( _n( 'A certificate of the merchant account “%1$s” ends within %2$s day.', 'A certificate of the merchant account “%1$s” ends within %2$s days.', $days + 1, 'multipay' ), $name, number_format_i18n( $days + 1 ) );
		return $days < self::CRITICAL_DAYS
			? Finding::critical( 'keys', $sentence, $cure, (string) $account['id'] )
			: Finding::recommended( 'keys', $sentence, $cure, (string) $account['id'] );
	}
}
