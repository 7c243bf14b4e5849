<?php
/**
 * The plugin with a real bridge, the simulators, and the site's own web server.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\Keyring;
use MultiPay\Bridge\Transport;
use MultiPay\Log\Logger;
use MultiPay\PayButton\ButtonPurchase;
use MultiPay\PayButton\ButtonTerms;
use MultiPay\PayButton\PriceToken;

/**
 * Uses the pairing that the network has, and leaves it as it is. Skipped where the network in dev.json is not running.
 */
final class LiveBridgeTest extends \PHPUnit\Framework\TestCase {
	private Client $client;

	protected function setUp(): void {
		parent::setUp();
		$store     = new ConnectionStore();
		$transport = new Transport();
		$health    = new Health( $store, $transport );
		if ( empty( Dev::$description['bridge'] ) || ! $store->current() || ! $health->ask() ) {
			$this->markTestSkipped( 'The network in dev.json is not running.' );
		}
		$this->client = new Client( new Keyring( $store, $transport, new Logger() ), $transport, $health );
	}

	public function test_the_bridge_knows_this_site_and_takes_its_signature(): void {
		$status = $this->client->site_status();
		$this->assertSame( (string) get_current_blog_id(), $status['site_id'] );
		$this->assertSame( array( 'wechat_pay', 'alipay' ), array_column( $status['gateways'], 'provider' ) );
		$this->assertSame( array( 'kty', 'crv', 'x', 'y', 'kid' ), array_keys( ( new AdminClient( $this->client ) )->bridge_key()['jwk'] ) );
	}

	public function test_an_altered_request_is_refused(): void {
		add_filter( 'http_request_args', $alter = static fn( $args ) => array( 'body' => '{"values":[]}' ) + $args ); // phpcs:ignore Squiz.PHP.DisallowMultipleAssignments
		try {
			( new AdminClient( $this->client ) )->change_settings( array( array( 'name' => 'payable_minutes', 'value' => 30 ) ) ); // phpcs:ignore WordPress.Arrays
			$this->fail( 'It was taken.' );
		} catch ( BridgeError $error ) {
			$this->assertSame( 'signature_invalid', $error->error_code() );
		} finally {
			remove_filter( 'http_request_args', $alter );
		}
	}

	/**
	 * Both providers.
	 *
	 * @return array<string, array{string, string}>
	 */
	public static function providers(): array {
		return array(
			'WeChat Pay' => array( 'multipay_wechat', 'wechat_pay' ),
			'Alipay'     => array( 'multipay_alipay', 'alipay' ),
		);
	}

	/**
	 * A pay button, from its token to the receipt.
	 *
	 * @dataProvider providers
	 * @param string $gateway  The gateway.
	 * @param string $provider The provider.
	 */
	public function test_a_pay_button_is_opened_paid_and_settled( string $gateway, string $provider ): void {
		$terms = ButtonTerms::of_block( array( 'amount' => '10.01', 'description' => 'Tea' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertNotNull( $terms );
		$token = ( new PriceToken( 0, $terms, time() ) )->signed();
		$view  = $this->rest( 'POST', '/payments', array( 'token' => $token, 'gateway' => $gateway, 'channel' => 'qr_code' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( 'pending', '¥10.01', 'qr_code' ), array( $view['status'], $view['amount_text'], $view['prompt']['type'] ) );
		$proof = array( 'order' => $view['order'], 'key' => $view['key'] ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( 'pending', $this->rest( 'GET', '/payments/' . $view['payment_id'], $proof )['status'] );

		$this->phone( $provider, $view['payment_id'], 'scan' );
		$this->phone( $provider, $view['payment_id'], 'pay' );
		$this->assertTrue( $this->rest( 'POST', '/payments/' . $view['payment_id'] . '/settle', $proof )['paid'] );
		$this->assertSame( $view['payment_id'], $this->client->payments( array( 'order_ref' => $view['order'] ) )['items'][0]['id'] );
		$this->assertSame( 'succeeded', $this->rest( 'POST', '/payments/' . $view['payment_id'] . '/close', $proof )['status'] );
	}

	/**
	 * Refreshing and closing have no body, and the bridge takes them so.
	 *
	 * @dataProvider providers
	 * @param string $gateway  The gateway.
	 * @param string $provider The provider.
	 */
	public function test_requests_without_a_body_are_taken( string $gateway, string $provider ): void {
		$opened = $this->client->open_payment(
			array(
				'order_ref'   => ButtonPurchase::new_ref(),
				'provider'    => $provider,
				'channel'     => 'qr_code',
				'amount'      => 1001,
				'currency'    => 'CNY',
				'description' => 'Tea for ' . $gateway,
				'return_url'  => Dev::$description['sites'][0]['url'],
				'client_ip'   => '203.0.113.10',
				'user_agent'  => 'PHPUnit',
			),
			wp_generate_uuid4()
		);
		$id     = $opened['payment']['id'];
		$this->assertSame( 'pending', $this->client->refresh_payment( $id )['status'] );
		$this->assertSame( $id, $this->client->close_payment( $id )['id'] );
		// It is a request: the provider's word may come a moment later.
		$this->assertContains( $this->client->payment( $id )['status'], array( 'pending', 'expired' ) );
	}

	public function test_no_site_reads_a_siblings_payment(): void {
		$sibling = get_sites( array( 'fields' => 'ids', 'number' => 1, 'site__not_in' => array( get_current_blog_id() ) ) ); // phpcs:ignore WordPress.Arrays
		$mine    = $this->client->payments( array( 'limit' => 1 ) )['items'];
		if ( ! $sibling || ! $mine ) {
			$this->markTestSkipped( 'There is no sibling, or no payment yet.' );
		}
		switch_to_blog( $sibling[0] );
		try {
			foreach ( array( 'payment', 'refresh_payment', 'close_payment' ) as $question ) {
				try {
					$this->client->$question( $mine[0]['id'] );
					$this->fail( 'It was read.' );
				} catch ( BridgeError $error ) {
					$this->assertSame( 'not_found', $error->error_code() );
				}
			}
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * Doors over HTTP, and what is brought.
	 *
	 * @return array<string, array{string, string, string, string}>
	 */
	public static function doors(): array {
		$forged = '{"id":"forged",  "resource":{}}';
		return array(
			'WeChat Pay\'s REST twin' => array( 'wp-json/multipay/v1/notify/wechat', 'wechat_pay', $forged, 'application/json' ),
			'Alipay\'s REST twin'     => array( 'wp-json/multipay/v1/notify/alipay', 'alipay', 'a=1&sign=x', 'application/x-www-form-urlencoded' ),
			'not JSON at all'         => array( 'wp-json/multipay/v1/notify/wechat', 'wechat_pay', "\xff{", 'application/json' ),
			'WeChat Pay\'s wc-api'    => array( 'wc-api/multipay_wechat', 'wechat_pay', $forged, 'application/json' ),
			'Alipay\'s wc-api alias'  => array( 'wc-api/WC_Gateway_Alipay', 'alipay', 'a=1&sign=x', 'application/x-www-form-urlencoded' ),
		);
	}

	/**
	 * The site answers what the bridge's own door answers, byte for byte.
	 *
	 * @dataProvider doors
	 * @param string $path     The door's path.
	 * @param string $provider The provider.
	 * @param string $body     What is brought.
	 * @param string $type     Its content type.
	 */
	public function test_a_forged_notification_gets_the_bridges_own_answer( string $path, string $provider, string $body, string $type ): void {
		if ( str_starts_with( $path, 'wc-api' ) && ! function_exists( 'WC' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		$account = Dev::$description['merchants'][ $provider ];
		$theirs  = $this->post( Dev::$description['bridge']['public_url'] . "/notifications/$provider/$account", $body, $type );
		$ours    = $this->post( Dev::$description['sites'][0]['url'] . $path . '_' . $account, $body, $type );
		$this->assertGreaterThanOrEqual( 400, $theirs[0] );
		$this->assertSame( $theirs, $ours );
		$this->assertSame( 405, wp_remote_retrieve_response_code( wp_remote_get( Dev::$description['sites'][0]['url'] . $path ) ) );
		$this->assertSame( 400, $this->post( Dev::$description['sites'][0]['url'] . $path, '', $type )[0] );
	}

	/**
	 * Posts bytes.
	 *
	 * @param string $url  Where to.
	 * @param string $body The bytes.
	 * @param string $type Their content type.
	 * @return array{int, string, string} Status, media type, body.
	 */
	private function post( string $url, string $body, string $type ): array {
		$answer = wp_remote_post( $url, array( 'body' => $body, 'headers' => array( 'Content-Type' => $type ), 'timeout' => 10 ) ); // phpcs:ignore WordPress.Arrays
		$this->assertIsArray( $answer );
		// Web servers add a charset by their own lights.
		$header = wp_remote_retrieve_header( $answer, 'content-type' );
		$type   = strtok( is_string( $header ) ? $header : '', ';' );
		return array( (int) wp_remote_retrieve_response_code( $answer ), (string) $type, wp_remote_retrieve_body( $answer ) );
	}

	/**
	 * Does something on the shopper's phone.
	 *
	 * @param string $provider   The provider.
	 * @param string $payment_id The payment.
	 * @param string $what       `scan` or `pay`.
	 */
	private function phone( string $provider, string $payment_id, string $what ): void {
		$this->post( Dev::$description['simulators'][ $provider ]['control_url'] . "/payments/$payment_id/$what", '{}', 'application/json' );
	}

	/**
	 * Calls the plugin's REST API.
	 *
	 * @param string                $method The HTTP method.
	 * @param string                $route  Below `multipay/v1`.
	 * @param array<string, string> $params What it takes.
	 * @return array<string, mixed>
	 */
	private function rest( string $method, string $route, array $params ): array {
		$request = new \WP_REST_Request( $method, '/multipay/v1' . $route );
		$request->set_query_params( $params );
		$response = rest_do_request( $request );
		$this->assertSame( 200, $response->get_status(), (string) wp_json_encode( $response->get_data() ) );
		return $response->get_data();
	}
}
