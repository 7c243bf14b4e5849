<?php
/**
 * The table of what becomes of an order.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Order\SettlementRules;

/**
 * Each row is a line.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 * @phpstan-import-type Facts from \MultiPay\Order\SettlementRules
 */
final class SettlementRulesTest extends \PHPUnit\Framework\TestCase {
	/**
	 * The payment, the order => what happens, why, and whether the order is put on hold.
	 *
	 * @return array<string, array{array<string, mixed>, array<string, mixed>|null, string, string, bool}>
	 */
	public static function rows(): array {
		$unpaid = array( 'is_completable' => true );
		$done   = array( 'is_completable' => false );
		return array(
			'paid, the order waits for it'           => array( array(), $unpaid, 'complete', '', false ),
			'paid late, the order still waits'       => array( array( 'flags' => array( 'late' ) ), $unpaid, 'complete', '', false ),
			'paid by an earlier attempt'             => array( array( 'flags' => array( 'superseded' ) ), $unpaid, 'complete', '', false ),
			'paid, and the order by it'              => array( array(), $done + array( 'transaction_id' => 'T1' ), 'nothing', '', false ),
			'paid, the order by another transaction' => array( array(), $done + array( 'transaction_id' => 'T2' ), 'keep', 'paid_otherwise', false ),
			'paid, the order in cash'                => array( array(), $done, 'keep', 'paid_otherwise', false ),
			'paid, the order was refunded'           => array( array(), $done + array( 'is_refunded' => true ), 'keep', 'order_refunded', false ),
			'paid, the order is in the bin'          => array( array(), $done + array( 'is_trashed' => true ), 'keep', 'order_trashed', false ),
			'paid, the order is gone'                => array( array(), null, 'keep', 'order_missing', false ),
			'paid, the order costs more now'         => array( array(), $unpaid + array( 'total' => 1002 ), 'keep', 'order_differs', true ),
			'paid, the order is in another currency' => array( array(), $unpaid + array( 'currency' => 'EUR' ), 'keep', 'order_differs', true ),
			'paid, begun long before the order was'  => array( array( 'created_at' => '2026-01-02T02:49:59Z' ), $unpaid, 'keep', 'number_reused', true ),
			'paid so, the order is done'             => array( array( 'created_at' => '2026-01-02T02:49:59Z' ), $done, 'keep', 'number_reused', false ),
			'begun when the clocks went differently' => array( array( 'created_at' => '2026-01-02T02:50:00Z' ), $unpaid, 'complete', '', false ),
			'another amount than was asked'          => array( array( 'flags' => array( 'amount_mismatch' ), 'paid_amount' => 1000 ), $unpaid, 'keep', 'amount_mismatch', true ), // phpcs:ignore WordPress.Arrays
			'another amount, the order was paid'     => array( array( 'flags' => array( 'amount_mismatch' ) ), $done, 'keep', 'amount_mismatch', false ),
			'another currency than was asked'        => array( array( 'flags' => array( 'late', 'currency_mismatch' ) ), $unpaid, 'keep', 'currency_mismatch', true ),
			'paid twice, the first is on its way'    => array( array( 'flags' => array( 'duplicate' ) ), $unpaid, 'keep', 'duplicate', false ),
			'refused, the order waits'               => array( array( 'status' => 'failed' ), $unpaid, 'note', '', false ),
			'ran out, the order waits'               => array( array( 'status' => 'expired' ), $unpaid, 'note', '', false ),
			'ran out, the order was paid'            => array( array( 'status' => 'expired' ), $done, 'nothing', '', false ),
			'ran out, the order is gone'             => array( array( 'status' => 'expired' ), null, 'nothing', '', false ),
		);
	}

	/**
	 * Decides.
	 *
	 * @dataProvider rows
	 * @param array<string, mixed>      $payment What differs from a paid payment of 10.01.
	 * @param array<string, mixed>|null $order   What differs from an order over 10.01.
	 * @param string                    $action  What happens.
	 * @param string                    $because Why.
	 * @param bool                      $hold    Whether the order is put on hold.
	 */
	public function test_row( array $payment, ?array $order, string $action, string $because, bool $hold ): void {
		/** @phpstan-var Payment $payment */
		$payment = $payment + array(
			'status'                  => 'succeeded',
			'flags'                   => array(),
			'amount'                  => 1001,
			'currency'                => 'CNY',
			'paid_amount'             => 1001,
			'paid_currency'           => 'CNY',
			'created_at'              => '2026-01-02T03:04:05Z',
			'provider_transaction_id' => 'T1',
		);
		/** @phpstan-var Facts|null $facts */
		$facts   = null === $order ? null : $order + array(
			'is_trashed'     => false,
			'is_refunded'    => false,
			'transaction_id' => '',
			'total'          => 1001,
			'currency'       => 'CNY',
			'created_at'     => (int) strtotime( '2026-01-02T03:00:00Z' ),
		);
		$verdict = SettlementRules::decide( $payment, $facts );
		$this->assertSame( array( $action, $because, $hold ), array( $verdict->action, $verdict->because, $verdict->hold ) );
	}

	public function test_a_pending_payment_is_no_news(): void {
		$this->assertNull( SettlementRules::kind( FakeBridge::payment() ) );
		$this->assertNull( SettlementRules::kind( FakeBridge::payment( array( 'status' => 'a word of tomorrow' ) ) ) );
	}
}
