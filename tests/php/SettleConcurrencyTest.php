<?php
/**
 * Settling from several processes.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Order\Settle;
use MultiPay\Order\SettlementTable;

/**
 * Several at once, one after another, and one that dies on the way.
 */
final class SettleConcurrencyTest extends SettleTestCase {
	public function test_an_order_that_another_process_has_just_paid_is_read_again(): void {
		$order = $this->an_order();
		wc_get_order( $order->get_id() ); // Now it is in this process's caches.
		$this->assertSame( array( Settle::PAID ), $this->in_other_processes( array( $this->paid( $order ) ) ) );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $this->paid( $order ) ), 'the stale copy says pending' );
	}

	/**
	 * Eight at once, in processes of their own.
	 *
	 * @dataProvider ways_to_keep_orders
	 * @param bool $in_own_tables How orders are kept.
	 */
	public function test_many_at_once_settle_it_once( bool $in_own_tables ): void {
		$this->keep_orders( $in_own_tables );
		$product  = $this->a_product( '10.01', 5 );
		$order    = $this->an_order( '10.01', array(), $product );
		$payment  = $this->paid( $order );
		$outcomes = $this->in_other_processes( array_fill( 0, 8, $payment ) );

		$this->assertSame( array(), array_diff( $outcomes, array( Settle::PAID, Settle::BUSY ) ) );
		$this->assertContains( Settle::PAID, $outcomes );
		$this->assertSame( Settle::PAID, $this->settle()->apply( $payment ) );
		wp_cache_flush();
		$this->assertTrue( $this->again( $order )->is_paid() );
		$this->assertCount( 1, $this->our_notes( $order ) );
		$this->assertSame( 4, $this->stock_of( $product ) );
	}

	public function test_a_slow_settlement_keeps_its_lease_as_long_as_it_goes_on(): void {
		$now     = time();
		$table   = new SettlementTable(
			static function () use ( &$now ): int {
				return $now;
			}
		);
		$payment = FakeBridge::payment();
		$slow    = $table->claim( $payment['id'], 'paid' );
		$now    += 50;
		$slow->mark( 'complete' );
		$now += 50;
		$this->assertFalse( $table->claim( $payment['id'], 'paid' )->is_ours(), 'it went on 50 seconds ago' );
		$now += 11;
		$this->assertTrue( $table->claim( $payment['id'], 'paid' )->is_ours(), 'it has died' );
		$this->expectException( \RuntimeException::class );
		$slow->mark( 'note' );
	}

	/**
	 * Where a process can die.
	 *
	 * @return array<string, array{string, string}>
	 */
	public static function places_to_die(): array {
		return array(
			'before the order is paid'             => array( 'woocommerce_pre_payment_complete', 'pending' ),
			'when the order is paid, stock is not' => array( 'woocommerce_payment_complete', 'processing' ),
			'when others are told'                 => array( 'wc_multipay_payment_succeeded', 'processing' ),
		);
	}

	/**
	 * A process dies on the way, and another one goes on when the lease has run out.
	 *
	 * @dataProvider places_to_die
	 * @param string $hook   Where it dies.
	 * @param string $status What the order is then.
	 */
	public function test_a_crash_is_made_good_by_the_next_one( string $hook, string $status ): void {
		$product = $this->a_product( '10.01', 5 );
		$order   = $this->an_order( '10.01', array(), $product );
		$payment = $this->paid( $order );
		$this->assertSame( array( '' ), $this->in_other_processes( array( $payment ), $hook ) );
		wp_cache_flush();
		$this->assertSame( $status, $this->again( $order )->get_status() );
		$heard = $this->listen( 'wc_multipay_payment_succeeded', fn( $order ) => $order->get_id() );

		$this->assertSame( Settle::BUSY, $this->settle()->apply( $payment ), 'the dead one still has the lease' );
		$in_a_minute = static fn(): int => time() + 61;
		$this->assertSame( Settle::PAID, $this->settle( $in_a_minute )->apply( $payment ) );

		$this->assertTrue( $this->again( $order )->is_paid() );
		$this->assertCount( 1, $this->our_notes( $order ) );
		$this->assertSame( 4, $this->stock_of( $product ), 'stock is reduced once' );
		$this->assertSame( array( $order->get_id() ), $heard->getArrayCopy() );
	}

	/**
	 * Settles payments in processes of their own, which begin at the same moment.
	 *
	 * @param list<array<string, mixed>> $payments The payments.
	 * @param string                     $die_at   A hook at which they die.
	 * @return string[] The outcomes; empty for those that died.
	 */
	private function in_other_processes( array $payments, string $die_at = '' ): array {
		$begin_at = microtime( true ) + ( count( $payments ) > 1 ? 4 : 0 );
		$running  = array();
		foreach ( $payments as $payment ) {
			$job     = array(
				'payment'  => $payment,
				'die_at'   => $die_at,
				'begin_at' => $begin_at,
			);
			$env     = array( 'MULTIPAY_TEST_HPOS' => get_option( 'woocommerce_custom_orders_table_enabled' ) ) + getenv();
			$process = proc_open( array( PHP_BINARY, __DIR__ . '/support/settle-worker.php' ), array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), array( 'pipe', 'w' ) ), $pipes, null, $env );
			$this->assertIsResource( $process );
			fwrite( $pipes[0], (string) wp_json_encode( $job ) );
			fclose( $pipes[0] );
			$running[] = array( $process, $pipes );
		}
		$outcomes = array();
		foreach ( $running as list( $process, $pipes ) ) {
			$outcomes[] = trim( (string) stream_get_contents( $pipes[1] ) );
			$errors     = (string) stream_get_contents( $pipes[2] );
			proc_close( $process );
			$this->assertSame( '', $errors );
		}
		return $outcomes;
	}
}
