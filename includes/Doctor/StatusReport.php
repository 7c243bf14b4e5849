<?php
/**
 * MultiPay's section in WooCommerce > Status.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

/**
 * On the page, in the text that "Get system report" copies from it, and in the REST answer behind it.
 */
final class StatusReport {
	/**
	 * Needs the facts.
	 *
	 * @param Facts $facts What is shown.
	 */
	public function __construct( private Facts $facts ) {}

	/**
	 * Hooks in where WooCommerce makes its report.
	 */
	public function register_hooks(): void {
		add_action( 'woocommerce_system_status_report', array( $this, 'show' ) );
		add_filter( 'woocommerce_rest_prepare_system_status', array( $this, 'add' ) );
	}

	/**
	 * Shows the section. WooCommerce's script makes its text of the `data-export-label`s.
	 */
	public function show(): void {
		printf( '<table class="wc_status_table widefat" cellspacing="0"><thead><tr><th colspan="3" data-export-label="MultiPay"><h2>%s</h2></th></tr></thead><tbody>', esc_html__( 'MultiPay', 'multipay' ) );
		foreach ( $this->facts->all() as $name => $fact ) {
			printf(
				'<tr><td data-export-label="%s">%s:</td><td class="help"></td><td>%s</td></tr>',
				esc_attr( $name ),
				esc_html( $fact['label'] ),
				esc_html( $fact['value'] )
			);
		}
		echo '</tbody></table>';
	}

	/**
	 * Adds the section to the REST answer.
	 *
	 * @param \WP_REST_Response $response The answer.
	 */
	public function add( $response ): \WP_REST_Response {
		$data             = (array) $response->get_data();
		$data['multipay'] = array_map( static fn( array $fact ): string => $fact['value'], $this->facts->all() );
		$response->set_data( $data );
		return $response;
	}
}
