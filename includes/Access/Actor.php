<?php
/**
 * Who causes what the bridge writes into its audit log.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Access;

/**
 * In the words of the contract's ACTOR_PATTERN.
 */
final class Actor {
	/**
	 * Whoever is at it now; null where it is nobody in particular, such as a shopper or a schedule.
	 */
	public static function current(): ?string {
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			return 'wp_cli';
		}
		$user_id = get_current_user_id();
		return $user_id > 0 ? 'user_' . $user_id : null;
	}

	/**
	 * The account's name.
	 *
	 * @param string $actor What the audit log says.
	 * @return string|null Null for those who are no account, and for accounts that are gone.
	 */
	public static function name( string $actor ): ?string {
		$user_id = self::user_id( $actor );
		$user    = $user_id > 0 ? get_userdata( $user_id ) : false;
		return $user ? $user->display_name : null;
	}

	/**
	 * The account's number; 0 for those who are no account.
	 *
	 * @param string $actor What the audit log says.
	 */
	public static function user_id( string $actor ): int {
		return preg_match( '/^user_([1-9]\d{0,18})$/D', $actor, $found ) ? (int) $found[1] : 0;
	}
}
