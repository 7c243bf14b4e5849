<?php
/**
 * How long logs are kept.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use Automattic\WooCommerce\Utilities\LoggingUtil;
use MultiPay\Log\BridgeCalls;
use MultiPay\Log\Logger;

/**
 * With WooCommerce's own clean-up, its own files and its own table.
 */
final class LogRetentionTest extends OrderTestCase {
	/** @var array<string, string> Files of this test: what they are, and where. */
	private array $files = array();

	protected function tearDown(): void {
		array_map( 'wp_delete_file', $this->files );
		parent::tearDown();
	}

	/**
	 * For how many days the shop keeps its logs, and which of its files are there afterwards.
	 *
	 * @return array<string, array{int, list<string>}>
	 */
	public static function retention(): array {
		return array(
			'a month'    => array( 30, array( 'ours, 29 days', 'ours, 89 days', 'debug, 29 days', 'grown, 89 days', 'other, 29 days' ) ),
			'two months' => array( 60, array( 'ours, 29 days', 'ours, 89 days', 'debug, 29 days', 'grown, 89 days', 'other, 29 days', 'other, 31 days' ) ),
			'a year'     => array( 365, array( 'ours, 29 days', 'ours, 89 days', 'debug, 29 days', 'grown, 89 days', 'other, 29 days', 'other, 31 days', 'other, 91 days' ) ),
		);
	}

	/**
	 * Ours are kept for 90 days, debug logs for 30, and the shop's others as the shop says.
	 *
	 * @dataProvider retention
	 * @param int      $days The shop's days.
	 * @param string[] $kept The files that stay.
	 */
	public function test_ours_are_kept_for_ninety_days_and_others_as_the_shop_says( int $days, array $kept ): void {
		$this->filter( 'pre_option_woocommerce_logs_retention_period_days', static fn() => (string) $days );
		$this->file( 'ours, 29 days', 'multipay-wechat', 29 );
		$this->file( 'ours, 89 days', 'multipay-alipay', 89 );
		$this->file( 'ours, 91 days', 'multipay', 91 );
		$this->file( 'debug, 29 days', 'multipay-debug', 29 );
		$this->file( 'debug, 31 days', 'multipay-wechat-debug', 31 );
		$this->file( 'grown, 89 days', 'multipay-wechat.3', 89 );
		$this->file( 'grown, 91 days', 'multipay-wechat.4', 91 );
		$this->file( 'other, 29 days', 'multipay-of-others', 29 );
		$this->file( 'other, 31 days', 'multipay-of-others', 31 );
		$this->file( 'other, 91 days', 'multipay-of-others', 91 );
		do_action( 'woocommerce_cleanup_logs' );
		$this->assertSame( $kept, array_keys( array_filter( $this->files, 'file_exists' ) ) );
	}

	public function test_old_entries_in_the_database_go_too(): void {
		global $wpdb;
		$this->filter( 'pre_option_woocommerce_logs_retention_period_days', static fn() => '365' );
		$table = $wpdb->prefix . 'woocommerce_log';
		$this->afterwards( static fn() => $wpdb->query( "DELETE FROM $table WHERE message LIKE 'retention test%'" ) );
		foreach ( array( array( 'multipay-wechat', 89 ), array( 'multipay-wechat', 91 ), array( 'multipay-debug', 31 ), array( 'others', 91 ) ) as list( $source, $days ) ) {
			$wpdb->insert(
				$table,
				array(
					'timestamp' => gmdate( 'Y-m-d H:i:s', time() - $days * DAY_IN_SECONDS ),
					'level'     => 200,
					'source'    => $source,
					'message'   => "retention test $source $days",
					'context'   => '',
				)
			);
		}
		do_action( 'woocommerce_cleanup_logs' );
		$this->assertSame( array( 'retention test multipay-wechat 89', 'retention test others 91' ), $wpdb->get_col( "SELECT message FROM $table WHERE message LIKE 'retention test%' ORDER BY message" ) );
	}

	public function test_questions_to_the_bridge_are_noted_while_a_fault_is_looked_for(): void {
		if ( ! defined( 'WP_DEBUG' ) || ! constant( 'WP_DEBUG' ) ) {
			$this->markTestSkipped( 'WP_DEBUG is off.' );
		}
		$entries = array();
		$this->filter(
			'woocommerce_logger_log_message',
			static function ( $message, $level, $context ) use ( &$entries ) {
				$entries[] = array( $message, $level, $context['source'], $context['request_id'] );
				return null;
			},
			3
		);
		$request = array(
			'method'     => 'GET',
			'user-agent' => 'MultiPay/1.0.0',
			'headers'    => array(
				'X-Request-ID'  => 'req_1',
				'Authorization' => 'MultiPay-HMAC-SHA256 signature="canary"',
			),
		);
		$calls   = new BridgeCalls( new Logger() );
		$calls->note( array( 'response' => array( 'code' => 404 ) ), 'response', 'Requests', $request, 'http://10.0.0.5:8081/v1/payments/pay_1?actor=user_1' );
		$calls->note( new \WP_Error( 'x', 'cURL error 28' ), 'response', 'Requests', $request, 'http://10.0.0.5:8081/v1/payments' );
		$calls->note( array(), 'response', 'Requests', array( 'user-agent' => 'WordPress/6.5' ), 'https://api.wordpress.org/' );
		$this->assertSame(
			array(
				array( 'GET /v1/payments/pay_1: 404', 'debug', 'multipay-debug', 'req_1' ),
				array( 'GET /v1/payments: cURL error 28', 'debug', 'multipay-debug', 'req_1' ),
			),
			array_values( array_unique( $entries, SORT_REGULAR ) )
		);
	}

	/**
	 * Makes a log file.
	 *
	 * @param string $what   What it is.
	 * @param string $source Its source, with a number where it grew too large.
	 * @param int    $days   How old it is.
	 */
	private function file( string $what, string $source, int $days ): void {
		$path = LoggingUtil::get_log_directory() . $source . '-' . gmdate( 'Y-m-d', time() - $days * DAY_IN_SECONDS ) . '-' . md5( $what ) . '.log';
		file_put_contents( $path, '' );
		$this->files[ $what ] = $path;
	}
}
