<?php
/**
 * The payment methods in the Checkout block.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

use Automattic\WooCommerce\Blocks\Payments\PaymentMethodRegistry;
use MultiPay\Assets;
use MultiPay\Gateway\Availability;
use MultiPay\Gateway\Gateways;
use MultiPay\Gateway\Method;

/**
 * Makes them known to WooCommerce's blocks.
 */
final class CheckoutBlock {
	/**
	 * Needs what the methods need.
	 *
	 * @param Assets       $assets       The script.
	 * @param Availability $availability Whether they can be used.
	 * @param ResumeNotice $resume       The payment that the shopper left.
	 */
	public function __construct( private Assets $assets, private Availability $availability, private ResumeNotice $resume ) {}

	/**
	 * Hooks in where the blocks ask for payment methods.
	 */
	public function register_hooks(): void {
		add_action( 'woocommerce_blocks_payment_method_type_registration', array( $this, 'register_methods' ) );
		// The methods' own hook for scripts runs on every page of the shop.
		add_action( 'woocommerce_blocks_enqueue_checkout_block_scripts_before', array( $this, 'load_style' ) );
	}

	/**
	 * Loads the dialog's style, where the block is shown.
	 */
	public function load_style(): void {
		wp_enqueue_style( Assets::DIALOG_STYLE );
	}

	/**
	 * Adds the methods.
	 *
	 * @param PaymentMethodRegistry $registry Where they belong.
	 */
	public function register_methods( PaymentMethodRegistry $registry ): void {
		if ( Gateways::has_woocommerce() ) {
			foreach ( array_keys( Method::PROVIDERS ) as $gateway ) {
				$registry->register( new BlockMethod( $gateway, $this->assets, $this->availability, $this->resume ) );
			}
		}
	}
}
