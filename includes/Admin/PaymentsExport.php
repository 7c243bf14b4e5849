<?php
/**
 * Payments as a file for spreadsheets.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Access\Roles;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Contract\ErrorCode;
use MultiPay\Messages;
use MultiPay\Money;
use MultiPay\Order\OrderPurchase;

/**
 * Sends the payments that the list shows, all pages of them, while they are read: nothing is kept. The columns have names
 * and values for machines, and times twice: UTC, and as the site's clocks showed it.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 *
 * phpcs:disable WordPress.WP.AlternativeFunctions -- What is written here is the answer to the request.
 */
final class PaymentsExport {
	private const ACTION = 'multipay_payments_export';
	private const ROWS   = 100;
	/** The bridge takes so many requests a minute; the quota comes back by itself. */
	private const TRIES = 30;

	private const COLUMNS = array(
		'payment_id',
		'order_ref',
		'order_id',
		'attempt',
		'provider',
		'channel',
		'merchant_id',
		'merchant_name',
		'description',
		'currency',
		'amount',
		'status',
		'reason',
		'flags',
		'created_at',
		'created_at_site',
		'paid_at',
		'paid_at_site',
		'paid_currency',
		'paid_amount',
		'provider_transaction_id',
	);

	/** What tells a spreadsheet that the file is UTF-8. */
	private const BYTE_ORDER_MARK = "\xEF\xBB\xBF";

	/**
	 * Needs the bridge.
	 *
	 * @param AdminClient $bridge The bridge.
	 */
	public function __construct( private AdminClient $bridge ) {}

	/**
	 * Hooks in where WordPress takes requests of the admin.
	 */
	public function register_hooks(): void {
		add_action( 'admin_post_' . self::ACTION, array( $this, 'send' ) );
	}

	/**
	 * Where the file is.
	 *
	 * @param PaymentFilter $filter Which payments.
	 */
	public static function url( PaymentFilter $filter ): string {
		$query = array_map( 'rawurlencode', array( 'action' => self::ACTION ) + $filter->in_address() );
		return add_query_arg( '_wpnonce', wp_create_nonce( self::ACTION ), add_query_arg( $query, admin_url( 'admin-post.php' ) ) );
	}

	/**
	 * Sends the file. Until the first page is there, a refusal is a page of its own.
	 */
	public function send(): void {
		check_admin_referer( self::ACTION );
		if ( ! current_user_can( Roles::VIEW ) ) {
			wp_die( esc_html__( 'You may not do that.', 'multipay' ), '', 403 );
		}
		$filter = PaymentFilter::from_query( wp_unslash( $_GET ) );
		if ( $filter->problems ) {
			wp_die( esc_html( implode( ' ', $filter->problems ) ), '', array( 'response' => 400, 'back_link' => true ) ); // phpcs:ignore WordPress.Arrays
		}
		try {
			$first = $this->page( $filter );
		} catch ( BridgeError $error ) {
			wp_die( esc_html( Messages::for_admin( $error->error_code() ) ), '', array( 'response' => 502, 'back_link' => true ) ); // phpcs:ignore WordPress.Arrays
		}
		nocache_headers();
		header( 'Content-Type: text/csv; charset=utf-8' );
		header( 'Content-Disposition: attachment; filename="payments-' . wp_date( 'Y-m-d' ) . '.csv"' );
		header( 'X-Content-Type-Options: nosniff' );
		while ( ob_get_level() > 0 ) {
			ob_end_clean();
		}
		$out = fopen( 'php://output', 'wb' );
		if ( $out ) {
			$this->write( $out, $filter, $first );
		}
		exit;
	}

	/**
	 * Writes the file. One that breaks off says so in its last line.
	 *
	 * @param resource      $out    Where to.
	 * @param PaymentFilter $filter Which payments.
	 * @param array<mixed>  $page   The first page.
	 * @return bool Whether all of it was written.
	 * @phpstan-param array{items: list<Payment>, next_cursor: string|null} $page
	 */
	public function write( $out, PaymentFilter $filter, array $page ): bool {
		fwrite( $out, self::BYTE_ORDER_MARK );
		$this->line( $out, self::COLUMNS );
		while ( true ) {
			foreach ( $page['items'] as $payment ) {
				$this->line( $out, $this->cells( $payment ) );
			}
			flush();
			if ( null === $page['next_cursor'] ) {
				return true;
			}
			if ( connection_aborted() ) {
				return false;
			}
			try {
				$page = $this->page( $filter->beginning_at( $page['next_cursor'] ) );
			} catch ( BridgeError $error ) {
				/* translators: %s: what is wrong */
				$this->line( $out, array( sprintf( __( 'This list is not complete. %s', 'multipay' ), Messages::for_admin( $error->error_code() ) ) ) );
				return false;
			}
		}
	}

	/**
	 * A page of the list. A quota that is used up is waited for.
	 *
	 * @param PaymentFilter $filter Which payments, and where the page begins.
	 * @return array<mixed>
	 * @throws BridgeError When the bridge refuses or does not answer.
	 * @phpstan-return array{items: list<Payment>, next_cursor: string|null}
	 */
	public function page( PaymentFilter $filter ): array {
		for ( $try = 1; ; ++$try ) {
			// A long list takes longer than a page may.
			set_time_limit( 60 );
			try {
				return $this->bridge->payments( $filter->for_bridge( self::ROWS ) );
			} catch ( BridgeError $error ) {
				if ( ErrorCode::RATE_LIMITED !== $error->error_code() || $try >= self::TRIES ) {
					throw $error;
				}
				sleep( 1 );
			}
		}
	}

	/**
	 * A payment's cells.
	 *
	 * @param array<mixed> $payment The payment.
	 * @return list<string>
	 * @phpstan-param Payment $payment
	 */
	private function cells( array $payment ): array {
		return array(
			$payment['id'],
			$payment['order_ref'],
			(string) OrderPurchase::id_in( $payment['order_ref'] ),
			(string) $payment['attempt'],
			$payment['provider'],
			$payment['channel'],
			$payment['merchant_id'],
			$payment['merchant_name'],
			$payment['description'],
			$payment['currency'],
			Money::text( $payment['amount'] ),
			$payment['status'],
			(string) $payment['reason'],
			implode( ' ', $payment['flags'] ),
			$payment['created_at'],
			$this->site_time( $payment['created_at'] ),
			(string) $payment['paid_at'],
			$this->site_time( $payment['paid_at'] ),
			(string) $payment['paid_currency'],
			null === $payment['paid_amount'] ? '' : Money::text( $payment['paid_amount'] ),
			(string) $payment['provider_transaction_id'],
		);
	}

	/**
	 * What the site's clocks showed.
	 *
	 * @param string|null $time RFC 3339; null for never.
	 */
	private function site_time( ?string $time ): string {
		return null === $time ? '' : (string) wp_date( 'Y-m-d H:i:s', (int) strtotime( $time ) );
	}

	/**
	 * Writes a line. What spreadsheets would take for a formula gets an apostrophe before it: descriptions come from
	 * strangers.
	 *
	 * @param resource $out   Where to.
	 * @param string[] $cells The cells.
	 */
	private function line( $out, array $cells ): void {
		$safe = array_map( static fn( string $cell ): string => preg_match( '/^\s*[=+\-@]|^[\t\r\n]/', $cell ) ? "'" . $cell : $cell, $cells );
		fputcsv( $out, $safe, ',', '"', '' );
	}
}
