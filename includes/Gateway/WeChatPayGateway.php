<?php
/**
 * WeChat Pay in WooCommerce.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

/**
 * WeChat Pay: a QR code on a computer, the app on a phone.
 */
final class WeChatPayGateway extends Gateway {
	/**
	 * What it does, for the merchant.
	 */
	protected function what_it_does(): string {
		return __( 'Shoppers scan a QR code with WeChat, or pay in the app on their phone.', 'multipay' );
	}

	/**
	 * What shoppers read below its title.
	 */
	protected function what_shoppers_do(): string {
		return __( 'Pay with WeChat on your phone.', 'multipay' );
	}
}
