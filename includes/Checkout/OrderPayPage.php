<?php
/**
 * The page on which an order's payment is shown without the Checkout block.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

use MultiPay\Assets;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\DataAttribute;
use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Messages;
use MultiPay\Order\OrderPayments;
use MultiPay\Order\OrderPurchase;
use MultiPay\Order\Settle;

/**
 * WooCommerce's receipt page: the classic checkout, the "pay for order" page, the reminder and the provider lead here.
 * A shopper who returns from the provider hears what the bridge says, never what is likely.
 */
final class OrderPayPage {
	/**
	 * Needs the bridge for shoppers who return.
	 *
	 * @param Assets $assets The script.
	 * @param Client $bridge The bridge.
	 * @param Settle $settle Settles what is paid.
	 * @param Logger $logger Hears of questions without an answer.
	 */
	public function __construct( private Assets $assets, private Client $bridge, private Settle $settle, private Logger $logger ) {}

	/**
	 * Hooks in where WooCommerce shows the page.
	 */
	public function register_hooks(): void {
		// Before WooCommerce decides about emptying the cart, at 20.
		add_action( 'template_redirect', array( $this, 'lead_paid_shoppers_on' ), 15 );
		foreach ( array_keys( Method::PROVIDERS ) as $gateway ) {
			add_action( 'woocommerce_receipt_' . $gateway, array( $this, 'show' ) );
		}
	}

	/**
	 * Brings shoppers whose order is paid to "order received" instead of WooCommerce's "cannot be paid for".
	 */
	public function lead_paid_shoppers_on(): void {
		$order = $this->order_of_page();
		if ( ! $order ) {
			return;
		}
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- Only makes the bridge be asked.
		if ( isset( $_GET['multipay_returned'] ) && $order->needs_payment() ) {
			$this->ask( $order );
		}
		$now = \MultiPay\Order\FreshOrder::get( $order->get_id() );
		if ( $now && ( $now->is_paid() || $now->has_status( 'on-hold' ) ) ) {
			wp_safe_redirect( ( new OrderPurchase( $now ) )->success_url() );
			exit;
		}
	}

	/**
	 * Draws the container that the script turns alive.
	 *
	 * @param int $order_id The order; WooCommerce has checked its key.
	 */
	public function show( $order_id ): void {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		$this->assets->enqueue( Assets::ORDER_PAY );
		$purchase = new OrderPurchase( $order );
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- Only decides what is said first.
		$returned = isset( $_GET['multipay_returned'] );
		$data     = array(
			'order'         => $purchase->ref(),
			'key'           => $purchase->key(),
			'gateway'       => $order->get_payment_method(),
			'endpoint_base' => PaymentView::endpoint(),
			'success_url'   => $purchase->success_url(),
			'retry_url'     => $purchase->retry_url(),
			'returned'      => $returned,
			'auto_open'     => ! $returned,
		);
		printf(
			'<div class="multipay-payment" data-multipay-payment="%s"></div><noscript><p>%s <a href="%s">%s</a></p></noscript>',
			esc_attr( DataAttribute::json( $data ) ),
			esc_html__( 'Your browser shows the QR code only with JavaScript.', 'multipay' ),
			esc_url( $purchase->return_url() ),
			esc_html__( 'I have paid', 'multipay' )
		);
	}

	/**
	 * Asks for the order's latest payment, and settles what is paid.
	 *
	 * @param \WC_Order $order The order.
	 */
	private function ask( \WC_Order $order ): void {
		$payment_id = ( new OrderPayments( $order ) )->payment_id();
		if ( '' === $payment_id ) {
			return;
		}
		try {
			$payment = $this->bridge->refresh_payment( $payment_id );
			if ( ( new OrderPurchase( $order ) )->ref() === $payment['order_ref'] ) {
				$this->settle->apply_patiently( $payment );
			}
		} catch ( BridgeError $error ) {
			// The page's script asks on.
			$this->logger->warning( Messages::log_line( 'Whether a returning shopper has paid could not be asked', $error ), array( 'order_id' => $order->get_id() ) );
		} catch ( \Throwable $error ) {
			$this->logger->warning( 'A returning shopper\'s order could not be written: ' . $error->getMessage(), array( 'order_id' => $order->get_id() ) );
		}
	}

	/**
	 * The order of the receipt page or of the "pay for order" page that is being shown, if it is one of ours and the
	 * shopper has its key.
	 */
	private function order_of_page(): ?\WC_Order {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- The order key is the permission.
		$order_id = function_exists( 'is_checkout_pay_page' ) && is_checkout_pay_page() ? absint( get_query_var( 'order-pay' ) ) : 0;
		if ( 0 === $order_id || ! isset( $_GET['key'] ) ) {
			return null;
		}
		$key   = sanitize_text_field( wp_unslash( $_GET['key'] ) );
		$order = wc_get_order( $order_id );
		// phpcs:enable
		$is_ours = $order instanceof \WC_Order && Method::is_ours( (string) $order->get_payment_method() ) && hash_equals( $order->get_order_key(), $key );
		return $is_ours ? $order : null;
	}
}
