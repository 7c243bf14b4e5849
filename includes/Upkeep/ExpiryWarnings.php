<?php
/**
 * Warns before a merchant account's certificates end.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Upkeep;

use MultiPay\Access\Roles;
use MultiPay\Admin\Menu;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Doctor\KeyExpiry;
use MultiPay\Log\Logger;
use MultiPay\Messages;

/**
 * Asks the bridge once a day, by cron: where the network is paired, on its main site and for the whole network. Who looks
 * after it gets a mail 30, 7 and 1 days before and when it has happened, and reads a notice in between.
 */
final class ExpiryWarnings {
	public const EVENT = 'multipay_warn_of_expiry';

	private const KEPT = 'multipay_expiring';
	/** In days. */
	private const WARNED_BEFORE = array( 0, 1, 7, 30 );
	private const SCREENS       = array( 'dashboard', 'dashboard-network', 'plugins', 'plugins-network', 'woocommerce_page_wc-settings', 'toplevel_page_multipay', 'toplevel_page_multipay-network' );

	/**
	 * Needs the bridge.
	 *
	 * @param ConnectionStore $connections Whose accounts they are.
	 * @param AdminClient     $bridge      Knows when they end.
	 * @param Logger          $logger      Hears of mails that could not be sent.
	 */
	public function __construct( private ConnectionStore $connections, private AdminClient $bridge, private Logger $logger ) {}

	/**
	 * Hooks in where there is time, and where notices are shown.
	 */
	public function register_hooks(): void {
		add_action( 'admin_init', array( $this, 'plan' ) );
		add_action( self::EVENT, array( $this, 'look' ) );
		add_action( 'admin_notices', array( $this, 'show' ) );
		add_action( 'network_admin_notices', array( $this, 'show' ) );
	}

	/**
	 * Has it done every day, by whoever does the pairing.
	 */
	public function plan(): void {
		$is_ours = ! $this->connections->is_network_wide() || is_main_site();
		if ( $is_ours && ! wp_next_scheduled( self::EVENT ) ) {
			wp_schedule_event( time() + MINUTE_IN_SECONDS, 'daily', self::EVENT );
		}
	}

	/**
	 * Looks at the accounts, keeps which of them end soon, and mails what has not been mailed yet.
	 */
	public function look(): void {
		$connection = $this->connections->current();
		if ( ! $connection ) {
			return;
		}
		try {
			$accounts = ( $connection->for_network ? $this->bridge->for_network() : $this->bridge )->merchants();
		} catch ( BridgeError $error ) {
			$this->logger->warning( Messages::log_line( 'The merchant accounts could not be looked at; they are tomorrow', $error ) );
			return;
		}
		$kept   = $this->kept();
		$ending = array_values( array_filter( $accounts, static fn( array $account ): bool => null !== KeyExpiry::finding( $account ) ) );
		$warned = array();
		foreach ( $ending as $account ) {
			$name            = $account['id'] . ' ' . $account['expires_at'];
			$before          = $kept['warned'][ $name ] ?? PHP_INT_MAX;
			$due             = self::warning_due( (string) $account['expires_at'] );
			$warned[ $name ] = $due < $before && $this->mail( $account ) ? $due : $before;
		}
		$facts = array_map( static fn( array $account ): array => array_intersect_key( $account, array_flip( array( 'id', 'provider', 'name', 'expires_at' ) ) ), $ending );
		$this->keep( array( 'ending' => $facts, 'warned' => $warned ) ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * Shows what ends soon, to those who can do something about it.
	 */
	public function show(): void {
		$screen     = get_current_screen();
		$capability = $this->connections->is_network_wide() ? Roles::MANAGE_NETWORK : Roles::MANAGE;
		if ( ! $screen || ! in_array( $screen->id, self::SCREENS, true ) || ! current_user_can( $capability ) ) {
			return;
		}
		foreach ( $this->kept()['ending'] as $account ) {
			$finding = KeyExpiry::finding( $account );
			if ( $finding ) {
				printf(
					'<div class="notice notice-%s"><p><strong>MultiPay:</strong> %s <a href="%s">%s</a></p></div>',
					esc_attr( 'critical' === $finding->status ? 'error' : 'warning' ),
					esc_html( $finding->sentence ),
					esc_url( $this->keys_url() ),
					esc_html__( 'Give new keys', 'multipay' )
				);
			}
		}
	}

	/**
	 * Which of the warnings an end is due for: the nearest that has been reached.
	 *
	 * @param string $expires_at RFC 3339.
	 * @return int Days before the end.
	 */
	private static function warning_due( string $expires_at ): int {
		$days = ( (int) strtotime( $expires_at ) - time() ) / DAY_IN_SECONDS;
		foreach ( self::WARNED_BEFORE as $before ) {
			if ( $days <= $before ) {
				return $before;
			}
		}
		return PHP_INT_MAX;
	}

	/**
	 * Mails one warning.
	 *
	 * @param array<string, mixed> $account The contract's Merchant.
	 * @return bool Whether it was sent; otherwise it is tried again tomorrow.
	 */
	private function mail( array $account ): bool {
		$finding = KeyExpiry::finding( $account );
		$wide    = $this->connections->is_network_wide();
		$to      = (string) ( $wide ? get_site_option( 'admin_email' ) : get_option( 'admin_email' ) );
		if ( ! $finding ) {
			return false;
		}
		/* translators: %s: site or network name */
		$subject = sprintf( __( '[%s] Payments will stop: a certificate ends', 'multipay' ), wp_specialchars_decode( (string) ( $wide ? get_site_option( 'site_name' ) : get_bloginfo( 'name' ) ), ENT_QUOTES ) );
		$sent    = wp_mail( $to, $subject, $finding->sentence . "\n\n" . $finding->cure . "\n\n" . $this->keys_url() . "\n" );
		if ( ! $sent ) {
			$this->logger->error( 'A mail about an ending certificate could not be sent.', array( 'merchant_id' => $account['id'] ) ); // phpcs:ignore WordPress.Arrays
		}
		return $sent;
	}

	/**
	 * Where new keys are given.
	 */
	private function keys_url(): string {
		return $this->connections->is_network_wide() ? network_admin_url( 'admin.php?page=multipay-keys' ) : Menu::setup_url();
	}

	/**
	 * What was seen last.
	 *
	 * @return array{ending: list<array<string, mixed>>, warned: array<string, int>}
	 */
	private function kept(): array {
		/** @phpstan-var array{ending: list<array<string, mixed>>, warned: array<string, int>}|false $kept */
		$kept = $this->connections->is_network_wide() ? get_network_option( null, self::KEPT ) : get_option( self::KEPT );
		return is_array( $kept ) ? $kept : array( 'ending' => array(), 'warned' => array() ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * Keeps what was seen.
	 *
	 * @param array{ending: list<array<string, mixed>>, warned: array<string, int>} $seen What ends, and what was mailed of it.
	 */
	private function keep( array $seen ): void {
		$this->connections->is_network_wide() ? update_network_option( null, self::KEPT, $seen ) : update_option( self::KEPT, $seen, false );
	}
}
