<?php
/**
 * What becomes of an order when there is news of a payment.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

use MultiPay\Contract\PaymentFlag;
use MultiPay\Contract\PaymentStatus;

/**
 * One table, without side effects, so that each row is a line in a test:
 *
 * | the payment | the order | what happens |
 * |---|---|---|
 * | paid | needs payment, same amount | is completed |
 * | paid | paid by this very transaction | nothing |
 * | paid | paid otherwise, refunded, closed | kept for review, the status stays |
 * | paid | its number was another order's before | kept for review; on hold while unpaid |
 * | paid | another amount or currency | kept for review; on hold while unpaid |
 * | paid | in the bin, deleted | kept for review |
 * | paid, flagged by the bridge | any | kept for review; on hold while unpaid, unless another payment is there |
 * | failed, expired | unpaid | a note |
 * | failed, expired | paid, gone | nothing |
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 * @phpstan-type Facts array{is_trashed: bool, is_completable: bool, is_refunded: bool, transaction_id: string, total: int, currency: string, created_at: int}
 */
final class SettlementRules {
	public const COMPLETE = 'complete';
	public const KEEP     = 'keep';
	public const NOTE     = 'note';
	public const NOTHING  = 'nothing';

	public const ORDER_MISSING  = 'order_missing';
	public const ORDER_TRASHED  = 'order_trashed';
	public const ORDER_REFUNDED = 'order_refunded';
	public const PAID_OTHERWISE = 'paid_otherwise';
	public const ORDER_DIFFERS  = 'order_differs';
	public const NUMBER_REUSED  = 'number_reused';

	/** No payment is opened before its order is there; the clocks of two machines may differ by less than this. */
	private const CLOCKS_DIFFER_S = 600;

	/** Money with one of these flags must not complete an order: a person decides. */
	private const REVIEW_FLAGS = array( PaymentFlag::DUPLICATE, PaymentFlag::AMOUNT_MISMATCH, PaymentFlag::CURRENCY_MISMATCH );

	/**
	 * A decision.
	 *
	 * @param string $action  COMPLETE, KEEP, NOTE or NOTHING.
	 * @param string $because With KEEP: one of the reasons above, or a flag of the bridge.
	 * @param bool   $hold    Whether the order must wait for a person.
	 */
	private function __construct( public string $action, public string $because = '', public bool $hold = false ) {}

	/**
	 * The decision, for the log.
	 */
	public function in_words(): string {
		$words = array(
			self::COMPLETE => 'the order is completed',
			self::KEEP     => 'kept for a person to look at (' . $this->because . ')',
			self::NOTE     => 'noted at the order',
			self::NOTHING  => 'nothing to do',
		);
		return $words[ $this->action ];
	}

	/**
	 * What kind of news a payment is; each kind is settled once.
	 *
	 * @param array<mixed> $payment The payment.
	 * @return string|null Null when there is no news.
	 * @phpstan-param Payment $payment
	 */
	public static function kind( array $payment ): ?string {
		switch ( $payment['status'] ) {
			case PaymentStatus::SUCCEEDED:
				return null === self::review_flag( $payment ) ? 'paid' : 'review';
			case PaymentStatus::FAILED:
			case PaymentStatus::EXPIRED:
				return $payment['status'];
		}
		return null;
	}

	/**
	 * Decides.
	 *
	 * @param array<mixed>      $payment The payment.
	 * @param array<mixed>|null $order   What is known of the order; null when it is gone.
	 * @phpstan-param Payment $payment
	 * @phpstan-param Facts|null $order
	 */
	public static function decide( array $payment, ?array $order ): self {
		if ( PaymentStatus::SUCCEEDED !== $payment['status'] ) {
			return new self( $order && $order['is_completable'] ? self::NOTE : self::NOTHING );
		}
		if ( ! $order || $order['is_trashed'] ) {
			return new self( self::KEEP, $order ? self::ORDER_TRASHED : self::ORDER_MISSING );
		}
		$is_same = '' !== $order['transaction_id'] && $payment['provider_transaction_id'] === $order['transaction_id'];
		if ( $is_same && ! $order['is_completable'] ) {
			return new self( self::NOTHING );
		}
		$flag = self::review_flag( $payment );
		if ( null !== $flag ) {
			return new self( self::KEEP, $flag, $order['is_completable'] && PaymentFlag::DUPLICATE !== $flag );
		}
		// A shop that was restored from a backup counts on from there, and the bridge still knows the numbers.
		if ( (int) strtotime( $payment['created_at'] ) < $order['created_at'] - self::CLOCKS_DIFFER_S ) {
			return new self( self::KEEP, self::NUMBER_REUSED, $order['is_completable'] );
		}
		$paid = array( $payment['paid_amount'] ?? $payment['amount'], $payment['paid_currency'] ?? $payment['currency'] );
		if ( array( $order['total'], $order['currency'] ) !== $paid ) {
			return new self( self::KEEP, self::ORDER_DIFFERS, $order['is_completable'] );
		}
		if ( $order['is_completable'] ) {
			return new self( self::COMPLETE );
		}
		return new self( self::KEEP, $order['is_refunded'] ? self::ORDER_REFUNDED : self::PAID_OTHERWISE );
	}

	/**
	 * The first flag that asks for a person.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public static function review_flag( array $payment ): ?string {
		foreach ( $payment['flags'] as $flag ) {
			if ( in_array( $flag, self::REVIEW_FLAGS, true ) ) {
				return $flag;
			}
		}
		return null;
	}
}
