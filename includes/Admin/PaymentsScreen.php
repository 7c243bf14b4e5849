<?php
/**
 * The list of this site's payments.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Contract\PaymentStatus;
use MultiPay\Messages;

/**
 * Reads from the bridge, which keeps the books: payments of orders and of pay buttons, the newest first.
 */
final class PaymentsScreen {
	private const ROWS = 20;

	/**
	 * Needs the bridge.
	 *
	 * @param Client $bridge The bridge.
	 */
	public function __construct( private Client $bridge ) {}

	/**
	 * Draws the screen.
	 */
	public function show(): void {
		if ( ! current_user_can( Menu::view_capability() ) ) {
			return;
		}
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- Only chooses what is listed.
		$status = isset( $_GET['status'] ) ? sanitize_key( wp_unslash( $_GET['status'] ) ) : '';
		$cursor = isset( $_GET['cursor'] ) ? sanitize_text_field( wp_unslash( $_GET['cursor'] ) ) : '';
		// phpcs:enable
		$status = isset( self::statuses()[ $status ] ) ? $status : '';
		echo '<div class="wrap"><h1>' . esc_html__( 'Payments', 'multipay' ) . '</h1>';
		$this->show_filters( $status );
		try {
			$page = $this->bridge->payments(
				array(
					'status' => $status,
					'cursor' => $cursor,
					'limit'  => self::ROWS,
				)
			);
			( new PaymentsTable() )->show( $page['items'] );
			$this->show_pages( $status, $cursor, $page['next_cursor'] );
		} catch ( BridgeError $error ) {
			echo '<div class="notice notice-error inline"><p>' . esc_html( Messages::for_admin( $error->error_code() ) ) . '</p></div>';
		}
		echo '</div>';
	}

	/**
	 * The statuses by name.
	 *
	 * @return array<string, string>
	 */
	public static function statuses(): array {
		return array(
			PaymentStatus::CREATED   => __( 'Opening', 'multipay' ),
			PaymentStatus::PENDING   => __( 'Waiting for payment', 'multipay' ),
			PaymentStatus::SUCCEEDED => __( 'Paid', 'multipay' ),
			PaymentStatus::FAILED    => __( 'Refused', 'multipay' ),
			PaymentStatus::EXPIRED   => __( 'Expired', 'multipay' ),
		);
	}

	/**
	 * Links that show only one status.
	 *
	 * @param string $current The one that is shown; empty for all.
	 */
	private function show_filters( string $current ): void {
		$links = array();
		foreach ( array( '' => __( 'All', 'multipay' ) ) + self::statuses() as $status => $name ) {
			$links[] = sprintf(
				'<li><a href="%s"%s>%s</a></li>',
				esc_url( self::url( $status, '' ) ),
				$status === $current ? ' class="current" aria-current="page"' : '',
				esc_html( $name )
			);
		}
		echo '<ul class="subsubsub">' . wp_kses_post( implode( ' | ', $links ) ) . '</ul><br class="clear">';
	}

	/**
	 * The ways to newer and older payments.
	 *
	 * @param string      $status The status that is shown.
	 * @param string      $cursor Where this page begins; empty for the newest.
	 * @param string|null $next   Where the next one does; null at the end.
	 */
	private function show_pages( string $status, string $cursor, ?string $next ): void {
		$links = '';
		if ( '' !== $cursor ) {
			$links .= sprintf( '<a class="button" href="%s">%s</a> ', esc_url( self::url( $status, '' ) ), esc_html__( 'Newest', 'multipay' ) );
		}
		if ( null !== $next ) {
			$links .= sprintf( '<a class="button" href="%s">%s</a>', esc_url( self::url( $status, $next ) ), esc_html__( 'Older', 'multipay' ) );
		}
		echo '<div class="tablenav bottom"><div class="tablenav-pages">' . wp_kses_post( $links ) . '</div></div>';
	}

	/**
	 * The screen's address.
	 *
	 * @param string $status The status to show.
	 * @param string $cursor Where to begin.
	 */
	private static function url( string $status, string $cursor ): string {
		$query = array_filter(
			array(
				'page'   => Menu::PAYMENTS,
				'status' => $status,
				'cursor' => rawurlencode( $cursor ),
			)
		);
		return add_query_arg( $query, admin_url( 'admin.php' ) );
	}
}
