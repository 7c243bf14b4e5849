<?php
/**
 * The list of this site's payments.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Gateway\Method;
use MultiPay\Messages;

/**
 * Reads from the bridge, which keeps the books: payments of orders and of pay buttons, the newest first. Works without
 * script. With `payment` in the address it shows one payment instead; see PaymentTimeline.
 */
final class PaymentsScreen {
	private const ROWS = 20;

	/**
	 * Needs the bridge.
	 *
	 * @param AdminClient $bridge The bridge.
	 */
	public function __construct( private AdminClient $bridge ) {}

	/**
	 * Draws the screen.
	 */
	public function show(): void {
		if ( ! current_user_can( Menu::view_capability() ) ) {
			return;
		}
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- Only chooses what is shown.
		$query = wp_unslash( $_GET );
		if ( isset( $query['payment'] ) && is_string( $query['payment'] ) ) {
			( new PaymentTimeline( $this->bridge ) )->show( sanitize_key( $query['payment'] ) );
			return;
		}
		$filter = PaymentFilter::from_query( $query );
		echo '<div class="wrap"><h1 class="wp-heading-inline">' . esc_html__( 'Payments', 'multipay' ) . '</h1> '
			. '<a class="page-title-action" href="' . esc_url( PaymentsExport::url( $filter ) ) . '">' . esc_html__( 'Export as CSV', 'multipay' ) . '</a><hr class="wp-header-end">';
		foreach ( $filter->problems as $problem ) {
			echo '<div class="notice notice-warning inline"><p>' . esc_html( $problem ) . '</p></div>';
		}
		$this->show_statuses( $filter );
		$this->show_form( $filter );
		$this->show_list( $filter );
		echo '</div>';
	}

	/**
	 * Draws the page of the list, or says why there is none.
	 *
	 * @param PaymentFilter $filter Which payments.
	 */
	private function show_list( PaymentFilter $filter ): void {
		try {
			$page    = $this->bridge->payments( $filter->for_bridge( self::ROWS ) );
			$nothing = $filter->is_narrow() ? __( 'No payment fits. A number must be given whole.', 'multipay' ) : __( 'No payments yet.', 'multipay' );
			( new PaymentsTable() )->show( $page['items'], $nothing );
			$this->show_pages( $filter, $page['next_cursor'] );
		} catch ( BridgeError $error ) {
			self::show_error( $error );
		}
	}

	/**
	 * Says what the bridge refused.
	 *
	 * @param BridgeError $error The refusal.
	 */
	public static function show_error( BridgeError $error ): void {
		echo '<div class="notice notice-error inline"><p>' . esc_html( Messages::for_admin( $error->error_code() ) ) . '</p></div>';
	}

	/**
	 * Links that show only one status.
	 *
	 * @param PaymentFilter $filter What is shown.
	 */
	private function show_statuses( PaymentFilter $filter ): void {
		$links = array();
		foreach ( array( '' => __( 'All', 'multipay' ) ) + PaymentWords::statuses() as $status => $name ) {
			$query   = array_filter( array_merge( $filter->in_address(), array( 'status' => $status ) ) );
			$links[] = sprintf(
				'<a href="%s"%s>%s</a>',
				esc_url( PaymentFilter::url( $query ) ),
				$status === $filter->status ? ' class="current" aria-current="page"' : '',
				esc_html( $name )
			);
		}
		echo '<ul class="subsubsub"><li>' . wp_kses_post( implode( ' |</li><li>', $links ) ) . '</li></ul><br class="clear">';
	}

	/**
	 * The search and the other filters.
	 *
	 * @param PaymentFilter $filter What is shown.
	 */
	private function show_form( PaymentFilter $filter ): void {
		$providers = array();
		foreach ( Method::PROVIDERS as $gateway => $provider ) {
			$providers[ $provider ] = Method::name( $gateway );
		}
		printf( '<form method="get" action="%s" role="search" style="display:flex;flex-wrap:wrap;gap:8px 12px;align-items:flex-end;margin:8px 0 16px">', esc_url( admin_url( 'admin.php' ) ) );
		printf( '<input type="hidden" name="page" value="%s"><input type="hidden" name="status" value="%s">', esc_attr( Menu::PAYMENTS ), esc_attr( $filter->status ) );
		$this->show_field( __( 'Order, payment or provider’s number', 'multipay' ), sprintf( '<input type="search" name="s" value="%s" maxlength="64" size="34">', esc_attr( $filter->search ) ) );
		$this->show_field( __( 'Paid with', 'multipay' ), $this->choice( 'provider', $providers, $filter->provider ) );
		$this->show_field( __( 'For', 'multipay' ), $this->choice( 'kind', PaymentWords::kinds(), $filter->kind ) );
		$this->show_field( __( 'From', 'multipay' ), sprintf( '<input type="date" name="from" value="%s">', esc_attr( $filter->from ) ) );
		$this->show_field( __( 'To', 'multipay' ), sprintf( '<input type="date" name="to" value="%s">', esc_attr( $filter->to ) ) );
		printf( '<label style="padding:6px 0"><input type="checkbox" name="flagged" value="1"%s> %s</label>', checked( $filter->flagged, true, false ), esc_html__( 'Only what is unusual', 'multipay' ) );
		printf( '<button type="submit" class="button">%s</button>', esc_html__( 'Show', 'multipay' ) );
		if ( $filter->is_narrow() ) {
			printf( '<a class="button-link" style="padding:6px 0" href="%s">%s</a>', esc_url( PaymentFilter::url( array() ) ), esc_html__( 'Show all', 'multipay' ) );
		}
		echo '</form>';
	}

	/**
	 * A field under its name.
	 *
	 * @param string $name  The name.
	 * @param string $field The field, as HTML.
	 */
	private function show_field( string $name, string $field ): void {
		$allowed = array(
			'input'  => array_fill_keys( array( 'type', 'name', 'value', 'maxlength', 'size' ), true ),
			'select' => array( 'name' => true ),
			'option' => array_fill_keys( array( 'value', 'selected' ), true ),
		);
		echo '<label>' . esc_html( $name ) . '<br>' . wp_kses( $field, $allowed ) . '</label>';
	}

	/**
	 * A choice of one or all.
	 *
	 * @param string                $field   The field's name.
	 * @param array<string, string> $options Values and their names.
	 * @param string                $chosen  What is chosen; empty for all.
	 */
	private function choice( string $field, array $options, string $chosen ): string {
		$html = '';
		foreach ( array( '' => __( 'All', 'multipay' ) ) + $options as $value => $name ) {
			$html .= sprintf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( $chosen, $value, false ), esc_html( $name ) );
		}
		return sprintf( '<select name="%s">%s</select>', esc_attr( $field ), $html );
	}

	/**
	 * The ways to newer and older payments.
	 *
	 * @param PaymentFilter $filter What is shown.
	 * @param string|null   $next   Where the next page begins; null at the end.
	 */
	private function show_pages( PaymentFilter $filter, ?string $next ): void {
		$links = '';
		if ( '' !== $filter->cursor ) {
			$links .= sprintf( '<a class="button" href="%s">%s</a> ', esc_url( PaymentFilter::url( $filter->in_address() ) ), esc_html__( 'Newest', 'multipay' ) );
		}
		if ( null !== $next ) {
			$links .= sprintf( '<a class="button" href="%s">%s</a>', esc_url( PaymentFilter::url( $filter->in_address() + array( 'cursor' => $next ) ) ), esc_html__( 'Older', 'multipay' ) );
		}
		echo '<div class="tablenav bottom"><div class="tablenav-pages">' . wp_kses_post( $links ) . '</div></div>';
	}
}
