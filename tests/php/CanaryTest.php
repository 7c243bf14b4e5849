<?php
/**
 * Where secrets must not turn up.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\Pairing;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Transport;

/**
 * Plants secrets wherever the plugin touches some, lets much go right and wrong, and then looks for them.
 */
final class CanaryTest extends OrderTestCase {
	private const CODE     = 'CANARYID0123456789ABCDEFGHJKMNPQ';
	private const CODE_URL = 'weixin://wxpay/bizpayurl?pr=canarycanary';
	private const SEALED   = 'eyJjYW5hcnkiOjF9.canarysealedcredentials.canary';
	private const PEM      = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5Y2FuYXJ5\n-----END PRIVATE KEY-----";
	private const COOKIE   = 'wordpress_logged_in_canary=canarycookie';

	public function test_no_secret_gets_into_logs_the_status_report_or_the_database(): void {
		$order = $this->an_order();
		$said  = $this->live_through_much( $order );

		$secrets = array(
			'the pairing code'   => substr( self::CODE, 8 ),
			'the QR code'        => 'canarycanary',
			'sealed credentials' => 'canarysealedcredentials',
			'a private key'      => 'Y2FuYXJ5Y2FuYXJ5',
			'a cookie'           => 'canarycookie',
			'the request key'    => base64_encode( str_repeat( 'r', 32 ) ),
			'the request bytes'  => str_repeat( 'r', 32 ),
			'the webhook key'    => base64_encode( str_repeat( 'w', 32 ) ),
			'the webhook bytes'  => str_repeat( 'w', 32 ),
			'a signature'        => 'signature="' . substr( (string) strstr( $said, 'signature="' ), 11, 20 ),
		);
		$places  = array(
			'the logs'          => $this->logs(),
			'the status report' => $this->status_report(),
			'the database'      => $this->database(),
		);
		$this->assertStringContainsString( 'could not be opened', $places['the logs'], 'something was logged' );
		$this->assertStringContainsString( 'multipay', strtolower( $places['the status report'] ) );
		$this->assertStringContainsString( 'multipay_site_keys', $places['the database'] );
		foreach ( $places as $place => $text ) {
			foreach ( $secrets as $what => $secret ) {
				$this->assertStringNotContainsString( $secret, $text, "$what in $place" );
			}
		}
		$this->assertStringNotContainsString( $order->get_order_key(), $places['the logs'] );
		$this->assertStringNotContainsString( 'shopper@example.test', $places['the logs'] );
	}

	/**
	 * Does what has to do with secrets, well and badly.
	 *
	 * @param \WC_Order $order An order.
	 * @return string The Authorization header of a request.
	 */
	private function live_through_much( \WC_Order $order ): string {
		$this->error_of( fn() => ( new Pairing( new ConnectionStore(), new Transport() ) )->begin( FakeBridge::URL, self::CODE, false ) );
		$this->pair( ( new ConnectionStore() )->is_network_wide() );
		$open = array(
			'order'   => 'order_' . $order->get_id(),
			'key'     => $order->get_order_key(),
			'gateway' => 'multipay_wechat',
		);
		$this->bridge->on( 'POST /v1/payments', fn() => FakeBridge::problem( 'invalid_request', 400 ) );
		$this->rest( 'POST', '/payments', $open );
		$payment = FakeBridge::payment( array( 'order_ref' => $open['order'] ) );
		$prompt  = array(
			'type'     => 'qr_code',
			'code_url' => self::CODE_URL,
		);
		$this->bridge->on( 'POST /v1/payments', fn() => array( 201, array( 'payment' => $payment, 'prompt' => $prompt, 'stream' => null ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( self::CODE_URL, $this->rest( 'POST', '/payments', $open )->get_data()['prompt']['code_url'] );

		wp_set_current_user( $this->a_user( 'super' ) );
		$this->bridge->on( 'POST /v1/merchants', fn( $body ) => self::problem_with( $body['sealed_credentials'] . ' ' . self::PEM ) );
		$merchant = array(
			'provider'           => 'alipay',
			'name'               => 'Tea',
			'sealed_credentials' => self::SEALED,
		);
		$this->assertSame( 'credentials_invalid', $this->rest( 'POST', '/merchants', $merchant )->get_data()['code'] );
		wp_set_current_user( 0 );

		// A provider whose bridge answers with what nobody should.
		$this->bridge->on( 'GET /v1/payments/*', fn() => self::problem_with( 'for shopper@example.test ' . self::PEM ) );
		$this->rest( 'GET', '/payments/' . $payment['id'], $open );
		$this->bridge->on( 'POST /v1/notifications', fn() => self::problem_with( self::PEM ) );
		$_SERVER['REQUEST_METHOD'] = 'POST';
		$_SERVER['HTTP_COOKIE']    = self::COOKIE;
		$door                      = new \WP_REST_Request( 'POST', '/multipay/v1/notify/wechat' );
		$door->set_body( '{"resource":"' . self::PEM . '"}' );
		$this->assertSame( 503, rest_do_request( $door )->get_status() );
		$this->rest( 'POST', '/events', array( 'type' => 'payment.succeeded', 'data' => array( 'payment' => $payment ) ), array( 'webhook-signature' => 'v1,canarysignature' ) ); // phpcs:ignore WordPress.Arrays
		$this->settle()->apply( $this->paid( $order ) );
		return $this->bridge->calls_of( 'POST /v1/payments' )[0]['headers']['Authorization'];
	}

	/**
	 * A refusal that tells too much.
	 *
	 * @param string $detail What it tells.
	 * @return array{int, array<string, mixed>}
	 */
	private static function problem_with( string $detail ): array {
		$problem              = FakeBridge::problem( 'credentials_invalid', 422 );
		$problem[1]['detail'] = $detail;
		return $problem;
	}

	/**
	 * All that WooCommerce's logs hold.
	 */
	private function logs(): string {
		$files = (array) glob( trailingslashit( wp_upload_dir()['basedir'] ) . 'wc-logs/*.log' );
		return implode( "\n", array_map( static fn( $file ): string => (string) file_get_contents( (string) $file ), $files ) );
	}

	/**
	 * What WooCommerce > Status shows, and merchants send to strangers.
	 */
	private function status_report(): string {
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->filter( 'themes_api', static fn() => new \WP_Error( 'not_asked' ) );
		$report = (string) wp_json_encode( rest_do_request( new \WP_REST_Request( 'GET', '/wc/v3/system_status' ) )->get_data() );
		wp_set_current_user( 0 );
		return $report;
	}

	/**
	 * Everything that the plugin wrote, and whatever else may hold some of it.
	 */
	private function database(): string {
		global $wpdb;
		$tables = array( $wpdb->options, $wpdb->usermeta, $wpdb->comments, $wpdb->prefix . 'actionscheduler_actions', $wpdb->prefix . 'multipay_settlement' );
		if ( is_multisite() ) {
			$tables[] = (string) $wpdb->sitemeta;
		}
		$dump = '';
		foreach ( $tables as $table ) {
			$dump .= wp_json_encode( $wpdb->get_results( "SELECT * FROM $table", ARRAY_A ), JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR );
		}
		return $dump;
	}
}
