<?php
/**
 * Keeps unpaid orders and their stock as long as money can still come for them.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\SiteStatus;
use MultiPay\Contract\PaymentStatus;
use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Messages;
use MultiPay\Order\OrderPayments;
use MultiPay\Order\OrderPurchase;
use MultiPay\Order\Settle;

/**
 * WooCommerce cancels unpaid orders by the clock. A QR code in a shopper's hand does not know of that, so no order is
 * cancelled before its last attempt has ended and the provider was asked once more.
 */
final class HoldStock {
	/** A bridge that is gone for good must not keep orders for ever. */
	private const ASK_AGAIN_FOR_S = DAY_IN_SECONDS;

	/**
	 * Needs the bridge for the last question, and the writer of orders for its answer.
	 *
	 * @param Client     $bridge The bridge.
	 * @param Health     $health Whether it answered a moment ago.
	 * @param SiteStatus $site   How long an attempt can be paid.
	 * @param Settle     $settle Settles what turns out to be paid.
	 * @param Logger     $logger Hears of questions without an answer.
	 */
	public function __construct( private Client $bridge, private Health $health, private SiteStatus $site, private Settle $settle, private Logger $logger ) {}

	/**
	 * Hooks in where WooCommerce reserves stock and where it cancels.
	 */
	public function register_hooks(): void {
		add_filter( 'woocommerce_order_hold_stock_minutes', array( $this, 'minutes' ), 20, 2 );
		add_filter( 'woocommerce_cancel_unpaid_order', array( $this, 'may_be_cancelled' ), 20, 2 );
	}

	/**
	 * How long stock is reserved: as long as an attempt that begins now can be paid, or longer.
	 *
	 * @param mixed $minutes What WooCommerce would take; 0 when the shop reserves nothing.
	 * @param mixed $order   The order.
	 * @return mixed
	 */
	public function minutes( $minutes, $order ) {
		if ( (int) $minutes < 1 || ! $order instanceof \WC_Order || ! $this->is_ours( $order ) ) {
			return $minutes;
		}
		$from_now = $this->site->payable_minutes() * MINUTE_IN_SECONDS + OrderPayments::GRACE_S;
		$left     = ( new OrderPayments( $order ) )->watch_until() - time();
		return max( (int) $minutes, (int) ceil( max( $from_now, $left ) / MINUTE_IN_SECONDS ) );
	}

	/**
	 * Whether an unpaid order may be cancelled now.
	 *
	 * @param mixed $may_be What WooCommerce and others say.
	 * @param mixed $order  The order.
	 * @return mixed
	 */
	public function may_be_cancelled( $may_be, $order ) {
		if ( ! $may_be || ! $order instanceof \WC_Order ) {
			return $may_be;
		}
		$watch_until = ( new OrderPayments( $order ) )->watch_until();
		if ( 0 === $watch_until ) {
			return $may_be;
		}
		return time() > $watch_until && $this->nobody_has_paid( $order, $watch_until );
	}

	/**
	 * The last question, for every attempt that the provider has not given its last word on.
	 *
	 * @param \WC_Order $order       The order.
	 * @param int       $watch_until When its last attempt ended, in Unix seconds.
	 */
	private function nobody_has_paid( \WC_Order $order, int $watch_until ): bool {
		$may_be_given_up = time() - $watch_until > self::ASK_AGAIN_FOR_S;
		if ( false === $this->health->known() ) {
			// WooCommerce's run has many orders, and each would wait for the same silence.
			return $may_be_given_up;
		}
		try {
			$payments = $this->bridge->payments( array( 'order_ref' => ( new OrderPurchase( $order ) )->ref() ) )['items'];
			foreach ( $payments as $payment ) {
				$is_open = in_array( $payment['status'], array( PaymentStatus::CREATED, PaymentStatus::PENDING ), true );
				$asked   = $is_open ? $this->bridge->refresh_payment( $payment['id'] ) : $payment;
				if ( PaymentStatus::SUCCEEDED === $asked['status'] ) {
					// WooCommerce's run goes on to other orders, whatever becomes of this one.
					$this->settle->attempt( $asked );
					return false;
				}
			}
		} catch ( BridgeError $error ) {
			$this->logger->warning( Messages::log_line( 'An unpaid order is kept until the bridge can say that nobody paid it', $error ), array( 'order_id' => $order->get_id() ) );
			return $may_be_given_up;
		}
		return true;
	}

	/**
	 * Whether one of our payments is or was begun for an order.
	 *
	 * @param \WC_Order $order The order.
	 */
	private function is_ours( \WC_Order $order ): bool {
		return Method::is_ours( (string) $order->get_payment_method() ) || ( new OrderPayments( $order ) )->watch_until() > time();
	}
}
