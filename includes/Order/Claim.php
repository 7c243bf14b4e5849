<?php
/**
 * The lease on settling one payment.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

/**
 * Remembers what has been done, so that whoever goes on after a crash does nothing twice.
 */
final class Claim {
	/**
	 * A claim; made by SettlementTable.
	 *
	 * @param SettlementTable $table      Where it is written down.
	 * @param string          $payment_id The payment.
	 * @param string          $kind       The kind of news.
	 * @param string          $holder     Our name in the row; empty when the lease was not had.
	 * @param string          $outcome    How it ended; empty while it goes on.
	 * @param string[]        $steps      What has been done.
	 */
	public function __construct(
		private SettlementTable $table,
		public string $payment_id,
		public string $kind,
		public string $holder,
		public string $outcome,
		private array $steps
	) {}

	/**
	 * Whether it was settled before.
	 */
	public function is_done(): bool {
		return '' !== $this->outcome;
	}

	/**
	 * Whether it is ours to settle. Otherwise somebody else is at it, or has died less than a lease ago.
	 */
	public function is_ours(): bool {
		return '' !== $this->holder;
	}

	/**
	 * Whether a step was begun, perhaps by somebody who died.
	 *
	 * @param string $step The step's name.
	 */
	public function has( string $step ): bool {
		return in_array( $step, $this->steps, true );
	}

	/**
	 * Writes a step down.
	 *
	 * @param string $step The step's name.
	 */
	public function mark( string $step ): void {
		if ( ! $this->has( $step ) ) {
			$this->steps[] = $step;
			$this->table->write( $this, $this->steps, '' );
		}
	}

	/**
	 * Does a step and writes it down, unless that has happened. A crash between the two is the only way to do it twice.
	 *
	 * @param string   $step The step's name.
	 * @param callable $work What to do.
	 */
	public function once( string $step, callable $work ): void {
		if ( ! $this->has( $step ) ) {
			$work();
			$this->mark( $step );
		}
	}

	/**
	 * Settled.
	 *
	 * @param string $outcome How it ended.
	 */
	public function finish( string $outcome ): void {
		$this->table->write( $this, $this->steps, $outcome );
		$this->outcome = $outcome;
	}

	/**
	 * Not settled: the next one may try at once.
	 */
	public function release(): void {
		$this->table->release( $this );
	}
}
