<?php
/**
 * What keeps an order from being paid.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Contract\PaymentStatus;
use MultiPay\Doctor\ShopChecks;
use MultiPay\Gateway\Availability;
use MultiPay\Gateway\Method;
use MultiPay\Messages;
use MultiPay\Money;
use MultiPay\Order\Settle;

/**
 * Also money that came and did not pay it.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 * @phpstan-type Obstacle array{about: string, problem: string, sentence: string}
 */
final class OrderObstacles {
	/**
	 * Needs to know which gateways can be used.
	 *
	 * @param Availability $availability The gateways.
	 */
	public function __construct( private Availability $availability ) {}

	/**
	 * Everything that is wrong.
	 *
	 * @param \WC_Order|null              $order       The order; null when it is gone.
	 * @param array<array<mixed>>         $attempts    Its payments.
	 * @param list<array<string, string>> $settlements What WordPress made of them.
	 * @return list<array<string, string>>
	 * @phpstan-param list<Payment> $attempts
	 * @phpstan-return list<Obstacle>
	 */
	public function of( ?\WC_Order $order, array $attempts, array $settlements ): array {
		$found = $this->of_money( $attempts, $settlements );
		if ( ! $order ) {
			$found[] = self::obstacle( 'order', 'order_missing', 'The order is gone.' );
		} elseif ( ! $order->is_paid() ) {
			$found = array_merge( $found, $this->of_order( $order ), $this->of_gateways( $order ) );
		}
		return $found;
	}

	/**
	 * Money that came and did not pay the order.
	 *
	 * @param array<array<mixed>>         $attempts    The payments.
	 * @param list<array<string, string>> $settlements What WordPress made of them.
	 * @return list<array<string, string>>
	 * @phpstan-param list<Payment> $attempts
	 * @phpstan-return list<Obstacle>
	 */
	private function of_money( array $attempts, array $settlements ): array {
		$found = array();
		foreach ( $attempts as $attempt ) {
			if ( PaymentStatus::SUCCEEDED !== $attempt['status'] ) {
				continue;
			}
			$outcomes = array();
			foreach ( $settlements as $row ) {
				if ( $row['payment_id'] === $attempt['id'] && in_array( $row['kind'], array( 'paid', 'review' ), true ) ) {
					$outcomes[] = $row['outcome'];
				}
			}
			if ( in_array( Settle::REVIEW, $outcomes, true ) ) {
				$found[] = self::obstacle( $attempt['id'], 'review', 'There is money that a person must look at; the order\'s notes say why.' );
			} elseif ( ! array_filter( $outcomes ) ) {
				$found[] = self::obstacle( $attempt['id'], 'not_settled', 'The money is there and this site has not heard of it. Run: wp multipay payment replay --order=<id>' );
			}
		}
		return $found;
	}

	/**
	 * What is wrong with an order that is not paid.
	 *
	 * @param \WC_Order $order The order.
	 * @return list<array<string, string>>
	 * @phpstan-return list<Obstacle>
	 */
	private function of_order( \WC_Order $order ): array {
		$found = array();
		if ( 0 === Money::of_order( $order ) ) {
			$found[] = self::obstacle( 'order', 'nothing_to_pay', 'Its total is zero.' );
		} elseif ( ! $order->needs_payment() ) {
			$found[] = self::obstacle( 'order', 'status', 'An order with the status ' . $order->get_status() . ' cannot be paid.' );
		}
		return $found;
	}

	/**
	 * Why payment methods cannot be used: the order's own, or all where it has none of ours.
	 *
	 * @param \WC_Order $order The order.
	 * @return list<array<string, string>>
	 * @phpstan-return list<Obstacle>
	 */
	private function of_gateways( \WC_Order $order ): array {
		$own   = $order->get_payment_method();
		$found = array();
		foreach ( Method::is_ours( $own ) ? array( $own ) : array_keys( Method::PROVIDERS ) as $gateway ) {
			if ( ! ShopChecks::is_enabled( $gateway ) ) {
				$found[] = self::obstacle( $gateway, 'not_enabled', 'It is switched off in WooCommerce > Settings > Payments.' );
			}
			$reason = $this->availability->reason( $gateway, $order->get_currency(), true );
			if ( null !== $reason ) {
				$found[] = self::obstacle( $gateway, $reason, Messages::for_admin( $reason ) );
			}
		}
		return $found;
	}

	/**
	 * Something that is wrong.
	 *
	 * @param string $about    What it is about.
	 * @param string $problem  A stable word.
	 * @param string $sentence A sentence.
	 * @return array<string, string>
	 * @phpstan-return Obstacle
	 */
	private static function obstacle( string $about, string $problem, string $sentence ): array {
		return array(
			'about'    => $about,
			'problem'  => $problem,
			'sentence' => $sentence,
		);
	}
}
