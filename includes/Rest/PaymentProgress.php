<?php
/**
 * How a shopper's payment stands.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Checkout\PaymentView;
use MultiPay\Checkout\Purchase;
use MultiPay\Contract\ErrorCode;
use MultiPay\Contract\PaymentStatus;
use MultiPay\Log\Logger;
use MultiPay\Messages;
use MultiPay\Order\Settle;
use MultiPay\Refusal;

/**
 * Asks the bridge. The shopper has proved what the payment must be for; a payment for anything else is not theirs.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class PaymentProgress {
	/**
	 * Needs the bridge and the writer of orders.
	 *
	 * @param Client $bridge The bridge.
	 * @param Settle $settle Settles what is paid.
	 * @param Logger $logger Hears of questions without an answer.
	 */
	public function __construct( private Client $bridge, private Settle $settle, private Logger $logger ) {}

	/**
	 * The status, cheaply: asked every few seconds by each open page.
	 *
	 * @param string $payment_id The payment.
	 * @param string $ref        What it must be for.
	 * @return array{status: string, payable_until: string, server_time: string}
	 * @throws Refusal What the bridge refused.
	 */
	public function read( string $payment_id, string $ref ): array {
		$payment = $this->ask( fn(): array => $this->bridge->payment( $payment_id ), $ref );
		return array(
			'status'        => $payment['status'],
			'payable_until' => $payment['payable_until'],
			'server_time'   => PaymentView::now(),
		);
	}

	/**
	 * Asks the provider and makes the order paid if it is.
	 *
	 * @param string   $payment_id The payment.
	 * @param Purchase $purchase   What it must be for.
	 * @return array{status: string, paid: bool, review: bool, redirect_url: string|null, message: string|null}
	 * @throws Refusal What the bridge refused, or BUSY when WordPress could not write the order just now.
	 */
	public function settle( string $payment_id, Purchase $purchase ): array {
		$payment = $this->ask( fn(): array => $this->refreshed( $payment_id ), $purchase->ref() );
		try {
			$outcome = $this->settle->apply_patiently( $payment );
		} catch ( \Throwable $error ) {
			// Logged by Settle; the bridge's event will bring it once more.
			$outcome = Settle::BUSY;
		}
		// A page that hears "paid" leads the shopper on, so the order must have been written.
		if ( Settle::BUSY === $outcome && PaymentStatus::SUCCEEDED === $payment['status'] ) {
			throw new Refusal( Refusal::BUSY, __( 'Your payment has arrived. The order is still being updated; please wait a moment.', 'multipay' ), 503, 'wait_and_retry', true );
		}
		$is_review = Settle::REVIEW === $outcome;
		$has_money = PaymentStatus::SUCCEEDED === $payment['status'];
		return array(
			'status'       => $payment['status'],
			'paid'         => $has_money && ! $is_review,
			'review'       => $is_review,
			'redirect_url' => $has_money ? $purchase->success_url() : null,
			'message'      => $this->sentence( $payment['status'], $is_review ),
		);
	}

	/**
	 * Gives the payment up.
	 *
	 * @param string $payment_id The payment.
	 * @param string $ref        What it must be for.
	 * @return array{status: string}
	 * @throws Refusal What the bridge refused.
	 */
	public function close( string $payment_id, string $ref ): array {
		$payment = $this->ask( fn(): array => $this->bridge->payment( $payment_id ), $ref );
		if ( in_array( $payment['status'], array( PaymentStatus::CREATED, PaymentStatus::PENDING ), true ) ) {
			$payment = $this->ask( fn(): array => $this->closed( $payment_id ), $ref );
		}
		return array( 'status' => $payment['status'] );
	}

	/**
	 * What the provider says, or else what the bridge knows.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @throws BridgeError When the bridge says nothing.
	 */
	private function refreshed( string $payment_id ): array {
		try {
			return $this->bridge->refresh_payment( $payment_id );
		} catch ( BridgeError $error ) {
			if ( $error->is_silence() || ErrorCode::NOT_FOUND === $error->error_code() ) {
				throw $error;
			}
			$this->logger->warning( Messages::log_line( 'The provider could not be asked for ' . $payment_id, $error ) );
			return $this->bridge->payment( $payment_id );
		}
	}

	/**
	 * A closed payment, or one that ended meanwhile.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @throws BridgeError When the bridge refuses.
	 */
	private function closed( string $payment_id ): array {
		try {
			return $this->bridge->close_payment( $payment_id );
		} catch ( BridgeError $error ) {
			if ( ErrorCode::PAYMENT_FINAL !== $error->error_code() ) {
				throw $error;
			}
			return $this->bridge->payment( $payment_id );
		}
	}

	/**
	 * Asks, and sees to it that the answer is the asker's.
	 *
	 * @param callable $question The question.
	 * @param string   $ref      What the payment must be for.
	 * @return array<mixed>
	 * @throws Refusal NOT_YOURS, or what the bridge refused.
	 * @phpstan-param callable(): array<mixed> $question
	 * @phpstan-return Payment
	 */
	private function ask( callable $question, string $ref ): array {
		try {
			/** @phpstan-var Payment $payment */
			$payment = $question();
		} catch ( BridgeError $error ) {
			if ( ErrorCode::NOT_FOUND === $error->error_code() ) {
				throw Refusal::not_yours();
			}
			$this->logger->warning( Messages::log_line( 'How a payment stands could not be asked', $error ), array( 'order_id' => $ref ) );
			throw Refusal::for_waiting_shopper( $error );
		}
		if ( $payment['order_ref'] !== $ref ) {
			throw Refusal::not_yours();
		}
		return $payment;
	}

	/**
	 * What the shopper is told; null when there is nothing to say yet.
	 *
	 * @param string $status    The payment's status.
	 * @param bool   $is_review Whether a person must look at the money.
	 */
	private function sentence( string $status, bool $is_review ): ?string {
		if ( $is_review ) {
			return __( 'Your payment has arrived, and the shop has to check it first. You need not pay again.', 'multipay' );
		}
		switch ( $status ) {
			case PaymentStatus::SUCCEEDED:
				return __( 'Thank you. Your payment has arrived.', 'multipay' );
			case PaymentStatus::FAILED:
				return __( 'The payment was refused. Please try again or choose another way to pay.', 'multipay' );
			case PaymentStatus::EXPIRED:
				return __( 'The time to pay has run out. Please start again.', 'multipay' );
		}
		return null;
	}
}
