<?php
/**
 * The plugin's end.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Access\Roles;
use MultiPay\Admin\DeletionChoice;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Transport;
use MultiPay\Order\SettlementTable;
use MultiPay\PayButton\PurchaseTable;
use MultiPay\SiteTable;
use MultiPay\Upkeep\Uninstall;

/**
 * On all sites of a real WordPress, which get back what they had.
 */
final class UninstallTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		foreach ( $this->sites() as $site ) {
			$this->on_site( $site, fn() => $this->keep_site( $site ) );
		}
		$this->keep_network();
		$this->bridge->on( 'POST /v1/sites/*', static fn() => array( 200, array( 'site_id' => '1' ) ) );
	}

	protected function tearDown(): void {
		parent::tearDown();
		wp_cache_flush();
	}

	public function test_without_a_wish_everything_is_kept(): void {
		$this->pair( is_multisite() );
		$before = $this->left_on( get_current_blog_id() );
		wp_schedule_single_event( time() + 600, 'multipay_erase_payers', array( array( 'order_1' ), 1 ) );
		$this->uninstall();
		$this->assertSame( $before, $this->left_on( get_current_blog_id() ) );
		$this->assertSame( array(), $this->bridge->calls );
		$this->assertFalse( wp_next_scheduled( 'multipay_erase_payers', array( array( 'order_1' ), 1 ) ), 'nothing runs any more' );
	}

	public function test_with_the_wish_a_single_site_keeps_nothing(): void {
		if ( is_multisite() ) {
			$this->markTestSkipped( 'This is a network.' );
		}
		$this->pair();
		update_option( Uninstall::DELETE, 'yes' );
		$this->uninstall();
		$this->assertSame( array(), $this->left_on( get_current_blog_id() ) );
	}

	public function test_with_the_networks_wish_no_site_keeps_anything_and_keys_are_revoked(): void {
		$this->needs_network();
		$this->pair( true );
		Roles::apply();
		update_network_option( null, Uninstall::DELETE, 'yes' );
		update_option( Uninstall::DELETE, 'no' );
		$this->uninstall();
		foreach ( $this->sites() as $site ) {
			$this->assertSame( array(), $this->left_on( $site ), "site $site" );
			$this->on_site( $site, fn() => $this->assertFalse( get_role( 'administrator' )?->has_cap( Roles::MANAGE ) ) );
		}
		global $wpdb;
		$this->assertSame( array(), $wpdb->get_col( "SELECT meta_key FROM {$wpdb->sitemeta} WHERE meta_key LIKE 'multipay\\_%'" ) );
		$calls = $this->bridge->calls_of( 'POST /v1/sites/*' );
		$this->assertSame( array_map( static fn( int $site ): string => "/v1/sites/$site/revoke", $this->sites() ), array_column( $calls, 'path' ) );
		$this->assertStringContainsString( 'aa.0.1"', $calls[0]['headers']['Authorization'] );
		$this->assertLessThanOrEqual( 2.0, $calls[0]['timeout'] );
	}

	public function test_what_orders_know_of_their_payments_stays(): void {
		if ( ! function_exists( 'wc_create_order' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		$order = wc_create_order();
		$this->assertInstanceOf( \WC_Order::class, $order );
		$this->afterwards( static fn() => $order->delete( true ) );
		$order->update_meta_data( '_multipay_payment_id', 'pay_x' );
		$order->save();
		update_network_option( null, Uninstall::DELETE, 'yes' );
		update_option( Uninstall::DELETE, 'yes' );
		$this->uninstall();
		$this->assertSame( 'pay_x', \MultiPay\Order\FreshOrder::get( $order->get_id() )?->get_meta( '_multipay_payment_id' ) );
	}

	public function test_a_bridge_that_is_down_is_asked_once(): void {
		$this->needs_network();
		$this->pair( true );
		update_network_option( null, Uninstall::DELETE, 'yes' );
		$this->bridge->go_down();
		$this->uninstall();
		$this->assertCount( 1, $this->bridge->calls );
		$this->assertSame( array(), $this->left_on( $this->another_site() ) );
	}

	public function test_a_site_that_the_bridge_does_not_know_does_not_keep_it_from_the_others(): void {
		$this->needs_network();
		$this->pair( true );
		update_network_option( null, Uninstall::DELETE, 'yes' );
		$this->bridge->on( 'POST /v1/sites/*', static fn() => FakeBridge::problem( 'not_found', 404 ) );
		$this->uninstall();
		$this->assertCount( count( $this->sites() ), $this->bridge->calls );
	}

	public function test_the_networks_word_counts_for_its_sites(): void {
		$this->needs_network();
		$this->pair( true );
		update_network_option( null, Uninstall::DELETE, 'no' );
		update_option( Uninstall::DELETE, 'yes' );
		$this->uninstall();
		$this->assertNotSame( array(), $this->left_on( get_current_blog_id() ) );
	}

	public function test_what_another_plugin_calls_alike_stays(): void {
		update_network_option( null, Uninstall::DELETE, 'yes' );
		update_option( Uninstall::DELETE, 'yes' );
		update_option( 'woocommerce_multipay_settings', array( 'enabled' => 'yes' ) );
		$this->uninstall();
		$this->assertSame( array( 'enabled' => 'yes' ), get_option( 'woocommerce_multipay_settings' ) );
		$this->assertFalse( get_option( 'woocommerce_multipay_alipay_settings' ) );
	}

	public function test_a_single_sites_tries_of_passwords_are_forgotten(): void {
		update_option( '_site_transient_multipay_identity_tries_1', array( 1, 1 ) );
		$this->uninstall();
		$this->assertFalse( get_option( '_site_transient_multipay_identity_tries_1' ) );
	}

	public function test_another_network_of_the_same_wordpress_decides_for_itself(): void {
		$this->needs_network();
		global $wpdb;
		$this->pair( true );
		$other = $this->another_site();
		$wpdb->insert( $wpdb->site, array( 'id' => 99, 'domain' => 'other.test', 'path' => '/' ) ); // phpcs:ignore WordPress.Arrays
		wp_update_site( $other, array( 'network_id' => 99 ) );
		$this->afterwards(
			static function () use ( $wpdb, $other ): void {
				wp_update_site( $other, array( 'network_id' => get_current_network_id() ) );
				$wpdb->delete( $wpdb->site, array( 'id' => 99 ) );
				$wpdb->delete( $wpdb->sitemeta, array( 'site_id' => 99 ) );
				wp_cache_flush();
			}
		);
		update_blog_option( $other, 'multipay_site_keys', array( 'a' => 1 ) );
		update_network_option( null, Uninstall::DELETE, 'yes' );
		$this->uninstall();
		$this->assertContains( 'multipay_site_keys', $this->left_on( $other ) );
		$this->assertSame( array(), $this->left_on( get_current_blog_id() ) );
		$this->assertNotContains( "/v1/sites/$other/revoke", array_column( $this->bridge->calls, 'path' ) );

		update_network_option( 99, Uninstall::DELETE, 'yes' );
		$this->uninstall();
		$this->assertSame( array(), $this->left_on( $other ) );
		$this->assertNull( get_network_option( 99, Uninstall::DELETE, null ) );
	}

	public function test_without_the_networks_word_each_site_decides(): void {
		$this->needs_network();
		$other = $this->another_site();
		update_blog_option( $other, Uninstall::DELETE, 'yes' );
		update_option( 'multipay_site_keys', array( 'a' => 1 ) );
		$this->uninstall();
		$this->assertSame( array(), $this->left_on( $other ) );
		$this->assertContains( 'multipay_site_keys', $this->left_on( get_current_blog_id() ) );
	}

	public function test_who_may_delete_the_plugin_chooses_on_the_plugins_screen(): void {
		$choice = new DeletionChoice();
		set_current_screen( is_multisite() ? 'plugins-network' : 'plugins' );
		$this->assertSame( array( 'Version' ), $choice->add_to_row( array( 'Version' ), plugin_basename( MULTIPAY_FILE ) ), 'not everybody' );
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->assertSame( array( 'Version' ), $choice->add_to_row( array( 'Version' ), 'hello.php' ) );
		$row = $choice->add_to_row( array( 'Version' ), plugin_basename( MULTIPAY_FILE ) )[1];
		$this->assertStringContainsString( 'keeps its settings', $row );
		$this->follow( $choice, $row );
		$this->assertSame( 'yes', is_multisite() ? get_network_option( null, Uninstall::DELETE ) : get_option( Uninstall::DELETE ) );
		$row = $choice->add_to_row( array(), plugin_basename( MULTIPAY_FILE ) )[0];
		$this->assertStringContainsString( 'deletes its settings', $row );
		$this->follow( $choice, $row );
		$this->assertSame( 'no', is_multisite() ? get_network_option( null, Uninstall::DELETE ) : get_option( Uninstall::DELETE ) );
		unset( $GLOBALS['current_screen'] );
	}

	/**
	 * Follows the link in the plugin's row.
	 *
	 * @param DeletionChoice $choice The choice.
	 * @param string         $row    The row.
	 */
	private function follow( DeletionChoice $choice, string $row ): void {
		$this->assertSame( 1, preg_match( '/href="([^"]+)"/', $row, $parts ) );
		parse_str( (string) wp_parse_url( html_entity_decode( $parts[1] ?? '', ENT_QUOTES ), PHP_URL_QUERY ), $query );
		$_GET     = $query;
		$_REQUEST = $query;
		$stay     = static fn() => '';
		add_filter( 'wp_redirect', $stay );
		$choice->change();
		remove_filter( 'wp_redirect', $stay );
		$_REQUEST = array();
	}

	/**
	 * Deletes the plugin, as WordPress does.
	 */
	private function uninstall(): void {
		( new Uninstall( new ConnectionStore(), new Transport() ) )->run();
		wp_cache_flush();
	}

	/**
	 * Names of what is left of the plugin on a site: options, tables.
	 *
	 * @param int $site The site.
	 * @return string[]
	 */
	private function left_on( int $site ): array {
		global $wpdb;
		$left = array();
		$this->on_site(
			$site,
			static function () use ( $wpdb, &$left ): void {
				$left = $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE '%multipay\\_%' AND option_name NOT LIKE '%\\_transient\\_%' ORDER BY option_name" );
				foreach ( array( 'multipay_purchase', 'multipay_settlement' ) as $table ) {
					$left = array_merge( $left, $wpdb->get_col( "SHOW TABLES LIKE '{$wpdb->prefix}$table'" ) );
				}
			}
		);
		return $left;
	}

	/**
	 * Has the current site get back its options, roles and tables at the end.
	 *
	 * @param int $site Its number.
	 */
	private function keep_site( int $site ): void {
		global $wpdb;
		$options = $wpdb->get_results( $wpdb->prepare( "SELECT option_name, option_value, autoload FROM {$wpdb->options} WHERE option_name LIKE %s OR option_name = %s", '%multipay\\_%', $wpdb->prefix . 'user_roles' ), ARRAY_A );
		$tables  = array();
		foreach ( array( array( new PurchaseTable(), 'multipay_purchase' ), array( new SettlementTable(), 'multipay_settlement' ) ) as list( $table, $name ) ) {
			$is_there = array() !== $wpdb->get_col( "SHOW TABLES LIKE '{$wpdb->prefix}$name'" );
			$tables[] = array( $table, $wpdb->prefix . $name, $is_there ? $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}$name", ARRAY_A ) : null );
		}
		$this->afterwards(
			fn() => $this->on_site(
				$site,
				static function () use ( $wpdb, $options, $tables ): void {
					foreach ( $tables as list( $table, $name, $rows ) ) {
						if ( null !== $rows && array() === $wpdb->get_col( "SHOW TABLES LIKE '$name'" ) ) {
							self::make( $table );
							array_map( static fn( array $row ) => $wpdb->insert( $name, $row ), $rows );
						}
					}
					$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE '%multipay\\_%'" );
					array_map( static fn( array $row ) => $wpdb->replace( $wpdb->options, $row ), $options );
					wp_cache_flush();
					wp_roles()->for_site();
				}
			)
		);
	}

	/**
	 * Has the network get back its options at the end.
	 */
	private function keep_network(): void {
		global $wpdb;
		if ( ! is_multisite() ) {
			return;
		}
		$rows = $wpdb->get_results( "SELECT * FROM {$wpdb->sitemeta} WHERE meta_key LIKE '%multipay\\_%'", ARRAY_A );
		$this->afterwards(
			static function () use ( $wpdb, $rows ): void {
				$wpdb->query( "DELETE FROM {$wpdb->sitemeta} WHERE meta_key LIKE '%multipay\\_%'" );
				array_map( static fn( array $row ) => $wpdb->replace( $wpdb->sitemeta, $row ), $rows );
				wp_cache_flush();
			}
		);
	}

	/**
	 * Makes a table.
	 *
	 * @param SiteTable $table The table.
	 */
	private static function make( SiteTable $table ): void {
		$make = new \ReflectionMethod( $table, 'make' );
		$make->setAccessible( true );
		$make->invoke( $table );
	}

	/**
	 * All sites, as the plugin finds them.
	 *
	 * @return int[]
	 */
	private function sites(): array {
		return is_multisite() ? array_map( 'intval', get_sites( array( 'fields' => 'ids' ) ) ) : array( get_current_blog_id() ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * Does something on a site.
	 *
	 * @param int      $site The site.
	 * @param callable $work What to do.
	 */
	private function on_site( int $site, callable $work ): void {
		is_multisite() && switch_to_blog( $site );
		$work();
		is_multisite() && restore_current_blog();
	}
}
