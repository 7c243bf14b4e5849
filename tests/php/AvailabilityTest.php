<?php
/**
 * Whether a payment method can be used.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Gateway\Availability;
use MultiPay\Gateway\PayingRequest;
use MultiPay\Messages;

/**
 * Pages are drawn from a copy; only requests that pay ask.
 */
final class AvailabilityTest extends TestCase {
	public function test_unpaired_it_is_not_there_and_nothing_is_asked(): void {
		$this->assertSame( BridgeError::NOT_PAIRED, $this->reason( true ) );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_a_request_that_does_not_pay_asks_nothing(): void {
		$this->pair();
		$this->assertSame( BridgeError::DOWN, $this->reason( false ), 'nothing is known yet' );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_a_request_that_pays_asks_once_and_remembers(): void {
		$this->pair();
		$this->assertNull( $this->reason( true ) );
		$this->assertNull( $this->reason( true ) );
		$this->assertNull( $this->reason( false ) );
		$this->assertSame( array( '/health/ready', '/v1/sites/' . get_current_blog_id() ), array_column( $this->bridge->calls, 'path' ) );
	}

	public function test_with_the_bridge_down_it_hides_and_comes_back_by_itself(): void {
		$this->pair();
		$this->assertNull( $this->reason( true ) );
		$this->bridge->is_down = true;
		$this->health()->forget();
		$this->assertSame( BridgeError::DOWN, $this->reason( true ) );
		$this->assertSame( BridgeError::DOWN, $this->reason( false ) );
		$this->bridge->is_down = false;
		$this->health()->forget(); // Half a minute passes.
		$this->assertNull( $this->reason( true ) );
	}

	public function test_a_bridge_that_is_not_ready_counts_as_down(): void {
		$this->pair();
		$this->bridge->on( 'GET /health/ready', static fn() => array( 503, array( 'status' => 'not_ready' ) ) );
		$this->assertSame( BridgeError::DOWN, $this->reason( true ) );
	}

	public function test_without_a_merchant_account_it_hides_and_is_looked_for_again_soon(): void {
		$this->pair();
		$this->bridge->unavailable = array( 'wechat_pay' => 'merchant_missing' );
		$this->assertSame( 'merchant_missing', $this->reason( true ) );
		$this->assertSame( array( 'multipay_alipay' ), $this->availability()->usable( 'CNY', true ) );

		$this->bridge->unavailable = array();
		$this->assertSame( 'merchant_missing', $this->reason( true ), 'not asked at every page' );
		$this->copy_is_older_by( 31 );
		$this->assertNull( $this->reason( true ) );
	}

	public function test_a_whole_copy_is_good_for_five_minutes(): void {
		$this->pair();
		$this->reason( true );
		$this->copy_is_older_by( 200 );
		$this->reason( true );
		$this->assertCount( 1, $this->bridge->calls_of( 'GET /v1/sites/*' ) );
		$this->copy_is_older_by( 200 );
		$this->reason( true );
		$this->assertCount( 2, $this->bridge->calls_of( 'GET /v1/sites/*' ) );
	}

	public function test_what_the_network_changes_counts_at_once_on_every_site_that_pays(): void {
		$this->needs_network();
		$this->pair( true );
		$this->reason( true );
		$this->bridge->on( 'PUT /v1/settings', static fn() => array( 200, array( 'mode' => 'managed', 'settings' => array() ) ) ); // phpcs:ignore WordPress.Arrays
		switch_to_blog( $this->another_site() );
		$this->admin_client()->for_network()->change_settings( array( array( 'name' => 'payment_enabled', 'value' => true ) ) ); // phpcs:ignore WordPress.Arrays
		restore_current_blog();
		$this->assertIsArray( get_option( 'multipay_site_status' ), 'no site is visited for it' );

		$this->bridge->unavailable = array( 'wechat_pay' => 'merchant_not_allowed' );
		$this->assertNull( $this->reason( false ), 'what does not pay shows the copy' );
		$this->assertSame( 'merchant_not_allowed', $this->reason( true ) );
		$this->reason( true );
		$this->assertCount( 2, $this->bridge->calls_of( 'GET /v1/sites/*' ), 'and is asked once' );
	}

	public function test_what_changes_while_the_bridge_answers_is_not_taken_for_known(): void {
		$this->pair();
		$this->bridge->site = array( 'mode' => 'managed' );
		$asked              = 0;
		$this->filter(
			'http_request_args',
			static function ( $args, $url ) use ( &$asked ) {
				if ( str_contains( $url, '/v1/sites/' ) && 1 === ++$asked ) {
					\MultiPay\Bridge\SiteStatus::forget_everywhere();
				}
				return $args;
			},
			2
		);
		$this->reason( true );
		$this->reason( true );
		$this->reason( true );
		$this->assertSame( 2, $asked );
	}

	public function test_a_page_that_does_not_pay_does_not_look_for_changes(): void {
		$this->pair();
		$this->reason( true );
		$read = 0;
		$this->filter(
			is_multisite() ? 'pre_site_option_multipay_settings_version' : 'pre_option_multipay_settings_version',
			static function ( $value ) use ( &$read ) {
				++$read;
				return $value;
			}
		);
		$this->reason( false );
		$this->assertSame( 0, $read );
		$this->reason( true );
		$this->assertSame( 1, $read );
	}

	public function test_what_the_bridge_refuses_is_shown_to_the_admin_and_not_taken_for_silence(): void {
		$this->pair();
		$this->bridge->on( 'GET /v1/sites/*', static fn() => FakeBridge::problem( 'clock_skew', 401, 'set_clock' ) );
		$this->assertSame( 'clock_skew', $this->reason( true ) );
		$this->assertStringContainsString( 'clocks', Messages::for_admin( 'clock_skew' ) );
	}

	public function test_a_copy_survives_silence(): void {
		$this->pair();
		$this->assertNull( $this->reason( true ) );
		$this->copy_is_older_by( 301 );
		$this->bridge->on( 'GET /v1/sites/*', static fn() => array( 502, '' ) );
		$this->assertNull( $this->reason( true ) );
	}

	/**
	 * Refusals that pass by themselves.
	 *
	 * @return array<string, array{string, int}>
	 */
	public static function passing_refusals(): array {
		return array(
			'too many requests'        => array( 'rate_limited', 429 ),
			'its database is down'     => array( 'store_unavailable', 503 ),
			'it is being shut down'    => array( 'shutting_down', 503 ),
			'something broke in there' => array( 'internal_error', 500 ),
		);
	}

	/**
	 * A refusal that passes is no reason to hide.
	 *
	 * @dataProvider passing_refusals
	 * @param string $code   The code.
	 * @param int    $status The HTTP status.
	 */
	public function test_a_copy_survives_a_refusal_that_passes( string $code, int $status ): void {
		$this->pair();
		$this->assertNull( $this->reason( true ) );
		$this->copy_is_older_by( 301 );
		$this->bridge->on( 'GET /v1/sites/*', static fn() => FakeBridge::problem( $code, $status, 'wait_and_retry', true ) );
		$this->assertNull( $this->reason( true ) );
		$this->assertCount( 2, $this->bridge->calls_of( 'GET /v1/sites/*' ) );
	}

	public function test_other_currencies_are_for_later(): void {
		$this->pair();
		$this->assertSame( 'currency_unsupported', $this->availability()->reason( 'multipay_wechat', 'EUR', true ) );
	}

	/**
	 * Requests, and whether they pay.
	 *
	 * @return array<string, array{array<string, string>, bool}>
	 */
	public static function requests(): array {
		return array(
			'the classic checkout\'s prices' => array( array( 'wc-ajax' => 'update_order_review' ), true ),
			'the classic checkout\'s order'  => array( array( 'wc-ajax' => 'checkout' ), true ),
			'the cart\'s fragments'          => array( array( 'wc-ajax' => 'get_refreshed_fragments' ), false ),
			'nothing in particular'          => array( array(), false ),
		);
	}

	/**
	 * Only some requests pay.
	 *
	 * @dataProvider requests
	 * @param array<string, string> $query The query.
	 * @param bool                  $pays  Whether it pays.
	 */
	public function test_only_some_requests_pay( array $query, bool $pays ): void {
		$this->filter( 'wp_doing_ajax', static fn() => isset( $query['wc-ajax'] ) );
		$_GET = $query;
		$this->assertSame( $pays, PayingRequest::is_current() );
	}

	private function reason( bool $may_ask ): ?string {
		return $this->availability()->reason( 'multipay_wechat', 'CNY', $may_ask );
	}

	private function availability(): Availability {
		return new Availability( new ConnectionStore(), $this->health(), $this->site_status() );
	}

	/**
	 * Time passes.
	 *
	 * @param int $seconds How much.
	 */
	private function copy_is_older_by( int $seconds ): void {
		$copy                = get_option( 'multipay_site_status' );
		$copy['fetched_at'] -= $seconds;
		update_option( 'multipay_site_status', $copy );
	}
}
