<?php
/**
 * The admin routes of one network, managed.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\ConnectionStore;

/**
 * What each route asks of the bridge: which route, with whose key, about which site, in whose name; and what the admin
 * reads when the bridge says no, says nothing, or is of another version.
 *
 * phpcs:disable WordPress.Arrays.ArrayDeclarationSpacing -- Rows of a table.
 */
final class NetworkRoutesTest extends TestCase {
	private const MERCHANT   = 'mch_01jd00000000000000000000aa';
	private const CREDENTIAL = 'crd_01jd00000000000000000000aa';
	private const PAYMENT    = 'pay_01jd00000000000000000000aa';

	protected function setUp(): void {
		parent::setUp();
		$this->pair( ( new ConnectionStore() )->is_network_wide() );
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->identity_is_confirmed();
	}

	/**
	 * Routes, and what each asks.
	 *
	 * @return array<string, array{string, string, array<string, mixed>, string, string, array<string, mixed>, array<string, mixed>}>
	 */
	public static function routes(): array {
		$of_merchant = '/merchants/' . self::MERCHANT;
		$values      = array( array( 'name' => 'order_prefix', 'value' => '2026' ), array( 'name' => 'order_subject', 'value' => '{site}, {order}' ), array( 'name' => 'alipay_channels_off', 'value' => array( 'desktop_web' ) ), array( 'name' => 'payable_minutes', 'value' => null ) );
		$settings    = array( 'mode' => 'managed', 'settings' => array() );
		$page        = array( 'items' => array(), 'next_cursor' => null );
		$sealed      = array( 'sealed_credentials' => 'a.b.c' );
		return array(
			'settings'              => array( 'GET', '/settings', array(), 'GET /v1/settings', '', array(), $settings ),
			'other settings'        => array( 'PUT', '/settings', array( 'values' => $values ), 'PUT /v1/settings', '', array( 'values' => $values ), $settings ),
			'accounts'              => array( 'GET', '/merchants', array(), 'GET /v1/merchants', '', array(), array( 'items' => array() ) ),
			'another account'       => array( 'PUT', $of_merchant, array( 'name' => 'Tea', 'allowed_site_ids' => array( '2' ), 'most_per_day' => null ), 'PUT /v1' . $of_merchant, '', array( 'name' => 'Tea', 'allowed_site_ids' => array( '2' ), 'most_per_day' => null ), array( 'id' => self::MERCHANT ) ),
			'an account for all'    => array( 'PUT', $of_merchant, array( 'allowed_site_ids' => null, 'most_per_payment' => 5000 ), 'PUT /v1' . $of_merchant, '', array( 'allowed_site_ids' => null, 'most_per_payment' => 5000 ), array( 'id' => self::MERCHANT ) ),
			'a test of keys'        => array( 'POST', $of_merchant . '/test', array(), 'POST /v1' . $of_merchant . '/test', '', array(), array( 'ok' => true, 'checks' => array() ) ),
			'sets of keys'          => array( 'GET', $of_merchant . '/credentials', array(), 'GET /v1' . $of_merchant . '/credentials', '', array(), array( 'items' => array() ) ),
			'a rehearsal'           => array( 'POST', $of_merchant . '/rehearsals', $sealed, 'POST /v1' . $of_merchant . '/rehearsals', '', $sealed, array( 'credential' => array(), 'ok' => true ) ),
			'other keys in use'     => array( 'POST', $of_merchant . '/credentials/' . self::CREDENTIAL . '/activate', array(), 'POST /v1' . $of_merchant . '/credentials/' . self::CREDENTIAL . '/activate', '', array(), array( 'id' => self::CREDENTIAL ) ),
			'payments'              => array( 'GET', '/payments', array( 'search' => '123', 'flagged' => 'true', 'from' => '2026-01-02T00:00:00Z', 'limit' => '50' ), 'GET /v1/payments', 'search=123&limit=50&flagged=true&from=2026-01-02T00%3A00%3A00Z', array(), $page ),
			'a payment\'s timeline' => array( 'GET', '/payments/' . self::PAYMENT . '/timeline', array(), 'GET /v1/payments/' . self::PAYMENT . '/timeline', '', array(), array( 'attempts' => array() ) ),
			'the provider\'s word'  => array( 'POST', '/payments/' . self::PAYMENT . '/refresh', array(), 'POST /v1/payments/' . self::PAYMENT . '/refresh', '', array(), array( 'id' => self::PAYMENT ) ),
			'the log'               => array( 'GET', '/audit', array( 'action' => 'settings.changed', 'cursor' => 'abc' ), 'GET /v1/audit', 'action=settings.changed&cursor=abc&limit=20', array(), $page ),
		);
	}

	/**
	 * As this site, in the asker's name, and the answer comes back as it is.
	 *
	 * @dataProvider routes
	 * @param string               $method The HTTP method.
	 * @param string               $route  The route.
	 * @param array<string, mixed> $params What it takes.
	 * @param string               $asks   What is asked.
	 * @param string               $query  With which query, besides the asker.
	 * @param array<string, mixed> $body   With which body.
	 * @param array<string, mixed> $answer What comes back.
	 */
	public function test_each_route_asks_as_this_site_and_names_who_asks( string $method, string $route, array $params, string $asks, string $query, array $body, array $answer ): void {
		$this->bridge->on( $asks, static fn() => array( 200, $answer ) );
		$response = $this->rest( $method, $route, $params );
		$this->assertSame( 2, intdiv( $response->get_status(), 100 ), (string) wp_json_encode( $response->get_data() ) );
		$this->assertSame( $answer, $response->get_data() );
		$call = $this->bridge->calls_of( $asks )[0];
		$this->assertSame( ltrim( $query . '&actor=user_' . get_current_user_id(), '&' ), $call['query'] );
		$this->assertSame( $body, $call['body'] );
		$this->assertStringContainsString( 'aa.' . get_current_blog_id() . '.1"', $call['headers']['Authorization'] );
	}

	/**
	 * Routes that only the network has.
	 *
	 * @return array<string, array{string, string, array<string, mixed>, string, array<string, mixed>, array<string, mixed>}>
	 */
	public static function network_routes(): array {
		$keys    = array( 'items' => array(), 'may_rotate' => true );
		$copy    = array( 'from_site_id' => '2', 'to_site_id' => '0' );
		$rollout = array( 'percent' => 10, 'site_ids' => array( '2' ) );
		return array(
			'the overview'    => array( 'GET', '/overview', array(), 'GET /v1/overview', array(), array( 'sites' => 2, 'attention' => array() ) ),
			'the sites'       => array( 'GET', '/sites', array( 'search' => 'tea' ), 'GET /v1/sites', array(), array( 'items' => array(), 'next_cursor' => null ) ),
			'a copy'          => array( 'POST', '/settings/copy', $copy, 'POST /v1/settings/copy', $copy, array( 'mode' => 'managed', 'settings' => array() ) ),
			'the rollouts'    => array( 'GET', '/rollouts', array(), 'GET /v1/rollouts', array(), array( 'items' => array() ) ),
			'a step'          => array( 'PUT', '/rollouts/live_updates', $rollout, 'PUT /v1/rollouts/live_updates', $rollout, array( 'feature' => 'live_updates' ) ),
			'the master keys' => array( 'GET', '/master-keys', array(), 'GET /v1/master-keys', array(), $keys ),
			'a rotation'      => array( 'POST', '/master-keys/rotate', array(), 'POST /v1/master-keys/rotate', array(), $keys ),
			'a key\'s end'    => array( 'POST', '/master-keys/0123456789abcdef/destroy', array(), 'POST /v1/master-keys/0123456789abcdef/destroy', array(), $keys ),
		);
	}

	/**
	 * With the network's key, whether or not the request says network=1.
	 *
	 * @dataProvider network_routes
	 * @param string               $method The HTTP method.
	 * @param string               $route  The route.
	 * @param array<string, mixed> $params What it takes.
	 * @param string               $asks   What is asked.
	 * @param array<string, mixed> $body   With which body.
	 * @param array<string, mixed> $answer What comes back.
	 */
	public function test_the_networks_routes_ask_with_its_key( string $method, string $route, array $params, string $asks, array $body, array $answer ): void {
		$this->needs_network();
		$this->bridge->on( $asks, static fn() => array( 200, $answer ) );
		$this->assertSame( $answer, $this->rest( $method, $route, $params )->get_data() );
		$call = $this->bridge->calls_of( $asks )[0];
		$this->assertSame( $body, $call['body'] );
		$this->assertStringEndsWith( 'actor=user_' . get_current_user_id(), $call['query'] );
		$this->assertStringContainsString( 'aa.0.1"', $call['headers']['Authorization'] );
	}

	public function test_the_network_asks_about_one_of_its_sites(): void {
		$this->needs_network();
		$this->bridge->on( 'PUT /v1/settings', static fn() => array( 200, array( 'mode' => 'exempt', 'settings' => array() ) ) );
		$values = array( array( 'name' => 'override_global_config', 'value' => true ) );
		$this->rest( 'PUT', '/settings', array( 'network' => '1', 'site_id' => '7', 'values' => $values ) );
		$call = $this->bridge->calls_of( 'PUT /v1/settings' )[0];
		$this->assertStringContainsString( 'site_id=7&actor=user_', $call['query'] );
		$this->bridge->on( 'POST /v1/sites/*', static fn() => array( 200, array( 'items' => array() ) ) );
		$this->rest( 'POST', '/callback-check', array( 'network' => '1', 'site_id' => '7' ) );
		$this->rest( 'POST', '/callback-check' );
		$this->assertSame( array( '/v1/sites/7/callback-check', '/v1/sites/' . get_current_blog_id() . '/callback-check' ), array_column( $this->bridge->calls_of( 'POST /v1/sites/*' ), 'path' ) );
	}

	public function test_a_site_that_never_paid_is_introduced_first(): void {
		$this->needs_network();
		$other = (string) $this->another_site();
		switch_to_blog( (int) $other );
		$kept = get_option( 'multipay_site_keys' );
		delete_option( 'multipay_site_keys' );
		restore_current_blog();
		$this->afterwards( static fn() => $kept ? update_blog_option( (int) $other, 'multipay_site_keys', $kept ) : delete_blog_option( (int) $other, 'multipay_site_keys' ) );
		$known = false;
		$this->bridge->on(
			'PUT /v1/sites/' . $other,
			static function () use ( &$known ): array {
				$known  = true;
				$nonce  = str_repeat( 'n', 12 );
				$plain  = (string) wp_json_encode( array( 'site_key' => self::keys( 'net_01jd00000000000000000000aa.2.1' )->to_array() ) );
				$key    = \MultiPay\Bridge\SealedAnswer::derive( str_repeat( 'r', 32 ), 'site-key-answer' );
				$sealed = sodium_crypto_aead_chacha20poly1305_ietf_encrypt( $plain, '', $nonce, $key );
				return array( 200, array( 'sealed' => base64_encode( $nonce . $sealed ) ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
			}
		);
		$answer = static function () use ( &$known ): array {
			return $known ? array( 200, array( 'mode' => 'exempt', 'settings' => array() ) ) : FakeBridge::problem( 'not_found', 404 );
		};
		$this->bridge->on( 'GET /v1/settings', $answer );
		$this->bridge->on( 'POST /v1/settings/copy', $answer );
		$this->assertSame( 200, $this->rest( 'GET', '/settings', array( 'site_id' => $other ) )->get_status() );
		delete_blog_option( (int) $other, 'multipay_site_keys' );
		$known = false;
		$copy  = array( 'from_site_id' => '0', 'to_site_id' => $other );
		$this->assertSame( 200, $this->rest( 'POST', '/settings/copy', $copy )->get_status() );
		$this->assertCount( 2, $this->bridge->calls_of( 'PUT /v1/sites/*' ) );
		$this->assertSame( $other, $this->bridge->calls_of( 'PUT /v1/sites/*' )[0]['body']['site_id'] );
		$known = false;
		$this->assertSame( 404, $this->rest( 'GET', '/settings', array( 'site_id' => '999999' ) )->get_status(), 'there is no such site' );
	}

	public function test_the_log_has_the_names_of_accounts(): void {
		$user = $this->a_user( 'administrator' );
		wp_update_user( array( 'ID' => $user, 'display_name' => 'Li Hua' ) );
		$this->bridge->on( 'GET /v1/audit', static fn() => array( 200, array( 'items' => array( array( 'actor' => 'user_' . $user ), array( 'actor' => 'user_999999999' ), array( 'actor' => 'operator' ) ), 'next_cursor' => null ) ) );
		$this->assertSame( array( 'Li Hua', null, null ), array_column( $this->rest( 'GET', '/audit' )->get_data()['items'], 'actor_name' ) );
	}

	/**
	 * Settings that are none.
	 *
	 * @return array<string, array{mixed}>
	 */
	public static function no_values(): array {
		$row = static fn( $value ): array => array( array( 'name' => 'order_subject', 'value' => $value ) );
		return array(
			'nothing'              => array( array() ),
			'a text'               => array( 'order_subject' ),
			'a name alone'         => array( array( array( 'name' => 'order_subject' ) ) ),
			'no name'              => array( array( array( 'value' => 1 ) ) ),
			'something else in it' => array( array( array( 'name' => 'order_subject', 'value' => 'x', 'scope' => 'network' ) ) ),
			'a fraction'           => array( $row( 1.5 ) ),
			'an object'            => array( $row( array( 'a' => 'b' ) ) ),
			'a list of numbers'    => array( $row( array( 1, 2 ) ) ),
			'too many'             => array( array_fill( 0, 51, $row( 'x' )[0] ) ),
		);
	}

	/**
	 * Bad input changes nothing.
	 *
	 * @dataProvider no_values
	 * @param mixed $values What is sent.
	 */
	public function test_what_is_no_setting_does_not_reach_the_bridge( $values ): void {
		$this->assertSame( 400, $this->rest( 'PUT', '/settings', array( 'values' => $values ) )->get_status() );
		$this->assertSame( array(), $this->bridge->calls );
	}

	/**
	 * What the bridge may answer instead.
	 *
	 * @return array<string, array{callable, int, string, string}>
	 */
	public static function bad_answers(): array {
		$unknown = static function (): array {
			$problem              = FakeBridge::problem( 'not_found', 404 );
			$problem[1]['detail'] = 'there is no GET /v1/settings';
			return $problem;
		};
		$field   = static function (): array {
			$problem              = FakeBridge::problem( 'invalid_request', 400 );
			$problem[1]['detail'] = 'querystring must NOT have additional properties';
			return $problem;
		};
		return array(
			'it is down'                    => array( static fn( FakeBridge $bridge ) => $bridge->go_down(), 503, 'multipay_bridge_down', 'does not answer' ),
			'it is slow'                    => array( static fn( FakeBridge $bridge ) => $bridge->be_slow(), 504, 'multipay_bridge_slow', 'in time' ),
			'it knows no such route'        => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/settings', $unknown ), 502, 'multipay_bridge_outdated', 'update the bridge' ),
			'it knows no such field'        => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/settings', $field ), 502, 'multipay_bridge_outdated', 'update the bridge' ),
			'its answer is one from before' => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/settings', static fn() => array( 200, array( 'settings' => array() ) ) ), 502, 'multipay_bridge_outdated', 'update the bridge' ),
			'it knows no such thing'        => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/settings', static fn() => FakeBridge::problem( 'not_found', 404 ) ), 404, 'not_found', 'no such thing' ),
			'the network has locked it'     => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/settings', static fn() => FakeBridge::problem( 'settings_locked', 403 ) ), 403, 'settings_locked', 'network' ),
			'somebody else must confirm it' => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/settings', static fn() => FakeBridge::problem( 'second_person_needed', 409 ) ), 409, 'second_person_needed', 'Another administrator' ),
		);
	}

	/**
	 * An admin reads what is wrong, and what to do.
	 *
	 * @dataProvider bad_answers
	 * @param callable $arrange  Makes the bridge so.
	 * @param int      $status   The HTTP status.
	 * @param string   $code     The code.
	 * @param string   $sentence A part of the sentence.
	 */
	public function test_bad_answers_become_sentences( callable $arrange, int $status, string $code, string $sentence ): void {
		$arrange( $this->bridge );
		$response = $this->rest( 'GET', '/settings' );
		$this->assertSame( array( $status, $code ), array( $response->get_status(), $response->get_data()['code'] ) );
		$this->assertStringContainsString( $sentence, $response->get_data()['message'] );
	}

	public function test_every_error_of_the_contract_that_admins_meet_has_a_sentence(): void {
		// What only a shopper's, a provider's or a developer's request can meet.
		$others = array( 'unsupported_media_type', 'idempotency_key_missing', 'signature_missing', 'notification_forged', 'notification_stale', 'stream_token_invalid', 'amount_invalid', 'idempotency_key_reused', 'request_in_flight', 'order_already_paid' );
		$mute   = array_filter( array_keys( \MultiPay\Contract\ErrorCode::TABLE ), static fn( string $code ): bool => str_contains( \MultiPay\Messages::for_admin( $code ), '(' . $code . ')' ) );
		$this->assertEqualsCanonicalizing( $others, $mute );
	}

	public function test_details_for_admins_are_masked_and_shoppers_get_none(): void {
		$problem              = FakeBridge::problem( 'settings_locked', 403 );
		$problem[1]['detail'] = "the key is -----BEGIN PRIVATE KEY-----\nY2FuYXJ5Y2FuYXJ5\n-----END PRIVATE KEY-----";
		$this->bridge->on( 'GET /v1/settings', static fn() => $problem );
		$detail = $this->rest( 'GET', '/settings' )->get_data()['data']['detail'];
		$this->assertStringContainsString( 'the key is', $detail );
		$this->assertStringNotContainsString( 'Y2FuYXJ5', $detail );
	}
}
