<?php
/**
 * The admin routes.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\ConnectionStore;

/**
 * What is passed on, and what an admin reads. Who may ask at all is PermissionMatrixTest's matter.
 */
final class AdminRoutesTest extends TestCase {
	public function test_the_screen_shows_what_is_set_up(): void {
		$this->pair();
		$this->be_admin();
		$merchant           = array(
			'id'       => 'mch_01jd00000000000000000000aa',
			'provider' => 'wechat_pay',
			'name'     => 'Tea House',
		);
		$settings           = array( array( 'name' => 'payable_minutes', 'value' => 30, 'origin' => 'default', 'locked' => false ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->site = array( 'managed' => true );
		$this->bridge->on( 'GET /v1/merchants', static fn() => array( 200, array( 'items' => array( $merchant ) ) ) );
		$this->bridge->on( 'GET /v1/settings', static fn() => array( 200, array( 'mode' => 'managed', 'settings' => $settings ) ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'GET /v1/bridge-key', static fn() => array( 200, array( 'jwk' => array( 'kty' => 'EC' ), 'fingerprint' => 'AAAA BBBB' ) ) ); // phpcs:ignore WordPress.Arrays

		$setup = $this->rest( 'GET', '/setup' )->get_data();
		$this->assertSame( array( true, true, 'site', 'AAAA BBBB' ), array( $setup['paired'], $setup['managed'], $setup['scope'], $setup['fingerprint'] ) );
		$this->assertSame( array( array( 'kty' => 'EC' ), array( $merchant ), $settings ), array( $setup['bridge_key'], $setup['merchants'], $setup['settings'] ) );
		$this->assertMatchesRegularExpression( '#^http.*(multipay_wechat|notify/wechat)_mch_01jd00000000000000000000aa$#', $setup['notify_urls']->mch_01jd00000000000000000000aa );
		$this->assertSame( array( 'up' => true, 'version' => '1.0.0' ), $setup['bridge'] ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( 'managed', array( 'wechat_pay', 'alipay' ) ), array( $setup['mode'], array_column( $setup['gateways'], 'provider' ) ) );
		$this->assertNull( $setup['problem'] );
		$this->assertStringNotContainsString( 'key_id', (string) wp_json_encode( $setup ) );
	}

	public function test_the_screen_is_there_with_the_bridge_down_and_unpaired(): void {
		$this->be_admin();
		$setup = $this->rest( 'GET', '/setup' )->get_data();
		$this->assertSame( array( false, null ), array( $setup['paired'], $setup['fingerprint'] ) );
		$this->pair();
		$this->bridge->is_down = true;
		$setup                 = $this->rest( 'GET', '/setup' )->get_data();
		$this->assertSame( array( true, false ), array( $setup['paired'], $setup['bridge']['up'] ) );
	}

	/**
	 * Reasons for which the bridge tells this site nothing, and what helps.
	 *
	 * @return array<string, array{callable, string}>
	 */
	public static function problems(): array {
		$refused = static fn( string $code ): callable => static fn( self $test ) => $test->bridge->on( 'GET /v1/sites/*', static fn() => FakeBridge::problem( $code, 401, 'pair_again' ) );
		return array(
			'the secrets in wp-config.php have changed' => array( static fn( self $test ) => $test->filter( 'salt', static fn() => 'other secrets' ), 'wp-config.php have changed. Pair again.' ),
			'the site has moved'                        => array( static fn( self $test ) => $test->filter( 'pre_option_home', static fn() => 'http://moved.test' ), 'otherwise pair again' ),
			'the bridge has forgotten the keys'         => array( $refused( 'key_unknown' ), 'Pair again' ),
			'the bridge has other keys'                 => array( $refused( 'signature_invalid' ), 'Pair again' ),
			'the clocks differ'                         => array( $refused( 'clock_skew' ), 'clocks' ),
		);
	}

	/**
	 * Then the screen is there all the same: pairing again is done on it.
	 *
	 * @dataProvider problems
	 * @param callable $arrange Makes it so.
	 * @param string   $helps   What the admin reads.
	 */
	public function test_the_screen_is_there_with_keys_that_are_good_for_nothing( callable $arrange, string $helps ): void {
		$this->pair();
		$this->be_admin();
		$arrange( $this );
		$response = $this->rest( 'GET', '/setup' );
		$this->assertSame( 200, $response->get_status() );
		$this->assertStringContainsString( $helps, $response->get_data()['problem'] );
		$this->assertSame( array( true, 'AAAA BBBB', array() ), array( $response->get_data()['paired'], $response->get_data()['fingerprint'], $response->get_data()['merchants'] ) );
	}

	public function test_the_screen_is_told_who_may_end_the_pairing(): void {
		$this->pair();
		$this->bridge->go_down();
		wp_set_current_user( $this->a_user( 'super' ) );
		$is_network_wide = ( new ConnectionStore() )->is_network_wide();
		$this->assertSame( $is_network_wide ? 'network' : 'own', $this->rest( 'GET', '/setup' )->get_data()['pairing'] );
		if ( $is_network_wide ) {
			$this->assertSame( 'own', $this->rest( 'GET', '/setup', array( 'network' => '1' ) )->get_data()['pairing'] );
			$this->filter( 'site_option_active_sitewide_plugins', static fn() => array() );
			$this->assertSame( 'own', $this->rest( 'GET', '/setup' )->get_data()['pairing'], 'activated for this site only' );
		}
	}

	public function test_a_pairing_that_waits_for_confirmation_shows_its_fingerprint(): void {
		$connection = $this->pair();
		$store      = new ConnectionStore();
		$pending    = clone $connection;

		$pending->confirmed   = false;
		$pending->for_network = $store->is_network_wide();
		$store->save( $pending );
		if ( $pending->for_network ) {
			delete_option( 'multipay_connection' );
		}
		wp_set_current_user( $this->a_user( 'super' ) );
		$setup = $this->rest( 'GET', '/setup', $pending->for_network ? array( 'network' => '1' ) : array() )->get_data();
		$this->assertSame( array( false, 'AAAA BBBB' ), array( $setup['paired'], $setup['fingerprint'] ) );
	}

	public function test_no_site_pairs_by_itself_where_the_network_does(): void {
		$this->needs_network();
		$this->be_admin();
		foreach ( array( array( 'POST', '/pairing' ), array( 'POST', '/pairing/confirm' ), array( 'DELETE', '/pairing' ) ) as list( $method, $route ) ) {
			$response = $this->rest( $method, $route, array( 'address' => FakeBridge::URL, 'code' => 'x' ) ); // phpcs:ignore WordPress.Arrays
			$this->assertSame( array( 403, 'multipay_network_decides' ), array( $response->get_status(), $response->get_data()['code'] ) );
		}
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_a_refused_code_is_explained(): void {
		$this->needs_network();
		$this->identity_is_confirmed();
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->bridge->on( 'POST /v1/pairings', static fn() => FakeBridge::problem( 'pairing_refused', 403, 'pair_again' ) );
		$response = $this->rest( 'POST', '/pairing', array( 'network' => '1', 'address' => FakeBridge::URL, 'code' => str_repeat( 'A', 34 ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( 403, 'pairing_refused', 'pair_again' ), array( $response->get_status(), $response->get_data()['code'], $response->get_data()['data']['next'] ) );
		$this->assertStringContainsString( 'multipay pair', $response->get_data()['message'] );
		$this->assertSame( 'req_of_the_bridge', $response->get_data()['data']['request_id'] );
	}

	public function test_the_network_confirms_and_ends_its_pairing(): void {
		$this->needs_network();
		$connection            = $this->pair( true );
		$connection->confirmed = false;
		( new ConnectionStore() )->save( $connection );
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->assertSame( array( 'paired' => true ), $this->rest( 'POST', '/pairing/confirm', array( 'network' => '1' ) )->get_data() );
		$this->assertNotNull( ( new ConnectionStore() )->current() );
		$this->assertSame( array( 'paired' => false ), $this->rest( 'DELETE', '/pairing', array( 'network' => '1' ) )->get_data() );
		$this->assertNull( ( new ConnectionStore() )->stored( true ) );
	}

	public function test_sealed_credentials_go_through_as_they_are(): void {
		$this->pair();
		$this->be_admin();
		$this->identity_is_confirmed();
		$this->bridge->on( 'POST /v1/merchants', static fn( $body ) => array( 201, array( 'id' => 'mch_new' ) + $body ) );
		$this->bridge->on( 'PUT /v1/merchants/*', static fn( $body ) => array( 200, array( 'id' => 'mch_new' ) + $body ) );
		$this->site_status()->renew();
		$wish = array( 'provider' => 'alipay', 'name' => 'Tea <b>House</b>', 'sealed_credentials' => 'eyJ.x.y' ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( 201, $this->rest( 'POST', '/merchants', $wish )->get_status() );
		$this->assertSame( $wish, $this->bridge->calls_of( 'POST /v1/merchants' )[0]['body'] );
		$this->assertFalse( get_option( 'multipay_site_status' ), 'pages learn of it soon' );

		$this->rest( 'PUT', '/merchants/mch_01jd00000000000000000000aa/credentials', array( 'sealed_credentials' => 'eyJ.n.m' ) );
		$this->assertSame( array( 'sealed_credentials' => 'eyJ.n.m' ), $this->bridge->calls_of( 'PUT /v1/merchants/*' )[0]['body'] );
	}

	public function test_settings_are_the_callers_own_and_a_lock_is_explained(): void {
		$this->pair();
		$this->be_admin();
		$this->identity_is_confirmed();
		$values = array( array( 'name' => 'payable_minutes', 'value' => 15 ), array( 'name' => 'wechat_pay_merchant', 'value' => null ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'PUT /v1/settings', static fn() => array( 200, array( 'mode' => 'independent', 'settings' => array() ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( 200, $this->rest( 'PUT', '/settings', array( 'values' => $values ) )->get_status() );
		$this->assertSame( array( 'values' => $values ), $this->bridge->calls_of( 'PUT /v1/settings' )[0]['body'] );

		$this->bridge->on( 'PUT /v1/settings', static fn() => FakeBridge::problem( 'settings_locked', 403, 'ask_network_admin' ) );
		$response = $this->rest( 'PUT', '/settings', array( 'values' => $values ) );
		$this->assertSame( array( 403, 'settings_locked' ), array( $response->get_status(), $response->get_data()['code'] ) );
		$this->assertStringContainsString( 'network', $response->get_data()['message'] );
	}

	public function test_the_networks_own_things_are_asked_for_with_the_networks_key(): void {
		$this->needs_network();
		$this->identity_is_confirmed();
		$this->pair( true );
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->bridge->on( 'PUT /v1/settings', static fn() => array( 200, array( 'mode' => 'independent', 'settings' => array() ) ) ); // phpcs:ignore WordPress.Arrays
		$this->rest( 'PUT', '/settings', array( 'network' => '1', 'values' => array( array( 'name' => 'payment_enabled', 'value' => true ) ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( 'aa.0.1"', $this->bridge->calls_of( 'PUT /v1/settings' )[0]['headers']['Authorization'] );
	}

	/**
	 * Becomes this site's admin.
	 */
	private function be_admin(): void {
		wp_set_current_user( $this->a_user( 'administrator' ) );
	}
}
