<?php
/**
 * What a person bought with us.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Privacy;

use MultiPay\Order\OrderPayments;
use MultiPay\PayButton\PurchaseTable;

/**
 * Found by e-mail address, as WordPress asks. A pay button's purchase is found only while its receipt is still to be sent:
 * then its address is erased, and nothing here leads from a person to it any more.
 */
final class PersonOrders {
	/** Orders a page. The bridge takes 200 names at once. */
	public const PAGE = 50;

	/**
	 * Needs the purchases.
	 *
	 * @param PurchaseTable $purchases The purchases with pay buttons.
	 */
	public function __construct( private PurchaseTable $purchases ) {}

	/**
	 * Names of the orders for which one of our payments was opened. On the first page also those of purchases.
	 *
	 * @param string $email The address.
	 * @param int    $page  From 1.
	 * @return array{refs: list<string>, done: bool, open_until: int} `open_until`: until when money can come for one of
	 *                                                                them, in Unix seconds; 0 when for none.
	 */
	public function page( string $email, int $page ): array {
		$refs       = 1 === $page ? $this->purchases->refs_of_email( $email ) : array();
		$open_until = 1 === $page ? $this->purchases->open_until_of_email( $email ) : 0;
		$open_until = $open_until > time() ? $open_until : 0;
		$orders     = $this->orders( $email, $page );
		foreach ( $orders as $order ) {
			$payments = new OrderPayments( $order );
			if ( '' !== $payments->payment_id() ) {
				$refs[]     = 'order_' . $order->get_id();
				$open_until = $payments->watch_until() > time() ? max( $open_until, $payments->watch_until() ) : $open_until;
			}
		}
		return array(
			'refs'       => $refs,
			'done'       => count( $orders ) < self::PAGE,
			'open_until' => $open_until,
		);
	}

	/**
	 * Forgets the address that a purchase's receipt would go to.
	 *
	 * @param string $email The address.
	 * @return int How many purchases it was in.
	 */
	public function forget_email( string $email ): int {
		$refs = $this->purchases->refs_of_email( $email );
		array_map( array( $this->purchases, 'erase_email' ), $refs );
		return count( $refs );
	}

	/**
	 * A page of the person's orders, by address and by account.
	 *
	 * @param string $email The address.
	 * @param int    $page  From 1.
	 * @return list<\WC_Order>
	 */
	private function orders( string $email, int $page ): array {
		if ( ! function_exists( 'wc_get_orders' ) ) {
			return array();
		}
		$user  = get_user_by( 'email', $email );
		$query = array(
			'customer' => $user ? array( $email, (int) $user->ID ) : array( $email ),
			'type'     => 'shop_order',
			'orderby'  => 'ID',
			'order'    => 'ASC',
			'limit'    => self::PAGE,
			'page'     => $page,
		);
		/** @phpstan-var list<\WC_Order> $orders */
		$orders = wc_get_orders( $query );
		return $orders;
	}
}
