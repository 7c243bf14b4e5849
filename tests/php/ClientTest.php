<?php
/**
 * Speaking to the bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\SealedAnswer;

/**
 * Requests, refusals, keys.
 */
final class ClientTest extends TestCase {
	public function test_requests_are_signed_named_timed_and_never_redirected(): void {
		$this->pair();
		$seen = array();
		$this->filter(
			'http_request_args',
			function ( $args ) use ( &$seen ) {
				$seen = $args;
				return $args;
			}
		);
		$this->client()->open_payment( $this->wish(), '11111111-2222-4333-8444-555555555555' );

		$call = $this->bridge->calls[0];
		$this->assertSame( 0, $seen['redirection'] );
		$this->assertSame( 14.0, $call['timeout'] );
		$this->assertSame( '11111111-2222-4333-8444-555555555555', $call['headers']['Idempotency-Key'] );
		$this->assertMatchesRegularExpression( '/^req_[0-9a-f]{24}$/', $call['headers']['X-Request-ID'] );
		$this->assertStringStartsWith( 'MultiPay-HMAC-SHA256 key="net_01jd00000000000000000000aa.' . get_current_blog_id() . '.1"', $call['headers']['Authorization'] );
		$this->assertSame( 'application/json', $call['headers']['Content-Type'] );
	}

	public function test_each_use_has_its_own_time(): void {
		$this->pair();
		$payment = $this->client()->open_payment( $this->wish(), wp_generate_uuid4() )['payment'];
		$this->bridge->on(
			'POST /v1/notifications',
			static fn() => array(
				200,
				array(
					'status'       => 200,
					'content_type' => 'text/plain',
					'body'         => 'success',
				),
			)
		);
		$this->client()->refresh_payment( $payment['id'] );
		$this->assertSame( 'application/json', $this->bridge->calls[1]['headers']['Content-Type'], 'an empty body is no form' );
		$this->client()->relay_notification( array( 'provider' => 'alipay' ) );
		$this->health()->ask();
		$this->assertSame( array( 14.0, 9.0, 3.5, 1.0 ), array_column( $this->bridge->calls, 'timeout' ) );
	}

	public function test_a_problem_becomes_an_error_with_its_code_and_next_step(): void {
		$this->pair();
		$this->bridge->on( 'POST /v1/payments', static fn() => FakeBridge::problem( 'provider_busy', 503, 'retry_same_key', true ) );
		$error = $this->error_of( fn() => $this->client()->open_payment( $this->wish(), wp_generate_uuid4() ) );
		$this->assertSame( array( 'provider_busy', 'retry_same_key', true, 503, 'req_of_the_bridge' ), array( $error->error_code(), $error->next(), $error->is_retryable(), $error->status(), $error->request_id() ) );
		$this->assertNull( $this->health()->known(), 'a bridge that refuses is not down' );
	}

	/**
	 * What is not an answer of a bridge.
	 *
	 * @return array<string, array{0: callable, 1?: string}>
	 */
	public static function no_answers(): array {
		return array(
			'nobody answers in time'  => array( static fn( FakeBridge $bridge ) => $bridge->be_slow(), BridgeError::SLOW ),
			'nobody listens'          => array( static fn( FakeBridge $bridge ) => $bridge->go_down() ),
			'a proxy answers'         => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/payments*', static fn() => array( 502, '<html>Bad Gateway</html>' ) ) ),
			'somebody sends us away'  => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/payments*', static fn() => array( 302, '' ) ) ),
			'200, but it is not JSON' => array( static fn( FakeBridge $bridge ) => $bridge->on( 'GET /v1/payments*', static fn() => array( 200, 'hello' ) ) ),
		);
	}

	/**
	 * No answer is no answer, whatever it looks like.
	 *
	 * @dataProvider no_answers
	 * @param callable $arrange Makes the bridge so.
	 * @param string   $code    What it is called.
	 */
	public function test_without_an_answer_the_bridge_is_down_for_half_a_minute( callable $arrange, string $code = BridgeError::DOWN ): void {
		$this->pair();
		$arrange( $this->bridge );
		$error = $this->error_of( fn() => $this->client()->payments( array() ) );
		$this->assertSame( $code, $error->error_code() );
		$this->assertTrue( $error->is_retryable() );
		$this->assertFalse( $this->health()->is_up() );
		$this->assertCount( 1, $this->bridge->calls, 'it is not asked again' );
	}

	/**
	 * Calls during which the bridge waits for a provider.
	 *
	 * @return array<string, array{string, callable}>
	 */
	public static function calls_that_wait_for_a_provider(): array {
		return array(
			'opening a payment'   => array( 'POST /v1/payments', static fn( Client $client ) => $client->open_payment( array( 'order_ref' => 'order_1' ), wp_generate_uuid4() ) ),
			'asking the provider' => array( 'POST /v1/payments/*', static fn( Client $client ) => $client->refresh_payment( 'pay_1' ) ),
			'closing a payment'   => array( 'POST /v1/payments/*', static fn( Client $client ) => $client->close_payment( 'pay_1' ) ),
		);
	}

	/**
	 * A slow provider is not a bridge that is down.
	 *
	 * @dataProvider calls_that_wait_for_a_provider
	 * @param string   $route The route.
	 * @param callable $call  Asks.
	 */
	public function test_a_slow_provider_does_not_hide_the_gateways_and_a_silent_bridge_does( string $route, callable $call ): void {
		$this->pair();
		$this->bridge->on( $route, static fn() => array( 504, '' ) );
		$this->assertSame( BridgeError::DOWN, $this->error_of( fn() => $call( $this->client() ) )->error_code() );
		$this->assertTrue( $this->health()->known(), 'it says that it is ready' );
		$this->bridge->go_down();
		$this->error_of( fn() => $call( $this->client() ) );
		$this->assertFalse( $this->health()->known() );
	}

	public function test_a_slow_notification_does_not_hide_the_gateways(): void {
		$this->pair();
		$this->bridge->is_down = true;
		$this->error_of( fn() => $this->client()->relay_notification( array() ) );
		$this->assertNull( $this->health()->known() );
	}

	public function test_without_keys_nothing_is_sent(): void {
		$error = $this->error_of( fn() => $this->client()->payments( array() ) );
		$this->assertSame( BridgeError::NOT_PAIRED, $error->error_code() );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_a_site_that_moved_does_not_speak_with_the_keys_of_its_original(): void {
		$this->pair();
		$this->filter( 'pre_option_home', static fn() => 'http://staging.test' );
		$error = $this->error_of( fn() => $this->client()->payments( array() ) );
		$this->assertSame( BridgeError::SITE_MOVED, $error->error_code() );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_keys_of_an_earlier_pairing_are_not_used(): void {
		$connection             = $this->pair();
		$connection->pairing_id = 'a later one';
		( new ConnectionStore() )->save( $connection );
		$this->assertSame( BridgeError::NOT_PAIRED, $this->error_of( fn() => $this->client()->payments( array() ) )->error_code() );
	}

	public function test_a_new_site_of_a_paired_network_fetches_its_keys_on_first_use(): void {
		$this->needs_network();
		$this->pair( true );
		( new ConnectionStore() )->forget_site_keys();
		$this->give_keys( '2' );
		$this->client()->payments( array() );
		$this->client()->payments( array() );

		list( $put, $get ) = $this->bridge->calls;
		$this->assertSame( '/v1/sites/' . get_current_blog_id(), $put['path'] );
		$this->assertStringContainsString( 'key="net_01jd00000000000000000000aa.0.1"', $put['headers']['Authorization'] );
		$this->assertSame( array( 'site_id', 'name', 'home_url', 'event_url', 'notify_urls' ), array_keys( $put['body'] ) );
		$this->assertStringContainsString( 'key="net_01jd00000000000000000000aa.' . get_current_blog_id() . '.2"', $get['headers']['Authorization'] );
		$this->assertCount( 3, $this->bridge->calls, 'the keys are kept' );
	}

	public function test_a_revoked_key_is_replaced_once_where_the_network_can_fetch_another(): void {
		$this->needs_network();
		$this->pair( true );
		$this->give_keys( '7' );
		$this->bridge->on( 'GET /v1/payments', static fn() => FakeBridge::problem( 'key_unknown', 401, 'pair_again' ) );
		$error = $this->error_of( fn() => $this->client()->payments( array() ) );
		$this->assertSame( 'key_unknown', $error->error_code() );
		$this->assertSame( array( 'GET', 'PUT', 'GET' ), array_column( $this->bridge->calls, 'method' ) );
		$this->assertStringContainsString( '.7"', $this->bridge->calls[2]['headers']['Authorization'] );
	}

	public function test_a_revoked_key_of_a_single_site_stays_revoked(): void {
		$this->pair();
		$this->bridge->on( 'GET /v1/payments', static fn() => FakeBridge::problem( 'key_unknown', 401, 'pair_again' ) );
		$this->error_of( fn() => $this->client()->payments( array() ) );
		$this->assertCount( 1, $this->bridge->calls );
	}

	public function test_a_new_address_is_told_to_the_bridge_and_never_stops_a_payment(): void {
		$this->needs_network();
		$this->pair( true );
		$this->client()->payments( array() );
		$this->assertCount( 0, $this->bridge->calls_of( 'PUT /v1/sites/*' ) );

		update_option( 'blogname', 'A new name' );
		$this->client()->payments( array() );
		$this->assertCount( 0, $this->bridge->calls_of( 'PUT /v1/sites/*' ), 'a name alone is no matter' );
		$this->filter( 'pre_option_permalink_structure', static fn() => '/index.php/%postname%/' );
		$this->bridge->on( 'PUT /v1/sites/*', static fn() => FakeBridge::problem( 'address_refused', 422 ) );
		$this->client()->payments( array() );
		$this->client()->payments( array() );
		$this->assertCount( 1, $this->bridge->calls_of( 'PUT /v1/sites/*' ), 'a refusal is not repeated at every payment' );
		$this->assertSame( 'A new name', $this->bridge->calls_of( 'PUT /v1/sites/*' )[0]['body']['name'] );
	}

	public function test_the_network_asks_about_its_own_things_with_its_own_key(): void {
		$this->needs_network();
		$this->pair( true );
		$this->bridge->on( 'GET /v1/merchants', static fn() => array( 200, array( 'items' => array() ) ) );
		$this->admin_client()->for_network()->merchants();
		$this->assertStringContainsString( 'key="net_01jd00000000000000000000aa.0.1"', $this->bridge->calls[0]['headers']['Authorization'] );
	}

	public function test_nothing_secret_lies_readable_in_the_database(): void {
		$this->pair();
		$dump = (string) wp_json_encode( array( get_option( 'multipay_connection' ), get_option( 'multipay_site_keys' ) ) );
		$this->assertStringNotContainsString( base64_encode( str_repeat( 'r', 32 ) ), $dump );
		$this->assertStringNotContainsString( base64_encode( str_repeat( 'w', 32 ) ), $dump );
		$autoloaded = wp_load_alloptions( true );
		$this->assertArrayNotHasKey( 'multipay_connection', $autoloaded );
		$this->assertArrayNotHasKey( 'multipay_site_keys', $autoloaded );
		$this->assertArrayNotHasKey( 'multipay_site_status', $autoloaded );
	}

	/**
	 * Has the bridge hand out keys to sites.
	 *
	 * @param string $epoch The keys' epoch.
	 */
	private function give_keys( string $epoch ): void {
		$keys   = self::keys( 'net_01jd00000000000000000000aa.' . get_current_blog_id() . '.' . $epoch )->to_array();
		$nonce  = random_bytes( 12 );
		$key    = SealedAnswer::derive( str_repeat( 'r', 32 ), 'site-key-answer' );
		$plain  = (string) wp_json_encode( array( 'site_key' => $keys ) );
		$sealed = base64_encode( $nonce . sodium_crypto_aead_chacha20poly1305_ietf_encrypt( $plain, '', $nonce, $key ) );
		$this->bridge->on( 'PUT /v1/sites/*', static fn() => array( 200, array( 'sealed' => $sealed ) ) );
	}

	/**
	 * A payment that one could open.
	 *
	 * @return array<string, string|int>
	 */
	private function wish(): array {
		return array(
			'order_ref' => 'order_1',
			'provider'  => 'wechat_pay',
			'channel'   => 'auto',
			'amount'    => 1001,
		);
	}
}
