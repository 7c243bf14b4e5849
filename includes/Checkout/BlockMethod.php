<?php
/**
 * One payment method in the Checkout block.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

use Automattic\WooCommerce\Blocks\Payments\Integrations\AbstractPaymentMethodType;
use MultiPay\Assets;
use MultiPay\Gateway\Availability;
use MultiPay\Gateway\Icon;
use MultiPay\Gateway\Method;
use MultiPay\Gateway\PayingRequest;

/**
 * Tells the block's script what it shows. The paying itself goes through the gateway's process_payment().
 */
final class BlockMethod extends AbstractPaymentMethodType {
	/**
	 * Describes a gateway to the block.
	 *
	 * @param string       $gateway      Its id.
	 * @param Assets       $assets       The script.
	 * @param Availability $availability Whether it can be used.
	 * @param ResumeNotice $resume       The payment that the shopper left.
	 */
	public function __construct( string $gateway, private Assets $assets, private Availability $availability, private ResumeNotice $resume ) {
		$this->name = $gateway;
	}

	/**
	 * Reads the merchant's settings.
	 */
	public function initialize(): void {
		$this->settings = (array) get_option( 'woocommerce_' . $this->name . '_settings', array() );
	}

	/**
	 * Whether its script belongs on the page.
	 */
	public function is_active(): bool {
		return 'yes' === $this->get_setting( 'enabled', 'no' );
	}

	/**
	 * Its script, which is one for both methods.
	 *
	 * @return string[]
	 */
	public function get_payment_method_script_handles(): array {
		return array( $this->assets->script( Assets::CHECKOUT ) );
	}

	/**
	 * What its script needs to know.
	 *
	 * @return array<string, mixed>
	 */
	public function get_payment_method_data(): array {
		$reason = $this->availability->reason( $this->name, get_woocommerce_currency(), PayingRequest::is_current() );
		return array(
			'title'            => Method::title( $this->name ),
			'description'      => $this->description(),
			'icon'             => Icon::data_uri( $this->name ),
			'supports'         => $this->get_supported_features(),
			'available'        => null === $reason,
			'unavailable_text' => null === $reason ? '' : __( 'This payment method is not available at the moment.', 'multipay' ),
			'provider'         => Method::PROVIDERS[ $this->name ],
			'endpoint_base'    => PaymentView::endpoint(),
			'resume'           => $this->resume->of( $this->name ),
		);
	}

	/**
	 * What shoppers read when they choose it: the gateway's own words until the merchant has saved others.
	 */
	private function description(): string {
		$gateway = WC()->payment_gateways()->payment_gateways()[ $this->name ] ?? null;
		return $gateway ? (string) $gateway->get_description() : '';
	}
}
