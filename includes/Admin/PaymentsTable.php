<?php
/**
 * Payments as a table.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Contract\PaymentFlag;
use MultiPay\Gateway\Method;
use MultiPay\Money;
use MultiPay\Order\OrderPurchase;

/**
 * Looks like WordPress's own tables. Their class counts pages, which a list read by cursor cannot do.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class PaymentsTable {
	/**
	 * Draws the table. On a phone WordPress shows the first column only, and the others when its button is pressed.
	 *
	 * @param array<array<mixed>> $payments The payments.
	 * @phpstan-param list<Payment> $payments
	 */
	public function show( array $payments ): void {
		$columns = array(
			__( 'For', 'multipay' ),
			__( 'Amount', 'multipay' ),
			__( 'Status', 'multipay' ),
			__( 'Paid with', 'multipay' ),
			__( 'Opened', 'multipay' ),
			__( 'Transaction', 'multipay' ),
			__( 'Payment', 'multipay' ),
		);
		echo '<table class="wp-list-table widefat striped"><thead><tr>';
		foreach ( $columns as $at => $column ) {
			printf( '<th scope="col" class="%s">%s</th>', esc_attr( $this->class_at( $at ) ), esc_html( $column ) );
		}
		echo '</tr></thead><tbody>';
		if ( ! $payments ) {
			echo '<tr class="no-items"><td colspan="7">' . esc_html__( 'No payments yet.', 'multipay' ) . '</td></tr>';
		}
		foreach ( $payments as $payment ) {
			$this->row( $columns, $payment );
		}
		echo '</tbody></table>';
	}

	/**
	 * Draws a payment.
	 *
	 * @param string[]     $columns The names of the columns.
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function row( array $columns, array $payment ): void {
		$cells = array(
			$this->subject( $payment ),
			$this->amount( $payment ),
			$this->status( $payment ),
			esc_html( Method::name( Method::of( $payment['provider'] ) ) ) . '<br><span class="description">' . esc_html( $payment['merchant_name'] ) . '</span>',
			esc_html( $this->moment( $payment['created_at'] ) ),
			esc_html( (string) $payment['provider_transaction_id'] ),
			'<code>' . esc_html( $payment['id'] ) . '</code>',
		);
		echo '<tr>';
		foreach ( $cells as $at => $cell ) {
			printf( '<td class="%s" data-colname="%s">%s', esc_attr( $this->class_at( $at ) ), esc_attr( $columns[ $at ] ), wp_kses_post( $cell ) );
			if ( 0 === $at ) {
				echo '<button type="button" class="toggle-row"><span class="screen-reader-text">' . esc_html__( 'Show more details', 'multipay' ) . '</span></button>';
			}
			echo '</td>';
		}
		echo '</tr>';
	}

	/**
	 * By which WordPress knows the column that stays on a phone.
	 *
	 * @param int $at The column's place.
	 */
	private function class_at( int $at ): string {
		return 0 === $at ? 'column-primary' : '';
	}

	/**
	 * What is paid, with a link to the order.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function subject( array $payment ): string {
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
	private function amount( array $payment ): string {
		$asked = Money::shown( $payment['amount'], $payment['currency'] );
		$taken = null === $payment['paid_amount'] ? $asked : Money::shown( $payment['paid_amount'], $payment['paid_currency'] ?? $payment['currency'] );
		if ( $asked === $taken ) {
			return esc_html( $asked );
		}
		/* translators: %s: the amount that the provider took, which is not the one that was asked */
		return esc_html( $asked ) . '<br><mark>' . esc_html( sprintf( __( 'Taken: %s', 'multipay' ), $taken ) ) . '</mark>';
	}

	/**
	 * The status, when it was paid, and what is unusual.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function status( array $payment ): string {
		$lines = array( '<strong>' . esc_html( PaymentsScreen::statuses()[ $payment['status'] ] ?? $payment['status'] ) . '</strong>' );
		if ( null !== $payment['paid_at'] ) {
			$lines[] = esc_html( $this->moment( $payment['paid_at'] ) );
		}
		foreach ( $payment['flags'] as $flag ) {
			$lines[] = '<mark>' . esc_html( self::flags()[ $flag ] ?? $flag ) . '</mark>';
		}
		return implode( '<br>', $lines );
	}

	/**
	 * What can be unusual about a payment.
	 *
	 * @return array<string, string>
	 */
	private static function flags(): array {
		return array(
			PaymentFlag::LATE              => __( 'Came late', 'multipay' ),
			PaymentFlag::SUPERSEDED        => __( 'For an earlier attempt', 'multipay' ),
			PaymentFlag::DUPLICATE         => __( 'Paid twice', 'multipay' ),
			PaymentFlag::AMOUNT_MISMATCH   => __( 'Another amount', 'multipay' ),
			PaymentFlag::CURRENCY_MISMATCH => __( 'Another currency', 'multipay' ),
		);
	}

	/**
	 * A moment in the site's own time and words.
	 *
	 * @param string $time RFC 3339.
	 */
	private function moment( string $time ): string {
		return (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), (int) strtotime( $time ) );
	}
}
