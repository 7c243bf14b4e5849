<?php
/**
 * Makes the network's sites known to the bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Log\Logger;

/**
 * A site is introduced when it first pays. Until then the network's screens would not show it; so the others are
 * introduced one after the other in the order of their numbers, after the pairing, when one is new, and when somebody
 * looks. How far that is gone is one number for the whole network.
 */
final class Introductions {
	private const HOOK          = 'multipay_introduce_sites';
	private const PROGRESS      = 'multipay_introduced';
	private const A_PAGE_MAY_S  = 2.0;
	private const CRON_MAY_S    = 20.0;
	private const SOON_S        = 10;
	private const LOOKED_UP     = 50;
	private const AGAIN_AFTER_S = 300;

	/**
	 * Needs the bridge.
	 *
	 * @param ConnectionStore $connections Which pairing it is.
	 * @param Client          $bridge      The bridge.
	 * @param Logger          $logger      Hears of sites that it refuses.
	 */
	public function __construct( private ConnectionStore $connections, private Client $bridge, private Logger $logger ) {}

	/**
	 * Hooks in where sites appear, and where there is time.
	 */
	public function register_hooks(): void {
		add_action( self::HOOK, array( $this, 'introduce_in_background' ) );
		add_action( 'wp_initialize_site', array( self::class, 'plan' ), 900, 0 );
	}

	/**
	 * Has it done soon, by the main site's cron.
	 *
	 * @param int $in_s In so many seconds.
	 */
	public static function plan( int $in_s = self::SOON_S ): void {
		if ( ! ( new ConnectionStore() )->is_network_wide() ) {
			return;
		}
		switch_to_blog( get_main_site_id() );
		if ( ! wp_next_scheduled( self::HOOK ) ) {
			wp_schedule_single_event( time() + $in_s, self::HOOK );
		}
		restore_current_blog();
	}

	/**
	 * As many as a page has time for; the rest follows in the background.
	 */
	public function introduce_some(): void {
		if ( ! $this->go_on( self::A_PAGE_MAY_S ) ) {
			self::plan();
		}
	}

	/**
	 * Cron's part.
	 */
	public function introduce_in_background(): void {
		if ( ! $this->go_on( self::CRON_MAY_S ) ) {
			self::plan( self::AGAIN_AFTER_S );
		}
	}

	/**
	 * Introduces sites until all are known or the time is up.
	 *
	 * @param float $within_s Begins no other after so many seconds.
	 * @return bool Whether all are known.
	 */
	private function go_on( float $within_s ): bool {
		$connection = $this->connections->current();
		if ( ! $connection || ! $connection->for_network ) {
			return true;
		}
		$until = microtime( true ) + $within_s;
		$last  = $this->progress( $connection );
		$sites = $this->sites_after( $last );
		while ( $sites ) {
			foreach ( $sites as $site ) {
				if ( microtime( true ) >= $until || ! ( $this->is_known( $connection, $site ) || $this->introduce( $site ) ) ) {
					return false;
				}
				$this->keep_progress( $connection, $site );
			}
			$sites = $this->sites_after( (int) end( $sites ) );
		}
		return true;
	}

	/**
	 * Whether a site has introduced itself: it knows its addresses better than another site's plugins do.
	 *
	 * @param Connection $connection The network's connection.
	 * @param int        $site       Its number.
	 */
	private function is_known( Connection $connection, int $site ): bool {
		switch_to_blog( $site );
		try {
			return null !== $this->connections->site_keys( $connection );
		} catch ( BridgeError $error ) {
			// Its keys are there and good for nothing: the site itself says so, on its own screens.
			return true;
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * Introduces one.
	 *
	 * @param int $site Its number.
	 * @return bool False when the bridge does not answer, so that it is tried again.
	 */
	private function introduce( int $site ): bool {
		try {
			$this->bridge->introduce_site( $site );
		} catch ( BridgeError $error ) {
			if ( $error->is_retryable() ) {
				return false;
			}
			$this->logger->error( 'The bridge does not take a site of this network.', array( 'site' => $site, 'error' => $error->getMessage() ) ); // phpcs:ignore WordPress.Arrays
		}
		return true;
	}

	/**
	 * The next sites in the order of their numbers. WordPress's own search knows no "above".
	 *
	 * @param int $last The one before.
	 * @return int[]
	 */
	private function sites_after( int $last ): array {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		$ids = $wpdb->get_col( $wpdb->prepare( "SELECT blog_id FROM {$wpdb->blogs} WHERE site_id = %d AND blog_id > %d AND deleted = 0 ORDER BY blog_id LIMIT %d", get_current_network_id(), $last, self::LOOKED_UP ) );
		return array_map( 'intval', $ids );
	}

	/**
	 * How far it is gone with this pairing.
	 *
	 * @param Connection $connection The network's connection.
	 * @return int The last site's number.
	 */
	private function progress( Connection $connection ): int {
		$kept = get_network_option( null, self::PROGRESS );
		return is_array( $kept ) && ( $kept['pairing_id'] ?? '' ) === $connection->pairing_id ? (int) $kept['last'] : 0;
	}

	/**
	 * Keeps how far it is gone.
	 *
	 * @param Connection $connection The network's connection.
	 * @param int        $last       The last site's number.
	 */
	private function keep_progress( Connection $connection, int $last ): void {
		$kept = array(
			'pairing_id' => $connection->pairing_id,
			'last'       => $last,
		);
		update_network_option( null, self::PROGRESS, $kept );
	}
}
