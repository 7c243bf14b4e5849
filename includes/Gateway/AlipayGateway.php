<?php
/**
 * Alipay in WooCommerce.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

/**
 * Alipay: a QR code or its own page on a computer, the app on a phone.
 */
final class AlipayGateway extends Gateway {
	/**
	 * What it does, for the merchant.
	 */
	protected function what_it_does(): string {
		return __( 'Shoppers scan a QR code with Alipay, pay on its page, or pay in the app on their phone.', 'multipay' );
	}

	/**
	 * What shoppers read below its title.
	 */
	protected function what_shoppers_do(): string {
		return __( 'Pay with Alipay on your phone or on its page.', 'multipay' );
	}
}
