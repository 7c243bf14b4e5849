<?php
/**
 * Reminds shoppers of payments that they began and did not finish.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Mail;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Messages;
use MultiPay\Order\FreshOrder;
use MultiPay\Order\OrderPayments;
use MultiPay\Order\Settle;

/**
 * Once for each order, five unpaid minutes after its payment was first opened.
 */
final class Reminder {
	private const ACTION  = 'multipay_finish_payment';
	private const GROUP   = 'multipay';
	private const AFTER_S = 5 * MINUTE_IN_SECONDS;

	/**
	 * Needs the bridge, to be sure that nobody has paid.
	 *
	 * @param Client $bridge The bridge.
	 * @param Settle $settle Settles what turns out to be paid.
	 * @param Logger $logger Hears of questions without an answer.
	 */
	public function __construct( private Client $bridge, private Settle $settle, private Logger $logger ) {}

	/**
	 * Hooks in where payments are opened, and where WooCommerce asks for its e-mails.
	 */
	public function register_hooks(): void {
		add_filter( 'woocommerce_email_classes', array( $this, 'add_email' ) );
		add_action( 'wc_multipay_payment_init', array( $this, 'plan' ), 10, 1 );
		add_action( self::ACTION, array( $this, 'remind' ), 10, 1 );
	}

	/**
	 * Makes the e-mail known to WooCommerce.
	 *
	 * @param array<string, \WC_Email> $emails WooCommerce's e-mails.
	 * @return array<string, \WC_Email>
	 */
	public function add_email( $emails ): array {
		$emails[ FinishPaymentEmail::ID ] = new FinishPaymentEmail();
		return $emails;
	}

	/**
	 * Plans the reminder.
	 *
	 * @param int $order_id The order.
	 */
	public function plan( $order_id ): void {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof \WC_Order || ! function_exists( 'as_schedule_single_action' ) || ( new OrderPayments( $order ) )->is_reminded() ) {
			return;
		}
		$args = array( (int) $order_id );
		// Asked here, since Action Scheduler's own "unique" would allow one reminder at a time for the whole shop.
		if ( ! as_has_scheduled_action( self::ACTION, $args, self::GROUP ) ) {
			as_schedule_single_action( time() + self::AFTER_S, self::ACTION, $args, self::GROUP );
		}
	}

	/**
	 * Reminds, if there still is something to be reminded of. That the first attempt has run out is no matter: the
	 * link opens another one.
	 *
	 * @param int $order_id The order.
	 */
	public function remind( $order_id ): void {
		$order    = FreshOrder::get( (int) $order_id );
		$payments = $order ? new OrderPayments( $order ) : null;
		if ( ! $order || ! $payments || ! $order->has_status( array( 'pending', 'failed' ) ) || $payments->is_reminded() ) {
			return;
		}
		if ( ! Method::is_ours( (string) $order->get_payment_method() ) || $this->turns_out_to_be_paid( $payments->payment_id() ) ) {
			return;
		}
		// Before it goes out: a reminder too few is better than two.
		$payments->mark_reminded();
		$emails = WC()->mailer()->get_emails();
		if ( isset( $emails[ FinishPaymentEmail::ID ] ) && $emails[ FinishPaymentEmail::ID ] instanceof FinishPaymentEmail ) {
			$emails[ FinishPaymentEmail::ID ]->trigger( $order );
		}
	}

	/**
	 * Asks whether the money is there and only the news of it is late.
	 *
	 * @param string $payment_id The payment.
	 */
	private function turns_out_to_be_paid( string $payment_id ): bool {
		try {
			return Settle::NOTHING !== $this->settle->apply( $this->bridge->refresh_payment( $payment_id ) );
		} catch ( BridgeError $error ) {
			$this->logger->warning( Messages::log_line( 'Whether a shopper has paid could not be asked before the reminder', $error ) );
			return false;
		}
	}
}
