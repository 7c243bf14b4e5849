<?php
/**
 * Installs WordPress and makes it a network in subfolders, over whatever an installation that was cut off has left.
 *
 * Arguments: `url` (of the main site, with its slash), `wordpress` (the folder), `name`, `login`, `password`, `email`.
 *
 * @package MultiPay
 */

// wp-config.php leaves its network part out while this is defined: before the network's tables are there, WordPress
// would refuse to load.
define( 'MULTIPAY_DEV_INSTALLING', true );
define( 'WP_INSTALLING', true );

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

foreach ( $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->base_prefix ) . '%' ) ) as $multipay_dev_table ) {
	$wpdb->query( "DROP TABLE `$multipay_dev_table`" ); // phpcs:ignore WordPress.DB
}
$wpdb->suppress_errors( false );
wp_install(
	$multipay_dev['name'],
	$multipay_dev['login'],
	$multipay_dev['email'],
	false,
	'',
	$multipay_dev['password']
);

foreach ( $wpdb->tables( 'ms_global' ) as $multipay_dev_table => $multipay_dev_prefixed ) {
	$wpdb->$multipay_dev_table = $multipay_dev_prefixed;
}
install_network();
multipay_dev_must(
	populate_network( 1, $_SERVER['HTTP_HOST'], $multipay_dev['email'], $multipay_dev['name'], '/', false ),
	'Making the network'
);

multipay_dev_answer( array( 'version' => get_bloginfo( 'version' ) ) );
