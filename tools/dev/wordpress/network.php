<?php
/**
 * Gives the network its other sites. It may run again.
 *
 * Arguments: `url` (of the main site), `wordpress`, `sites` (of each: `id`, `path` with both slashes, `name`).
 *
 * @package MultiPay
 */

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

foreach ( $multipay_dev['sites'] as $multipay_dev_site ) {
	if ( get_site( $multipay_dev_site['id'] ) ) {
		continue;
	}
	$multipay_dev_id = multipay_dev_must(
		wp_insert_site(
			array(
				'domain'  => $_SERVER['HTTP_HOST'],
				'path'    => $multipay_dev_site['path'],
				'title'   => $multipay_dev_site['name'],
				'user_id' => 1,
				'options' => array( 'blog_public' => 0 ),
			)
		),
		'Making the site ' . $multipay_dev_site['path']
	);
	multipay_dev_must( $multipay_dev_id === $multipay_dev_site['id'], 'Numbering the site ' . $multipay_dev_site['path'] );
}

multipay_dev_answer( array( 'sites' => get_sites( array( 'count' => true ) ) ) );
