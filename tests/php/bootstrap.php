<?php
/**
 * Loads the WordPress that the tests run in: the main site of the network that MULTIPAY_DEV describes.
 *
 * MULTIPAY_DEV is the path of a dev.json as `npm start` writes it; without it, the one of the network that was started
 * here last. The tests put everything back that they change: pairing, settings, orders, users.
 *
 * MULTIPAY_TEST_HPOS=yes or no has WooCommerce keep orders in tables of their own or as posts, whatever the network does.
 *
 * PHPUnit includes this file inside a function, and WordPress expects the global scope: hence the list of globals.
 *
 * phpcs:disable WordPress.WP.GlobalVariablesOverride, WordPress.PHP.DevelopmentFunctions, WordPress.WP.AlternativeFunctions
 *
 * @package MultiPay
 */

declare( strict_types=1 );

global $table_prefix, $wpdb, $wp_version, $wp_db_version, $tinymce_version, $required_php_version, $required_mysql_version,
	$wp_local_package, $shortcode_tags, $wp, $wp_rewrite, $wp_filter, $wp_actions, $wp_filters, $wp_current_filter, $wp_object_cache,
	$wp_plugin_paths, $allowedposttags, $allowedtags, $allowedentitynames, $allowedxmlentitynames, $wp_smiliessearch, $wpsmiliestrans,
	$_wp_theme_features, $wp_theme_directories, $locale, $wp_locale, $wp_default_headers, $_wp_default_headers, $blog_id, $pagenow;

$multipay_dev_path = getenv( 'MULTIPAY_DEV' ) ? (string) getenv( 'MULTIPAY_DEV' ) : dirname( __DIR__, 2 ) . '/.multipay/dev.json';
if ( ! is_readable( $multipay_dev_path ) ) {
	fwrite( STDERR, "There is no WordPress to test in: start one with `npm start`, or name its dev.json in MULTIPAY_DEV.\n" );
	exit( 1 );
}
require_once dirname( __DIR__, 2 ) . '/vendor/autoload.php';
$multipay_dev                     = json_decode( (string) file_get_contents( $multipay_dev_path ), true, 64, JSON_THROW_ON_ERROR );
\MultiPay\Tests\Dev::$description = $multipay_dev;

$multipay_url               = $multipay_dev['sites'][0]['url'];
$multipay_port              = parse_url( $multipay_url, PHP_URL_PORT );
$_SERVER['HTTP_HOST']       = parse_url( $multipay_url, PHP_URL_HOST ) . ( $multipay_port ? ':' . $multipay_port : '' );
$_SERVER['SERVER_NAME']     = parse_url( $multipay_url, PHP_URL_HOST );
$_SERVER['SERVER_PORT']     = (string) $multipay_port;
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['REQUEST_URI']     = parse_url( $multipay_url, PHP_URL_PATH );
$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
$_SERVER['HTTP_USER_AGENT'] = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120 Safari/537.36';
$_SERVER['PHP_SELF']        = '/index.php';

$multipay_hpos = getenv( 'MULTIPAY_TEST_HPOS' );
if ( in_array( $multipay_hpos, array( 'yes', 'no' ), true ) ) {
	// WordPress takes hooks that are there before it is; WooCommerce reads the option while it is loaded.
	$wp_filter['pre_option_woocommerce_custom_orders_table_enabled'][10][] = array(
		'function'      => static fn(): string => $multipay_hpos,
		'accepted_args' => 1,
	);
}

require $multipay_dev['wordpress']['path'] . '/wp-load.php';

if ( ! class_exists( \MultiPay\Plugin::class ) && ! getenv( 'MULTIPAY_TEST_WITHOUT_PLUGIN' ) ) {
	fwrite( STDERR, 'The plugin is not active in ' . $multipay_dev['wordpress']['path'] . ".\n" );
	exit( 1 );
}
require_once $multipay_dev['wordpress']['path'] . '/wp-admin/includes/admin.php';

printf(
	"WordPress %s, WooCommerce %s, %s, orders %s\n",
	get_bloginfo( 'version' ),
	defined( 'WC_VERSION' ) ? constant( 'WC_VERSION' ) : 'none',
	defined( 'DB_ENGINE' ) && 'sqlite' === constant( 'DB_ENGINE' ) ? 'SQLite' : $wpdb->db_version(),
	'yes' === get_option( 'woocommerce_custom_orders_table_enabled' ) ? 'in their own tables' : 'as posts'
);
