<?php
/**
 * The doors for providers' notifications.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Log\Logger;
use MultiPay\Notify\CurrentRequest;
use MultiPay\Notify\Door;
use MultiPay\Notify\Relay;
use MultiPay\Notify\Reply;
use MultiPay\Notify\RestDoor;

/**
 * Bytes in, the bridge's words out, and never "received" without the bridge.
 */
final class DoorsTest extends TestCase {
	private const ACCOUNT = 'mch_01jd00000000000000000000aa';

	protected function setUp(): void {
		parent::setUp();
		$this->pair();
		$this->bridge->on( 'POST /v1/notifications', static fn() => self::says( 200, 'text/plain', 'success' ) );
	}

	/**
	 * Names at wc-api, and the door that each is.
	 *
	 * @return array<string, array{string, string|null, string|null}>
	 */
	public static function names(): array {
		return array(
			'ours for WeChat Pay'           => array( 'multipay_wechat', 'wechat_pay', null ),
			'ours for Alipay'               => array( 'multipay_alipay', 'alipay', null ),
			'with an account'               => array( 'multipay_wechat_' . self::ACCOUNT, 'wechat_pay', self::ACCOUNT ),
			'the alias for WeChat Pay'      => array( 'wc_gateway_wechat', 'wechat_pay', null ),
			'the alias for Alipay, account' => array( 'wc_gateway_alipay_' . self::ACCOUNT, 'alipay', self::ACCOUNT ),
			'in capitals'                   => array( 'WC_Gateway_Alipay', 'alipay', null ),
			'somebody else\'s'              => array( 'wc_gateway_paypal', null, null ),
			'a longer word'                 => array( 'multipay_wechatx', null, null ),
			'an account that is none'       => array( 'multipay_wechat_mch_1', null, null ),
			'something behind it'           => array( "multipay_wechat\n", null, null ),
		);
	}

	/**
	 * Names and doors.
	 *
	 * @dataProvider names
	 * @param string      $name     The name.
	 * @param string|null $provider The provider; null for no door.
	 * @param string|null $account  The account.
	 */
	public function test_names( string $name, ?string $provider, ?string $account ): void {
		$door = Door::of_wc_api( $name );
		$this->assertSame( array( $provider, $account ), $door ? array( $door->provider, $door->merchant_id ) : array( null, null ) );
		$twin = Door::of_rest( (string) preg_replace( '/^(multipay|wc_gateway)_/i', '', $name ) );
		$this->assertSame( $provider, $twin ? $twin->provider : null );
	}

	public function test_raw_bytes_headers_and_source_go_on_to_the_bridge(): void {
		$body = "\x00\xff{\"id\": \"a\",  \"b\":1}\r\n";
		$this->ask( 'multipay_wechat_' . self::ACCOUNT, $body, array( 'Wechatpay-Serial' => 'PUB_KEY_ID_01', 'Cookie' => 'secret=1', 'Authorization' => 'Basic x', 'X-Long' => str_repeat( 'x', 9000 ) ) ); // phpcs:ignore WordPress.Arrays
		$sent = $this->bridge->calls[0]['body'];
		$this->assertSame( $body, base64_decode( $sent['body_base64'] ) );
		$this->assertSame( array( 'wechatpay-serial' => 'PUB_KEY_ID_01' ), $sent['headers'] );
		$this->assertSame( array( 'wechat_pay', self::ACCOUNT, '192.0.2.9' ), array( $sent['provider'], $sent['merchant_id'], $sent['source_ip'] ) );
		$this->assertArrayNotHasKey( 'merchant_id', $this->ask_and_see( 'multipay_alipay' ) );
	}

	public function test_headers_are_what_was_sent_and_not_what_wordpress_makes_of_them(): void {
		$sent                          = 'a "b" \'c\' \\d';
		$_SERVER['HTTP_X_QUOTED_NAME'] = wp_slash( $sent );
		$this->assertSame( $sent, CurrentRequest::headers()['x-quoted-name'] );
	}

	/**
	 * What the bridge says, and what the provider is told.
	 *
	 * @return array<string, array{int, string, string, int|null}>
	 */
	public static function words(): array {
		return array(
			'taken by Alipay\'s word' => array( 200, 'text/plain; charset=utf-8', 'success', null ),
			'taken by WeChat Pay\'s'  => array( 200, 'application/json; charset=utf-8', '{"code":"SUCCESS","message":"OK"}', null ),
			'forged'                  => array( 401, 'application/json', '{"code":"FAIL","message":"x \u8336 / y"}', null ),
			'too many wrong ones'     => array( 429, 'text/plain', 'fail', 7 ),
		);
	}

	/**
	 * The bridge's words reach the provider byte for byte.
	 *
	 * @dataProvider words
	 * @param int      $status      The HTTP status.
	 * @param string   $type        The content type.
	 * @param string   $body        The bytes.
	 * @param int|null $retry_after Seconds.
	 */
	public function test_the_bridges_words_reach_the_provider( int $status, string $type, string $body, ?int $retry_after ): void {
		$this->bridge->on( 'POST /v1/notifications', static fn() => self::says( $status, $type, $body, $retry_after ) );
		$reply = $this->ask( 'multipay_alipay' );
		$this->assertSame( array( $status, $body, $type ), array( $reply->status, $reply->body, $reply->all_headers()['Content-Type'] ) );
		$this->assertSame( null === $retry_after ? null : (string) $retry_after, $reply->all_headers()['Retry-After'] ?? null );
	}

	/**
	 * Bridges that do not answer.
	 *
	 * @return array<string, array{callable}>
	 */
	public static function silences(): array {
		return array(
			'it is down'              => array( static fn( FakeBridge $bridge ) => $bridge->go_down() ),
			'it refuses this site'    => array( static fn( FakeBridge $bridge ) => $bridge->on( 'POST /v1/notifications', static fn() => FakeBridge::problem( 'key_unknown', 401 ) ) ),
			'its database is down'    => array( static fn( FakeBridge $bridge ) => $bridge->on( 'POST /v1/notifications', static fn() => FakeBridge::problem( 'store_unavailable', 503 ) ) ),
			'a proxy says "success"'  => array( static fn( FakeBridge $bridge ) => $bridge->on( 'POST /v1/notifications', static fn() => array( 200, 'success' ) ) ),
			'this site is not paired' => array( static fn() => delete_option( 'multipay_connection' ) ),
		);
	}

	/**
	 * Without the bridge's word the provider is asked to come again.
	 *
	 * @dataProvider silences
	 * @param callable $arrange Makes the bridge so.
	 */
	public function test_without_the_bridge_nothing_is_ever_received( callable $arrange ): void {
		$arrange( $this->bridge );
		$this->assertSame( array( 503, 'fail' ), array( $this->ask( 'multipay_alipay' )->status, $this->ask( 'multipay_alipay' )->body ) );
		$wechat = $this->ask( 'multipay_wechat' );
		$this->assertSame( array( 503, 'FAIL' ), array( $wechat->status, json_decode( $wechat->body, true )['code'] ) );
	}

	public function test_what_cannot_be_a_notification_does_not_bother_the_bridge(): void {
		$get = $this->ask( 'multipay_wechat', '', array(), 'GET' );
		$this->assertSame( array( 405, 'POST' ), array( $get->status, $get->all_headers()['Allow'] ) );
		$this->assertSame( 400, $this->ask( 'multipay_alipay', '' )->status );
		$this->assertSame( 413, $this->ask( 'multipay_alipay', str_repeat( 'x', 65537 ) )->status );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_others_hear_only_of_what_the_bridge_verified_and_cannot_break_the_answer(): void {
		$heard = array();
		$this->filter(
			'wc_multipay_async_notify',
			static function ( $request_data ) use ( &$heard ): void {
				$heard[] = $request_data;
				throw new \Exception( 'a plugin that breaks' );
			}
		);
		$this->assertSame( 'success', $this->ask( 'multipay_alipay', 'a=1' )->body );
		$this->bridge->on( 'POST /v1/notifications', static fn() => self::says( 401, 'text/plain', 'fail' ) );
		$this->ask( 'multipay_alipay', 'a=2' );
		// The bridge tries the door with something of its own: nothing was paid.
		$this->bridge->on( 'POST /v1/notifications', static fn() => self::says( 202, 'application/json', '{"report":{}}' ) );
		$this->assertSame( array( 202, '{"report":{}}' ), array( $this->ask( 'multipay_alipay', 'a=3' )->status, $this->ask( 'multipay_alipay', 'a=3' )->body ) );
		$this->assertSame( array( array( 'provider' => 'alipay', 'merchant_id' => null, 'body' => 'a=1' ) ), $heard ); // phpcs:ignore WordPress.Arrays
	}

	public function test_the_rest_twin_answers_the_same_as_raw_text(): void {
		$_SERVER['HTTP_WECHATPAY_NONCE'] = 'abc';
		$request                         = new \WP_REST_Request( 'POST', '/multipay/v1/notify/wechat_' . self::ACCOUNT );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_body( 'not JSON at all' );
		$this->bridge->on( 'POST /v1/notifications', static fn() => self::says( 429, 'application/json', '{"code":"FAIL"}', 3 ) );
		$response = rest_do_request( $request );

		$this->assertSame( 'not JSON at all', base64_decode( $this->bridge->calls[0]['body']['body_base64'] ) );
		$this->assertSame( 'abc', $this->bridge->calls[0]['body']['headers']['wechatpay-nonce'] );
		$this->assertSame( array( 429, '{"code":"FAIL"}', '3' ), array( $response->get_status(), $response->get_data(), $response->get_headers()['Retry-After'] ) );
		ob_start();
		$is_served = apply_filters( 'rest_pre_serve_request', false, $response, $request, rest_get_server() );
		$this->assertSame( array( '{"code":"FAIL"}', true ), array( ob_get_clean(), $is_served ) );
	}

	public function test_the_rest_twin_leaves_other_routes_alone(): void {
		$request = new \WP_REST_Request( 'POST', '/multipay/v1/notify/paypal' );
		$this->assertSame( 404, rest_do_request( $request )->get_status() );
		$other = new \WP_REST_Request( 'POST', '/wp/v2/posts' );
		$this->assertFalse( apply_filters( 'rest_pre_serve_request', false, new \WP_REST_Response( 'text' ), $other, rest_get_server() ) );
	}

	/**
	 * Paths that WordPress does not know, and the route that each is.
	 *
	 * @return array<string, array{string, string|null}>
	 */
	public static function paths(): array {
		return array(
			'a door'            => array( '/shop/index.php/wp-json/multipay/v1/notify/wechat_' . self::ACCOUNT, '/multipay/v1/notify/wechat_' . self::ACCOUNT ),
			'with a slash'      => array( '/index.php/wp-json/multipay/v1/notify/alipay/', '/multipay/v1/notify/alipay' ),
			'without index.php' => array( '/shop2/wp-json/multipay/v1/notify/alipay', '/multipay/v1/notify/alipay' ),
			'events'            => array( '/wp-json/multipay/v1/events', '/multipay/v1/events' ),
			'wc-api'            => array( '/shop2/wc-api/WC_Gateway_WeChat_' . self::ACCOUNT . '/', '/multipay/v1/notify/wechat_' . self::ACCOUNT ),
			'another wc-api'    => array( '/wc-api/wc_gateway_paypal', null ),
			'another route'     => array( '/index.php/wp-json/multipay/v1/setup', null ),
			'only in the query' => array( '/?x=/index.php/wp-json/multipay/v1/notify/alipay', null ),
		);
	}

	/**
	 * WeChat Pay refuses queries, and an address that was given away must go on working.
	 *
	 * @dataProvider paths
	 * @param string      $path  What was asked for.
	 * @param string|null $route The route; null for none of ours.
	 */
	public function test_doors_are_found_by_their_paths( string $path, ?string $route ): void {
		$_SERVER['REQUEST_URI'] = $path;
		$wp                     = new \WP();
		$wp->query_vars         = array();
		( new RestDoor( $this->relay() ) )->find_route_in_path( $wp );
		$this->assertSame( $route, $wp->query_vars['rest_route'] ?? null );
	}

	/**
	 * A NotificationReply.
	 *
	 * @param int      $status      The HTTP status.
	 * @param string   $type        The content type.
	 * @param string   $body        The bytes.
	 * @param int|null $retry_after Seconds.
	 * @return array{int, array<string, mixed>}
	 */
	private static function says( int $status, string $type, string $body, ?int $retry_after = null ): array {
		$reply = array(
			'status'       => $status,
			'content_type' => $type,
			'body'         => $body,
		);
		return array( 200, null === $retry_after ? $reply : $reply + array( 'retry_after' => $retry_after ) );
	}

	/**
	 * Brings something to a door.
	 *
	 * @param string                $name    The door's name at wc-api.
	 * @param string                $body    The bytes.
	 * @param array<string, string> $headers Headers.
	 * @param string                $method  The HTTP method.
	 */
	private function ask( string $name, string $body = 'x', array $headers = array(), string $method = 'POST' ): Reply {
		$door = Door::of_wc_api( $name );
		$this->assertNotNull( $door );
		return $this->relay()->answer( $door, $method, $headers, $body, '192.0.2.9' );
	}

	/**
	 * What the bridge is sent.
	 *
	 * @param string $name The door's name at wc-api.
	 * @return array<string, mixed>
	 */
	private function ask_and_see( string $name ): array {
		$this->ask( $name );
		return $this->bridge->calls[ count( $this->bridge->calls ) - 1 ]['body'];
	}

	private function relay(): Relay {
		return new Relay( $this->client(), new Logger() );
	}
}
