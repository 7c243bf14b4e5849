<?php
/**
 * Settles an order of WooCommerce.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Mail\MerchantMail;
use MultiPay\Money;

/**
 * Does what SettlementRules decides, under a lease of Settle.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class SettleOrder {
	/**
	 * Needs to tell people.
	 *
	 * @param MerchantMail $mail   Tells the merchant of money that a person must look at.
	 * @param Logger       $logger Hears of all of it.
	 */
	public function __construct( private MerchantMail $mail, private Logger $logger ) {}

	/**
	 * Settles.
	 *
	 * @param int          $order_id The order.
	 * @param array<mixed> $payment  The payment.
	 * @param Claim        $claim    The lease.
	 * @return string An outcome of Settle.
	 * @phpstan-param Payment $payment
	 */
	public function settle( int $order_id, array $payment, Claim $claim ): string {
		$order   = FreshOrder::get( $order_id );
		$verdict = SettlementRules::decide( $payment, $order ? FreshOrder::facts( $order ) : null );
		$this->logger->info(
			sprintf( 'Payment %s of order %d is %s: %s.', $payment['id'], $order_id, $payment['status'], $verdict->in_words() ),
			array(
				'gateway'  => Method::of( $payment['provider'] ),
				'order_id' => $order_id,
				'amount'   => $payment['paid_amount'] ?? $payment['amount'],
			)
		);
		if ( SettlementRules::KEEP === $verdict->action ) {
			$this->keep( $order, $order_id, $payment, $verdict, $claim );
			return Settle::REVIEW;
		}
		if ( ! $order ) {
			return Settle::NOTHING;
		}
		if ( SettlementRules::NOTE === $verdict->action ) {
			$claim->once( 'note', fn() => $order->add_order_note( $this->note_of_end( $payment ) ) );
			return Settle::NOTHING;
		}
		// Somebody died after the order was paid and before the rest was done.
		$is_unfinished = SettlementRules::NOTHING === $verdict->action && $claim->has( 'complete' );
		if ( SettlementRules::COMPLETE === $verdict->action || $is_unfinished ) {
			$this->complete( $order, $payment, $claim );
		}
		return 'paid' === $claim->kind || $order->is_paid() ? Settle::PAID : Settle::NOTHING;
	}

	/**
	 * Makes the order paid.
	 *
	 * @param \WC_Order    $order   The order.
	 * @param array<mixed> $payment The payment.
	 * @param Claim        $claim   The lease.
	 * @throws \RuntimeException When WooCommerce could not complete it.
	 * @phpstan-param Payment $payment
	 */
	private function complete( \WC_Order $order, array $payment, Claim $claim ): void {
		$claim->mark( 'complete' );
		$gateway = Method::of( $payment['provider'] );
		if ( $order->get_payment_method() !== $gateway ) {
			$order->set_payment_method( $gateway );
			$order->set_payment_method_title( Method::title( $gateway ) );
		}
		if ( ! $order->is_paid() ) {
			// WooCommerce takes a text with fractions of a second for the site's own time.
			$order->set_date_paid( (int) strtotime( (string) $payment['paid_at'] ) );
			if ( ! $order->payment_complete( (string) $payment['provider_transaction_id'] ) ) {
				throw new \RuntimeException( 'WooCommerce could not complete order ' . $order->get_id() . '.' );
			}
		}
		// Does nothing where it has happened: the order remembers that its stock was reduced.
		wc_maybe_reduce_stock_levels( $order->get_id() );
		$claim->once( 'note', fn() => $order->add_order_note( $this->note_of_money( $payment ) ) );
		$claim->once( 'announce', fn() => $this->announce( $order, $payment ) );
	}

	/**
	 * Keeps money that does not fit the order: nothing is thrown away, nothing is completed, people are told.
	 *
	 * @param \WC_Order|null  $order    The order; null when it is gone.
	 * @param int             $order_id Its number.
	 * @param array<mixed>    $payment  The payment.
	 * @param SettlementRules $verdict  Why.
	 * @param Claim           $claim    The lease.
	 * @phpstan-param Payment $payment
	 */
	private function keep( ?\WC_Order $order, int $order_id, array $payment, SettlementRules $verdict, Claim $claim ): void {
		$sentence = MerchantMail::reason( $verdict->because );
		if ( $order ) {
			( new OrderPayments( $order ) )->add_review( $payment['id'], $verdict->because );
			$claim->once( 'note', fn() => $order->add_order_note( $this->note_of_money( $payment ) . ' ' . $sentence ) );
			if ( $verdict->hold && ! $order->has_status( 'on-hold' ) ) {
				$order->update_status( 'on-hold', __( 'MultiPay: waits for a person.', 'multipay' ) . ' ' );
			}
		}
		$claim->once( 'mail', fn() => $this->mail->review_needed( $order_id, $order, $payment, $sentence ) );
	}

	/**
	 * Tells other plugins, whose faults must not make a paid order look unpaid.
	 *
	 * @param \WC_Order    $order   The order.
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function announce( \WC_Order $order, array $payment ): void {
		try {
			/**
			 * Fires once for a payment that completed its order, after the order was saved; again only if the server
			 * died just then. Runs inside the bridge's event or the shopper's request, so queue what takes long. An
			 * exception is logged and changes nothing.
			 *
			 * @since 1.0.0
			 *
			 * @param \WC_Order            $order   The paid order.
			 * @param array<string, mixed> $payment The payment as the bridge reported it; amounts in minor units.
			 */
			do_action( 'wc_multipay_payment_succeeded', $order, $payment );
			/**
			 * The same by another name, also for pay buttons, which have no order.
			 *
			 * @since 1.0.0
			 *
			 * @param array<string, mixed> $payment The payment as the bridge reported it.
			 */
			do_action( 'wc_payment_processed', $payment );
		} catch ( \Throwable $error ) {
			$this->logger->error( 'A callback failed after order ' . $order->get_id() . ' was paid: ' . $error->getMessage() );
		}
	}

	/**
	 * Says that there is money.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function note_of_money( array $payment ): string {
		return sprintf(
			/* translators: 1: amount, 2: WeChat Pay or Alipay, 3: the provider's transaction number, 4: payment id */
			__( '%1$s paid with %2$s. Transaction %3$s, payment %4$s.', 'multipay' ),
			Money::shown( $payment['paid_amount'] ?? $payment['amount'], $payment['paid_currency'] ?? $payment['currency'] ),
			Method::name( Method::of( $payment['provider'] ) ),
			(string) $payment['provider_transaction_id'],
			$payment['id']
		);
	}

	/**
	 * Says that an attempt is over.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function note_of_end( array $payment ): string {
		$sentence = 'failed' === $payment['status']
			/* translators: 1: WeChat Pay or Alipay, 2: payment id */
			? __( '%1$s refused the payment %2$s. The order can be paid again.', 'multipay' )
			/* translators: 1: WeChat Pay or Alipay, 2: payment id */
			: __( 'The time to pay with %1$s has run out (payment %2$s). The order can be paid again.', 'multipay' );
		return sprintf( $sentence, Method::name( Method::of( $payment['provider'] ) ), $payment['id'] );
	}
}
