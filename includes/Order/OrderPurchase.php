<?php
/**
 * A WooCommerce order that is paid.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

use MultiPay\Checkout\Purchase;

/**
 * Knows an order's name at the bridge, and its pages.
 */
final class OrderPurchase implements Purchase {
	/**
	 * The order.
	 *
	 * @param \WC_Order $order The order.
	 */
	public function __construct( private \WC_Order $order ) {}

	/**
	 * The order's number inside WordPress.
	 *
	 * @param string $ref `order_123`.
	 * @return int|null Null when it is not an order's name.
	 */
	public static function id_in( string $ref ): ?int {
		return preg_match( '/^order_([1-9]\d{0,18})$/D', $ref, $parts ) ? (int) $parts[1] : null;
	}

	/**
	 * Its name at the bridge.
	 */
	public function ref(): string {
		return 'order_' . $this->order->get_id();
	}

	/**
	 * The order key.
	 */
	public function key(): string {
		return $this->order->get_order_key();
	}

	/**
	 * The "order received" page.
	 */
	public function success_url(): string {
		return $this->order->get_checkout_order_received_url();
	}

	/**
	 * The "pay for order" page, where another method can be chosen.
	 */
	public function retry_url(): string {
		return $this->order->get_checkout_payment_url();
	}

	/**
	 * Our page that shows the payment.
	 */
	public function receipt_url(): string {
		return $this->order->get_checkout_payment_url( true );
	}

	/**
	 * Where the provider sends the shopper back to. It proves nothing: the page asks what happened.
	 */
	public function return_url(): string {
		return add_query_arg( 'multipay_returned', '1', $this->receipt_url() );
	}
}
