<?php
/**
 * Settling orders.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Order\Settle;

/**
 * What becomes of a WooCommerce order when there is news of a payment.
 */
final class SettleTest extends SettleTestCase {
	/**
	 * The main job.
	 *
	 * @dataProvider ways_to_keep_orders
	 * @param bool $in_own_tables How orders are kept.
	 */
	public function test_money_makes_the_order_paid_once( bool $in_own_tables ): void {
		$this->keep_orders( $in_own_tables );
		$product = $this->a_product( '10.01', 5 );
		$order   = $this->an_order( '10.01', array(), $product );
		$payment = $this->paid( $order );
		$heard   = $this->listen( 'wc_multipay_payment_succeeded', fn( $order, $payment ) => array( $order->get_id(), $order->is_paid(), $payment['id'] ) );
		$alias   = $this->listen( 'wc_payment_processed', fn( $payment ) => $payment['id'] );

		$this->assertSame( Settle::PAID, $this->settle()->apply( $payment ) );
		$this->assertSame( Settle::PAID, $this->settle()->apply( $payment ) );

		$order = $this->again( $order );
		$this->assertSame( 'processing', $order->get_status() );
		$this->assertSame( $payment['provider_transaction_id'], $order->get_transaction_id() );
		$this->assertSame( strtotime( '2026-01-02T03:04:05Z' ), $order->get_date_paid()?->getTimestamp() );
		$this->assertCount( 1, $this->our_notes( $order ) );
		$this->assertStringContainsString( '¥10.01 paid with WeChat Pay. Transaction ' . $payment['provider_transaction_id'], $this->our_notes( $order )[0] );
		$this->assertSame( array( array( $order->get_id(), true, $payment['id'] ) ), $heard->getArrayCopy() );
		$this->assertSame( array( $payment['id'] ), $alias->getArrayCopy() );
		$this->assertSame( 4, $this->stock_of( $product ) );
	}

	/**
	 * Statuses in which an order still can be paid.
	 *
	 * @return array<string, array{string}>
	 */
	public static function unpaid_statuses(): array {
		return array(
			'pending'                           => array( 'pending' ),
			'failed'                            => array( 'failed' ),
			'cancelled, so the money came late' => array( 'cancelled' ),
			'on hold'                           => array( 'on-hold' ),
		);
	}

	/**
	 * Money wins.
	 *
	 * @dataProvider unpaid_statuses
	 * @param string $status The order's status.
	 */
	public function test_an_unpaid_order_becomes_paid_whatever_it_was_called( string $status ): void {
		$product = $this->a_product( '10.01', 5 );
		$order   = $this->an_order( '10.01', array(), $product );
		$order->update_status( $status );
		$this->assertSame( Settle::PAID, $this->settle()->apply( $this->paid( $order ) ) );
		$this->assertSame( 'processing', $this->again( $order )->get_status() );
		$this->assertSame( 4, $this->stock_of( $product ), 'stock is reduced once' );
	}

	public function test_an_order_whose_method_was_changed_meanwhile_shows_who_was_paid(): void {
		$order = $this->an_order( '10.01', array( 'payment_method' => 'cod' ) );
		$this->settle()->apply( $this->paid( $order, array( 'provider' => 'alipay' ) ) );
		$order = $this->again( $order );
		$this->assertSame( 'multipay_alipay', $order->get_payment_method() );
		$this->assertSame( 'Alipay', $order->get_payment_method_title() );
	}

	public function test_money_for_an_order_that_was_paid_otherwise_is_kept_and_told_once(): void {
		$order = $this->an_order();
		$order->set_payment_method( 'bacs' );
		$order->payment_complete();
		$payment = $this->paid( $order );

		$mails_before = count( $this->mails );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $payment ) );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $payment ) );

		$order = $this->again( $order );
		$this->assertSame( array( 'processing', 'bacs' ), array( $order->get_status(), $order->get_payment_method() ) );
		$this->assertSame( $payment['id'] . ' paid_otherwise', $order->get_meta( '_multipay_review' ) );
		$this->assertCount( 1, $this->our_notes( $order ) );
		$this->assertStringContainsString( 'had been paid or finished in another way', $this->our_notes( $order )[0] );
		$mails = array_slice( $this->mails, $mails_before );
		$this->assertSame( array( get_option( 'admin_email' ) ), array_column( $mails, 'to' ) );
		$this->assertStringContainsString( (string) $payment['provider_transaction_id'], implode( ' ', array_column( $mails, 'message' ) ) );
	}

	public function test_money_for_a_refunded_order_changes_nothing(): void {
		$order = $this->an_order();
		$this->settle()->apply( $this->paid( $order ) );
		$this->again( $order )->update_status( 'refunded' );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $this->paid( $order ) ) );
		$this->assertSame( 'refunded', $this->again( $order )->get_status() );
	}

	public function test_another_amount_puts_an_unpaid_order_on_hold(): void {
		$order   = $this->an_order();
		$payment = $this->paid(
			$order,
			array(
				'paid_amount' => 1,
				'flags'       => array( 'amount_mismatch' ),
			)
		);
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $payment ) );
		$order = $this->again( $order );
		$this->assertSame( 'on-hold', $order->get_status() );
		$this->assertFalse( $order->is_paid() );
		$this->assertStringContainsString( '¥0.01', $this->our_notes( $order )[0] );
	}

	public function test_an_order_that_was_changed_after_the_payment_began_is_not_completed(): void {
		$order   = $this->an_order( '10.01' );
		$payment = $this->paid( $order );
		$order->add_product( $this->a_product( '5.00' ), 1 );
		$order->calculate_totals();
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $payment ) );
		$this->assertSame( 'on-hold', $this->again( $order )->get_status() );
		$this->assertStringContainsString( 'order_differs', $this->again( $order )->get_meta( '_multipay_review' ) );
	}

	/**
	 * The database was restored from an earlier backup, and WooCommerce counts on from there.
	 *
	 * @dataProvider ways_to_keep_orders
	 * @param bool $in_own_tables How orders are kept.
	 */
	public function test_money_for_an_earlier_order_with_the_same_number_does_not_pay_this_one( bool $in_own_tables ): void {
		$this->keep_orders( $in_own_tables );
		$order = $this->an_order();
		$money = $this->paid( $order, array( 'created_at' => gmdate( 'Y-m-d\TH:i:s\Z', (int) $order->get_date_created()?->getTimestamp() - 601 ) ) );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $money ) );
		$order = $this->again( $order );
		$this->assertSame( array( 'on-hold', $money['id'] . ' number_reused' ), array( $order->get_status(), $order->get_meta( '_multipay_review' ) ) );
		$this->assertStringContainsString( 'had this number', $this->our_notes( $order )[0] );
	}

	public function test_a_second_payment_of_an_order_is_kept(): void {
		$order = $this->an_order();
		$this->settle()->apply( $this->paid( $order ) );
		$second = $this->paid( $order, array( 'flags' => array( 'duplicate' ) ) );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $second ) );
		$this->assertSame( 'processing', $this->again( $order )->get_status() );
		$this->assertSame( $second['id'] . ' duplicate', $this->again( $order )->get_meta( '_multipay_review' ) );
	}

	/**
	 * Orders that are not there.
	 *
	 * @return array<string, array{bool, bool}>
	 */
	public static function lost_orders(): array {
		return array(
			'in the bin, in their own tables' => array( true, false ),
			'in the bin, as posts'            => array( false, false ),
			'deleted, in their own tables'    => array( true, true ),
			'deleted, as posts'               => array( false, true ),
		);
	}

	/**
	 * Money for a lost order is told to a person.
	 *
	 * @dataProvider lost_orders
	 * @param bool $in_own_tables How orders are kept.
	 * @param bool $for_good      Whether it is deleted for good.
	 */
	public function test_money_for_a_lost_order_is_kept( bool $in_own_tables, bool $for_good ): void {
		$this->keep_orders( $in_own_tables );
		$order   = $this->an_order();
		$payment = $this->paid( $order );
		$order->delete( $for_good );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $payment ) );
		$this->assertCount( 1, $this->mails );
		$this->assertStringContainsString( $payment['id'], $this->mails[0]['message'] );
		$this->settle()->apply( $payment );
		$this->assertCount( 1, $this->mails );
	}

	public function test_an_attempt_that_ended_is_only_noted(): void {
		$order = $this->an_order();
		$this->assertSame( Settle::NOTHING, $this->settle()->apply( $this->paid( $order, array( 'status' => 'expired' ) ) ) );
		$this->assertSame( Settle::NOTHING, $this->settle()->apply( $this->paid( $order, array( 'status' => 'failed' ) ) ) );
		$this->assertSame( 'pending', $this->again( $order )->get_status() );
		$notes = implode( ' ', $this->our_notes( $order ) );
		$this->assertStringContainsString( 'has run out', $notes );
		$this->assertStringContainsString( 'refused the payment', $notes );
	}

	public function test_an_attempt_that_ran_out_can_still_bring_money(): void {
		$order   = $this->an_order();
		$payment = $this->paid( $order );
		$this->settle()->apply( array( 'status' => 'expired' ) + $payment );
		$this->assertSame( Settle::PAID, $this->settle()->apply( array( 'flags' => array( 'late' ) ) + $payment ) );
		$this->assertTrue( $this->again( $order )->is_paid() );
	}

	public function test_a_sibling_sites_payment_is_not_settled_here(): void {
		$order = $this->an_order();
		$this->assertSame( Settle::NOTHING, $this->settle()->apply( $this->paid( $order, array( 'site_id' => '987654' ) ) ) );
		$this->assertSame( 'pending', $this->again( $order )->get_status() );
	}

	public function test_a_callback_that_breaks_does_not_make_a_paid_order_look_unpaid(): void {
		$order = $this->an_order();
		$this->filter(
			'wc_multipay_payment_succeeded',
			static function (): void {
				throw new \RuntimeException( 'a plugin that breaks' );
			}
		);
		$this->assertSame( Settle::PAID, $this->settle()->apply( $this->paid( $order ) ) );
		$this->assertTrue( $this->again( $order )->is_paid() );
	}

	public function test_an_order_that_woocommerce_cannot_complete_is_not_taken_for_settled(): void {
		$order   = $this->an_order();
		$payment = $this->paid( $order );
		$break   = static function (): void {
			throw new \Exception( 'not now' );
		};
		add_action( 'woocommerce_pre_payment_complete', $break );
		try {
			$this->settle()->apply( $payment );
			$this->fail( 'It was settled.' );
		} catch ( \RuntimeException $error ) {
			$this->assertStringContainsString( 'could not complete', $error->getMessage() );
		} finally {
			remove_action( 'woocommerce_pre_payment_complete', $break );
		}
		$this->assertSame( Settle::PAID, $this->settle()->apply( $payment ) );
	}

	public function test_the_table_is_made_again_when_it_is_gone(): void {
		global $wpdb;
		$order = $this->an_order();
		$this->settle()->apply( $this->paid( $order ) );
		$wpdb->query( "DROP TABLE {$wpdb->prefix}multipay_settlement" );
		$wpdb->suppress_errors( true );
		$other = $this->an_order();
		$this->assertSame( Settle::PAID, $this->settle()->apply( $this->paid( $other ) ) );
		$wpdb->suppress_errors( false );
	}
}
