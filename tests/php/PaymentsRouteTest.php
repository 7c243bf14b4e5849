<?php
/**
 * Shoppers' payments over REST.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Opening, reading, settling and closing an order's payment.
 */
final class PaymentsRouteTest extends OrderTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->pair();
	}

	public function test_an_order_is_opened_with_its_key(): void {
		$order    = $this->an_order();
		$response = $this->open( $order );
		$this->assertSame( 200, $response->get_status() );
		$this->assertSame( 'no-store', $response->get_headers()['Cache-Control'] );
		$this->assertSame(
			array( 'payment_id', 'order', 'key', 'gateway', 'provider', 'channel', 'status', 'merchant_name', 'amount_text', 'payable_until', 'server_time', 'prompt', 'stream', 'endpoint', 'success_url', 'retry_url' ),
			array_keys( $response->get_data() )
		);
	}

	public function test_the_status_is_read_cheaply(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$data  = $this->rest( 'GET', '/payments/' . $id, $this->proof( $order ) )->get_data();
		$this->assertSame( array( 'status', 'payable_until', 'server_time' ), array_keys( $data ) );
		$this->assertSame( 'pending', $data['status'] );
		$this->assertSame( 'GET /v1/payments/' . $id, $this->last_call() );
	}

	public function test_settling_asks_the_provider_and_pays_the_order(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$wait  = $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) )->get_data();
		$this->assertSame( array( 'pending', false, false, null, null ), array_values( $wait ) );

		$this->bridge->pay( $id );
		$paid = $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) )->get_data();
		$this->assertSame( "POST /v1/payments/$id/refresh", $this->last_call() );
		$this->assertSame( array( true, false, $order->get_checkout_order_received_url() ), array( $paid['paid'], $paid['review'], $paid['redirect_url'] ) );
		$this->assertTrue( $this->again( $order )->is_paid() );
		$this->assertSame( $paid, $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) )->get_data() );
	}

	public function test_money_that_a_person_must_look_at_is_said_as_it_is(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$this->bridge->pay(
			$id,
			array(
				'paid_amount' => 5,
				'flags'       => array( 'amount_mismatch' ),
			)
		);
		$data = $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) )->get_data();
		$this->assertSame( array( 'succeeded', false, true ), array( $data['status'], $data['paid'], $data['review'] ) );
		$this->assertStringContainsString( 'need not pay again', $data['message'] );
		$this->assertSame( 'on-hold', $this->again( $order )->get_status() );
	}

	public function test_when_the_provider_cannot_be_asked_what_the_bridge_knows_counts(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$this->bridge->on( 'POST /v1/payments/*', static fn() => FakeBridge::problem( 'provider_unreachable', 503, 'retry_same_key', true ) );
		$this->assertSame( 'pending', $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) )->get_data()['status'] );
	}

	public function test_with_the_bridge_down_nothing_is_promised(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];

		$this->bridge->is_down = true;
		foreach ( array( 'GET' => '', 'POST' => '/settle' ) as $method => $path ) { // phpcs:ignore WordPress.Arrays
			$response = $this->rest( $method, "/payments/$id$path", $this->proof( $order ) );
			$this->assertSame( 503, $response->get_status() );
			$error = $response->get_data();
			$this->assertSame( 'multipay_bridge_down', $error['code'] );
			$this->assertSame( array( 'retry_same_key', true ), array( $error['data']['next'], $error['data']['retryable'] ) );
			$this->assertStringContainsString( 'it is not lost', $error['message'] );
		}
	}

	public function test_an_order_that_cannot_be_written_now_is_said_to_be_paid_and_tried_again(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$this->bridge->pay( $id );
		$break = static function (): void {
			throw new \Exception( 'not now' );
		};
		add_action( 'woocommerce_pre_payment_complete', $break );
		$response = $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) );
		remove_action( 'woocommerce_pre_payment_complete', $break );
		$this->assertSame( array( 503, 'multipay_busy', true ), array( $response->get_status(), $response->get_data()['code'], $response->get_data()['data']['retryable'] ) );
		$this->assertStringContainsString( 'has arrived', $response->get_data()['message'] );
		$this->assertTrue( $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) )->get_data()['paid'] );
	}

	public function test_while_somebody_else_writes_the_order_it_is_not_said_to_be_paid(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$this->bridge->pay( $id );
		$claim    = ( new \MultiPay\Order\SettlementTable() )->claim( $id, 'paid' );
		$response = $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) );
		$this->assertSame( array( 503, 'multipay_busy', true ), array( $response->get_status(), $response->get_data()['code'], $response->get_data()['data']['retryable'] ?? null ) );
		$claim->release();
		$this->assertTrue( $this->rest( 'POST', "/payments/$id/settle", $this->proof( $order ) )->get_data()['paid'] );
	}

	public function test_closing_is_a_request_and_money_wins(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$this->assertSame( array( 'status' => 'pending' ), $this->rest( 'POST', "/payments/$id/close", $this->proof( $order ) )->get_data() );
		$this->assertSame( "POST /v1/payments/$id/close", $this->last_call() );

		$this->bridge->on( 'POST /v1/payments/*', fn() => array( $this->bridge->pay( $id ), FakeBridge::problem( 'payment_final', 409 ) )[1] );
		$this->assertSame( array( 'status' => 'succeeded' ), $this->rest( 'POST', "/payments/$id/close", $this->proof( $order ) )->get_data() );
	}

	/**
	 * Ways to ask for somebody else's payment.
	 *
	 * @return array<string, array{callable}>
	 */
	public static function intruders(): array {
		return array(
			'with no key'                    => array( static fn( $proof ) => array( 'key' => '' ) + $proof ),
			'with a wrong key'               => array( static fn( $proof ) => array( 'key' => 'wc_order_wrong' ) + $proof ),
			'with another order\'s proof'    => array( static fn( $proof, $other ) => $other ),
			'with a key of one for another'  => array( static fn( $proof, $other ) => array( 'order' => $other['order'] ) + $proof ),
			'for an order that is not there' => array( static fn( $proof ) => array( 'order' => 'order_987654321' ) + $proof ),
			'with a product instead'         => array( static fn( $proof ) => array( 'order' => 'order_0' ) + $proof ),
			'with a name that is none'       => array( static fn( $proof ) => array( 'order' => 'order_1 OR 1=1' ) + $proof ),
			'with a pay button\'s name'      => array( static fn( $proof ) => array( 'order' => 'button_01jd0000000000000000000000' ) + $proof ),
		);
	}

	/**
	 * An id alone opens nothing, and all refusals look alike.
	 *
	 * @dataProvider intruders
	 * @param callable $forge Makes the wrong proof.
	 */
	public function test_nobody_reads_settles_or_closes_a_payment_that_is_not_theirs( callable $forge ): void {
		$mine  = $this->an_order();
		$other = $this->an_order();
		$id    = $this->open( $mine )->get_data()['payment_id'];
		$wrong = $forge( $this->proof( $mine ), $this->proof( $other ) );
		foreach ( array( array( 'GET', '' ), array( 'POST', '/settle' ), array( 'POST', '/close' ) ) as list( $method, $path ) ) {
			$response = $this->rest( $method, "/payments/$id$path", $wrong );
			$this->assertSame( array( 404, 'multipay_not_yours' ), array( $response->get_status(), $response->get_data()['code'] ) );
		}
	}

	public function test_with_a_wrong_key_the_bridge_is_not_even_asked(): void {
		$order = $this->an_order();
		$id    = $this->open( $order )->get_data()['payment_id'];
		$asked = count( $this->bridge->calls );
		$this->rest( 'GET', '/payments/' . $id, array( 'key' => 'wrong' ) + $this->proof( $order ) );
		$this->rest( 'POST', '/payments', array( 'key' => 'wrong', 'gateway' => 'multipay_wechat' ) + $this->proof( $order ) ); // phpcs:ignore WordPress.Arrays
		$this->assertCount( $asked, $this->bridge->calls );
	}

	public function test_the_orders_customer_needs_no_key(): void {
		$customer = $this->a_user( 'customer' );
		$order    = $this->an_order( '10.01', array( 'customer_id' => $customer ) );
		wp_set_current_user( $customer );
		$params = array(
			'order'   => 'order_' . $order->get_id(),
			'gateway' => 'multipay_wechat',
		);
		$this->assertSame( 200, $this->rest( 'POST', '/payments', $params )->get_status() );
		wp_set_current_user( $this->a_user( 'customer' ) );
		$this->assertSame( 404, $this->rest( 'POST', '/payments', $params )->get_status() );
		wp_set_current_user( 0 );
		$this->assertSame( 404, $this->rest( 'POST', '/payments', $params )->get_status() );
	}

	public function test_a_guests_order_is_not_every_guests(): void {
		$order = $this->an_order( '10.01', array( 'customer_id' => 0 ) );
		$this->assertSame( 404, $this->rest( 'POST', '/payments', array( 'order' => 'order_' . $order->get_id(), 'gateway' => 'multipay_wechat' ) )->get_status() ); // phpcs:ignore WordPress.Arrays
	}

	public function test_a_gateway_that_is_switched_off_opens_nothing(): void {
		update_option( 'woocommerce_multipay_alipay_settings', array( 'enabled' => 'no' ) );
		$this->reload_gateways();
		$response = $this->open( $this->an_order(), 'multipay_alipay' );
		$this->assertSame( array( 403, 'multipay_gateway_unavailable' ), array( $response->get_status(), $response->get_data()['code'] ) );
	}

	public function test_a_gateway_without_an_account_opens_nothing(): void {
		$this->bridge->unavailable = array( 'wechat_pay' => 'merchant_missing' );
		$response                  = $this->open( $this->an_order() );
		$this->assertSame( array( 503, 'multipay_gateway_unavailable' ), array( $response->get_status(), $response->get_data()['code'] ) );
	}

	public function test_a_callback_can_stop_a_payment_with_its_own_words(): void {
		$this->filter(
			'wc_multipay_before_payment',
			static function (): void {
				throw new \Exception( 'Not on Sundays.' );
			}
		);
		$response = $this->open( $this->an_order() );
		$this->assertSame( array( 409, 'multipay_vetoed', 'Not on Sundays.' ), array( $response->get_status(), $response->get_data()['code'], $response->get_data()['message'] ) );
		$this->assertSame( array(), $this->bridge->calls_of( 'POST /v1/payments' ) );
	}

	public function test_a_paid_order_is_said_to_be_paid(): void {
		$order = $this->an_order();
		$order->payment_complete();
		$response = $this->open( $order );
		$this->assertSame( array( 409, 'order_already_paid' ), array( $response->get_status(), $response->get_data()['code'] ) );
	}

	/**
	 * Requests that are not of the form.
	 *
	 * @return array<string, array{array<string, mixed>}>
	 */
	public static function malformed(): array {
		return array(
			'no gateway'      => array( array( 'gateway' => null ) ),
			'another gateway' => array( array( 'gateway' => 'cod' ) ),
			'another channel' => array( array( 'channel' => 'carrier_pigeon' ) ),
			'a long order'    => array( array( 'order' => 'order_' . str_repeat( '1', 100 ) ) ),
			'an order list'   => array( array( 'order' => array( 'order_1' ) ) ),
		);
	}

	/**
	 * What is not of the form never gets further.
	 *
	 * @dataProvider malformed
	 * @param array<string, mixed> $broken What is wrong.
	 */
	public function test_malformed_requests_are_refused( array $broken ): void {
		$response = $this->rest( 'POST', '/payments', array_filter( $broken + array( 'gateway' => 'multipay_wechat' ) + $this->proof( $this->an_order() ) ) );
		$this->assertSame( 400, $response->get_status() );
		$this->assertSame( array(), $this->bridge->calls );
	}

	/**
	 * Opens an order's payment.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $gateway The gateway.
	 */
	private function open( \WC_Order $order, string $gateway = 'multipay_wechat' ): \WP_REST_Response {
		return $this->rest( 'POST', '/payments', $this->proof( $order ) + array( 'gateway' => $gateway ) );
	}

	/**
	 * What proves that an order is the asker's.
	 *
	 * @param \WC_Order $order The order.
	 * @return array{order: string, key: string}
	 */
	private function proof( \WC_Order $order ): array {
		return array(
			'order' => 'order_' . $order->get_id(),
			'key'   => $order->get_order_key(),
		);
	}

	/**
	 * The last thing that the bridge was asked.
	 */
	private function last_call(): string {
		$call = $this->bridge->calls[ count( $this->bridge->calls ) - 1 ];
		return $call['method'] . ' ' . $call['path'];
	}
}
