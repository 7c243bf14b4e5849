<?php
/**
 * What the merchant gets to read.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Mail;

use MultiPay\Contract\PaymentFlag;
use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Money;
use MultiPay\Order\SettlementRules;

/**
 * Plain mails to the site's address. Called under a lease of Order\Settle, so each goes out once.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class MerchantMail {
	/**
	 * Needs a place to say that a mail could not be sent.
	 *
	 * @param Logger $logger Hears of it.
	 */
	public function __construct( private Logger $logger ) {}

	/**
	 * Why money was kept, as a sentence.
	 *
	 * @param string $because A reason of SettlementRules, or a flag of the bridge.
	 */
	public static function reason( string $because ): string {
		$sentences = array(
			SettlementRules::ORDER_MISSING  => __( 'The order does not exist any more.', 'multipay' ),
			SettlementRules::ORDER_TRASHED  => __( 'The order is in the bin.', 'multipay' ),
			SettlementRules::ORDER_REFUNDED => __( 'The order had been refunded before.', 'multipay' ),
			SettlementRules::PAID_OTHERWISE => __( 'The order had been paid or finished in another way before.', 'multipay' ),
			SettlementRules::ORDER_DIFFERS  => __( 'The amount is not the order’s total.', 'multipay' ),
			SettlementRules::NUMBER_REUSED  => __( 'The payment is older than the order: another order had this number before.', 'multipay' ),
			PaymentFlag::DUPLICATE          => __( 'The order had been paid by another payment before.', 'multipay' ),
			PaymentFlag::AMOUNT_MISMATCH    => __( 'The provider took another amount than was asked.', 'multipay' ),
			PaymentFlag::CURRENCY_MISMATCH  => __( 'The provider took another currency than was asked.', 'multipay' ),
		);
		return ( $sentences[ $because ] ?? $because ) . ' ' . __( 'Please check, and refund it if it is not owed.', 'multipay' );
	}

	/**
	 * There is money that a person must look at.
	 *
	 * @param int            $order_id The order's number; 0 for a pay button.
	 * @param \WC_Order|null $order    The order; null when there is none.
	 * @param array<mixed>   $payment  The payment.
	 * @param string         $sentence Why.
	 * @phpstan-param Payment $payment
	 */
	public function review_needed( int $order_id, ?\WC_Order $order, array $payment, string $sentence ): void {
		/* translators: %s: order number */
		$what = $order_id > 0 ? sprintf( __( 'order %s', 'multipay' ), $order ? $order->get_order_number() : (string) $order_id ) : $payment['description'];
		/* translators: 1: site name, 2: "order 123", or what was sold */
		$subject = sprintf( __( '[%1$s] A payment needs your attention: %2$s', 'multipay' ), $this->site_name(), $what );
		$link    = $order ? $order->get_edit_order_url() : admin_url( 'admin.php?page=multipay' );
		$this->send( $subject, array( $sentence, $this->facts( $payment ), $link ) );
	}

	/**
	 * Somebody paid with a pay button.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public function button_paid( array $payment ): void {
		/* translators: 1: site name, 2: amount, 3: what was sold */
		$subject = sprintf( __( '[%1$s] %2$s received: %3$s', 'multipay' ), $this->site_name(), Money::shown( $payment['amount'], $payment['currency'] ), $payment['description'] );
		$this->send( $subject, array( $this->facts( $payment ), admin_url( 'admin.php?page=multipay' ) ) );
	}

	/**
	 * A payment's facts, a line each.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function facts( array $payment ): string {
		$lines = array(
			/* translators: %s: amount */
			sprintf( __( 'Amount: %s', 'multipay' ), Money::shown( $payment['paid_amount'] ?? $payment['amount'], $payment['paid_currency'] ?? $payment['currency'] ) ),
			/* translators: %s: what was sold */
			sprintf( __( 'For: %s', 'multipay' ), $payment['description'] ),
			/* translators: %s: WeChat Pay or Alipay */
			sprintf( __( 'Paid with: %s', 'multipay' ), Method::name( Method::of( $payment['provider'] ) ) ),
			/* translators: %s: the provider's transaction number */
			sprintf( __( 'Transaction: %s', 'multipay' ), (string) $payment['provider_transaction_id'] ),
			/* translators: %s: payment id */
			sprintf( __( 'Payment: %s', 'multipay' ), $payment['id'] ),
		);
		return implode( "\n", $lines );
	}

	/**
	 * Sends a mail.
	 *
	 * @param string   $subject    Its subject.
	 * @param string[] $paragraphs Its text.
	 */
	private function send( string $subject, array $paragraphs ): void {
		if ( ! wp_mail( (string) get_option( 'admin_email' ), $subject, implode( "\n\n", $paragraphs ) . "\n" ) ) {
			$this->logger->error( 'A mail to the merchant could not be sent: ' . $subject );
		}
	}

	/**
	 * The site's name as text.
	 */
	private function site_name(): string {
		return wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES );
	}
}
