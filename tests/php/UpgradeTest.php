<?php
/**
 * Updates of the plugin.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Access\Roles;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Log\Logger;
use MultiPay\Upkeep\EarlierSettings;
use MultiPay\Upkeep\Upgrade;

/**
 * Steps are taken once on each site, and can be taken twice.
 */
final class UpgradeTest extends TestCase {
	private const OF_SITE    = array( 'multipay_plugin_version', 'payment_plugin_version', 'multipay_roles', 'override_global_config', 'multipay_earlier_settings_carried' );
	private const OF_NETWORK = array( 'multipay_plugin_version', 'multipay_upgrade_progress', 'multipay_earlier_settings_carried', 'multipay_settings_version', 'global_payment_enabled', 'split_mode_enabled' );

	protected function setUp(): void {
		parent::setUp();
		foreach ( is_multisite() ? get_sites( array( 'fields' => 'ids' ) ) : array( 1 ) as $site ) { // phpcs:ignore WordPress.Arrays
			$this->on_site( (int) $site, fn() => $this->keep_options() );
		}
		foreach ( self::OF_NETWORK as $name ) {
			$value = get_network_option( null, $name, null );
			$this->afterwards( static fn() => null === $value ? delete_network_option( null, $name ) : update_network_option( null, $name, $value ) );
			delete_network_option( null, $name );
		}
		$this->afterwards( static fn() => wp_unschedule_hook( 'multipay_upgrade_network' ) );
		wp_unschedule_hook( 'multipay_upgrade_network' );
		$this->bridge->on( 'PUT /v1/settings', static fn() => array( 200, array( 'mode' => 'managed', 'settings' => array() ) ) ); // phpcs:ignore WordPress.Arrays
	}

	public function test_a_site_takes_its_steps_once(): void {
		get_role( 'administrator' )?->remove_cap( Roles::MANAGE );
		$this->assertSame( array( '1.0.0' ), $this->upgrade()->run_site() );
		$this->assertTrue( get_role( 'administrator' )?->has_cap( Roles::MANAGE ) );
		$this->assertSame( MULTIPAY_VERSION, get_option( Upgrade::VERSION ) );
		$this->assertSame( array(), $this->upgrade()->run_site() );
	}

	/**
	 * What is noted, and whether there is something to do.
	 *
	 * @return array<string, array{string, string, list<string>}>
	 */
	public static function versions(): array {
		return array(
			'nothing'           => array( '', '', array( '1.0.0' ) ),
			'the same'          => array( '1.0.0', '', array() ),
			'a release before'  => array( '0.9.9', '', array( '1.0.0' ) ),
			'by the other name' => array( '', '0.9', array( '1.0.0' ) ),
			'ours counts first' => array( '1.0.0', '0.9', array() ),
			'a newer one'       => array( '2.0.0', '', array() ),
			'nonsense'          => array( 'abc', '', array( '1.0.0' ) ),
		);
	}

	/**
	 * Versions.
	 *
	 * @dataProvider versions
	 * @param string   $noted The version that is noted.
	 * @param string   $alias The same by its earlier name.
	 * @param string[] $steps The steps.
	 */
	public function test_only_steps_that_are_missing_are_taken( string $noted, string $alias, array $steps ): void {
		update_option( Upgrade::VERSION, $noted );
		update_option( 'payment_plugin_version', $alias );
		$this->assertSame( $steps, $this->upgrade()->run_site() );
		$this->assertSame( MULTIPAY_VERSION, get_option( Upgrade::VERSION ), 'an older plugin that comes back notes itself, so that a newer one looks again' );
	}

	public function test_an_older_plugin_leaves_what_it_does_not_know(): void {
		update_option( 'multipay_of_the_future', array( 'a' => 1 ) );
		$this->afterwards( static fn() => delete_option( 'multipay_of_the_future' ) );
		update_option( Upgrade::VERSION, '2.0.0' );
		$this->upgrade()->run_site();
		$this->assertSame( array( 'a' => 1 ), get_option( 'multipay_of_the_future' ) );
	}

	public function test_an_admin_who_comes_first_has_it_done(): void {
		$this->upgrade()->begin();
		$this->assertSame( MULTIPAY_VERSION, get_option( Upgrade::VERSION ) );
		$this->assertSame( ( new ConnectionStore() )->is_network_wide(), false !== wp_next_scheduled( 'multipay_upgrade_network' ) );
	}

	public function test_what_a_shoppers_page_asks_in_the_background_is_no_admin(): void {
		$this->filter( 'wp_doing_ajax', '__return_true' );
		$this->upgrade()->begin();
		$this->assertFalse( get_option( Upgrade::VERSION ) );
	}

	public function test_a_site_that_is_up_to_date_costs_no_query(): void {
		global $wpdb;
		$this->upgrade()->run_site();
		$this->upgrade()->begin();
		is_multisite() && $this->upgrade()->run_network();
		wp_load_alloptions( true );
		get_network_option( null, Upgrade::VERSION );
		$before = $wpdb->num_queries;
		$this->upgrade()->begin();
		$this->assertSame( $before, $wpdb->num_queries );
	}

	public function test_a_network_is_gone_through_in_batches(): void {
		$this->needs_network();
		$total = (int) get_sites( array( 'count' => true ) );
		$this->assertGreaterThan( 1, $total );
		$first = $this->upgrade()->run_network( 1 );
		$this->assertSame( array( 1, $total, false ), array( $first['done'], $first['total'], $first['finished'] ) );
		$this->assertSame( MULTIPAY_VERSION, get_blog_option( get_main_site_id(), Upgrade::VERSION ) );
		$this->assertFalse( get_blog_option( $this->another_site(), Upgrade::VERSION ) );
		$last = $first;
		for ( $runs = 1; $runs <= $total; $runs++ ) {
			$last = $this->upgrade()->run_network( 1 );
		}
		$this->assertTrue( $last['finished'] );
		$this->assertSame( MULTIPAY_VERSION, get_blog_option( $this->another_site(), Upgrade::VERSION ) );
		$this->assertSame( MULTIPAY_VERSION, get_network_option( null, Upgrade::VERSION ) );
		$this->assertNull( get_network_option( null, 'multipay_upgrade_progress', null ) );
		$this->assertFalse( ms_is_switched() );
	}

	public function test_scheduled_work_goes_on_until_all_is_done(): void {
		$this->needs_network();
		$this->filter( 'sites_pre_query', static fn( $sites, $query ) => $query->query_vars['count'] ? null : array_fill( 0, min( 200, (int) $query->query_vars['number'] ), get_main_site_id() ), 2 );
		$this->upgrade()->run_scheduled();
		$this->assertNotFalse( wp_next_scheduled( 'multipay_upgrade_network' ), '200 of them: there may be more' );
		$this->assertNull( get_network_option( null, Upgrade::VERSION, null ) );
	}

	public function test_earlier_settings_are_carried_to_the_bridge_once(): void {
		$this->needs_network();
		$this->pair( true );
		$site = $this->another_site();
		update_network_option( null, 'global_payment_enabled', 'yes' );
		update_network_option( null, 'split_mode_enabled', '0' );
		update_blog_option( $site, 'override_global_config', '1' );
		$run = $this->upgrade()->run_network();
		$this->assertSame( array( true, array( 'payment_enabled', 'override_global_config' ), null ), array( $run['finished'], $run['carried'], $run['problem'] ) );
		$calls = $this->bridge->calls_of( 'PUT /v1/settings' );
		$this->assertSame( array( array( 'name' => 'payment_enabled', 'value' => true ) ), $calls[0]['body']['values'] ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( array( 'name' => 'override_global_config', 'value' => true ) ), $calls[1]['body']['values'] ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( 'site_id=' . $site, $calls[1]['query'] );
		$this->assertStringContainsString( 'aa.0.1"', $calls[1]['headers']['Authorization'], 'in the network\'s name' );

		// What a site writes into the option now gives it nothing.
		update_blog_option( get_main_site_id(), 'override_global_config', '1' );
		$this->upgrade()->run_network();
		$this->assertCount( 2, $this->bridge->calls_of( 'PUT /v1/settings' ) );
		$this->assertSame( 'yes', get_network_option( null, 'global_payment_enabled' ), 'an older release that comes back finds it' );
	}

	public function test_a_site_that_was_made_later_cannot_grant_itself_anything(): void {
		$this->needs_network();
		$this->pair( true );
		$this->assertTrue( $this->upgrade()->run_network()['finished'] );
		// A site that is new has no mark; the next release goes through all sites again.
		delete_blog_option( $this->another_site(), 'multipay_earlier_settings_carried' );
		update_blog_option( $this->another_site(), 'override_global_config', '1' );
		delete_network_option( null, Upgrade::VERSION );
		$this->assertSame( array(), $this->upgrade()->run_network()['carried'] );
		$this->assertSame( array(), $this->bridge->calls_of( 'PUT /v1/settings' ) );
	}

	public function test_settings_that_the_bridge_did_not_take_are_carried_later(): void {
		$this->needs_network();
		$this->pair( true );
		update_network_option( null, 'split_mode_enabled', true );
		$this->bridge->go_down();
		$this->upgrade()->run_scheduled();
		$this->assertSame( MULTIPAY_VERSION, get_blog_option( $this->another_site(), Upgrade::VERSION ), 'the sites\' own steps are taken' );
		$this->assertNull( get_network_option( null, Upgrade::VERSION, null ) );
		$this->assertGreaterThan( time() + 1800, wp_next_scheduled( 'multipay_upgrade_network' ) );
		$this->bridge->is_down = false;
		$this->assertSame( array( 'split_mode' ), $this->upgrade()->run_network()['carried'] );
		$this->assertSame( MULTIPAY_VERSION, get_network_option( null, Upgrade::VERSION ) );
	}

	/**
	 * Notes this site's options for the end, and forgets them.
	 */
	private function keep_options(): void {
		global $wpdb;
		$site = get_current_blog_id();
		foreach ( array_merge( self::OF_SITE, array( $wpdb->get_blog_prefix() . 'user_roles' ) ) as $name ) {
			$value = get_option( $name, null );
			$this->afterwards(
				fn() => $this->on_site(
					$site,
					static function () use ( $name, $value ): void {
						null === $value ? delete_option( $name ) : update_option( $name, $value );
						wp_roles()->for_site();
					}
				)
			);
			if ( ! str_ends_with( $name, 'user_roles' ) ) {
				delete_option( $name );
			}
		}
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

	private function upgrade(): Upgrade {
		return new Upgrade( new ConnectionStore(), new EarlierSettings( new AdminClient( $this->client() ) ), new Logger() );
	}
}
