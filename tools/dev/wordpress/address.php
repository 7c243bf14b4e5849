<?php
/**
 * Moves the whole network to the address of the argument `url`. It may run again.
 *
 * It works on the tables, since WordPress doesn't load as a network under an address that the tables don't know; and
 * since WordPress 6.5 drops the port of a new site's domain, which this puts right.
 *
 * Arguments: `url` (of the main site, with its slash), `wordpress`.
 *
 * phpcs:disable WordPress.DB
 *
 * @package MultiPay
 */

define( 'MULTIPAY_DEV_INSTALLING', true );
define( 'SHORTINIT', true );

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';

$multipay_dev_host = $_SERVER['HTTP_HOST'];
$multipay_dev_base = $wpdb->base_prefix;

$wpdb->query( $wpdb->prepare( "UPDATE {$multipay_dev_base}site SET domain = %s", $multipay_dev_host ) );
$wpdb->query( $wpdb->prepare( "UPDATE {$multipay_dev_base}blogs SET domain = %s", $multipay_dev_host ) );
$wpdb->query(
	$wpdb->prepare( "UPDATE {$multipay_dev_base}sitemeta SET meta_value = %s WHERE meta_key = 'siteurl'", $multipay_dev['url'] )
);

$multipay_dev_sites = $wpdb->get_results( "SELECT blog_id, path FROM {$multipay_dev_base}blogs", ARRAY_A );
foreach ( $multipay_dev_sites as $multipay_dev_site ) {
	$multipay_dev_number  = (int) $multipay_dev_site['blog_id'];
	$multipay_dev_options = $multipay_dev_base . ( 1 === $multipay_dev_number ? '' : $multipay_dev_number . '_' ) . 'options';
	$wpdb->query(
		$wpdb->prepare(
			"UPDATE {$multipay_dev_options} SET option_value = %s WHERE option_name IN ( 'siteurl', 'home' )",
			rtrim( $multipay_dev['url'], '/' ) . rtrim( $multipay_dev_site['path'], '/' )
		)
	);
	// Made again by the next request to the site, which knows its permalinks and its plugins.
	$wpdb->query( "DELETE FROM {$multipay_dev_options} WHERE option_name = 'rewrite_rules'" );
}
multipay_dev_must( '' === $wpdb->last_error, 'Moving the network' );

multipay_dev_answer( array( 'sites' => count( $multipay_dev_sites ) ) );
