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
	private const SEALED   = 'eyJjYW5hcnkiOjF9.canarysealedcredentialscanarysealedcredentialscanarysealedcredentials.canary';
	private const PEM      = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5Y2FuYXJ5\n-----END PRIVATE KEY-----";
	private const COOKIE   = 'wordpress_logged_in_canary=canarycookie';
	private const PASSWORD = 'canarypassword';
	private const TOKEN    = 'canarystreamtoken';
	private const OPENID   = 'ocanary0canary0canary0canary';
	private const BUYER    = '2088102146225135';

	/** @var string What the admin's routes answered. */
	private string $said = '';

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
			'a typed password'   => self::PASSWORD,
			'a stream token'     => self::TOKEN,
			'an openid'          => self::OPENID,
			'an Alipay user'     => self::BUYER,
			'a signature'        => 'signature="' . substr( (string) strstr( $said, 'signature="' ), 11, 20 ),
		);
		$places  = array(
			'the logs'          => $this->logs(),
			'the status report' => $this->status_report(),
			'Site Health'       => $this->site_health(),
			'REST answers'      => $this->rest_answers(),
			'an export'         => $this->export(),
			'the database'      => $this->database(),
		);
		$this->assertStringContainsString( 'could not be opened', $places['the logs'], 'something was logged' );
		$this->assertStringContainsString( 'multipay', strtolower( $places['the status report'] ) );
		$this->assertStringContainsString( '"multipay":{"Version"', $places['the status report'] );
		$this->assertStringContainsString( 'data-export-label="MultiPay"', $places['the status report'] );
		$this->assertStringContainsString( 'multipay_bridge', $places['Site Health'] );
		$this->assertStringContainsString( '"check":"pairing"', $places['REST answers'] );
		$this->assertStringContainsString( '192.0.2.7', $places['an export'] );
		$this->assertStringContainsString( 'multipay_site_keys', $places['the database'] );
		foreach ( $places as $place => $text ) {
			foreach ( $secrets as $what => $secret ) {
				// People get their own data.
				if ( 'an export' !== $place || ! in_array( $secret, array( self::OPENID, self::BUYER ), true ) ) {
					$this->assertStringNotContainsString( $secret, $text, "$what in $place" );
				}
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
		$this->bridge->on( 'POST /v1/payments', fn() => array( 201, array( 'payment' => $payment, 'prompt' => $prompt, 'stream' => array( 'url' => 'https://bridge.test/stream', 'token' => self::TOKEN, 'expires_at' => gmdate( 'c' ) ) ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( self::CODE_URL, $this->rest( 'POST', '/payments', $open )->get_data()['prompt']['code_url'] );

		wp_set_current_user( $this->a_user( 'super' ) );
		$this->identity_is_confirmed();
		$this->bridge->on( 'POST /v1/merchants', fn( $body ) => self::problem_with( $body['sealed_credentials'] . ' ' . self::PEM ) );
		$merchant = array(
			'provider'           => 'alipay',
			'name'               => 'Tea',
			'sealed_credentials' => self::SEALED,
		);
		$refused  = $this->rest( 'POST', '/merchants', $merchant )->get_data();
		$this->assertSame( 'credentials_invalid', $refused['code'] );
		$this->said .= wp_json_encode( $refused );
		$wrong       = $this->rest( 'POST', '/identity', array( 'password' => self::PASSWORD ) )->get_data();
		$this->assertSame( 'identity_wrong', $wrong['code'] );
		$this->said .= wp_json_encode( $wrong );
		delete_site_transient( 'multipay_identity_tries_' . get_current_user_id() );
		wp_set_current_user( 0 );

		// A provider whose bridge answers with what nobody should.
		$this->bridge->on( 'GET /v1/payments/*', fn() => self::problem_with( 'for shopper@example.test {"openid":"' . self::OPENID . '","buyer_id":"' . self::BUYER . '"} ' . self::PEM ) );
		$this->rest( 'GET', '/payments/' . $payment['id'], $open );
		foreach ( array( 'GET /v1/merchants', 'GET /v1/settings', 'GET /v1/audit' ) as $route ) {
			$this->bridge->on( $route, fn() => self::problem_with( 'openid=' . self::OPENID . ' ' . self::SEALED . ' ' . self::PEM ) );
		}
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
		ob_start();
		do_action( 'woocommerce_system_status_report', array() );
		return $report . ob_get_clean();
	}

	/**
	 * What Tools > Site Health shows, and what "Copy site info" copies.
	 */
	private function site_health(): string {
		$results = array( apply_filters( 'debug_information', array() ) );
		foreach ( apply_filters( 'site_status_tests', array( 'direct' => array(), 'async' => array() ) )['direct'] as $name => $test ) { // phpcs:ignore WordPress.Arrays
			if ( str_starts_with( $name, 'multipay' ) ) {
				$results[] = $test['test']();
			}
		}
		return (string) wp_json_encode( $results, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/**
	 * What the admin's routes answered, and what all that only read answer, with a bridge that tells too much.
	 */
	private function rest_answers(): string {
		wp_set_current_user( $this->a_user( 'super' ) );
		$answers = $this->said;
		foreach ( rest_get_server()->get_routes( 'multipay/v1' ) as $route => $handlers ) {
			$reads = array_filter( $handlers, static fn( $handler ): bool => ! empty( $handler['methods']['GET'] ) );
			if ( $reads && ! str_contains( $route, '(?P' ) ) {
				foreach ( array( array(), array( 'network' => '1' ) ) as $params ) {
					$answers .= wp_json_encode( $this->rest( 'GET', substr( $route, strlen( '/multipay/v1' ) ), $params )->get_data(), JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
				}
			}
		}
		wp_set_current_user( 0 );
		return $answers;
	}

	/**
	 * What a person gets who asks for their data.
	 */
	private function export(): string {
		$payer = array(
			'payment_id' => 'pay_x',
			'order_ref'  => 'order_1',
			'client_ip'  => '192.0.2.7',
			'openid'     => self::OPENID,
			'buyer_id'   => self::BUYER,
		);
		$this->bridge->on( 'POST /v1/privacy/export', static fn() => array( 200, array( 'items' => array( $payer ) ) ) );
		$exporters = (array) apply_filters( 'wp_privacy_personal_data_exporters', array() );
		return (string) wp_json_encode( $exporters['multipay']['callback']( 'shopper@example.test', 1 ), JSON_UNESCAPED_SLASHES );
	}

	/**
	 * Everything that the plugin wrote, and whatever else may hold some of it.
	 */
	private function database(): string {
		global $wpdb;
		$tables = array( $wpdb->options, $wpdb->usermeta, $wpdb->comments, $wpdb->prefix . 'actionscheduler_actions', $wpdb->prefix . 'multipay_settlement', $wpdb->postmeta, $wpdb->prefix . 'wc_orders_meta' );
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
