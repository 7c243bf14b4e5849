<?php
/**
 * What happens when the plugin is deleted.
 *
 * Data is kept: pairing, orders' notes and the two tables, so that the plugin can come back and go on. Only what would
 * run or lie around for nothing goes, site by site in batches.
 *
 * @package MultiPay
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Removes scheduled work and remembered states of the current site.
 */
function multipay_clean_up_site(): void {
	global $wpdb;
	if ( function_exists( 'as_unschedule_all_actions' ) ) {
		as_unschedule_all_actions( '', array(), 'multipay' );
	}
	// phpcs:disable WordPress.DB.DirectDatabaseQuery -- Transients of unknown names have no other way out.
	foreach ( array( '_transient_multipay_', '_transient_timeout_multipay_' ) as $multipay_prefix ) {
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $multipay_prefix ) . '%' ) );
	}
	// phpcs:enable
}

if ( is_multisite() ) {
	$multipay_offset = 0;
	do {
		$multipay_sites = get_sites(
			array(
				'fields' => 'ids',
				'number' => 100,
				'offset' => $multipay_offset,
			)
		);
		foreach ( $multipay_sites as $multipay_site ) {
			switch_to_blog( $multipay_site );
			multipay_clean_up_site();
			restore_current_blog();
		}
		$multipay_offset += 100;
	} while ( $multipay_sites );
} else {
	multipay_clean_up_site();
}
