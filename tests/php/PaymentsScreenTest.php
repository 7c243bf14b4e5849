<?php
/**
 * Looking for payments, one payment's timeline, and the file for spreadsheets.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Admin\PaymentActions;
use MultiPay\Admin\PaymentFilter;
use MultiPay\Admin\PaymentsExport;
use MultiPay\Admin\PaymentsScreen;

/**
 * What is asked of the bridge, what is drawn, and what the buttons do.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class PaymentsScreenTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->pair();
	}

	protected function tearDown(): void {
		$_POST    = array();
		$_REQUEST = array();
		parent::tearDown();
	}

	public function test_it_looks_for_what_the_form_says(): void {
		$this->filter( 'pre_option_timezone_string', static fn() => 'Asia/Shanghai' );
		$_GET = array( 's' => ' #1234 ', 'provider' => 'alipay', 'kind' => 'order', 'flagged' => '1', 'from' => '2026-01-30', 'to' => '2026-01-31' ); // phpcs:ignore WordPress.Arrays
		$html = $this->screen();
		$this->assertSame(
			'provider=alipay&kind=order&flagged=true&search=1234&from=2026-01-29T16%3A00%3A00Z&to=2026-01-31T16%3A00%3A00Z&limit=20&actor=user_' . get_current_user_id(),
			$this->bridge->calls_of( 'GET /v1/payments' )[0]['query']
		);
		$this->assertStringContainsString( 'value="1234"', $html );
		$this->assertStringContainsString( "<option value=\"alipay\" selected='selected'>", $html );
		$this->assertStringContainsString( 'No payment fits.', $html );
	}

	public function test_days_are_the_sites_also_when_clocks_are_changed(): void {
		$this->filter( 'pre_option_timezone_string', static fn() => 'Europe/Berlin' );
		$filter = PaymentFilter::from_query( array( 'from' => '2026-03-29', 'to' => '2026-03-29' ) )->for_bridge( 20 ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z' ), array( $filter['from'], $filter['to'] ) );
	}

	/**
	 * What cannot be meant, and what is said to it.
	 *
	 * @return array<string, array{array<string, mixed>, string}>
	 */
	public static function nonsense(): array {
		return array(
			'a day that there is not'  => array( array( 'from' => '2026-02-30' ), '“2026-02-30” is not a day.' ),
			'no day at all'            => array( array( 'to' => 'yesterday' ), '“yesterday” is not a day.' ),
			'the end before the begin' => array( array( 'from' => '2026-02-02', 'to' => '2026-02-01' ), 'after the last one' ), // phpcs:ignore WordPress.Arrays
		);
	}

	/**
	 * Bad input is told.
	 *
	 * @dataProvider nonsense
	 * @param array<string, mixed> $query    The address.
	 * @param string               $sentence What is said.
	 */
	public function test_it_says_what_cannot_be_meant( array $query, string $sentence ): void {
		$_GET = $query;
		$this->assertStringContainsString( $sentence, $this->screen() );
	}

	public function test_a_page_keeps_the_filters_and_a_status_keeps_the_others(): void {
		$this->bridge->on( 'GET /v1/payments', static fn() => array( 200, array( 'items' => array( FakeBridge::payment() ), 'next_cursor' => 'pay_next' ) ) ); // phpcs:ignore WordPress.Arrays
		$_GET = array( 'provider' => 'alipay', 'status' => 'pending', 'nonsense' => array( 'x' ) ); // phpcs:ignore WordPress.Arrays
		$html = $this->screen();
		$this->assertStringContainsString( esc_url( PaymentFilter::url( array( 'status' => 'pending', 'provider' => 'alipay', 'cursor' => 'pay_next' ) ) ), $html ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( esc_url( PaymentFilter::url( array( 'status' => 'expired', 'provider' => 'alipay' ) ) ), $html ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( '<input type="hidden" name="status" value="pending">', $html );
	}

	public function test_sums_keep_currencies_apart(): void {
		$paid = static fn( int $amount, string $currency ): array => FakeBridge::payment( array( 'status' => 'succeeded', 'paid_amount' => $amount, 'paid_currency' => $currency ) ); // phpcs:ignore WordPress.Arrays

		$this->bridge->payments = array( 'a' => $paid( 1001, 'CNY' ), 'b' => $paid( 1, 'HKD' ), 'c' => $paid( 2999, 'CNY' ), 'd' => FakeBridge::payment() ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( 'Paid on this page: ¥40.00 + HKD 0.01', $this->screen() );
	}

	public function test_the_form_is_there_with_the_bridge_down(): void {
		$this->bridge->go_down();
		$html = $this->screen();
		$this->assertStringContainsString( 'The bridge does not answer.', $html );
		$this->assertStringContainsString( 'type="search"', $html );
		$_GET = array( 'payment' => 'pay_x' );
		$this->assertStringContainsString( 'The bridge does not answer.', $this->screen() );
	}

	public function test_a_payments_screen_shows_all_that_happened(): void {
		$this->filter( 'pre_option_timezone_string', static fn() => 'Asia/Shanghai' );
		$first   = FakeBridge::payment( array( 'status' => 'expired' ) );
		$payment = FakeBridge::payment( array( 'status' => 'pending', 'description' => 'Tea <script>' ) ); // phpcs:ignore WordPress.Arrays
		$html    = $this->timeline( $payment, array( $first, $payment ) );
		foreach ( array( 'All attempts', $first['id'], 'Expired', '10:04:05', 'the provider’s notification', 'Provider’s notification: believed', 'N-1', 'Event to this site: given up', 'the payment was made, 503', 'Asia/Shanghai' ) as $text ) {
			$this->assertStringContainsString( $text, $html );
		}
		$this->assertStringNotContainsString( '<script>', $html );
		$this->assertStringContainsString( esc_url( PaymentFilter::url( array( 'payment' => $first['id'] ) ) ), $html );
		$this->assertSame( 1, preg_match( '#aria-describedby="multipay-refresh-why">\s*Ask the provider again#', $html ) );
	}

	public function test_what_makes_no_sense_is_disabled_and_says_why(): void {
		$html = $this->timeline( FakeBridge::payment( array( 'status' => 'succeeded' ) ), array() );
		$this->assertStringContainsString( 'The money is there, so there is nothing to ask.', $html );
		$this->assertSame( 1, preg_match( "#aria-describedby=\"multipay-refresh-why\" disabled='disabled'>\s*Ask the provider again#", $html ) );
		$this->assertSame( 1, preg_match( '#value="dlv_delivered"[^>]*disabled#', $html ) );
		$this->assertSame( 0, preg_match( '#value="dlv_parked"[^>]*disabled#', $html ) );
		$this->assertSame( 1, preg_match( '#form="multipay-replay"[^>]*value="dlv_parked"#', $html ) );
	}

	public function test_a_payment_that_is_not_there_is_told(): void {
		$_GET = array( 'payment' => 'pay_nobodys' );
		$this->assertStringContainsString( 'The bridge knows no such thing.', $this->screen() );
	}

	public function test_asking_the_provider_settles_what_it_says(): void {
		$payment = FakeBridge::payment( array( 'order_ref' => 'order_4000000000' ) );

		$this->bridge->payments[ $payment['id'] ] = $payment;
		$this->bridge->pay( $payment['id'] );
		$this->assertSame( array( 'done' => 'multipay_payment_refresh' ), $this->press( PaymentActions::REFRESH, $payment['id'], 'refresh' ) );
		$this->assertCount( 1, $this->bridge->calls_of( 'POST /v1/payments/' . $payment['id'] . '/refresh' ) );
		if ( function_exists( 'wc_get_order' ) ) {
			// There is no such order, so somebody must look at the money.
			$this->assertSame( 'review', ( new \MultiPay\Order\SettlementTable() )->outcome( $payment['id'], 'paid' ) );
		}
	}

	public function test_an_event_is_delivered_again(): void {
		$this->bridge->on( 'POST /v1/webhook-deliveries/dlv_x/replay', static fn() => array( 200, array( 'id' => 'dlv_x' ) ) );
		$_POST['delivery'] = 'dlv_x';
		$this->assertSame( array( 'done' => 'multipay_payment_replay' ), $this->press( PaymentActions::REPLAY, 'pay_x', 'replay' ) );
		$this->assertCount( 1, $this->bridge->calls_of( 'POST /v1/webhook-deliveries/dlv_x/replay' ) );
	}

	public function test_what_the_bridge_refuses_is_said_on_the_payments_screen(): void {
		$_POST['delivery'] = 'dlv_gone';
		$this->assertSame( array( 'problem' => 'not_found' ), $this->press( PaymentActions::REPLAY, 'pay_x', 'replay' ) );
		$_GET = array( 'payment' => 'pay_x', 'problem' => 'not_found' ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( 'The bridge knows no such thing.', $this->screen() );
	}

	/**
	 * Who may not press a button.
	 *
	 * @return array<string, array{string, string}>
	 */
	public static function strangers(): array {
		return array(
			'a stranger with a nonce of their own' => array( 'subscriber', '' ),
			'a shop manager without a nonce'       => array( 'shop_manager', 'wrong' ),
			'a shop manager with another\'s nonce' => array( 'shop_manager', 'multipay_payment_refresh pay_other' ),
		);
	}

	/**
	 * Nobody else presses.
	 *
	 * @dataProvider strangers
	 * @param string $role       The role.
	 * @param string $nonce_for  What the nonce is for; empty for the right one.
	 */
	public function test_nobody_else_presses_the_buttons( string $role, string $nonce_for ): void {
		wp_set_current_user( $this->a_user( wp_roles()->is_role( $role ) ? $role : 'administrator' ) );
		$die = static function (): void {
			throw new \DomainException( 'died' );
		};
		$this->filter( 'wp_die_handler', static fn() => $die );
		$this->expectException( \DomainException::class );
		try {
			$this->press( PaymentActions::REFRESH, 'pay_x', 'refresh', $nonce_for );
		} finally {
			$this->assertSame( array(), $this->bridge->calls );
		}
	}

	public function test_the_file_has_all_pages_and_is_safe_to_open(): void {
		$this->filter( 'pre_option_timezone_string', static fn() => 'Asia/Shanghai' );
		$pages = array(
			''        => array( 'items' => array( FakeBridge::payment( array( 'order_ref' => 'order_7', 'description' => '=HYPERLINK("http://x")', 'created_at' => '2026-01-02T03:04:05Z' ) ) ), 'next_cursor' => 'pay_two' ), // phpcs:ignore WordPress.Arrays
			'pay_two' => array( 'items' => array( FakeBridge::payment( array( 'order_ref' => 'button_01', 'provider' => 'alipay', 'description' => "Tea, \"green\"\n茶", 'status' => 'succeeded', 'flags' => array( 'late', 'duplicate' ), 'paid_at' => '2026-01-02T20:00:00Z', 'paid_amount' => 5, 'paid_currency' => 'HKD', 'provider_transaction_id' => '-1+2' ) ) ), 'next_cursor' => null ), // phpcs:ignore WordPress.Arrays
		);
		$this->bridge->on( 'GET /v1/payments', fn() => array( 200, $pages[ preg_match( '/cursor=(\w+)/', (string) array_reverse( $this->bridge->calls )[0]['query'], $found ) ? $found[1] : '' ] ) );
		list( $is_whole, $text ) = $this->file( PaymentFilter::from_query( array( 'kind' => 'order' ) ) );
		$this->assertTrue( $is_whole );
		$this->assertStringStartsWith( "\xEF\xBB\xBFpayment_id,order_ref,", $text );
		list( $head, $order, $button ) = $this->lines( $text );
		$order                         = array_combine( $head, $order );
		$button                        = array_combine( $head, $button );
		$this->assertSame( array( '7', "'=HYPERLINK(\"http://x\")", '10.01', 'pending', '2026-01-02T03:04:05Z', '2026-01-02 11:04:05', '' ), array_map( static fn( string $name ) => $order[ $name ], array( 'order_id', 'description', 'amount', 'status', 'created_at', 'created_at_site', 'paid_amount' ) ) );
		$this->assertSame( array( '', "Tea, \"green\"\n茶", 'late duplicate', '2026-01-03 04:00:00', '0.05', 'HKD', "'-1+2" ), array_map( static fn( string $name ) => $button[ $name ], array( 'order_id', 'description', 'flags', 'paid_at_site', 'paid_amount', 'paid_currency', 'provider_transaction_id' ) ) );
		$queries = array_column( $this->bridge->calls, 'query' );
		$this->assertStringStartsWith( 'kind=order&limit=100', $queries[0] );
		$this->assertStringStartsWith( 'kind=order&cursor=pay_two&limit=100', $queries[1] );
	}

	public function test_a_file_that_breaks_off_says_so(): void {
		$answers = array( array( 200, array( 'items' => array( FakeBridge::payment() ), 'next_cursor' => 'pay_two' ) ), FakeBridge::problem( 'store_unavailable', 503 ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on(
			'GET /v1/payments',
			static function () use ( &$answers ) {
				return array_shift( $answers );
			}
		);
		list( $is_whole, $text ) = $this->file( PaymentFilter::from_query( array() ) );
		$this->assertFalse( $is_whole );
		$this->assertStringStartsWith( 'This list is not complete. The bridge’s database does not answer.', $this->lines( $text )[2][0] );
	}

	/**
	 * The screen.
	 */
	private function screen(): string {
		return $this->printed( array( new PaymentsScreen( $this->admin_client() ), 'show' ) );
	}

	/**
	 * A payment's screen.
	 *
	 * @param array<mixed>        $payment  The payment.
	 * @param array<array<mixed>> $attempts The attempts of its order.
	 */
	private function timeline( array $payment, array $attempts ): string {
		$item     = static fn( string $kind, string $title, ?string $detail, ?string $reference ): array => array_combine( array( 'kind', 'at', 'title', 'detail', 'reference' ), array( $kind, '2026-01-02T02:04:05Z', $title, $detail, $reference ) );
		$timeline = array(
			'payment'  => $payment,
			'attempts' => $attempts,
			'items'    => array(
				$item( 'transition', 'succeeded', 'provider_notification', 'N-1' ),
				$item( 'notification', 'applied', null, 'N-1' ),
				$item( 'delivery', 'parked', 'payment.succeeded, 503', 'dlv_parked' ),
				$item( 'delivery', 'delivered', 'payment.succeeded, 204', 'dlv_delivered' ),
			),
		);
		$this->bridge->on( 'GET /v1/payments/' . $payment['id'] . '/timeline', static fn() => array( 200, $timeline ) );
		$_GET = array( 'payment' => $payment['id'] );
		return $this->screen();
	}

	/**
	 * Presses a button of a payment's screen.
	 *
	 * @param string $action     A constant of PaymentActions.
	 * @param string $payment_id The payment.
	 * @param string $method     What hears of it.
	 * @param string $nonce_for  What the nonce is for; empty for the right one.
	 * @return array<mixed> What the address says to which the browser goes, besides the payment.
	 */
	private function press( string $action, string $payment_id, string $method, string $nonce_for = '' ): array {
		$_POST['payment']     = $payment_id;
		$_REQUEST['_wpnonce'] = wp_create_nonce( '' === $nonce_for ? $action . ' ' . $payment_id : $nonce_for );
		$went                 = '';
		$this->filter(
			'wp_redirect',
			static function ( $url ) use ( &$went ) {
				$went = $url;
				return false;
			}
		);
		( new PaymentActions( $this->admin_client(), $this->settle() ) )->{$method}();
		parse_str( (string) wp_parse_url( $went, PHP_URL_QUERY ), $query );
		$this->assertSame( array( 'multipay', $payment_id ), array( $query['page'], $query['payment'] ) );
		unset( $query['page'], $query['payment'] );
		return $query;
	}

	/**
	 * The file.
	 *
	 * @param PaymentFilter $filter Which payments.
	 * @return array{bool, string} Whether it is whole, and its text.
	 */
	private function file( PaymentFilter $filter ): array {
		$out = fopen( 'php://memory', 'w+b' );
		$this->assertIsResource( $out );
		$export   = new PaymentsExport( $this->admin_client() );
		$is_whole = $export->write( $out, $filter, $export->page( $filter ) );
		rewind( $out );
		return array( $is_whole, (string) stream_get_contents( $out ) );
	}

	/**
	 * A file's lines, cut into cells.
	 *
	 * @param string $text The file.
	 * @return list<list<string>>
	 */
	private function lines( string $text ): array {
		$in = fopen( 'php://memory', 'w+b' );
		$this->assertIsResource( $in );
		fwrite( $in, substr( $text, 3 ) );
		rewind( $in );
		$lines = array();
		while ( true ) {
			$cells = fgetcsv( $in, 0, ',', '"', '' );
			if ( ! is_array( $cells ) ) {
				return $lines;
			}
			$lines[] = array_map( 'strval', $cells );
		}
	}

	/**
	 * What something prints.
	 *
	 * @param callable $work What prints.
	 */
	private function printed( callable $work ): string {
		ob_start();
		$work();
		return (string) ob_get_clean();
	}
}
