<?php
/**
 * What the tests have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Connection;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\KeyPair;
use MultiPay\Bridge\KeySafe;

/**
 * Runs in a real WordPress, paired with a bridge that stands in, and puts back what it changes.
 *
 * phpcs:disable WordPress.DB, WordPress.PHP.DiscouragedPHPFunctions
 */
abstract class TestCase extends \PHPUnit\Framework\TestCase {
	use KeepsMail;
	use PluginParts;

	private const OPTIONS = array( 'multipay_connection', 'multipay_site_keys', 'multipay_site_status', 'woocommerce_multipay_wechat_settings', 'woocommerce_multipay_alipay_settings', 'woocommerce_currency', 'blogname' );

	protected FakeBridge $bridge;

	/** @var array<string, mixed> Options as they were. */
	private array $kept = array();

	/** @var array<string, mixed> The request as it was. */
	private array $server = array();

	/**
	 * When the test began, in Unix seconds.
	 *
	 * @var int
	 */
	private int $began_at = 0;

	/** @var array<int, callable> What is to be undone. */
	private array $undo = array();

	protected function setUp(): void {
		parent::setUp();
		// WooCommerce writes to the owner when a gateway is switched on.
		$this->begin_to_keep_mail();
		$this->server   = $_SERVER;
		$this->began_at = time();
		foreach ( self::OPTIONS as $name ) {
			$this->kept[ $name ] = get_option( $name, null );
		}
		$this->kept['network'] = get_network_option( null, 'multipay_connection', null );
		$this->kept['version'] = get_network_option( null, 'multipay_settings_version', null );
		$this->forget_bridge();
		foreach ( array( 'multipay_wechat', 'multipay_alipay' ) as $gateway ) {
			update_option( 'woocommerce_' . $gateway . '_settings', array( 'enabled' => 'yes' ) );
		}
		$this->reload_gateways();
		$this->bridge = new FakeBridge();
		$this->bridge->start();
		wp_set_current_user( 0 );
	}

	protected function tearDown(): void {
		// A test that failed on another site must not leave the next ones there.
		while ( is_multisite() && ms_is_switched() ) {
			restore_current_blog();
		}
		foreach ( array_reverse( $this->undo ) as $undo ) {
			$undo();
		}
		$this->undo = array();
		$this->bridge->stop();
		wp_set_current_user( 0 );
		$this->forget_bridge();
		foreach ( self::OPTIONS as $name ) {
			null === $this->kept[ $name ] ? delete_option( $name ) : update_option( $name, $this->kept[ $name ], str_starts_with( $name, 'multipay_' ) ? false : null );
		}
		null === $this->kept['network'] ? delete_network_option( null, 'multipay_connection' ) : update_network_option( null, 'multipay_connection', $this->kept['network'] );
		null === $this->kept['version'] ? delete_network_option( null, 'multipay_settings_version' ) : update_network_option( null, 'multipay_settings_version', $this->kept['version'] );
		$this->reload_gateways();
		$this->forget_settlements();
		$this->stop_keeping_mail();
		$_SERVER = $this->server;
		$_GET    = array();
		parent::tearDown();
	}

	/**
	 * Has something undone at the end of the test.
	 *
	 * @param callable $undo What undoes it.
	 */
	protected function afterwards( callable $undo ): void {
		$this->undo[] = $undo;
	}

	/**
	 * Adds a filter for this test only.
	 *
	 * @param string   $name     The hook.
	 * @param callable $callback The callback.
	 * @param int      $args     How many arguments it takes.
	 */
	protected function filter( string $name, callable $callback, int $args = 1 ): void {
		add_filter( $name, $callback, 10, $args );
		$this->afterwards( static fn() => remove_filter( $name, $callback, 10 ) );
	}

	/**
	 * Pairs with the bridge that stands in.
	 *
	 * @param bool $for_network Whether the whole network is paired.
	 */
	protected function pair( bool $for_network = false ): Connection {
		$store      = new ConnectionStore();
		$keys       = self::keys( 'net_01jd00000000000000000000aa.' . get_current_blog_id() . '.1' );
		$sealed     = $for_network ? KeySafe::seal( self::keys( 'net_01jd00000000000000000000aa.0.1' ), 'network' ) : null;
		$connection = new Connection( 'pairing', $for_network, FakeBridge::URL, 'brg_test', 'net_01jd00000000000000000000aa', 'AAAA BBBB', true, $sealed );
		$store->save( $connection );
		$store->save_site_keys( $connection, $keys );
		return $connection;
	}

	/**
	 * Keys that are easy to know again.
	 *
	 * @param string $key_id Their name.
	 */
	protected static function keys( string $key_id ): KeyPair {
		return KeyPair::from_answer(
			array(
				'key_id'      => $key_id,
				'request_key' => base64_encode( str_repeat( 'r', 32 ) ),
				'webhook_key' => base64_encode( str_repeat( 'w', 32 ) ),
			)
		);
	}

	/**
	 * Skips the test where the plugin is not activated for a whole network.
	 */
	protected function needs_network(): void {
		if ( ! ( new ConnectionStore() )->is_network_wide() ) {
			$this->markTestSkipped( 'The plugin is not activated for a whole network.' );
		}
	}

	/**
	 * Whether WordPress runs on the SQLite drop-in, on which WooCommerce cannot reserve stock.
	 */
	protected function is_sqlite(): bool {
		return defined( 'DB_ENGINE' ) && 'sqlite' === constant( 'DB_ENGINE' );
	}

	/**
	 * Another site of the network.
	 */
	protected function another_site(): int {
		$ids = get_sites(
			array(
				'fields'       => 'ids',
				'number'       => 1,
				'site__not_in' => array( get_current_blog_id() ),
			)
		);
		if ( ! $ids ) {
			$this->markTestSkipped( 'The network has one site only.' );
		}
		return (int) $ids[0];
	}

	/**
	 * What the bridge refused.
	 *
	 * @param callable $work What asks it.
	 */
	protected function error_of( callable $work ): BridgeError {
		try {
			$work();
		} catch ( BridgeError $error ) {
			return $error;
		}
		$this->fail( 'Nothing was refused.' );
	}

	/**
	 * Calls the REST API.
	 *
	 * @param string                $method  The HTTP method.
	 * @param string                $route   Below `multipay/v1`.
	 * @param array<string, mixed>  $params  In the query for GET and DELETE, else as JSON.
	 * @param array<string, string> $headers Headers.
	 */
	protected function rest( string $method, string $route, array $params = array(), array $headers = array() ): \WP_REST_Response {
		$request = new \WP_REST_Request( $method, '/multipay/v1' . $route );
		if ( in_array( $method, array( 'GET', 'DELETE' ), true ) ) {
			$request->set_query_params( $params );
		} else {
			$query = array_intersect_key( $params, array( 'network' => 1 ) );
			$request->set_query_params( $query );
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( (string) wp_json_encode( array_diff_key( $params, $query ) ) );
		}
		foreach ( $headers as $name => $value ) {
			$request->set_header( $name, $value );
		}
		return rest_do_request( $request );
	}

	/**
	 * Makes an account, for this test only.
	 *
	 * @param string $role Its role on this site; `super` for the network's admin; empty for none.
	 */
	protected function a_user( string $role ): int {
		$login = 'test_' . wp_generate_password( 8, false );
		$id    = wp_insert_user(
			array(
				'user_login' => $login,
				'user_pass'  => wp_generate_password(),
				'user_email' => $login . '@example.test',
				'role'       => 'super' === $role ? 'administrator' : $role,
			)
		);
		$this->assertIsInt( $id );
		if ( 'super' === $role && is_multisite() ) {
			grant_super_admin( $id );
		}
		$this->afterwards(
			static function () use ( $id ): void {
				if ( is_multisite() ) {
					revoke_super_admin( $id );
					wpmu_delete_user( $id );
				} else {
					wp_delete_user( $id );
				}
			}
		);
		return $id;
	}

	/**
	 * Has it that whoever asks has just proved who they are.
	 */
	protected function identity_is_confirmed(): void {
		$this->filter( 'wc_multipay_confirm_identity', '__return_true' );
	}

	/**
	 * Throws away what this site knows of any bridge.
	 */
	private function forget_bridge(): void {
		delete_option( 'multipay_connection' );
		delete_option( 'multipay_site_keys' );
		delete_option( 'multipay_site_status' );
		delete_network_option( null, 'multipay_connection' );
		delete_transient( 'multipay_bridge_health' );
	}

	/**
	 * Throws away what was settled and bought in the test.
	 */
	private function forget_settlements(): void {
		global $wpdb;
		if ( get_option( 'multipay_settlement_table' ) ) {
			$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}multipay_settlement WHERE payment_id LIKE %s", FakeBridge::PAYMENT_PREFIX . '%' ) );
		}
		if ( get_option( 'multipay_purchase_table' ) ) {
			$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}multipay_purchase WHERE created_at >= %d", $this->began_at ) );
		}
	}

	/**
	 * Has WooCommerce read the gateways' settings again.
	 */
	protected function reload_gateways(): void {
		if ( function_exists( 'WC' ) ) {
			WC()->payment_gateways()->payment_gateways = array();
			WC()->payment_gateways()->init();
		}
	}
}
