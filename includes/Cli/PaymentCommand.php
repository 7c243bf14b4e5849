<?php
/**
 * `wp multipay payment`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\AdminClient;

/**
 * One payment with all that happened around it, and events that did not arrive.
 */
final class PaymentCommand implements Command {
	/**
	 * Needs the bridge.
	 *
	 * @param AdminClient $bridge The bridge.
	 */
	public function __construct( private AdminClient $bridge ) {}

	/**
	 * Its name.
	 */
	public function name(): string {
		return 'payment';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return 'Shows a payment and all that happened around it, or has this site told of payments once more.';
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array(
			'<show|replay>'            => 'What to do.',
			'<payment_id|delivery_id>' => 'With `show`: the payment. With `replay`: the delivery, unless --order is given.',
			'--order=<id>'             => "With `replay`: every event of this order's payments that did not arrive.",
			'--all'                    => 'With --order: also those that arrived, after a shop was restored from a backup.',
		);
	}

	/**
	 * Shows or replays.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @throws BadUsage When it is not said what to do.
	 */
	public function run( Arguments $given, Output $output ): int {
		switch ( $given->maybe_at( 0 ) ) {
			case 'show':
				$this->show( $given, $output, $this->bridge->payment_timeline( $given->at( 1, 'payment_id' ) ) );
				return self::OK;
			case 'replay':
				return $this->replay( $given, $output );
		}
		throw new BadUsage( 'Say `show` or `replay`.' );
	}

	/**
	 * Shows a payment.
	 *
	 * @param Arguments    $given    Says how.
	 * @param Output       $output   Where to.
	 * @param array<mixed> $timeline The contract's PaymentTimeline.
	 */
	private function show( Arguments $given, Output $output, array $timeline ): void {
		if ( $given->is_json() ) {
			Shown::json( $output, $timeline );
			return;
		}
		$facts = array();
		foreach ( $timeline['payment'] as $name => $value ) {
			$facts[] = array( 'field' => $name, 'value' => $value ); // phpcs:ignore WordPress.Arrays
		}
		Shown::table( $output, $facts, array( 'field', 'value' ) );
		Shown::table( $output, $timeline['items'], DiagnoseCommand::ITEM );
	}

	/**
	 * Has this site told once more.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @throws BadUsage When it is not said which.
	 */
	private function replay( Arguments $given, Output $output ): int {
		$order_id = $given->id( 'order' );
		if ( ( null === $order_id ) === ( '' === $given->maybe_at( 1 ) ) ) {
			throw new BadUsage( 'Give a delivery or --order.' );
		}
		$ids  = null === $order_id ? array( $given->maybe_at( 1 ) ) : $this->deliveries_of( $order_id, $given->has( 'all' ) );
		$rows = array_map( array( $this->bridge, 'replay_delivery' ), $ids );
		Shown::rows( $given, $output, $rows, array( 'id', 'type', 'payment_id', 'state', 'tries', 'last_answer' ) );
		return self::OK;
	}

	/**
	 * The events of an order's payments.
	 *
	 * @param int  $order_id The order.
	 * @param bool $all      Whether also those that arrived.
	 * @return list<string>
	 * @throws Failure When no payment was ever opened for it.
	 */
	private function deliveries_of( int $order_id, bool $all ): array {
		$attempts = $this->bridge->payments( array( 'order_ref' => 'order_' . $order_id, 'limit' => 100 ) )['items']; // phpcs:ignore WordPress.Arrays
		if ( ! $attempts ) {
			throw new Failure( 'No payment was opened for order ' . $order_id . '.' );
		}
		$ids = array();
		foreach ( $attempts as $attempt ) {
			foreach ( $this->bridge->payment_timeline( $attempt['id'] )['items'] as $item ) {
				if ( 'delivery' === $item['kind'] && ( $all || 'delivered' !== $item['title'] ) ) {
					$ids[] = (string) $item['reference'];
				}
			}
		}
		return $ids;
	}
}
