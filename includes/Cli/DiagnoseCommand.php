<?php
/**
 * `wp multipay diagnose`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\AdminClient;
use MultiPay\Order\SettlementTable;

/**
 * Everything about one order's payments in one answer: for whoever asks where the money is, or why it cannot be paid.
 * Nothing is changed.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class DiagnoseCommand implements Command {
	/** The columns of what happened around a payment. */
	public const ITEM = array( 'at', 'kind', 'title', 'detail', 'reference' );

	private const ATTEMPT    = array( 'attempt', 'id', 'provider', 'amount', 'currency', 'status', 'reason', 'flags', 'provider_transaction_id', 'created_at' );
	private const SETTLEMENT = array( 'payment_id', 'kind', 'outcome', 'steps' );

	/**
	 * Needs the bridge, and what WordPress wrote down.
	 *
	 * @param AdminClient     $bridge      The bridge.
	 * @param SettlementTable $settlements What was settled.
	 * @param OrderObstacles  $obstacles   Knows what keeps an order from being paid.
	 */
	public function __construct( private AdminClient $bridge, private SettlementTable $settlements, private OrderObstacles $obstacles ) {}

	/**
	 * Its name.
	 */
	public function name(): string {
		return 'diagnose';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return "Shows an order's attempts to pay, how they were settled, and what keeps it from being paid. Ends with 1 where something is wrong.";
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array(
			'--order_id=<id>' => 'The order.',
			'--verbose'       => 'Also everything that happened around each attempt.',
		);
	}

	/**
	 * Looks.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @throws BadUsage When no order is named.
	 * @throws Failure  When there is no such order.
	 */
	public function run( Arguments $given, Output $output ): int {
		$order_id = $given->id( 'order_id' );
		if ( null === $order_id ) {
			throw new BadUsage( '--order_id is missing.' );
		}
		if ( ! function_exists( 'wc_get_order' ) ) {
			throw new Failure( 'WooCommerce is not active here, so there are no orders.' );
		}
		$order    = wc_get_order( $order_id );
		$attempts = array_reverse( $this->bridge->payments( array( 'order_ref' => 'order_' . $order_id, 'limit' => 100 ) )['items'] ); // phpcs:ignore WordPress.Arrays
		if ( ! $order instanceof \WC_Order && ! $attempts ) {
			throw new Failure( 'There is no order ' . $order_id . ' on this site, and the bridge knows none. Another site of the network is chosen with --url.' );
		}
		$settlements = $this->settlements( $attempts );
		$found       = array(
			'order'       => $order instanceof \WC_Order ? self::described( $order ) : null,
			'attempts'    => $attempts,
			'settlements' => $settlements,
			'problems'    => $this->obstacles->of( $order instanceof \WC_Order ? $order : null, $attempts, $settlements ),
		);
		if ( $given->has( 'verbose' ) ) {
			foreach ( $attempts as $attempt ) {
				$found['timelines'][ $attempt['id'] ] = $this->bridge->payment_timeline( $attempt['id'] )['items'];
			}
		}
		$given->is_json() ? Shown::json( $output, $found ) : $this->show( $output, $found );
		return $found['problems'] ? self::REFUSED : self::OK;
	}

	/**
	 * Shows what was found.
	 *
	 * @param Output               $output Where to.
	 * @param array<string, mixed> $found  What was found.
	 */
	private function show( Output $output, array $found ): void {
		$output->line( 'The order' );
		Shown::table( $output, $found['order'] ? array( $found['order'] ) : array(), array_keys( (array) $found['order'] ) );
		$output->line( 'Attempts' );
		Shown::table( $output, $found['attempts'], self::ATTEMPT );
		$output->line( 'What WordPress made of them' );
		Shown::table( $output, $found['settlements'], self::SETTLEMENT );
		foreach ( $found['timelines'] ?? array() as $payment_id => $items ) {
			$output->line( 'What happened around ' . $payment_id );
			Shown::table( $output, $items, self::ITEM );
		}
		$output->line( 'What is wrong' );
		Shown::table( $output, $found['problems'], array( 'about', 'problem', 'sentence' ) );
	}

	/**
	 * What WordPress wrote down of payments.
	 *
	 * @param array<array<mixed>> $attempts The payments.
	 * @return list<array<string, string>>
	 * @phpstan-param list<Payment> $attempts
	 */
	private function settlements( array $attempts ): array {
		$rows = array();
		foreach ( $attempts as $attempt ) {
			foreach ( $this->settlements->of_payment( $attempt['id'] ) as $row ) {
				$rows[] = array( 'payment_id' => $attempt['id'] ) + $row;
			}
		}
		return $rows;
	}

	/**
	 * The order, without who bought what.
	 *
	 * @param \WC_Order $order The order.
	 * @return array<string, string>
	 */
	private static function described( \WC_Order $order ): array {
		return array(
			'id'             => (string) $order->get_id(),
			'number'         => (string) $order->get_order_number(),
			'status'         => $order->get_status(),
			'total'          => (string) $order->get_total(),
			'currency'       => $order->get_currency(),
			'payment_method' => $order->get_payment_method(),
			'transaction_id' => $order->get_transaction_id(),
		);
	}
}
