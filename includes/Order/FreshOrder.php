<?php
/**
 * An order as it is in the database now.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

use Automattic\WooCommerce\Caches\OrderCache;

/**
 * A request may have loaded an order, waited for the bridge, and meanwhile another one has paid it. Whoever writes reads
 * again first, past all caches.
 */
final class FreshOrder {
	/**
	 * Reads an order.
	 *
	 * @param int $order_id The order.
	 */
	public static function get( int $order_id ): ?\WC_Order {
		wp_cache_delete( $order_id, 'posts' );
		wp_cache_delete( $order_id, 'post_meta' );
		wp_cache_delete( 'order-items-' . $order_id, 'orders' );
		wp_cache_delete( \WC_Order::generate_meta_cache_key( $order_id, 'orders' ), 'orders' );
		wc_get_container()->get( OrderCache::class )->remove( $order_id );
		$store = \WC_Data_Store::load( 'order' );
		if ( $store->has_callable( 'clear_cached_data' ) ) {
			$store->__call( 'clear_cached_data', array( array( $order_id ) ) );
		}
		$order = wc_get_order( $order_id );
		return $order instanceof \WC_Order ? $order : null;
	}

	/**
	 * What SettlementRules wants to know of it: the total in fen, moments in Unix seconds.
	 *
	 * @param \WC_Order $order The order.
	 * @return array{is_trashed: bool, is_completable: bool, is_refunded: bool, transaction_id: string, total: int, currency: string, created_at: int}
	 */
	public static function facts( \WC_Order $order ): array {
		// phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own filter, see WC_Order::payment_complete().
		$completable = (array) apply_filters( 'woocommerce_valid_order_statuses_for_payment_complete', array( 'on-hold', 'pending', 'failed', 'cancelled' ), $order );
		return array(
			'is_trashed'     => $order->has_status( 'trash' ),
			'is_completable' => $order->has_status( $completable ),
			'is_refunded'    => $order->has_status( 'refunded' ),
			'transaction_id' => (string) $order->get_transaction_id(),
			'total'          => \MultiPay\Money::of_order( $order ),
			'currency'       => (string) $order->get_currency(),
			'created_at'     => (int) $order->get_date_created()?->getTimestamp(),
		);
	}
}
