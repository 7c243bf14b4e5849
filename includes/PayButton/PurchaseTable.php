<?php
/**
 * Remembers what was bought with pay buttons, until it is paid.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Order\OrderPayments;
use MultiPay\SiteTable;

/**
 * Holds what the bridge does not: the page, and the address for the receipt, which is erased when the receipt is sent.
 * Rows that nobody paid go after a month, and the table with its site.
 *
 * phpcs:disable WordPress.DB -- The plugin's own table, which nothing may cache: its name is not a value.
 */
final class PurchaseTable extends SiteTable {
	private const KEEP_FOR_S = MONTH_IN_SECONDS;
	/** The longest that a payment can be paid after it was opened (the contract's `payable_minutes`). */
	private const PAYABLE_FOR_S = 120 * MINUTE_IN_SECONDS;
	private const COLUMNS       = '
		order_ref varchar(60) NOT NULL,
		post_id bigint NOT NULL,
		revision varchar(16) NOT NULL,
		amount bigint NOT NULL,
		description varchar(255) NOT NULL,
		email varchar(255) NOT NULL,
		request_key varchar(36) NOT NULL,
		payment_id varchar(40) NOT NULL,
		gateway varchar(20) NOT NULL,
		created_at bigint NOT NULL,
		PRIMARY KEY (order_ref),
		KEY created_at (created_at)
	';

	/**
	 * The table.
	 */
	public function __construct() {
		parent::__construct( 'multipay_purchase', 'multipay_purchase_table', '1', self::COLUMNS );
	}

	/**
	 * Writes a purchase down, with the key under which the bridge is about to be asked.
	 *
	 * @param ButtonPurchase $purchase    The purchase.
	 * @param string         $request_key A UUID.
	 * @throws \RuntimeException When the database does not take it.
	 */
	public function save( ButtonPurchase $purchase, string $request_key ): void {
		global $wpdb;
		$this->make_if_missing();
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$this->name()} WHERE created_at < %d", time() - self::KEEP_FOR_S ) );
		$row = array(
			'order_ref'   => $purchase->ref(),
			'post_id'     => $purchase->post_id,
			'revision'    => $purchase->revision,
			'amount'      => $purchase->amount,
			'description' => $purchase->description,
			'email'       => $purchase->email,
			'request_key' => $request_key,
			'payment_id'  => $purchase->payment_id,
			'gateway'     => $purchase->gateway,
			'created_at'  => time(),
		);
		if ( false !== $wpdb->replace( $this->name(), $row ) ) {
			return;
		}
		$this->make();
		if ( false === $wpdb->replace( $this->name(), $row ) ) {
			throw new \RuntimeException( 'The purchase table cannot be used: ' . $wpdb->last_error );
		}
	}

	/**
	 * Finds a purchase.
	 *
	 * @param string $ref `button_<ulid>`.
	 */
	public function find( string $ref ): ?ButtonPurchase {
		global $wpdb;
		if ( ! $this->is_noted() ) {
			return null;
		}
		$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$this->name()} WHERE order_ref = %s", $ref ), ARRAY_A );
		return is_array( $row )
			? new ButtonPurchase( $row['order_ref'], (int) $row['post_id'], $row['revision'], (int) $row['amount'], $row['description'], $row['email'], $row['gateway'], $row['payment_id'] )
			: null;
	}

	/**
	 * Notes which payment the bridge opened for a purchase.
	 *
	 * @param string $ref        `button_<ulid>`.
	 * @param string $payment_id The payment.
	 */
	public function opened( string $ref, string $payment_id ): void {
		global $wpdb;
		$wpdb->update( $this->name(), array( 'payment_id' => $payment_id ), array( 'order_ref' => $ref ) );
	}

	/**
	 * The purchases whose receipt would go to an address.
	 *
	 * @param string $email The address.
	 * @return list<string> `button_<ulid>` each.
	 */
	public function refs_of_email( string $email ): array {
		global $wpdb;
		if ( '' === $email || ! $this->is_noted() ) {
			return array();
		}
		return $wpdb->get_col( $wpdb->prepare( "SELECT order_ref FROM {$this->name()} WHERE email = %s ORDER BY order_ref", $email ) );
	}

	/**
	 * Until when money can come for a purchase whose receipt would go to an address, in Unix seconds; 0 when there is none.
	 *
	 * @param string $email The address.
	 */
	public function open_until_of_email( string $email ): int {
		global $wpdb;
		if ( '' === $email || ! $this->is_noted() ) {
			return 0;
		}
		$latest = (int) $wpdb->get_var( $wpdb->prepare( "SELECT MAX(created_at) FROM {$this->name()} WHERE email = %s", $email ) );
		return 0 === $latest ? 0 : $latest + self::PAYABLE_FOR_S + OrderPayments::GRACE_S;
	}

	/**
	 * Erases the address for the receipt.
	 *
	 * @param string $ref `button_<ulid>`.
	 */
	public function erase_email( string $ref ): void {
		global $wpdb;
		$wpdb->update( $this->name(), array( 'email' => '' ), array( 'order_ref' => $ref ) );
	}
}
