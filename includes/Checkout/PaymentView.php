<?php
/**
 * What a shopper's page gets to know of a payment.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

use MultiPay\Gateway\Method;
use MultiPay\Money;

/**
 * The answer of `POST multipay/v1/payments`, and the value `multipay` in the checkout's answer.
 *
 * @phpstan-import-type Opened from \MultiPay\Bridge\Client
 */
final class PaymentView {
	/**
	 * The view of an opened payment.
	 *
	 * @param array<mixed> $opened   What the bridge answered.
	 * @param Purchase     $purchase What is paid.
	 * @return array<string, mixed>
	 * @phpstan-param Opened $opened
	 */
	public static function of( array $opened, Purchase $purchase ): array {
		$payment = $opened['payment'];
		return array(
			'payment_id'    => $payment['id'],
			'order'         => $purchase->ref(),
			'key'           => $purchase->key(),
			'gateway'       => Method::of( $payment['provider'] ),
			'provider'      => $payment['provider'],
			'channel'       => $payment['channel'],
			'status'        => $payment['status'],
			'merchant_name' => $payment['merchant_name'],
			'amount_text'   => Money::shown( $payment['amount'], $payment['currency'] ),
			'payable_until' => $payment['payable_until'],
			'server_time'   => self::now(),
			'prompt'        => $opened['prompt'],
			'stream'        => $opened['stream'],
			'endpoint'      => self::endpoint( $payment['id'] ),
			'success_url'   => $purchase->success_url(),
			'retry_url'     => $purchase->retry_url(),
		);
	}

	/**
	 * The address of `multipay/v1/payments`, or of one payment below it.
	 *
	 * @param string $payment_id The payment.
	 */
	public static function endpoint( string $payment_id = '' ): string {
		return rest_url( 'multipay/v1/payments' . ( '' === $payment_id ? '' : '/' . $payment_id ) );
	}

	/**
	 * This server's clock, as RFC 3339: a shopper's may be hours off.
	 */
	public static function now(): string {
		return gmdate( 'Y-m-d\TH:i:s\Z' );
	}
}
