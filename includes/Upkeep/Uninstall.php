<?php
/**
 * What happens when the plugin is deleted.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Upkeep;

use MultiPay\Access\Roles;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Call;
use MultiPay\Bridge\Connection;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\RequestSigner;
use MultiPay\Bridge\Transport;
use MultiPay\Contract\Api;
use MultiPay\Order\SettlementTable;
use MultiPay\PayButton\PurchaseTable;

/**
 * Data is kept unless somebody asked for its deletion before, so that the plugin can come back and go on: what goes is what
 * would run or lie around for nothing. Where deletion was asked for, all of the plugin's own goes, and the bridge is asked to
 * take back each site's keys. Orders keep what they know of their payments; the bridge keeps its books.
 */
final class Uninstall {
	/** Option: `yes` has everything deleted. The network's, where there is one, counts for all its sites. */
	public const DELETE = 'multipay_delete_on_uninstall';

	private const BATCH           = 100;
	private const REVOKE_WITHIN_S = 2.0;

	/** @var bool Whether the bridge is still asked: only about the network whose keys are at hand, until it does not answer. */
	private bool $asks_bridge = true;

	/**
	 * Needs a way to the bridge.
	 *
	 * @param ConnectionStore $connections Where the keys are.
	 * @param Transport       $transport   The way.
	 */
	public function __construct( private ConnectionStore $connections, private Transport $transport ) {}

	/**
	 * Goes through all sites.
	 */
	public function run(): void {
		if ( ! is_multisite() ) {
			$this->leave_site( 'yes' === get_option( self::DELETE ) );
			return;
		}
		foreach ( (array) get_networks( array( 'fields' => 'ids' ) ) as $network ) { // phpcs:ignore WordPress.Arrays
			$this->leave_network( (int) $network );
		}
	}

	/**
	 * Goes through the sites of a network. One WordPress can have several, and each decides for its own.
	 *
	 * @param int $network The network.
	 */
	private function leave_network( int $network ): void {
		$this->asks_bridge = get_current_network_id() === $network;
		$of_network        = get_network_option( $network, self::DELETE, null );
		$offset            = 0;
		do {
			$sites = get_sites(
				array(
					'fields'     => 'ids',
					'number'     => self::BATCH,
					'offset'     => $offset,
					'network_id' => $network,
				)
			);
			$found = count( $sites );
			foreach ( $sites as $site ) {
				switch_to_blog( (int) $site );
				$this->leave_site( 'yes' === ( $of_network ?? get_option( self::DELETE ) ) );
				restore_current_blog();
			}
			$offset += self::BATCH;
		} while ( self::BATCH === $found );
		if ( 'yes' === $of_network ) {
			$this->delete_network( $network );
		}
	}

	/**
	 * Leaves the current site.
	 *
	 * @param bool $deletes Whether all of it goes.
	 */
	private function leave_site( bool $deletes ): void {
		$this->unschedule();
		$this->delete_options( array( '_transient_multipay_', '_transient_timeout_multipay_', '_site_transient_multipay_', '_site_transient_timeout_multipay_' ) );
		if ( $deletes ) {
			$this->revoke();
			$this->drop_tables();
			Roles::remove();
			$this->delete_options( array( 'multipay_', 'woocommerce_multipay_wechat_', 'woocommerce_multipay_alipay_' ) );
		}
	}

	/**
	 * Takes back what was to be done later.
	 */
	private function unschedule(): void {
		if ( function_exists( 'as_unschedule_all_actions' ) && \ActionScheduler::is_initialized() ) {
			as_unschedule_all_actions( '', array(), 'multipay' );
		}
		foreach ( (array) _get_cron_array() as $hooks ) {
			foreach ( array_keys( (array) $hooks ) as $hook ) {
				if ( str_starts_with( (string) $hook, 'multipay_' ) ) {
					wp_unschedule_hook( (string) $hook );
				}
			}
		}
	}

	/**
	 * Asks the bridge to make the current site's keys worthless. Only the network's key may; keys of a site that paired by
	 * itself are revoked on the bridge. Nothing waits for it twice.
	 */
	private function revoke(): void {
		$network = $this->connections->stored( true );
		if ( ! $network || ! $this->asks_bridge ) {
			return;
		}
		try {
			$call = Call::to( Api::REVOKE_SITE_KEY, self::REVOKE_WITHIN_S, array( 'site_id' => (string) get_current_blog_id() ) );
			$this->transport->send( $network->address, $call, $this->signer( $network ) );
		} catch ( BridgeError $error ) {
			// A site that the bridge has never heard of needs no revoking, and without an answer there is nobody to tell.
			$this->asks_bridge = ! $error->is_silence() && 'pair_again' !== $error->next();
		}
	}

	/**
	 * Signs as the network. The keyring cannot be asked: the plugin is not active any more.
	 *
	 * @param Connection $network The network's connection.
	 * @throws BridgeError When the keys cannot be read.
	 */
	private function signer( Connection $network ): RequestSigner {
		$keys = $this->connections->network_keys( $network );
		return new RequestSigner( $keys->key_id, $keys->request_key, $network->bridge_id );
	}

	/**
	 * Drops the current site's tables.
	 */
	private function drop_tables(): void {
		global $wpdb;
		foreach ( ( new PurchaseTable() )->drop_with_site( ( new SettlementTable() )->drop_with_site( array() ) ) as $table ) {
			$wpdb->query( "DROP TABLE IF EXISTS $table" ); // phpcs:ignore WordPress.DB -- The plugin's own tables.
		}
	}

	/**
	 * Deletes options of the current site.
	 *
	 * @param string[] $prefixes What their names begin with.
	 */
	private function delete_options( array $prefixes ): void {
		global $wpdb;
		foreach ( $prefixes as $prefix ) {
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- Options of unknown names have no other way out.
			$names = $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) );
			array_map( 'delete_option', $names );
		}
	}

	/**
	 * Deletes what a network keeps.
	 *
	 * @param int $network The network.
	 */
	private function delete_network( int $network ): void {
		global $wpdb;
		foreach ( array( 'multipay_', '_site_transient_multipay_', '_site_transient_timeout_multipay_' ) as $prefix ) {
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- As above.
			$names = $wpdb->get_col( $wpdb->prepare( "SELECT meta_key FROM {$wpdb->sitemeta} WHERE site_id = %d AND meta_key LIKE %s", $network, $wpdb->esc_like( $prefix ) . '%' ) );
			foreach ( $names as $name ) {
				delete_network_option( $network, $name );
			}
		}
	}
}
