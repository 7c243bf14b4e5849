<?php
/**
 * Payments that the shopper began and left.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

use MultiPay\Gateway\Method;
use MultiPay\Money;
use MultiPay\Order\OrderPayments;
use MultiPay\Order\OrderPurchase;

/**
 * Found without asking the bridge: by the session, and by the customer's own orders.
 */
final class ResumeNotice {
	private const MOST_ORDERS = 10;

	/**
	 * The payment of the order in the shopper's session, if it is one with a given gateway and can still be paid.
	 *
	 * @param string $gateway A gateway's id.
	 * @return array{order: string, key: string, gateway: string, amount_text: string, payment_id: string}|null
	 */
	public function of( string $gateway ): ?array {
		$order = $this->order_in_session();
		if ( ! $order || $order->get_payment_method() !== $gateway ) {
			return null;
		}
		$payments = new OrderPayments( $order );
		return $payments->payable_until() > time() ? $this->short( $order ) + array( 'payment_id' => $payments->payment_id() ) : null;
	}

	/**
	 * All that the shopper has not finished, the newest first.
	 *
	 * @return list<array<string, string>>
	 */
	public function all(): array {
		$orders   = array();
		$customer = get_current_user_id();
		if ( function_exists( 'wc_get_orders' ) && $customer > 0 ) {
			$orders = (array) wc_get_orders(
				array(
					'customer_id'    => $customer,
					'status'         => array( 'pending', 'failed' ),
					'payment_method' => array_keys( Method::PROVIDERS ),
					'limit'          => self::MOST_ORDERS,
				)
			);
		}
		$in_session = $this->order_in_session();
		if ( $in_session && ! in_array( $in_session->get_id(), array_map( static fn( $one ) => $one->get_id(), $orders ), true ) ) {
			array_unshift( $orders, $in_session );
		}
		$payments = array();
		foreach ( $orders as $order ) {
			if ( $order instanceof \WC_Order && Method::is_ours( (string) $order->get_payment_method() ) && $order->needs_payment() ) {
				$payments[] = $this->long( $order );
			}
		}
		return $payments;
	}

	/**
	 * The order that the shopper is about to pay.
	 */
	private function order_in_session(): ?\WC_Order {
		$session  = function_exists( 'WC' ) ? WC()->session : null;
		$order_id = $session ? absint( $session->get( 'order_awaiting_payment' ) ) : 0;
		$order    = $order_id > 0 ? wc_get_order( $order_id ) : null;
		return $order instanceof \WC_Order && $order->has_status( array( 'pending', 'failed' ) ) ? $order : null;
	}

	/**
	 * What both need.
	 *
	 * @param \WC_Order $order The order.
	 * @return array{order: string, key: string, gateway: string, amount_text: string}
	 */
	private function short( \WC_Order $order ): array {
		$purchase = new OrderPurchase( $order );
		return array(
			'order'       => $purchase->ref(),
			'key'         => $purchase->key(),
			'gateway'     => (string) $order->get_payment_method(),
			'amount_text' => Money::shown( Money::of_order( $order ), (string) $order->get_currency() ),
		);
	}

	/**
	 * What the payment-status block needs.
	 *
	 * @param \WC_Order $order The order.
	 * @return array<string, string>
	 */
	private function long( \WC_Order $order ): array {
		$payment_id = ( new OrderPayments( $order ) )->payment_id();
		$more       = array(
			/* translators: %s: order number */
			'title'         => sprintf( __( 'Order %s', 'multipay' ), $order->get_order_number() ),
			'endpoint_base' => PaymentView::endpoint(),
			'retry_url'     => $order->get_checkout_payment_url(),
		);
		return $this->short( $order ) + $more + ( '' === $payment_id ? array() : array( 'payment_id' => $payment_id ) );
	}
}
