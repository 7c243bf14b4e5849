<?php
/**
 * What the buttons on a payment's screen do.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Access\Roles;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Order\Settle;

/**
 * Forms post here; afterwards the browser is back on the payment's screen, which says what came of it. Neither changes
 * what is true: they ask again, or tell again.
 */
final class PaymentActions {
	public const REFRESH = 'multipay_payment_refresh';
	public const REPLAY  = 'multipay_payment_replay';

	/**
	 * Needs the bridge, and the writer of orders.
	 *
	 * @param AdminClient $bridge The bridge.
	 * @param Settle      $settle The writer of orders.
	 */
	public function __construct( private AdminClient $bridge, private Settle $settle ) {}

	/**
	 * Hooks in where WordPress takes forms of the admin.
	 */
	public function register_hooks(): void {
		add_action( 'admin_post_' . self::REFRESH, array( $this, 'refresh' ) );
		add_action( 'admin_post_' . self::REPLAY, array( $this, 'replay' ) );
	}

	/**
	 * Asks the provider about a payment. The order learns of the answer at once: somebody may press this because events do
	 * not arrive here.
	 */
	public function refresh(): void {
		$this->act( self::REFRESH, fn( string $payment_id ) => $this->settle->attempt( $this->bridge->refresh_payment( $payment_id ) ) );
	}

	/**
	 * Has this site told once more what happened.
	 */
	public function replay(): void {
		$delivery_id = isset( $_POST['delivery'] ) && is_string( $_POST['delivery'] ) ? sanitize_key( wp_unslash( $_POST['delivery'] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Missing -- act() looks at it.
		$this->act( self::REPLAY, fn(): array => $this->bridge->replay_delivery( $delivery_id ) );
	}

	/**
	 * Does what was asked by somebody who may, and goes back.
	 *
	 * @param string   $action A constant of this class.
	 * @param callable $work   Does it.
	 * @phpstan-param callable(string): mixed $work
	 */
	private function act( string $action, callable $work ): void {
		$payment_id = isset( $_POST['payment'] ) && is_string( $_POST['payment'] ) ? sanitize_key( wp_unslash( $_POST['payment'] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Missing -- It is a part of the nonce.
		check_admin_referer( $action . ' ' . $payment_id );
		if ( ! current_user_can( Roles::VIEW ) ) {
			wp_die( esc_html__( 'You may not do that.', 'multipay' ), '', 403 );
		}
		try {
			$work( $payment_id );
			$told = array( 'done' => $action );
		} catch ( BridgeError $error ) {
			$told = array( 'problem' => $error->error_code() );
		}
		if ( wp_safe_redirect( PaymentFilter::url( array( 'payment' => $payment_id ) + $told ) ) ) {
			exit;
		}
	}
}
