<?php
/**
 * Payments as a table.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Gateway\Method;
use MultiPay\Money;
use MultiPay\Order\OrderPurchase;

/**
 * A row for each payment, with links to the order and to all that happened around the payment.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class PaymentsTable {
	/**
	 * Draws the table.
	 *
	 * @param array<array<mixed>> $payments The payments.
	 * @param string              $nothing  What it says when there are none.
	 * @phpstan-param list<Payment> $payments
	 */
	public function show( array $payments, string $nothing ): void {
		$columns = array(
			__( 'For', 'multipay' ),
			__( 'Amount', 'multipay' ),
			__( 'Status', 'multipay' ),
			__( 'Paid with', 'multipay' ),
			__( 'Opened', 'multipay' ),
			__( 'Transaction', 'multipay' ),
			__( 'Payment', 'multipay' ),
		);
		FoldingTable::show( __( 'Payments', 'multipay' ), $columns, array_map( array( $this, 'cells' ), $payments ), $nothing );
		$this->show_sums( $payments );
	}

	/**
	 * A payment's cells.
	 *
	 * @param array<mixed> $payment The payment.
	 * @return string[]
	 * @phpstan-param Payment $payment
	 */
	private function cells( array $payment ): array {
		return array(
			self::subject( $payment ),
			self::amount( $payment ),
			self::status( $payment ),
			esc_html( Method::name( Method::of( $payment['provider'] ) ) ) . '<br><span class="description">' . esc_html( $payment['merchant_name'] ) . '</span>',
			esc_html( PaymentWords::moment( $payment['created_at'] ) ),
			esc_html( (string) $payment['provider_transaction_id'] ),
			self::link( $payment['id'] ),
		);
	}

	/**
	 * A payment's id, with a link to all that happened around it.
	 *
	 * @param string $payment_id The payment.
	 */
	public static function link( string $payment_id ): string {
		return sprintf( '<a class="code" href="%s">%s</a>', esc_url( PaymentFilter::url( array( 'payment' => $payment_id ) ) ), esc_html( $payment_id ) );
	}

	/**
	 * What is paid, with a link to the order.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public static function subject( array $payment ): string {
		$order_id = OrderPurchase::id_in( $payment['order_ref'] );
		if ( null === $order_id ) {
			/* translators: %s: what a pay button sells */
			return esc_html( sprintf( __( 'Pay button: %s', 'multipay' ), $payment['description'] ) );
		}
		$order = function_exists( 'wc_get_order' ) ? wc_get_order( $order_id ) : null;
		/* translators: %s: order number */
		$name = sprintf( __( 'Order %s', 'multipay' ), $order instanceof \WC_Order ? $order->get_order_number() : (string) $order_id );
		if ( ! $order instanceof \WC_Order || ! current_user_can( 'edit_shop_orders' ) ) {
			return esc_html( $name );
		}
		return sprintf( '<a href="%s">%s</a>', esc_url( $order->get_edit_order_url() ), esc_html( $name ) );
	}

	/**
	 * What was asked, and what was taken where that is something else.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public static function amount( array $payment ): string {
		$asked = Money::shown( $payment['amount'], $payment['currency'] );
		$taken = null === $payment['paid_amount'] ? $asked : Money::shown( $payment['paid_amount'], $payment['paid_currency'] ?? $payment['currency'] );
		if ( $asked === $taken ) {
			return esc_html( $asked );
		}
		/* translators: %s: the amount that the provider took, which is not the one that was asked */
		return esc_html( $asked ) . '<br><mark>' . esc_html( sprintf( __( 'Taken: %s', 'multipay' ), $taken ) ) . '</mark>';
	}

	/**
	 * The status, when it was paid or why it was not, and what is unusual.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public static function status( array $payment ): string {
		$lines = array( '<strong>' . esc_html( PaymentWords::statuses()[ $payment['status'] ] ?? $payment['status'] ) . '</strong>' );
		if ( null !== $payment['paid_at'] ) {
			$lines[] = esc_html( PaymentWords::moment( $payment['paid_at'] ) );
		}
		if ( null !== $payment['reason'] ) {
			$lines[] = esc_html( PaymentWords::detail( $payment['reason'] ) );
		}
		foreach ( $payment['flags'] as $flag ) {
			$lines[] = '<mark>' . esc_html( PaymentWords::flags()[ $flag ] ?? $flag ) . '</mark>';
		}
		return implode( '<br>', $lines );
	}

	/**
	 * What came in with the payments that are shown, each currency apart.
	 *
	 * @param array<array<mixed>> $payments The payments.
	 * @phpstan-param list<Payment> $payments
	 */
	private function show_sums( array $payments ): void {
		$sums = array();
		foreach ( $payments as $payment ) {
			if ( null !== $payment['paid_amount'] ) {
				$currency          = $payment['paid_currency'] ?? $payment['currency'];
				$sums[ $currency ] = ( $sums[ $currency ] ?? 0 ) + $payment['paid_amount'];
			}
		}
		if ( $sums ) {
			ksort( $sums );
			/* translators: %s: amounts, one for each currency */
			$sentence = sprintf( __( 'Paid on this page: %s', 'multipay' ), implode( ' + ', array_map( array( Money::class, 'shown' ), $sums, array_keys( $sums ) ) ) );
			echo '<p><strong>' . esc_html( $sentence ) . '</strong></p>';
		}
	}
}
