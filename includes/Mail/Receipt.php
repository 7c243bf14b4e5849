<?php
/**
 * The receipt of a pay button's payment.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Mail;

use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Money;

/**
 * A plain mail to the visitor who gave an address. Called under a lease of Order\Settle, so it goes out once.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class Receipt {
	/**
	 * Needs a place to say that a mail could not be sent.
	 *
	 * @param Logger $logger Hears of it.
	 */
	public function __construct( private Logger $logger ) {}

	/**
	 * Sends it.
	 *
	 * @param string       $email   Where to.
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public function send( string $email, array $payment ): void {
		$name    = wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES );
		$amount  = Money::shown( $payment['amount'], $payment['currency'] );
		$paid_at = wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), (int) strtotime( (string) $payment['paid_at'] ) );
		$lines   = array(
			/* translators: 1: amount, 2: what was sold */
			sprintf( __( 'Thank you. We received %1$s for “%2$s”.', 'multipay' ), $amount, $payment['description'] ),
			'',
			/* translators: %s: date and time */
			sprintf( __( 'Paid on: %s', 'multipay' ), (string) $paid_at ),
			/* translators: %s: WeChat Pay or Alipay */
			sprintf( __( 'Paid with: %s', 'multipay' ), Method::name( Method::of( $payment['provider'] ) ) ),
			/* translators: %s: the provider's transaction number */
			sprintf( __( 'Transaction: %s', 'multipay' ), (string) $payment['provider_transaction_id'] ),
			/* translators: %s: who got the money */
			sprintf( __( 'Paid to: %s', 'multipay' ), $payment['merchant_name'] ),
			'',
			$name,
			home_url( '/' ),
		);
		/* translators: 1: site name, 2: amount */
		$subject = sprintf( __( '[%1$s] Your payment of %2$s', 'multipay' ), $name, $amount );
		if ( ! wp_mail( $email, $subject, implode( "\n", $lines ) . "\n" ) ) {
			$this->logger->error( 'The receipt of payment ' . $payment['id'] . ' could not be sent.' );
		}
	}
}
