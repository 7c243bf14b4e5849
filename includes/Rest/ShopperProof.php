<?php
/**
 * Whether a payment is the asker's.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Checkout\Purchase;
use MultiPay\Order\OrderPurchase;
use MultiPay\PayButton\ButtonPurchase;
use MultiPay\PayButton\PurchaseTable;
use MultiPay\PayButton\ReturnKey;

/**
 * Whoever reads, settles or closes a payment proves it by the order key, by being the order's customer, or by the pay
 * button's return key. An id alone opens nothing, and a wrong key is as good as an unknown order.
 */
final class ShopperProof {
	/**
	 * Needs what pay buttons sold.
	 *
	 * @param PurchaseTable $purchases What was bought.
	 */
	public function __construct( private PurchaseTable $purchases ) {}

	/**
	 * What the asker may know of.
	 *
	 * @param string $ref `order_123` or `button_<ulid>`.
	 * @param string $key What the asker shows.
	 * @return Purchase|null Null when nothing.
	 */
	public function purchase( string $ref, string $key ): ?Purchase {
		if ( ReturnKey::fits( $ref, $key ) ) {
			return $this->purchases->find( $ref ) ?? new ButtonPurchase( $ref, 0, '', 0, '', '', '' );
		}
		$order = $this->order( $ref, $key );
		return $order ? new OrderPurchase( $order ) : null;
	}

	/**
	 * An order that the asker may pay.
	 *
	 * @param string $ref `order_123`.
	 * @param string $key What the asker shows.
	 */
	public function order( string $ref, string $key ): ?\WC_Order {
		$order_id = OrderPurchase::id_in( $ref );
		$order    = null !== $order_id && function_exists( 'wc_get_order' ) ? wc_get_order( $order_id ) : null;
		if ( ! $order instanceof \WC_Order ) {
			return null;
		}
		$has_key     = '' !== $key && hash_equals( $order->get_order_key(), $key );
		$is_customer = get_current_user_id() > 0 && $order->get_customer_id() === get_current_user_id();
		return $has_key || $is_customer ? $order : null;
	}
}
