<?php
/**
 * Switches both gateways on in the shop at `url`, as its admin would in WooCommerce > Settings > Payments.
 *
 * Arguments: `url` (of the site), `wordpress`.
 *
 * @package MultiPay
 */

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';

$multipay_dev_gateways = array( 'multipay_wechat', 'multipay_alipay' );
foreach ( $multipay_dev_gateways as $multipay_dev_gateway ) {
	$multipay_dev_option            = 'woocommerce_' . $multipay_dev_gateway . '_settings';
	$multipay_dev_settings          = (array) get_option( $multipay_dev_option, array() );
	$multipay_dev_settings['enabled'] = 'yes';
	update_option( $multipay_dev_option, $multipay_dev_settings );
}
$multipay_dev_known = array_keys( WC()->payment_gateways()->payment_gateways() );
multipay_dev_must( array() === array_diff( $multipay_dev_gateways, $multipay_dev_known ), 'Finding the gateways in WooCommerce' );

multipay_dev_answer( array( 'gateways' => $multipay_dev_gateways ) );
