<?php
/**
 * The Doctor screen.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Assets;

/**
 * A place for the script `multipay-doctor`. It is there without a pairing too: what is missing is told on it.
 */
final class DoctorScreen {
	/**
	 * Needs the script.
	 *
	 * @param Assets $assets The script.
	 */
	public function __construct( private Assets $assets ) {}

	/**
	 * Loads the script, on this screen only.
	 */
	public function load(): void {
		add_action( 'admin_enqueue_scripts', fn() => $this->assets->enqueue( Assets::DOCTOR ) );
	}

	/**
	 * Draws the screen.
	 */
	public function show(): void {
		echo '<div class="wrap"><h1>' . esc_html__( 'MultiPay doctor', 'multipay' ) . '</h1><div id="multipay-doctor"></div><noscript><div class="notice notice-error inline"><p>'
			. esc_html__( 'This screen needs JavaScript.', 'multipay' ) . '</p></div></noscript></div>';
	}
}
