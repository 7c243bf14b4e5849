<?php
/**
 * Forgets people who paid.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Privacy;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Log\Logger;
use MultiPay\Messages;

/**
 * For WordPress's Tools > Erase Personal Data. The bridge forgets who paid; its books, which hold amounts and numbers only,
 * stay. What it cannot erase now is asked for again later by itself: once WooCommerce has made an order anonymous, nothing
 * leads from the person to it any more.
 */
final class Eraser {
	private const AGAIN         = 'multipay_erase_payers';
	private const AGAIN_AFTER_S = HOUR_IN_SECONDS;
	private const MOST_TRIES    = 7 * 24;
	private const NAMES_AT_ONCE = 200;
	private const BEFORE_OTHERS = PHP_INT_MAX;

	/**
	 * Needs the orders and the bridge.
	 *
	 * @param PersonOrders $orders Finds what the person bought.
	 * @param AdminClient  $bridge Has the payers' data.
	 * @param Logger       $logger Hears of what could not be erased.
	 */
	public function __construct( private PersonOrders $orders, private AdminClient $bridge, private Logger $logger ) {}

	/**
	 * Hooks in where WordPress collects erasers.
	 */
	public function register_hooks(): void {
		add_filter( 'wp_privacy_personal_data_erasers', array( $this, 'register' ), self::BEFORE_OTHERS );
		add_action( self::AGAIN, array( $this, 'try_again' ), 10, 2 );
	}

	/**
	 * Puts the eraser before all others: WooCommerce's takes the address out of the orders by which they are found.
	 *
	 * @param array<string, array<string, mixed>> $erasers Those of others.
	 * @return array<string, array<string, mixed>>
	 */
	public function register( $erasers ): array {
		$ours = array(
			'eraser_friendly_name' => __( 'WeChat Pay and Alipay payments', 'multipay' ),
			'callback'             => array( $this, 'erase' ),
		);
		return array( 'multipay' => $ours ) + $erasers;
	}

	/**
	 * Erases a page.
	 *
	 * @param string $email The person's address.
	 * @param int    $page  From 1.
	 * @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool}
	 */
	public function erase( $email, $page ): array {
		$found    = $this->orders->page( (string) $email, (int) $page );
		$removed  = 0;
		$messages = array();
		foreach ( array_chunk( $found['refs'], self::NAMES_AT_ONCE ) as $refs ) {
			try {
				$erased   = $this->bridge->erase_payers( $refs );
				$removed += (int) $erased['erased'] + (int) $erased['notifications'];
				if ( $found['open_until'] > 0 ) {
					$this->plan( $refs, 1, $found['open_until'] );
					$messages[] = __( 'Money can still come for an order of this person. Who pays it is forgotten by itself when that has ended.', 'multipay' );
				}
			} catch ( BridgeError $error ) {
				$this->plan( $refs, 1, time() + self::AGAIN_AFTER_S );
				/* translators: %s: a sentence that says why */
				$messages[] = sprintf( __( 'The bridge could not forget who paid this person’s orders. %s It is asked again every hour by itself.', 'multipay' ), Messages::for_admin( $error->error_code() ) );
			}
		}
		if ( 1 === (int) $page ) {
			$removed += $this->orders->forget_email( (string) $email );
		}
		return array(
			'items_removed'  => $removed > 0,
			'items_retained' => array() !== $messages,
			'messages'       => $messages,
			'done'           => $found['done'],
		);
	}

	/**
	 * Asks the bridge again.
	 *
	 * @param list<string> $refs  Orders and purchases.
	 * @param int          $tries How often that was tried.
	 */
	public function try_again( $refs, $tries ): void {
		try {
			$this->bridge->erase_payers( $refs );
			$this->logger->info( 'Who paid was forgotten later, as asked for.', array( 'orders' => count( $refs ) ) );
		} catch ( BridgeError $error ) {
			$is_last = $tries >= self::MOST_TRIES;
			$this->logger->error( Messages::log_line( $is_last ? 'Who paid could not be forgotten; ask for the erasure again' : 'Who paid could not be forgotten yet', $error ), array( 'orders' => $refs ) );
			if ( ! $is_last ) {
				$this->plan( $refs, $tries + 1, time() + self::AGAIN_AFTER_S );
			}
		}
	}

	/**
	 * Plans another try. The names of orders are nobody's personal data.
	 *
	 * @param string[] $refs  Orders and purchases.
	 * @param int      $tries How often that will have been tried.
	 * @param int      $time  When, in Unix seconds.
	 */
	private function plan( array $refs, int $tries, int $time ): void {
		wp_schedule_single_event( $time, self::AGAIN, array( $refs, $tries ) );
	}
}
