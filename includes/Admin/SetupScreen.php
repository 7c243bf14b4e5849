<?php
/**
 * The Setup screen: pairing, merchant accounts, settings.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Assets;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Gateway\Gateways;

/**
 * A place for the script `multipay-setup`, on a site's admin or the network's. A site whose network does the pairing is
 * told so.
 */
final class SetupScreen {
	/**
	 * Needs the script, and who does the pairing.
	 *
	 * @param Assets          $assets      The script.
	 * @param ConnectionStore $connections The connections.
	 */
	public function __construct( private Assets $assets, private ConnectionStore $connections ) {}

	/**
	 * Loads the script, on this screen only.
	 */
	public function load(): void {
		if ( ! $this->waits_for_network() ) {
			add_action( 'admin_enqueue_scripts', fn() => $this->assets->enqueue( Assets::SETUP ) );
		}
	}

	/**
	 * Draws the screen.
	 */
	public function show(): void {
		$title = is_network_admin() ? __( 'MultiPay setup', 'multipay' ) : __( 'MultiPay settings', 'multipay' );
		echo '<div class="wrap"><h1>' . esc_html( $title ) . '</h1>';
		if ( $this->waits_for_network() ) {
			$sentence = __( 'MultiPay is activated for the whole network, and the network is not paired with a bridge yet. Ask the network’s administrator to do that under Network Admin > MultiPay.', 'multipay' );
			echo '<div class="notice notice-info inline"><p>' . esc_html( $sentence ) . '</p></div>';
		} else {
			echo '<div id="multipay-setup" data-shop="' . ( Gateways::has_woocommerce() ? '1' : '' ) . '"></div><noscript><div class="notice notice-error inline"><p>'
				. esc_html__( 'This screen needs JavaScript: keys are encrypted in your browser before they are sent.', 'multipay' )
				. '</p></div></noscript>';
		}
		echo '</div>';
	}

	/**
	 * Whether nothing can be set up on this site before the network's admin has paired the network.
	 */
	private function waits_for_network(): bool {
		return ! is_network_admin() && $this->connections->is_network_wide() && ! $this->connections->current();
	}
}
