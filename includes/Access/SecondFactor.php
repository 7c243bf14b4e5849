<?php
/**
 * Has an admin prove once more who they are.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Access;

use MultiPay\Refusal;

/**
 * What decides about keys, or about whose account gets the money, asks for it: a session that somebody left open, or took,
 * is not enough. Two-factor plugins answer through a filter; without one WordPress's own password is asked for, and
 * remembered for a quarter of an hour with the session that gave it.
 */
final class SecondFactor {
	public const CREATE_MERCHANT      = 'create_merchant';
	public const REPLACE_CREDENTIALS  = 'replace_credentials';
	public const REHEARSE_CREDENTIALS = 'rehearse_credentials';
	public const ACTIVATE_CREDENTIALS = 'activate_credentials';
	public const ROTATE_MASTER_KEY    = 'rotate_master_key';
	public const DESTROY_MASTER_KEY   = 'destroy_master_key';
	/** An account's limits, or who may use it. */
	public const CHANGE_MERCHANT = 'change_merchant';
	/** Unified management or split mode goes on or off, or another account gets the money. */
	public const SWITCH_MODE = 'switch_mode';
	/** Another bridge is trusted, with accounts of its own. */
	public const PAIR = 'pair';

	private const REMEMBERED_S   = 15 * MINUTE_IN_SECONDS;
	private const WRONG_AT_MOST  = 5;
	private const WRONG_WITHIN_S = 15 * MINUTE_IN_SECONDS;

	/**
	 * Refuses a deed until the current user has proved who they are.
	 *
	 * @param string $deed     A constant of this class.
	 * @param string $password What the request carries; empty where it carries none.
	 * @throws Refusal IDENTITY_NEEDED, IDENTITY_WRONG, IDENTITY_LOCKED.
	 */
	public function must_be_confirmed( string $deed, string $password ): void {
		/**
		 * Filters whether the current user has proved once more who they are, before something that decides about keys or
		 * about whose account gets the money. For two-factor plugins: true lets it happen, an error stops it with its
		 * message. Where all callbacks leave null, WordPress's own password is asked for. Fires once for each such request,
		 * after its rights were checked; it must not print anything.
		 *
		 * @since 1.0.0
		 *
		 * @param true|\WP_Error|null $confirmed Null until somebody decides.
		 * @param int                 $user_id   Who asks.
		 * @param string              $deed      What for: `create_merchant`, `change_merchant`, `replace_credentials`, `rehearse_credentials`,
		 *                                       `activate_credentials`, `rotate_master_key`, `destroy_master_key`, `switch_mode`,
		 *                                       `pair`.
		 */
		$confirmed = apply_filters( 'wc_multipay_confirm_identity', null, get_current_user_id(), $deed );
		if ( true === $confirmed ) {
			return;
		}
		if ( is_wp_error( $confirmed ) ) {
			throw Refusal::identity_needed( $deed, $confirmed->get_error_message() );
		}
		if ( '' !== $password ) {
			$this->confirm( $password );
		} elseif ( ! $this->is_remembered() ) {
			throw Refusal::identity_needed( $deed, __( 'Please confirm with your password that it is you.', 'multipay' ) );
		}
	}

	/**
	 * Takes the current user's password, and remembers that it was right.
	 *
	 * @param string $password As typed.
	 * @return int Until when it is remembered, in Unix seconds.
	 * @throws Refusal IDENTITY_WRONG, IDENTITY_LOCKED.
	 */
	public function confirm( string $password ): int {
		$user = wp_get_current_user();
		$this->count_try( $user->ID );
		if ( ! self::is_password_of( $user, $password ) ) {
			throw new Refusal( Refusal::IDENTITY_WRONG, __( 'This is not your password.', 'multipay' ), 403 );
		}
		delete_site_transient( self::tries_of( $user->ID ) );
		$name = self::confirmation();
		if ( null !== $name ) {
			set_site_transient( $name, time(), self::REMEMBERED_S );
		}
		return time() + ( null === $name ? 0 : self::REMEMBERED_S );
	}

	/**
	 * Counts before the password is looked at, so that many at once do not get more tries.
	 *
	 * @param int $user_id Whose password is tried.
	 * @throws Refusal IDENTITY_LOCKED.
	 */
	private function count_try( int $user_id ): void {
		$name                  = self::tries_of( $user_id );
		$seen                  = get_site_transient( $name );
		$is_running            = is_array( $seen ) && $seen[1] > time();
		list( $tries, $until ) = $is_running ? $seen : array( 0, time() + self::WRONG_WITHIN_S );
		if ( $tries >= self::WRONG_AT_MOST ) {
			throw new Refusal( Refusal::IDENTITY_LOCKED, __( 'The password was wrong too often. Please wait a quarter of an hour.', 'multipay' ), 429, 'wait_and_retry', true );
		}
		set_site_transient( $name, array( $tries + 1, $until ), self::WRONG_WITHIN_S );
	}

	/**
	 * Whether this session has proved it a short while ago.
	 */
	private function is_remembered(): bool {
		$name = self::confirmation();
		return null !== $name && time() - (int) get_site_transient( $name ) < self::REMEMBERED_S;
	}

	/**
	 * Whether it is the user's password. An application's password is none: it was given away. WordPress keeps some
	 * passwords with the slashes that it adds to what browsers send.
	 *
	 * @param \WP_User $user     The user.
	 * @param string   $password As typed.
	 */
	private static function is_password_of( \WP_User $user, string $password ): bool {
		return $user->exists() && '' !== $password
			&& ( wp_check_password( $password, $user->user_pass, $user->ID ) || wp_check_password( wp_slash( $password ), $user->user_pass, $user->ID ) );
	}

	/**
	 * Where a session's proof is noted; null for requests without a session.
	 */
	private static function confirmation(): ?string {
		$token = wp_get_session_token();
		return '' === $token ? null : 'multipay_identity_' . substr( wp_hash( get_current_user_id() . ' ' . $token ), 0, 24 );
	}

	/**
	 * Where a user's tries are counted, on all sites of the network together.
	 *
	 * @param int $user_id The user.
	 */
	private static function tries_of( int $user_id ): string {
		return 'multipay_identity_tries_' . $user_id;
	}
}
