<?php
/**
 * Proving once more who one is.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Before keys, and before whose account gets the money.
 */
final class SecondFactorTest extends TestCase {
	private const PASSWORD = "a 'quoted\" \\ password";
	private const MERCHANT = 'mch_01jd00000000000000000000aa';

	/**
	 * Who asks.
	 *
	 * @var int
	 */
	private int $user = 0;

	protected function setUp(): void {
		parent::setUp();
		$this->pair( ( new \MultiPay\Bridge\ConnectionStore() )->is_network_wide() );
		$this->user = $this->a_user( 'super' );
		// As WordPress's own forms do it.
		wp_set_password( wp_slash( self::PASSWORD ), $this->user );
		wp_set_current_user( $this->user );
		$this->bridge->on( '*', static fn() => array( 200, array( 'id' => self::MERCHANT, 'mode' => 'independent', 'settings' => array(), 'items' => array(), 'credential' => array() ) ) ); // phpcs:ignore WordPress.Arrays
	}

	protected function tearDown(): void {
		delete_site_transient( 'multipay_identity_tries_' . $this->user );
		parent::tearDown();
	}

	/**
	 * What asks for it.
	 *
	 * @return array<string, array{string, string, array<string, mixed>, string}>
	 */
	public static function deeds(): array {
		$sealed = array( 'sealed_credentials' => 'a.b.c' );
		$values = static fn( string $name ): array => array( 'values' => array( array( 'name' => $name, 'value' => true ) ) ); // phpcs:ignore WordPress.Arrays
		$mine   = '/merchants/' . self::MERCHANT;
		return array(
			'an account is added'             => array( 'POST', '/merchants', $sealed + array( 'provider' => 'alipay', 'name' => 'Tea' ), 'create_merchant' ), // phpcs:ignore WordPress.Arrays
			'an account is changed'           => array( 'PUT', $mine, array( 'most_per_day' => 5 ), 'change_merchant' ), // phpcs:ignore WordPress.Arrays
			'the platform\'s share changes'  => array( 'PUT', '/settings', $values( 'split_share' ), 'switch_mode' ),
			'keys are replaced'              => array( 'PUT', $mine . '/credentials', $sealed, 'replace_credentials' ),
			'keys are rehearsed'             => array( 'POST', $mine . '/rehearsals', $sealed, 'rehearse_credentials' ),
			'keys are activated'             => array( 'POST', $mine . '/credentials/crd_01jd00000000000000000000aa/activate', array(), 'activate_credentials' ),
			'unified management is switched' => array( 'PUT', '/settings', $values( 'payment_enabled' ), 'switch_mode' ),
			'split mode is switched'         => array( 'PUT', '/settings', $values( 'split_mode' ), 'switch_mode' ),
			'a site is exempted'             => array( 'PUT', '/settings', $values( 'override_global_config' ), 'switch_mode' ),
			'another account gets the money' => array( 'PUT', '/settings', $values( 'alipay_merchant' ), 'switch_mode' ),
			'settings are copied'            => array( 'POST', '/settings/copy', array( 'from_site_id' => '2', 'to_site_id' => '0' ), 'switch_mode' ), // phpcs:ignore WordPress.Arrays
			'the master key is rotated'      => array( 'POST', '/master-keys/rotate', array(), 'rotate_master_key' ),
			'an old master key is destroyed' => array( 'POST', '/master-keys/0123456789abcdef/destroy', array(), 'destroy_master_key' ),
		);
	}

	/**
	 * Nothing reaches the bridge without it, and everything does with it.
	 *
	 * @dataProvider deeds
	 * @param string               $method The HTTP method.
	 * @param string               $route  The route.
	 * @param array<string, mixed> $params What it takes.
	 * @param string               $deed   What is asked for.
	 */
	public function test_keys_and_money_ask_for_the_password( string $method, string $route, array $params, string $deed ): void {
		if ( str_starts_with( $route, '/master-keys' ) || str_ends_with( $route, '/copy' ) ) {
			$this->needs_network();
		}
		$refused = $this->rest( $method, $route, $params );
		$this->assertSame( array( 403, 'identity_needed', $deed ), array( $refused->get_status(), $refused->get_data()['code'], $refused->get_data()['data']['deed'] ) );
		$this->assertSame( 'identity_wrong', $this->rest( $method, $route, $params + array( 'confirm_password' => 'wrong' ) )->get_data()['code'] );
		$this->assertSame( array(), $this->bridge->calls );
		$done = $this->rest( $method, $route, $params + array( 'confirm_password' => self::PASSWORD ) );
		$this->assertSame( 2, intdiv( $done->get_status(), 100 ), (string) wp_json_encode( $done->get_data() ) );
		$this->assertCount( 1, $this->bridge->calls );
		$this->assertStringNotContainsString( 'confirm_password', (string) wp_json_encode( $this->bridge->calls ) );
	}

	public function test_another_bridge_which_would_get_the_money_asks_for_the_password(): void {
		$wish = array( 'network' => is_multisite() ? '1' : '0', 'address' => FakeBridge::URL, 'code' => str_repeat( 'A', 34 ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'POST /v1/pairings', static fn() => FakeBridge::problem( 'pairing_refused', 403, 'pair_again' ) );
		$refused = $this->rest( 'POST', '/pairing', $wish )->get_data();
		$this->assertSame( array( 'identity_needed', 'pair' ), array( $refused['code'], $refused['data']['deed'] ?? '' ) );
		$this->assertSame( array(), $this->bridge->calls );
		$this->assertSame( 'pairing_refused', $this->rest( 'POST', '/pairing', $wish + array( 'confirm_password' => self::PASSWORD ) )->get_data()['code'] );
		$this->assertCount( 1, $this->bridge->calls );
	}

	public function test_other_settings_ask_for_none(): void {
		$values = array( array( 'name' => 'payable_minutes', 'value' => 10 ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( 200, $this->rest( 'PUT', '/settings', array( 'values' => $values ) )->get_status() );
	}

	public function test_a_session_that_gave_it_is_believed_and_another_is_not(): void {
		$this->in_session( 'one session' );
		$this->assertSame( 'identity_wrong', $this->rest( 'POST', '/identity', array( 'password' => 'wrong' ) )->get_data()['code'] );
		$this->assertSame( 'identity_needed', $this->activate()->get_data()['code'] );
		$confirmed = $this->rest( 'POST', '/identity', array( 'password' => self::PASSWORD ) )->get_data();
		$this->assertTrue( $confirmed['confirmed'] );
		$this->assertEqualsWithDelta( time() + 900, strtotime( $confirmed['until'] ), 5 );
		$this->assertSame( 200, $this->activate()->get_status() );
		$this->in_session( 'another session' );
		$this->assertSame( 'identity_needed', $this->activate()->get_data()['code'] );
	}

	public function test_nothing_is_remembered_without_a_session(): void {
		$this->rest( 'POST', '/identity', array( 'password' => self::PASSWORD ) );
		$this->assertSame( 'identity_needed', $this->activate()->get_data()['code'] );
	}

	public function test_the_sixth_wrong_password_is_not_even_looked_at(): void {
		for ( $try = 1; $try <= 5; $try++ ) {
			$this->assertSame( 'identity_wrong', $this->rest( 'POST', '/identity', array( 'password' => 'wrong ' . $try ) )->get_data()['code'] );
		}
		$locked = $this->rest( 'POST', '/identity', array( 'password' => self::PASSWORD ) );
		$this->assertSame( array( 429, 'identity_locked' ), array( $locked->get_status(), $locked->get_data()['code'] ) );
		$this->assertSame( 'identity_locked', $this->rest( 'PUT', '/merchants/' . self::MERCHANT . '/credentials', array( 'sealed_credentials' => 'a.b.c', 'confirm_password' => self::PASSWORD ) )->get_data()['code'] ); // phpcs:ignore WordPress.Arrays
	}

	public function test_wrong_passwords_before_a_right_one_are_forgotten(): void {
		foreach ( array( 'wrong', 'wrong', self::PASSWORD, 'wrong', 'wrong', 'wrong', 'wrong', self::PASSWORD ) as $password ) {
			$last = $this->rest( 'POST', '/identity', array( 'password' => $password ) );
		}
		$this->assertSame( 200, $last->get_status() );
	}

	public function test_a_two_factor_plugin_decides_instead(): void {
		$seen = array();
		$this->filter(
			'wc_multipay_confirm_identity',
			static function ( $confirmed, $user_id, $deed ) use ( &$seen ) {
				$seen = array( $confirmed, $user_id, $deed );
				return new \WP_Error( 'second_factor', 'Touch your key.' );
			},
			3
		);
		$refused = $this->rest( 'POST', '/merchants/' . self::MERCHANT . '/rehearsals', array( 'sealed_credentials' => 'a.b.c', 'confirm_password' => self::PASSWORD ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( 'identity_needed', 'Touch your key.' ), array( $refused->get_data()['code'], $refused->get_data()['message'] ) );
		$this->assertSame( array( null, $this->user, 'rehearse_credentials' ), $seen );
		$this->identity_is_confirmed();
		$this->assertSame( 200, $this->activate()->get_status() );
	}

	/**
	 * Activates keys.
	 */
	private function activate(): \WP_REST_Response {
		return $this->rest( 'POST', '/merchants/' . self::MERCHANT . '/credentials/crd_01jd00000000000000000000aa/activate' );
	}

	/**
	 * Has requests come from a session, by its cookie.
	 *
	 * @param string $token The session's token.
	 */
	private function in_session( string $token ): void {
		$user                                      = wp_get_current_user();
		$_COOKIE[ constant( 'LOGGED_IN_COOKIE' ) ] = wp_generate_auth_cookie( $user->ID, time() + 3600, 'logged_in', $token );
		$this->afterwards(
			static function (): void {
				unset( $_COOKIE[ constant( 'LOGGED_IN_COOKIE' ) ] );
			}
		);
	}
}
