<?php
/**
 * The e-mail "Finish your payment".
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Gateway\Gateway;
use MultiPay\Order\OrderPayments;

/**
 * Once, after five unpaid minutes, and not when it would be wrong.
 */
final class ReminderTest extends OrderTestCase {
	private const ACTION = 'multipay_finish_payment';

	protected function setUp(): void {
		parent::setUp();
		$this->pair();
		update_option( 'woocommerce_multipay_finish_payment_settings', array( 'enabled' => 'yes' ) );
		$this->afterwards( static fn() => delete_option( 'woocommerce_multipay_finish_payment_settings' ) );
		WC()->mailer()->init();
	}

	public function test_it_is_planned_once_for_five_minutes_after_the_payment_was_opened(): void {
		$order = $this->opened();
		$this->gateway()->process_payment( $order->get_id() );
		$planned = as_get_scheduled_actions( array( 'hook' => self::ACTION, 'args' => array( $order->get_id() ), 'status' => 'pending' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertCount( 1, $planned );
		$this->assertEqualsWithDelta( time() + 300, current( $planned )->get_schedule()->get_date()->getTimestamp(), 5 );
	}

	public function test_it_goes_to_the_shopper_with_the_way_back_and_once_only(): void {
		$order = $this->opened();
		$this->run_reminder( $order );
		$this->run_reminder( $order );
		$this->assertCount( 1, $this->mails );
		$mail = $this->mails[0];
		$this->assertSame( 'shopper@example.test', $mail['to'] );
		$this->assertSame( 'Finish your payment for order ' . $order->get_order_number() . ' at ' . wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ), $mail['subject'] );
		$this->assertStringContainsString( esc_url( $order->get_checkout_payment_url( true ) ), $mail['message'] );
		$this->assertStringContainsString( 'Hello Li,', $mail['message'] );
		$this->assertStringContainsString( '10.01', $mail['message'] );
		$this->gateway()->process_payment( $order->get_id() );
		$this->assertFalse( as_has_scheduled_action( self::ACTION, array( $order->get_id() ) ), 'nor is another one planned' );
	}

	public function test_it_comes_without_html_where_the_merchant_wants_that(): void {
		update_option( 'woocommerce_multipay_finish_payment_settings', array( 'enabled' => 'yes', 'email_type' => 'plain' ) ); // phpcs:ignore WordPress.Arrays
		WC()->mailer()->init();
		$order = $this->opened();
		$this->run_reminder( $order );
		$text = (string) preg_replace( '/\s+/', ' ', $this->mails[0]['message'] );
		$this->assertStringContainsString( 'Go on paying: ' . $order->get_checkout_payment_url( true ), $text );
		$this->assertStringNotContainsString( '<a', $this->mails[0]['message'] );
	}

	public function test_the_merchant_can_switch_it_off(): void {
		update_option( 'woocommerce_multipay_finish_payment_settings', array( 'enabled' => 'no' ) );
		WC()->mailer()->init();
		$this->run_reminder( $this->opened() );
		$this->assertSame( array(), $this->mails );
	}

	/**
	 * Reasons not to remind.
	 *
	 * @return array<string, array{callable}>
	 */
	public static function reasons_against(): array {
		return array(
			'it was paid meanwhile'      => array( static fn( \WC_Order $order ) => $order->payment_complete() ),
			'it was cancelled meanwhile' => array( static fn( \WC_Order $order ) => $order->update_status( 'cancelled' ) ),
			'it is paid in another way'  => array(
				static function ( \WC_Order $order ): void {
					$order->set_payment_method( 'bacs' );
					$order->save();
				},
			),
			'it was deleted'             => array( static fn( \WC_Order $order ) => $order->delete( true ) ),
		);
	}

	/**
	 * Then nothing is sent.
	 *
	 * @dataProvider reasons_against
	 * @param callable $happen What happened.
	 */
	public function test_it_is_not_sent_when( callable $happen ): void {
		$order = $this->opened();
		$happen( $this->again( $order ) );
		$this->mails = array();
		do_action( self::ACTION, $order->get_id() );
		$this->assertSame( array(), $this->mails );
	}

	/**
	 * Times to pay that the bridge can be set to, and that are over, or nearly, when the reminder comes.
	 *
	 * @return array<string, array{int, string}>
	 */
	public static function short_times(): array {
		return array(
			'six minutes, one is left' => array( 60, 'pending' ),
			'five minutes, all over'   => array( -1, 'expired' ),
		);
	}

	/**
	 * The way back opens a new attempt.
	 *
	 * @dataProvider short_times
	 * @param int    $left   The seconds that are left.
	 * @param string $status The payment's status.
	 */
	public function test_it_is_sent_however_short_the_time_to_pay_is( int $left, string $status ): void {
		$order   = $this->opened();
		$payment = FakeBridge::payment( array( 'order_ref' => 'order_' . $order->get_id(), 'payable_until' => gmdate( 'c', time() + $left ), 'status' => $status ) ); // phpcs:ignore WordPress.Arrays

		$this->bridge->payments[ $payment['id'] ] = $payment;
		( new OrderPayments( $this->again( $order ) ) )->remember( $payment );
		$this->run_reminder( $order );
		$this->assertCount( 1, $this->mails );
	}

	public function test_two_shoppers_who_begin_within_five_minutes_are_both_reminded(): void {
		foreach ( array( $this->opened(), $this->opened() ) as $order ) {
			$this->assertTrue( as_has_scheduled_action( self::ACTION, array( $order->get_id() ), 'multipay' ) );
		}
	}

	public function test_a_shopper_whose_money_is_there_is_not_reminded_but_settled(): void {
		$order = $this->opened();
		$this->bridge->pay( ( new OrderPayments( $this->again( $order ) ) )->payment_id() );
		$this->run_reminder( $order );
		$this->assertTrue( $this->again( $order )->is_paid() );
		foreach ( $this->mails as $mail ) {
			$this->assertStringNotContainsString( 'Finish your payment', $mail['subject'] );
		}
	}

	public function test_without_an_answer_the_shopper_is_reminded_all_the_same(): void {
		$order                 = $this->opened();
		$this->bridge->is_down = true;
		$this->run_reminder( $order );
		$this->assertCount( 1, $this->mails );
	}

	/**
	 * An order whose payment was opened; planned reminders go at the end.
	 */
	private function opened(): \WC_Order {
		$order = $this->an_order();
		$this->gateway()->process_payment( $order->get_id() );
		$this->afterwards( static fn() => as_unschedule_all_actions( self::ACTION, array( $order->get_id() ) ) );
		return $order;
	}

	/**
	 * Five minutes pass.
	 *
	 * @param \WC_Order $order The order.
	 */
	private function run_reminder( \WC_Order $order ): void {
		as_unschedule_all_actions( self::ACTION, array( $order->get_id() ) );
		do_action( self::ACTION, $order->get_id() );
	}

	private function gateway(): Gateway {
		$gateway = WC()->payment_gateways()->payment_gateways()['multipay_wechat'];
		$this->assertInstanceOf( Gateway::class, $gateway );
		return $gateway;
	}
}
