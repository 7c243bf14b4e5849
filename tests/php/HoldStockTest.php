<?php
/**
 * Keeping unpaid orders and their stock.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Order\OrderPayments;

/**
 * No order is cancelled while money can still come for it.
 */
final class HoldStockTest extends OrderTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->pair();
	}

	public function test_stock_is_held_for_as_long_as_an_attempt_can_be_paid(): void {
		$this->bridge->site = array( 'payable_minutes' => 90 );
		$this->site_status()->renew();
		$order = $this->an_order();
		$this->assertSame( 92, apply_filters( 'woocommerce_order_hold_stock_minutes', 10, $order ) );
		$this->assertSame( 120, apply_filters( 'woocommerce_order_hold_stock_minutes', 120, $order ), 'the shop holds longer' );
		$this->assertSame( 0, apply_filters( 'woocommerce_order_hold_stock_minutes', 0, $order ), 'the shop holds nothing' );
		$this->assertSame( 10, apply_filters( 'woocommerce_order_hold_stock_minutes', 10, $this->an_order( '1.00', array( 'payment_method' => 'cod' ) ) ) );
	}

	public function test_a_shopper_who_changed_the_method_still_holds_stock_for_the_first(): void {
		$order = $this->an_order( '10.01', array( 'payment_method' => 'cod' ) );
		( new OrderPayments( $order ) )->remember( FakeBridge::payment( array( 'payable_until' => gmdate( 'c', time() + 3000 ) ) ) );
		$this->assertSame( 52, apply_filters( 'woocommerce_order_hold_stock_minutes', 10, $order ) );
	}

	public function test_resuming_reserves_stock_again(): void {
		global $wpdb;
		if ( $this->is_sqlite() ) {
			$this->markTestSkipped( 'WooCommerce cannot reserve stock on the SQLite drop-in.' );
		}
		$product = $this->a_product( '10.01', 1 );
		$order   = $this->an_order( '10.01', array(), $product );
		$wpdb->delete( $wpdb->wc_reserved_stock, array( 'order_id' => $order->get_id() ) );
		WC()->payment_gateways()->payment_gateways()['multipay_wechat']->process_payment( $order->get_id() );
		$held_until = $wpdb->get_var( $wpdb->prepare( "SELECT expires FROM {$wpdb->wc_reserved_stock} WHERE order_id = %d", $order->get_id() ) );
		$this->assertGreaterThan( time() + 1800, strtotime( $held_until ) );

		$late = $this->an_order( '10.01', array(), $product );
		$this->expectExceptionMessage( 'Tea' );
		WC()->payment_gateways()->payment_gateways()['multipay_wechat']->process_payment( $late->get_id() );
	}

	public function test_an_order_that_reserved_its_stock_in_the_same_second_can_be_paid(): void {
		global $wpdb;
		if ( $this->is_sqlite() ) {
			$this->markTestSkipped( 'WooCommerce cannot reserve stock on the SQLite drop-in.' );
		}
		$order = $this->an_order( '10.01', array(), $this->a_product( '10.01', 1 ) );
		// The database's clock stands still, so that the second reservation is the first one's very row.
		$wpdb->query( 'SET timestamp = ' . time() );
		$this->afterwards( static fn() => $wpdb->query( 'SET timestamp = DEFAULT' ) );
		wc_reserve_stock_for_order( $order );
		$begun = WC()->payment_gateways()->payment_gateways()['multipay_wechat']->process_payment( $order->get_id() );
		$this->assertSame( 'success', $begun['result'] );
		$this->assertSame( '1', $wpdb->get_var( $wpdb->prepare( "SELECT stock_quantity FROM {$wpdb->wc_reserved_stock} WHERE order_id = %d", $order->get_id() ) ) );
	}

	public function test_orders_that_were_never_ours_are_woocommerces_business(): void {
		$order = $this->an_order();
		$this->assertTrue( apply_filters( 'woocommerce_cancel_unpaid_order', true, $order ) );
		$this->assertFalse( apply_filters( 'woocommerce_cancel_unpaid_order', false, $order ) );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_an_order_is_kept_until_its_last_attempt_and_the_grace_after_it_have_passed(): void {
		$order = $this->an_order();
		$this->ended_ago( $order, -600 );
		$this->ended_ago( $order, 10 ); // A later attempt that ends earlier.
		$this->assertFalse( apply_filters( 'woocommerce_cancel_unpaid_order', true, $order ) );
		$other = $this->an_order();
		$this->ended_ago( $other, OrderPayments::GRACE_S - 5 );
		$this->assertFalse( apply_filters( 'woocommerce_cancel_unpaid_order', true, $other ) );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_then_one_last_question_is_asked_for_every_attempt(): void {
		$order   = $this->an_order();
		$attempt = array( 'order_ref' => 'order_' . $order->get_id() );
		$open    = FakeBridge::payment( $attempt );
		$over    = FakeBridge::payment( array( 'status' => 'expired' ) + $attempt );

		$this->bridge->payments = array(
			$open['id'] => $open,
			$over['id'] => $over,
		);
		$this->ended_ago( $order, 200 );
		$this->assertTrue( apply_filters( 'woocommerce_cancel_unpaid_order', true, $order ) );
		$this->assertSame( 'order_ref=order_' . $order->get_id(), $this->bridge->calls_of( 'GET /v1/payments' )[0]['query'] );
		$this->assertSame( array( '/v1/payments/' . $open['id'] . '/refresh' ), array_column( $this->bridge->calls_of( 'POST /v1/payments/*' ), 'path' ) );
	}

	public function test_money_that_the_last_question_finds_saves_the_order(): void {
		$order   = $this->an_order();
		$payment = FakeBridge::payment( array( 'order_ref' => 'order_' . $order->get_id() ) );

		$this->bridge->payments = array( $payment['id'] => $payment );
		$this->ended_ago( $order, 200 );
		$this->bridge->on( 'POST /v1/payments/*', fn() => array( 200, $this->bridge->pay( $payment['id'] ) ) );
		$this->assertFalse( apply_filters( 'woocommerce_cancel_unpaid_order', true, $order ) );
		$this->assertTrue( $this->again( $order )->is_paid() );
	}

	public function test_without_an_answer_the_order_is_kept_for_a_day(): void {
		$this->bridge->is_down = true;
		$order                 = $this->an_order();
		$this->ended_ago( $order, 200 );
		$this->assertFalse( apply_filters( 'woocommerce_cancel_unpaid_order', true, $order ) );
		$old = $this->an_order();
		$this->ended_ago( $old, 90000 );
		$this->assertTrue( apply_filters( 'woocommerce_cancel_unpaid_order', true, $old ) );
	}

	public function test_a_silent_bridge_is_asked_once_in_a_run_and_not_for_every_order(): void {
		$this->bridge->is_down = true;
		foreach ( array( $this->an_order(), $this->an_order(), $this->an_order() ) as $order ) {
			$this->ended_ago( $order, 200 );
			$this->assertFalse( apply_filters( 'woocommerce_cancel_unpaid_order', true, $order ) );
		}
		$this->assertCount( 1, $this->bridge->calls );
	}

	public function test_woocommerces_own_run_keeps_and_cancels_accordingly(): void {
		update_option( 'woocommerce_manage_stock', 'yes' );
		$this->filter( 'pre_option_woocommerce_hold_stock_minutes', static fn() => '60' );
		$live = $this->an_order();
		$dead = $this->an_order();
		$this->ended_ago( $live, -600 );
		$this->ended_ago( $dead, 200 );
		foreach ( array( $live, $dead ) as $order ) {
			$order->set_date_created( time() - 7200 );
			$order->save();
			$this->last_changed_two_hours_ago( $order->get_id() );
		}
		wc_cancel_unpaid_orders();
		$this->assertSame( 'pending', $this->again( $live )->get_status() );
		$this->assertSame( 'cancelled', $this->again( $dead )->get_status() );
	}

	/**
	 * An attempt that can be paid until some time ago.
	 *
	 * @param \WC_Order $order   Its order.
	 * @param int       $seconds How long ago; less than 0 for the future.
	 */
	private function ended_ago( \WC_Order $order, int $seconds ): void {
		( new OrderPayments( $order ) )->remember( FakeBridge::payment( array( 'payable_until' => gmdate( 'c', time() - $seconds ) ) ) );
	}

	/**
	 * Makes an order look old enough for WooCommerce to cancel it.
	 *
	 * @param int $order_id The order.
	 */
	private function last_changed_two_hours_ago( int $order_id ): void {
		global $wpdb;
		$then = gmdate( 'Y-m-d H:i:s', time() - 7200 );
		$wpdb->update( $wpdb->prefix . 'wc_orders', array( 'date_updated_gmt' => $then ), array( 'id' => $order_id ) );
		$wpdb->update( $wpdb->posts, array( 'post_modified' => get_date_from_gmt( $then ), 'post_modified_gmt' => $then ), array( 'ID' => $order_id ) ); // phpcs:ignore WordPress.Arrays
	}
}
