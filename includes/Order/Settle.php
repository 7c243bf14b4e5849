<?php
/**
 * The only writer of orders.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

use MultiPay\Log\Logger;
use MultiPay\PayButton\SettleButton;

/**
 * Whoever hears of money first (an event of the bridge, a page that asks, the cron) comes here; whoever comes second
 * finds it done.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class Settle {
	/** The order is paid. */
	public const PAID = 'paid';
	/** There is money that a person must look at. */
	public const REVIEW = 'review';
	/** There is nothing to do, or a note was enough. */
	public const NOTHING = 'nothing';
	/** Somebody else is settling it now. */
	public const BUSY = 'busy';

	/**
	 * Needs the table and those who know what is settled.
	 *
	 * @param SettlementTable $table  Sees that it happens once.
	 * @param SettleOrder     $order  Settles orders of WooCommerce.
	 * @param SettleButton    $button Settles what pay buttons sell.
	 * @param Logger          $logger Hears of all of it.
	 */
	public function __construct(
		private SettlementTable $table,
		private SettleOrder $order,
		private SettleButton $button,
		private Logger $logger
	) {}

	/**
	 * Makes WordPress agree with what the bridge says of a payment.
	 *
	 * @param array<mixed> $payment The payment, from an answer or a signed event of the bridge.
	 * @return string PAID, REVIEW, NOTHING or BUSY.
	 * @throws \Throwable Whatever broke, after the lease was given back: the next one may try at once.
	 * @phpstan-param Payment $payment
	 */
	public function apply( array $payment ): string {
		$kind = SettlementRules::kind( $payment );
		if ( null === $kind ) {
			return self::NOTHING;
		}
		if ( (string) get_current_blog_id() !== $payment['site_id'] ) {
			$this->logger->error( 'Payment ' . $payment['id'] . ' belongs to site ' . $payment['site_id'] . ' and is not settled here.' );
			return self::NOTHING;
		}
		$claim = $this->table->claim( $payment['id'], $kind );
		if ( $claim->is_done() ) {
			return $claim->outcome;
		}
		if ( ! $claim->is_ours() ) {
			return self::BUSY;
		}
		try {
			$outcome = $this->settle( $payment, $claim );
			$claim->finish( $outcome );
			return $outcome;
		} catch ( \Throwable $error ) {
			$this->logger->error( 'Payment ' . $payment['id'] . ' could not be settled: ' . $error->getMessage() );
			$claim->release();
			throw $error;
		}
	}

	/**
	 * The same for callers that have more to do: what breaks is logged, and left to the next one.
	 *
	 * @param array<mixed> $payment The payment.
	 * @return string PAID, REVIEW, NOTHING or BUSY.
	 * @phpstan-param Payment $payment
	 */
	public function attempt( array $payment ): string {
		try {
			return $this->apply( $payment );
		} catch ( \Throwable $error ) {
			return self::BUSY;
		}
	}

	/**
	 * The same, waiting a moment for somebody who is at it already: for a page whose shopper waits, too.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public function apply_patiently( array $payment ): string {
		$outcome = $this->apply( $payment );
		$tries   = 0;
		while ( self::BUSY === $outcome && $tries < 20 ) {
			usleep( 100000 );
			++$tries;
			$ended   = $this->table->outcome( $payment['id'], (string) SettlementRules::kind( $payment ) );
			$outcome = '' === $ended ? self::BUSY : $ended;
		}
		return $outcome;
	}

	/**
	 * Hands the payment to who knows what was paid.
	 *
	 * @param array<mixed> $payment The payment.
	 * @param Claim        $claim   The lease.
	 * @throws \RuntimeException When it is an order, and WooCommerce is not there.
	 * @phpstan-param Payment $payment
	 */
	private function settle( array $payment, Claim $claim ): string {
		$order_id = OrderPurchase::id_in( $payment['order_ref'] );
		if ( null === $order_id ) {
			return $this->button->settle( $payment, $claim );
		}
		if ( ! function_exists( 'wc_get_order' ) ) {
			throw new \RuntimeException( 'WooCommerce is not active, so its orders cannot be settled.' );
		}
		return $this->order->settle( $order_id, $payment, $claim );
	}
}
