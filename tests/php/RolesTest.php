<?php
/**
 * Who may do what.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Access\Roles;

/**
 * The capabilities in a site's roles, and the network's.
 */
final class RolesTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		Roles::apply();
		$this->afterwards( array( Roles::class, 'apply' ) );
	}

	/**
	 * Roles, and what each may do.
	 *
	 * @return array<string, array{string, list<string>}>
	 */
	public static function roles(): array {
		return array(
			'a subscriber'      => array( 'subscriber', array() ),
			'an editor'         => array( 'editor', array() ),
			'a shop manager'    => array( 'shop_manager', array( Roles::REFUND, Roles::VIEW ) ),
			'the site\'s admin' => array( 'administrator', array( Roles::MANAGE, Roles::REFUND, Roles::VIEW ) ),
		);
	}

	/**
	 * A shop manager refunds, and never gets at keys.
	 *
	 * @dataProvider roles
	 * @param string   $role The role.
	 * @param string[] $may  What it may.
	 */
	public function test_each_role_has_what_the_map_gives( string $role, array $may ): void {
		if ( ! wp_roles()->is_role( $role ) ) {
			$this->markTestSkipped( 'There is no such role here.' );
		}
		wp_set_current_user( $this->a_user( $role ) );
		$all = array( Roles::MANAGE_NETWORK, Roles::MANAGE, Roles::REFUND, Roles::VIEW );
		$this->assertSame( $may, array_values( array_filter( $all, 'current_user_can' ) ) );
	}

	public function test_the_networks_admin_may_do_everything(): void {
		$this->needs_network();
		wp_set_current_user( $this->a_user( 'super' ) );
		foreach ( array( Roles::MANAGE_NETWORK, Roles::MANAGE, Roles::REFUND, Roles::VIEW ) as $capability ) {
			$this->assertTrue( current_user_can( $capability ), $capability );
		}
	}

	public function test_no_role_of_a_site_can_be_given_the_network(): void {
		$this->filter( 'wc_multipay_role_capabilities', static fn( $map ) => array( 'editor' => array( Roles::MANAGE_NETWORK, Roles::VIEW ) ) + $map );
		Roles::apply();
		$editor = get_role( 'editor' );
		$this->assertNotNull( $editor );
		// A site's admin with a role editor does not get it either.
		$editor->add_cap( Roles::MANAGE_NETWORK );
		$this->afterwards( static fn() => $editor->remove_cap( Roles::MANAGE_NETWORK ) );
		wp_set_current_user( $this->a_user( 'editor' ) );
		$this->assertTrue( current_user_can( Roles::VIEW ) );
		$this->assertFalse( current_user_can( Roles::MANAGE_NETWORK ) );
	}

	public function test_another_map_counts_at_once_and_is_taken_back_again(): void {
		wp_set_current_user( $this->a_user( 'editor' ) );
		$this->assertFalse( current_user_can( Roles::VIEW ) );
		$map = static fn( $map ) => array( 'editor' => array( Roles::VIEW ), 'no_such_role' => array( Roles::VIEW ) ) + $map; // phpcs:ignore WordPress.Arrays
		add_filter( 'wc_multipay_role_capabilities', $map );
		Roles::apply();
		$this->assertTrue( current_user_can( Roles::VIEW ), 'also for whoever is logged in' );
		remove_filter( 'wc_multipay_role_capabilities', $map );
		Roles::apply();
		$this->assertFalse( current_user_can( Roles::VIEW ) );
	}

	public function test_the_second_time_nothing_is_written(): void {
		global $wpdb;
		$before = $wpdb->num_queries;
		Roles::apply();
		$this->assertSame( $before, $wpdb->num_queries );
		$this->assertArrayHasKey( 'multipay_roles', wp_load_alloptions( true ), 'a page reads it with the others' );
	}

	public function test_what_somebody_else_gave_stays(): void {
		$editor = get_role( 'editor' );
		$this->assertNotNull( $editor );
		$editor->add_cap( Roles::VIEW );
		$this->afterwards( static fn() => $editor->remove_cap( Roles::VIEW ) );
		Roles::apply();
		$this->assertTrue( $editor->has_cap( Roles::VIEW ) );
	}

	public function test_an_update_that_activates_nothing_gives_them_too(): void {
		$user = $this->a_user( 'administrator' );
		Roles::remove();
		wp_set_current_user( $user );
		$this->assertFalse( current_user_can( Roles::VIEW ) );
		do_action( 'rest_api_init', rest_get_server() ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- As before each REST request.
		$this->assertTrue( current_user_can( Roles::VIEW ) );
	}

	public function test_in_the_end_nothing_is_left(): void {
		Roles::remove();
		$this->assertStringNotContainsString( 'multipay', (string) wp_json_encode( wp_roles()->roles ) );
		$this->assertFalse( get_option( 'multipay_roles' ) );
	}

	public function test_a_new_site_of_the_network_has_them_from_the_start(): void {
		$this->needs_network();
		$site = wp_insert_site( array( 'domain' => (string) get_network()?->domain, 'path' => '/roles-' . wp_generate_password( 6, false ) . '/', 'title' => 'New' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertIsInt( $site );
		$this->afterwards( static fn() => wp_delete_site( $site ) );
		$user = $this->a_user( '' );
		add_user_to_blog( $site, $user, 'administrator' );
		switch_to_blog( $site );
		wp_set_current_user( $user );
		$may = array( current_user_can( Roles::MANAGE ), current_user_can( Roles::VIEW ) );
		restore_current_blog();
		$this->assertSame( array( true, true ), $may );
	}
}
