<?php
/**
 * What tests of settling have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Listens to hooks, and keeps orders in both ways.
 */
abstract class SettleTestCase extends OrderTestCase {
	/**
	 * How orders can be kept.
	 *
	 * @return array<string, array{bool}>
	 */
	public static function ways_to_keep_orders(): array {
		return array(
			'orders in their own tables' => array( true ),
			'orders as posts'            => array( false ),
		);
	}

	/**
	 * Remembers what a hook was told, for this test only.
	 *
	 * @param string   $hook The hook.
	 * @param callable $what What to remember of it.
	 * @return \ArrayObject<int, mixed>
	 */
	protected function listen( string $hook, callable $what ): \ArrayObject {
		$heard = new \ArrayObject();
		$this->filter( $hook, static fn( ...$args ) => $heard->append( $what( ...$args ) ), 2 );
		return $heard;
	}
}
