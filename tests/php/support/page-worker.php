<?php
/**
 * Serves one page in a process of its own, as index.php does, and tells what it cost.
 *
 * Arguments: the page's path, and `without` to leave the plugin out, or `old-wordpress` or `old-woocommerce` to have it
 * believe that they are older than it needs. Standard output: JSON with `html`, `requests` (whom the page asked over HTTP;
 * nobody answers), `queries` (all of them), `notices` (what an admin reads on the dashboard) and `gateways`.
 *
 * phpcs:disable WordPress.PHP.DevelopmentFunctions, WordPress.WP.GlobalVariablesOverride, WordPress.Security
 *
 * @package MultiPay
 */

declare( strict_types=1 );

$multipay_seen = array(
	'requests' => array(),
	'queries'  => array(),
);

// WordPress takes hooks that are there before it is: not even its start goes unseen.
$wp_filter['pre_http_request'][10][] = array(
	'function'      => static function ( $before, $args, $url ) use ( &$multipay_seen ) {
		$multipay_seen['requests'][] = (string) $url;
		return new WP_Error( 'http_request_failed', 'Nobody answers.' );
	},
	'accepted_args' => 3,
);
$wp_filter['query'][10][]            = array(
	'function'      => static function ( $query ) use ( &$multipay_seen ) {
		$multipay_seen['queries'][] = (string) $query;
		return $query;
	},
	'accepted_args' => 1,
);
if ( 'without' === ( $argv[2] ?? '' ) ) {
	putenv( 'MULTIPAY_TEST_WITHOUT_PLUGIN=1' );
	$wp_filter['site_option_active_sitewide_plugins'][10][] = array(
		'function'      => static fn( $active ) => array_filter( (array) $active, static fn( string $plugin ): bool => ! str_starts_with( $plugin, 'multipay/' ), ARRAY_FILTER_USE_KEY ),
		'accepted_args' => 1,
	);
}
if ( 'old-woocommerce' === ( $argv[2] ?? '' ) ) {
	define( 'WC_VERSION', '8.8.5' );
}
if ( 'old-wordpress' === ( $argv[2] ?? '' ) ) {
	putenv( 'MULTIPAY_TEST_WITHOUT_PLUGIN=1' );
	$wp_filter['mu_plugin_loaded'][10][] = array(
		'function'      => static function (): void {
			$GLOBALS['wp_version'] = '6.4.5';
		},
		'accepted_args' => 0,
	);
}

ob_start();
require dirname( __DIR__ ) . '/bootstrap.php';
ob_end_clean();

if ( str_starts_with( $argv[2] ?? '', 'old-' ) ) {
	ob_start();
	wp_set_current_user( (int) get_users( array( 'login' => get_super_admins()[0], 'blog_id' => 0, 'fields' => 'ID' ) )[0] ); // phpcs:ignore WordPress.Arrays
	set_current_screen( 'dashboard' );
	do_action( 'admin_notices' );
	unset( $GLOBALS['current_screen'] );
	wp_set_current_user( 0 );
	$multipay_seen['notices']  = ob_get_clean();
	$multipay_seen['gateways'] = function_exists( 'WC' ) ? array_keys( WC()->payment_gateways()->payment_gateways() ) : array();
}

$_SERVER['REQUEST_URI'] = $argv[1];
define( 'WP_USE_THEMES', true );
// WordPress would send the page before it is told of.
remove_action( 'shutdown', 'wp_ob_end_flush_all', 1 );
ob_start();
// Also when a callback redirects and ends the request.
register_shutdown_function(
	static function () use ( &$multipay_seen ): void {
		$multipay_html = '';
		while ( ob_get_level() > 0 ) {
			$multipay_html = ob_get_clean() . $multipay_html;
		}
		fwrite( STDOUT, (string) wp_json_encode( $multipay_seen + array( 'html' => $multipay_html ) ) );
	}
);
wp();
require MultiPay\Tests\Dev::$description['wordpress']['path'] . '/wp-includes/template-loader.php';
