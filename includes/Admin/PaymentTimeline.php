<?php
/**
 * Everything that happened around one payment.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Contract\PaymentStatus;
use MultiPay\Gateway\Method;
use MultiPay\Messages;

/**
 * A screen for whoever must find out where the money is: the attempts of the same order, and in the order of time what
 * the provider said, what was noted, and what this site was told. The last two can be asked for again.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 * @phpstan-type Item array{kind: string, at: string, title: string, detail: string|null, reference: string|null}
 */
final class PaymentTimeline {
	/** The form that the tables' buttons belong to. */
	private const REPLAY_FORM = 'multipay-replay';

	/**
	 * Needs the bridge.
	 *
	 * @param AdminClient $bridge The bridge.
	 */
	public function __construct( private AdminClient $bridge ) {}

	/**
	 * Draws the screen.
	 *
	 * @param string $payment_id The payment.
	 */
	public function show( string $payment_id ): void {
		printf(
			'<div class="wrap"><h1 class="wp-heading-inline">%s</h1> <a class="page-title-action" href="%s">%s</a><hr class="wp-header-end"><p><code>%s</code></p>',
			esc_html__( 'Payment', 'multipay' ),
			esc_url( PaymentFilter::url( array() ) ),
			esc_html__( 'All payments', 'multipay' ),
			esc_html( $payment_id )
		);
		$this->show_outcome();
		try {
			/** @phpstan-var array{payment: Payment, attempts: list<Payment>, items: list<Item>} $timeline */
			$timeline = $this->bridge->payment_timeline( $payment_id );
			$this->show_payment( $timeline['payment'] );
			$this->show_refresh( $timeline['payment'] );
			$this->show_attempts( $timeline['attempts'] );
			$this->show_items( $payment_id, $timeline['items'] );
		} catch ( BridgeError $error ) {
			PaymentsScreen::show_error( $error );
		}
		echo '</div>';
	}

	/**
	 * Says what came of the button that was pressed on this screen before.
	 */
	private function show_outcome(): void {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- Only says something.
		$done    = isset( $_GET['done'] ) ? sanitize_key( wp_unslash( $_GET['done'] ) ) : '';
		$problem = isset( $_GET['problem'] ) ? sanitize_key( wp_unslash( $_GET['problem'] ) ) : '';
		// phpcs:enable
		$sentences = array(
			PaymentActions::REFRESH => __( 'The provider was asked, unless that had been done a moment before. What it said is below.', 'multipay' ),
			PaymentActions::REPLAY  => __( 'The event is on its way to this site once more. Reload this page in a moment to see whether it arrived.', 'multipay' ),
		);
		if ( '' !== $problem ) {
			printf( '<div class="notice notice-error inline"><p>%s</p></div>', esc_html( Messages::for_admin( $problem ) ) );
		} elseif ( isset( $sentences[ $done ] ) ) {
			printf( '<div class="notice notice-success inline"><p>%s</p></div>', esc_html( $sentences[ $done ] ) );
		}
	}

	/**
	 * What is known of the payment.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function show_payment( array $payment ): void {
		$facts = array(
			__( 'For', 'multipay' )           => PaymentsTable::subject( $payment ),
			__( 'Amount', 'multipay' )        => PaymentsTable::amount( $payment ),
			__( 'Status', 'multipay' )        => PaymentsTable::status( $payment ),
			__( 'Paid with', 'multipay' )     => esc_html( Method::name( Method::of( $payment['provider'] ) ) . ', ' . $payment['merchant_name'] ),
			__( 'Way of paying', 'multipay' ) => esc_html( PaymentWords::channels()[ $payment['channel'] ] ?? $payment['channel'] ),
			__( 'Opened', 'multipay' )        => esc_html( PaymentWords::moment( $payment['created_at'], true ) ),
			__( 'Payable until', 'multipay' ) => esc_html( PaymentWords::moment( $payment['payable_until'], true ) ),
			__( 'Transaction', 'multipay' )   => null === $payment['provider_transaction_id'] ? '–' : '<code>' . esc_html( $payment['provider_transaction_id'] ) . '</code>',
		);
		echo '<table class="widefat striped" style="max-width:48em"><tbody>';
		foreach ( $facts as $name => $value ) {
			printf( '<tr><th scope="row" style="width:30%%">%s</th><td style="overflow-wrap:anywhere">%s</td></tr>', esc_html( $name ), wp_kses_post( $value ) );
		}
		echo '</tbody></table>';
	}

	/**
	 * The button that asks the provider, or why there is nothing to ask.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function show_refresh( array $payment ): void {
		$is_final = PaymentStatus::SUCCEEDED === $payment['status'];
		$this->show_form_start( PaymentActions::REFRESH, $payment['id'], '' );
		printf(
			'<p><button type="submit" class="button" aria-describedby="multipay-refresh-why"%s>%s</button> <span id="multipay-refresh-why" class="description">%s</span></p></form>',
			disabled( $is_final, true, false ),
			esc_html__( 'Ask the provider again', 'multipay' ),
			$is_final ? esc_html__( 'The money is there, so there is nothing to ask.', 'multipay' ) : esc_html__( 'The order learns of the answer at once.', 'multipay' )
		);
	}

	/**
	 * The attempts to pay the same order.
	 *
	 * @param array<array<mixed>> $attempts The attempts.
	 * @phpstan-param list<Payment> $attempts
	 */
	private function show_attempts( array $attempts ): void {
		$title   = __( 'All attempts', 'multipay' );
		$columns = array( __( 'Attempt', 'multipay' ), __( 'Amount', 'multipay' ), __( 'Status', 'multipay' ), __( 'Paid with', 'multipay' ), __( 'Opened', 'multipay' ), __( 'Transaction', 'multipay' ) );
		$rows    = array_map(
			static fn( array $attempt ): array => array(
				esc_html( number_format_i18n( $attempt['attempt'] ) . '. ' ) . PaymentsTable::link( $attempt['id'] ),
				PaymentsTable::amount( $attempt ),
				PaymentsTable::status( $attempt ),
				esc_html( Method::name( Method::of( $attempt['provider'] ) ) ),
				esc_html( PaymentWords::moment( $attempt['created_at'], true ) ),
				esc_html( (string) $attempt['provider_transaction_id'] ),
			),
			$attempts
		);
		echo '<h2>' . esc_html( $title ) . '</h2>';
		FoldingTable::show( $title, $columns, $rows, __( 'None.', 'multipay' ), false );
	}

	/**
	 * What happened, the oldest first.
	 *
	 * @param string              $payment_id The payment.
	 * @param array<array<mixed>> $items      What happened.
	 * @phpstan-param list<Item> $items
	 */
	private function show_items( string $payment_id, array $items ): void {
		$title   = __( 'What happened', 'multipay' );
		$columns = array( __( 'When', 'multipay' ), __( 'What', 'multipay' ), __( 'Who or why', 'multipay' ), __( 'Number', 'multipay' ), __( 'Deliver again', 'multipay' ) );
		$rows    = array_map(
			fn( array $item ): array => array(
				esc_html( PaymentWords::moment( $item['at'], true ) ),
				esc_html( PaymentWords::title( $item['kind'], $item['title'] ) ),
				esc_html( PaymentWords::detail( (string) $item['detail'] ) ),
				null === $item['reference'] ? '' : '<code>' . esc_html( $item['reference'] ) . '</code>',
				'delivery' === $item['kind'] ? $this->replay_button( $item ) : '',
			),
			$items
		);
		echo '<h2>' . esc_html( $title ) . '</h2>';
		/* translators: %s: a time zone such as "Asia/Shanghai" */
		echo '<p class="description">' . esc_html( sprintf( __( 'Times are those of the site’s time zone, %s. What providers sent is kept for 30 days.', 'multipay' ), wp_timezone_string() ) ) . '</p>';
		$this->show_form_start( PaymentActions::REPLAY, $payment_id, self::REPLAY_FORM );
		echo '</form>';
		FoldingTable::show( $title, $columns, $rows, __( 'Nothing yet.', 'multipay' ), false );
	}

	/**
	 * The button that has this site told again, or why there is no need.
	 *
	 * @param array<mixed> $item A delivery.
	 * @phpstan-param Item $item
	 */
	private function replay_button( array $item ): string {
		$is_delivered = 'delivered' === $item['title'];
		return sprintf(
			'<button type="submit" class="button button-small" form="%s" name="delivery" value="%s"%s>%s</button>%s',
			self::REPLAY_FORM,
			esc_attr( (string) $item['reference'] ),
			disabled( $is_delivered, true, false ),
			esc_html__( 'Deliver again', 'multipay' ),
			$is_delivered ? ' <span class="description">' . esc_html__( 'This site has it.', 'multipay' ) . '</span>' : ''
		);
	}

	/**
	 * Begins a form of PaymentActions.
	 *
	 * @param string $action     A constant of PaymentActions.
	 * @param string $payment_id The payment.
	 * @param string $id         The form's id; empty for none.
	 */
	private function show_form_start( string $action, string $payment_id, string $id ): void {
		printf( '<form method="post" action="%s"%s>', esc_url( admin_url( 'admin-post.php' ) ), '' === $id ? '' : ' id="' . esc_attr( $id ) . '"' );
		printf( '<input type="hidden" name="action" value="%s"><input type="hidden" name="payment" value="%s">', esc_attr( $action ), esc_attr( $payment_id ) );
		printf( '<input type="hidden" name="_wpnonce" value="%s">', esc_attr( wp_create_nonce( $action . ' ' . $payment_id ) ) );
	}
}
