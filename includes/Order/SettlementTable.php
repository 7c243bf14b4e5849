<?php
/**
 * Sees to it that only one process settles a payment, and only once.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

use MultiPay\SiteTable;

/**
 * A row for each payment and kind of news. Whoever settles holds the row's lease; when it dies, the lease runs out and
 * the next one goes on. WooCommerce's payment_complete() is not atomic, so its own checks are not enough.
 *
 * The table is made when it is first needed, and goes with its site. The statements are ones that MariaDB, MySQL and the SQLite drop-in all know.
 *
 * phpcs:disable WordPress.DB -- The plugin's own table, which nothing may cache: its name is not a value.
 */
final class SettlementTable extends SiteTable {
	private const LEASE_S = 60;
	private const COLUMNS = '
		payment_id varchar(40) NOT NULL,
		kind varchar(10) NOT NULL,
		outcome varchar(10) NOT NULL,
		steps varchar(100) NOT NULL,
		holder varchar(16) NOT NULL,
		lease_until bigint NOT NULL,
		created_at bigint NOT NULL,
		PRIMARY KEY (payment_id, kind)
	';

	/** @var callable(): int The clock: Unix seconds. */
	private $now;

	/**
	 * The table.
	 *
	 * @param (callable(): int)|null $now The clock; null for the server's own.
	 */
	public function __construct( ?callable $now = null ) {
		parent::__construct( 'multipay_settlement', 'multipay_settlement_table', '1', self::COLUMNS );
		$this->now = $now ?? 'time';
	}

	/**
	 * Takes the lease for settling something.
	 *
	 * @param string $payment_id The payment.
	 * @param string $kind       The kind of news.
	 * @return Claim Which says whether it was had.
	 * @throws \RuntimeException When the database does not play along.
	 */
	public function claim( string $payment_id, string $kind ): Claim {
		global $wpdb;
		$this->make_if_missing();
		$holder = bin2hex( random_bytes( 8 ) );
		$now    = ( $this->now )();
		$insert = $wpdb->prepare(
			"INSERT IGNORE INTO {$this->name()} (payment_id, kind, outcome, steps, holder, lease_until, created_at) VALUES (%s, %s, '', '', '', 0, %d)",
			$payment_id,
			$kind,
			$now
		);
		if ( false === $wpdb->query( $insert ) ) {
			// The option may have come from a backup without the table.
			$this->make();
			$wpdb->query( $insert );
		}
		$taken = $wpdb->query(
			$wpdb->prepare(
				"UPDATE {$this->name()} SET holder = %s, lease_until = %d WHERE payment_id = %s AND kind = %s AND outcome = '' AND lease_until < %d",
				$holder,
				$now + self::LEASE_S,
				$payment_id,
				$kind,
				$now
			)
		);
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT outcome, steps FROM {$this->name()} WHERE payment_id = %s AND kind = %s", $payment_id, $kind ), ARRAY_A );
		if ( ! is_array( $row ) || false === $taken ) {
			throw new \RuntimeException( 'The settlement table cannot be used: ' . $wpdb->last_error );
		}
		return new Claim( $this, $payment_id, $kind, 1 === $taken ? $holder : '', $row['outcome'], array_filter( explode( ' ', $row['steps'] ) ) );
	}

	/**
	 * Writes down how far a settlement has come, or how it ended. Each step begins the lease anew.
	 *
	 * @param Claim    $claim   The lease.
	 * @param string[] $steps   What has been done.
	 * @param string   $outcome How it ended; empty while it goes on.
	 * @throws \RuntimeException When the lease is lost: somebody else goes on, so this process must not.
	 */
	public function write( Claim $claim, array $steps, string $outcome ): void {
		global $wpdb;
		$written = $wpdb->query(
			$wpdb->prepare(
				"UPDATE {$this->name()} SET steps = %s, outcome = %s, lease_until = %d WHERE payment_id = %s AND kind = %s AND holder = %s",
				implode( ' ', $steps ),
				$outcome,
				( $this->now )() + self::LEASE_S,
				$claim->payment_id,
				$claim->kind,
				$claim->holder
			)
		);
		if ( 1 !== $written ) {
			throw new \RuntimeException( 'The lease on settling ' . $claim->payment_id . ' is lost. ' . $wpdb->last_error );
		}
	}

	/**
	 * Gives the lease back, so that the next one need not wait.
	 *
	 * @param Claim $claim The lease.
	 */
	public function release( Claim $claim ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				"UPDATE {$this->name()} SET lease_until = 0 WHERE payment_id = %s AND kind = %s AND holder = %s",
				$claim->payment_id,
				$claim->kind,
				$claim->holder
			)
		);
	}

	/**
	 * How a settlement ended; empty while it goes on or has not begun.
	 *
	 * @param string $payment_id The payment.
	 * @param string $kind       The kind of news.
	 */
	public function outcome( string $payment_id, string $kind ): string {
		global $wpdb;
		return (string) $wpdb->get_var( $wpdb->prepare( "SELECT outcome FROM {$this->name()} WHERE payment_id = %s AND kind = %s", $payment_id, $kind ) );
	}

	/**
	 * What is written down of a payment.
	 *
	 * @param string $payment_id The payment.
	 * @return list<array{kind: string, outcome: string, steps: string}> `outcome` is empty while it goes on.
	 */
	public function of_payment( string $payment_id ): array {
		global $wpdb;
		if ( ! $this->is_noted() ) {
			return array();
		}
		/** @phpstan-var list<array{kind: string, outcome: string, steps: string}> $rows */
		$rows = $wpdb->get_results( $wpdb->prepare( "SELECT kind, outcome, steps FROM {$this->name()} WHERE payment_id = %s ORDER BY created_at, kind", $payment_id ), ARRAY_A );
		return $rows;
	}
}
