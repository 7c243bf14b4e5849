<?php
/**
 * Activates plugins for the whole network. It may run again.
 *
 * Arguments: `url` (of the main site), `wordpress`, `plugins` (such as "woocommerce/woocommerce.php").
 *
 * @package MultiPay
 */

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

foreach ( $multipay_dev['plugins'] as $multipay_dev_plugin ) {
	if ( ! is_plugin_active_for_network( $multipay_dev_plugin ) ) {
		$multipay_dev_activated = activate_plugin( $multipay_dev_plugin, '', true );
		multipay_dev_must( null === $multipay_dev_activated ? true : $multipay_dev_activated, 'Activating ' . $multipay_dev_plugin );
	}
}

multipay_dev_answer( array( 'plugins' => array_keys( (array) get_site_option( 'active_sitewide_plugins' ) ) ) );
