<?php
/**
 * What shoppers' pages get.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Assets;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Checkout\BlockMethod;
use MultiPay\Checkout\OrderPayPage;
use MultiPay\Checkout\PaymentStatusBlock;
use MultiPay\Checkout\ResumeNotice;
use MultiPay\Gateway\Availability;
use MultiPay\Log\Logger;
use MultiPay\Order\OrderPayments;

/**
 * The Checkout block's data, our page for a payment, the payment-status block.
 */
final class CheckoutPagesTest extends OrderTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->pair();
		if ( ! WC()->session ) {
			WC()->initialize_session();
		}
	}

	protected function tearDown(): void {
		if ( function_exists( 'WC' ) && WC()->session ) {
			WC()->session->set( 'order_awaiting_payment', null );
		}
		parent::tearDown();
	}

	public function test_the_checkout_block_gets_what_its_script_needs(): void {
		$this->known();
		$method = $this->method( 'multipay_alipay' );
		$this->assertTrue( $method->is_active() );
		$this->assertSame( array( 'multipay-checkout' ), $method->get_payment_method_script_handles() );
		$data = $method->get_payment_method_data();
		$this->assertSame( array( 'title', 'description', 'icon', 'supports', 'available', 'unavailable_text', 'provider', 'endpoint_base', 'resume' ), array_keys( $data ) );
		$this->assertSame( array( 'Alipay', true, '', 'alipay', rest_url( 'multipay/v1/payments' ), null ), array( $data['title'], $data['available'], $data['unavailable_text'], $data['provider'], $data['endpoint_base'], $data['resume'] ) );
	}

	public function test_the_block_shows_the_gateways_own_description_until_the_merchant_has_saved_another(): void {
		$this->known();
		$gateway = WC()->payment_gateways()->payment_gateways()['multipay_alipay'];
		$this->assertNotSame( '', $gateway->get_description() );
		$this->assertSame( $gateway->get_description(), $this->method( 'multipay_alipay' )->get_payment_method_data()['description'] );
	}

	public function test_the_block_says_when_a_method_cannot_be_used(): void {
		$this->bridge->is_down = true;
		$this->health()->ask();
		$data = $this->method( 'multipay_wechat' )->get_payment_method_data();
		$this->assertFalse( $data['available'] );
		$this->assertNotSame( '', $data['unavailable_text'] );
		update_option( 'woocommerce_multipay_wechat_settings', array( 'enabled' => 'no' ) );
		$this->assertFalse( $this->method( 'multipay_wechat' )->is_active() );
	}

	public function test_both_methods_are_registered_with_the_blocks(): void {
		$registry = \Automattic\WooCommerce\Blocks\Package::container()->get( \Automattic\WooCommerce\Blocks\Payments\PaymentMethodRegistry::class );
		$this->assertTrue( $registry->is_registered( 'multipay_wechat' ) );
		$this->assertTrue( $registry->is_registered( 'multipay_alipay' ) );
	}

	public function test_after_a_reload_the_same_payment_is_offered(): void {
		$order   = $this->an_order( '10.01' );
		$payment = FakeBridge::payment();
		( new OrderPayments( $order ) )->remember( $payment );
		WC()->session->set( 'order_awaiting_payment', $order->get_id() );
		$resume = new ResumeNotice();
		$this->assertSame(
			array( 'order' => 'order_' . $order->get_id(), 'key' => $order->get_order_key(), 'gateway' => 'multipay_wechat', 'amount_text' => '¥10.01', 'payment_id' => $payment['id'] ), // phpcs:ignore WordPress.Arrays
			$resume->of( 'multipay_wechat' )
		);
		$this->assertNull( $resume->of( 'multipay_alipay' ) );

		( new OrderPayments( $order ) )->remember( FakeBridge::payment( array( 'payable_until' => gmdate( 'c', time() - 1 ) ) ) );
		$this->assertNull( $resume->of( 'multipay_wechat' ), 'it can no longer be paid' );
		( new OrderPayments( $order ) )->remember( FakeBridge::payment() );
		$order->payment_complete();
		WC()->session->set( 'order_awaiting_payment', $order->get_id() );
		$this->assertNull( $resume->of( 'multipay_wechat' ), 'it is paid' );
	}

	public function test_our_page_has_a_container_for_its_script_and_a_way_without(): void {
		$order = $this->an_order();
		ob_start();
		do_action( 'woocommerce_receipt_multipay_wechat', $order->get_id() );
		$html = (string) ob_get_clean();
		$this->assertSame( 1, preg_match( '/<div class="multipay-payment" data-multipay-payment="([^"]+)">/', $html, $parts ) );
		$this->assertSame(
			array(
				'order'         => 'order_' . $order->get_id(),
				'key'           => $order->get_order_key(),
				'gateway'       => 'multipay_wechat',
				'endpoint_base' => rest_url( 'multipay/v1/payments' ),
				'success_url'   => $order->get_checkout_order_received_url(),
				'retry_url'     => $order->get_checkout_payment_url(),
				'returned'      => false,
				'auto_open'     => true,
			),
			json_decode( html_entity_decode( $parts[1] ?? '', ENT_QUOTES ), true )
		);
		$this->assertStringContainsString( '<noscript>', $html );
		$this->assertTrue( wp_script_is( 'multipay-order-pay', 'enqueued' ) || ! is_readable( MULTIPAY_DIR . '/build/order-pay.asset.php' ) );
	}

	public function test_a_shopper_who_returns_unpaid_stays_and_one_who_paid_is_led_on(): void {
		$order   = $this->an_order();
		$payment = FakeBridge::payment( array( 'order_ref' => 'order_' . $order->get_id() ) );

		$this->bridge->payments[ $payment['id'] ] = $payment;
		( new OrderPayments( $order ) )->remember( $payment );
		$this->assertNull( $this->visit( $order, array() ) );
		$this->assertSame( array(), $this->bridge->calls, 'nobody returned' );
		$this->assertNull( $this->visit( $order, array( 'multipay_returned' => '1' ) ) );
		$this->assertSame( 'pending', $this->again( $order )->get_status() );

		$this->bridge->is_down = true;
		$this->assertNull( $this->visit( $order, array( 'multipay_returned' => '1' ) ), 'the page\'s script asks on' );
		$this->bridge->is_down = false;

		$this->bridge->pay( $payment['id'] );
		$this->assertSame( $order->get_checkout_order_received_url(), $this->visit( $order, array( 'multipay_returned' => '1' ) ) );
		$this->assertTrue( $this->again( $order )->is_paid() );
		$this->assertSame( $order->get_checkout_order_received_url(), $this->visit( $order, array() ) );
		$this->assertSame( $order->get_checkout_order_received_url(), $this->visit( $order, array( 'pay_for_order' => 'true' ) ), 'who wanted to pay otherwise, too' );
		$this->assertNull( $this->visit( $order, array( 'key' => 'wrong' ) ) );
		$this->assertNull( $this->visit( $order, array( 'key' => 'wrong', 'pay_for_order' => 'true' ) ) ); // phpcs:ignore WordPress.Arrays
	}

	public function test_the_status_block_lists_what_the_customer_has_not_finished(): void {
		$customer = $this->a_user( 'customer' );
		$unpaid   = $this->an_order( '10.01', array( 'customer_id' => $customer ) );
		$paid     = $this->an_order( '10.01', array( 'customer_id' => $customer ) );
		$paid->payment_complete();
		$this->an_order( '10.01', array( 'customer_id' => $customer, 'payment_method' => 'cod' ) ); // phpcs:ignore WordPress.Arrays
		$this->an_order( '10.01' );
		( new OrderPayments( $unpaid ) )->remember( FakeBridge::payment() );

		wp_set_current_user( $customer );
		$payments = $this->listed();
		$this->assertCount( 1, $payments );
		$this->assertSame( array( 'order', 'key', 'gateway', 'amount_text', 'title', 'endpoint_base', 'retry_url', 'payment_id' ), array_keys( $payments[0] ) );
		$this->assertSame( array( 'order_' . $unpaid->get_id(), $unpaid->get_order_key(), $unpaid->get_checkout_payment_url() ), array( $payments[0]['order'], $payments[0]['key'], $payments[0]['retry_url'] ) );
		wp_set_current_user( 0 );
		$this->assertTrue( constant( 'DONOTCACHEPAGE' ), 'nobody else gets this page' );
		$this->assertSame( array(), $this->listed(), 'a stranger sees none of it' );
	}

	public function test_the_status_block_shows_a_guest_the_order_of_their_session(): void {
		$order = $this->an_order();
		WC()->session->set( 'order_awaiting_payment', $order->get_id() );
		$this->assertSame( array( 'order_' . $order->get_id() ), array_column( $this->listed(), 'order' ) );
	}

	/**
	 * What the payment-status block lists.
	 *
	 * @return list<array<string, string>>
	 */
	private function listed(): array {
		\WP_Block_Supports::$block_to_render = array( 'blockName' => 'multipay/payment-status', 'attrs' => array() ); // phpcs:ignore WordPress.Arrays
		$html                                = ( new PaymentStatusBlock( new Assets(), new ResumeNotice() ) )->render();
		$this->assertSame( 1, preg_match( '/data-multipay-status="([^"]+)"/', $html, $parts ) );
		return json_decode( html_entity_decode( $parts[1] ?? '', ENT_QUOTES ), true )['payments'];
	}

	/**
	 * Where a shopper who opens our page is led.
	 *
	 * @param \WC_Order             $order The order.
	 * @param array<string, string> $query What is in the address besides the key.
	 * @return string|null Null when they stay.
	 */
	private function visit( \WC_Order $order, array $query ): ?string {
		$GLOBALS['wp']->query_vars['order-pay'] = (string) $order->get_id();
		set_query_var( 'order-pay', (string) $order->get_id() );
		$_GET = $query + array( 'key' => $order->get_order_key() );
		$this->filter( 'woocommerce_is_checkout', '__return_true' );
		$to = null;
		// Thrown, since a redirect ends the request.
		$lead = static function ( $location ) use ( &$to ): void {
			$to = $location;
			throw new \DomainException( 'led on' );
		};
		add_filter( 'wp_redirect', $lead );
		try {
			( new OrderPayPage( new Assets(), $this->client(), $this->settle(), new Logger() ) )->lead_paid_shoppers_on();
		} catch ( \DomainException $led_on ) {
			$this->assertSame( 'led on', $led_on->getMessage() );
		}
		remove_filter( 'wp_redirect', $lead );
		unset( $GLOBALS['wp']->query_vars['order-pay'] );
		set_query_var( 'order-pay', '' );
		$_GET = array();
		return $to;
	}

	/**
	 * The bridge has said what it has.
	 */
	private function known(): void {
		$this->site_status()->renew();
	}

	/**
	 * A method of the block.
	 *
	 * @param string $gateway The gateway.
	 */
	private function method( string $gateway ): BlockMethod {
		$availability = new Availability( new ConnectionStore(), $this->health(), $this->site_status() );
		$method       = new BlockMethod( $gateway, new Assets(), $availability, new ResumeNotice() );
		$method->initialize();
		return $method;
	}
}
