<?php
/**
 * What tests with WooCommerce's orders have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Order\FreshOrder;

/**
 * Needs WooCommerce; without it the tests are skipped, and say so.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
abstract class OrderTestCase extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		if ( ! function_exists( 'wc_get_order' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		update_option( 'woocommerce_currency', 'CNY' );
	}

	/**
	 * Has orders kept in the one or the other way, for this test only.
	 *
	 * @param bool $in_own_tables Whether in tables of their own (HPOS), or as posts.
	 */
	protected function keep_orders( bool $in_own_tables ): void {
		$this->filter( 'pre_option_woocommerce_custom_orders_table_enabled', static fn() => $in_own_tables ? 'yes' : 'no' );
	}

	/**
	 * Makes an order over one piece of a product, for this test only.
	 *
	 * @param string               $price The product's price.
	 * @param array<string, mixed> $props The order's properties; `status` among them.
	 * @param \WC_Product|null     $product The product.
	 */
	protected function an_order( string $price = '10.01', array $props = array(), ?\WC_Product $product = null ): \WC_Order {
		$product = $product ?? $this->a_product( $price );
		$order   = new \WC_Order();
		$order->add_product( $product, 1 );
		$order->set_props(
			$props + array(
				'payment_method'     => 'multipay_wechat',
				'currency'           => 'CNY',
				'created_via'        => 'checkout',
				'billing_email'      => 'shopper@example.test',
				'billing_first_name' => 'Li',
				'status'             => 'pending',
			)
		);
		$order->calculate_totals();
		$order->save();
		// An order that is deleted forgets its number.
		$order_id = $order->get_id();
		$this->afterwards( fn() => $this->delete_all_of( $order_id ) );
		return $order;
	}

	/**
	 * Deletes an order with what WooCommerce leaves of one.
	 *
	 * @param int $order_id The order.
	 */
	private function delete_all_of( int $order_id ): void {
		global $wpdb;
		$order = FreshOrder::get( $order_id );
		if ( $order ) {
			wc_release_stock_for_order( $order );
			$order->delete( true );
		}
		$wpdb->delete( $wpdb->comments, array( 'comment_post_ID' => $order_id, 'comment_type' => 'order_note' ) ); // phpcs:ignore WordPress.Arrays
		delete_transient( 'wc_order_' . $order_id . '_needs_processing' );
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( '', array( $order_id ), 'multipay' );
		}
	}

	/**
	 * Makes a product, for this test only.
	 *
	 * @param string   $price Its price.
	 * @param int|null $stock How many there are; null when they are not counted.
	 */
	protected function a_product( string $price = '10.01', ?int $stock = null ): \WC_Product {
		$product = new \WC_Product_Simple();
		$product->set_props(
			array(
				'name'          => 'Tea',
				'regular_price' => $price,
				'virtual'       => false,
			)
		);
		if ( null !== $stock ) {
			$product->set_manage_stock( true );
			$product->set_stock_quantity( $stock );
		}
		$product->save();
		$this->afterwards( static fn() => $product->delete( true ) );
		return $product;
	}

	/**
	 * An order as it is in the database.
	 *
	 * @param \WC_Order $order The order.
	 */
	protected function again( \WC_Order $order ): \WC_Order {
		$again = FreshOrder::get( $order->get_id() );
		$this->assertNotNull( $again );
		return $again;
	}

	/**
	 * How many pieces of a product there are; null when they are not counted.
	 *
	 * @param \WC_Product $product The product.
	 */
	protected function stock_of( \WC_Product $product ): ?int {
		$again = wc_get_product( $product->get_id() );
		$this->assertInstanceOf( \WC_Product::class, $again );
		$stock = $again->get_stock_quantity();
		return null === $stock ? null : (int) $stock;
	}

	/**
	 * The order's notes that MultiPay wrote.
	 *
	 * @param \WC_Order $order The order.
	 * @return string[]
	 */
	protected function our_notes( \WC_Order $order ): array {
		$notes = array_map( static fn( $note ): string => $note->content, wc_get_order_notes( array( 'order_id' => $order->get_id() ) ) );
		return array_values( array_filter( $notes, static fn( string $note ): bool => str_contains( $note, 'pay_' ) ) );
	}

	/**
	 * A payment of an order, paid.
	 *
	 * @param \WC_Order            $order The order.
	 * @param array<string, mixed> $more  What differs.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	protected function paid( \WC_Order $order, array $more = array() ): array {
		$total = \MultiPay\Money::of_order( $order );
		return FakeBridge::payment(
			$more + array(
				'order_ref'               => 'order_' . $order->get_id(),
				'status'                  => 'succeeded',
				'amount'                  => $total,
				'paid_amount'             => $total,
				'paid_currency'           => 'CNY',
				'paid_at'                 => '2026-01-02T03:04:05.678Z',
				'provider_transaction_id' => '4200001' . wp_rand( 100000, 999999 ),
			)
		);
	}
}
