<?php
/**
 * Plugin Name: MultiPay – WeChat Pay and Alipay for WooCommerce
 * Description: WeChat Pay and Alipay for WordPress networks and single sites. A service of your own, the bridge, holds the keys and the books; WordPress holds neither.
 * Version: 1.0.0
 * Author: MultiPay contributors
 * License: GPL-3.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-3.0.html
 * Text Domain: multipay
 * Domain Path: /languages
 * Requires at least: 6.5
 * Requires PHP: 8.0
 * WC requires at least: 8.9
 * WC tested up to: 10.3
 *
 * This file must stay readable for older PHP versions than the plugin needs: it is what tells their owners so.
 *
 * @package MultiPay
 */

defined( 'ABSPATH' ) || exit;

define( 'MULTIPAY_VERSION', '1.0.0' );
define( 'MULTIPAY_FILE', __FILE__ );
define( 'MULTIPAY_DIR', __DIR__ );

add_action( 'admin_post_multipay_compatibility', 'multipay_show_compatibility' );

if ( version_compare( PHP_VERSION, '8.0', '<' ) || version_compare( get_bloginfo( 'version' ), '6.5', '<' ) ) {
	add_action( 'admin_notices', 'multipay_say_what_is_missing' );
	add_action( 'network_admin_notices', 'multipay_say_what_is_missing' );
	return;
}

spl_autoload_register( 'multipay_autoload' );
MultiPay\Plugin::start();

/**
 * Loads a class of the plugin: MultiPay\Order\Settle is includes/Order/Settle.php.
 *
 * @param string $class_name The class.
 * @return void
 */
function multipay_autoload( $class_name ) {
	if ( 0 === strpos( $class_name, 'MultiPay\\' ) ) {
		$file = MULTIPAY_DIR . '/includes/' . str_replace( '\\', '/', substr( $class_name, 9 ) ) . '.php';
		if ( is_file( $file ) ) {
			require $file;
		}
	}
}

/**
 * Tells people who can change it that PHP or WordPress is too old; nothing else of the plugin runs then.
 *
 * @return void
 */
function multipay_say_what_is_missing() {
	if ( ! current_user_can( 'activate_plugins' ) ) {
		return;
	}
	printf(
		'<div class="notice notice-error"><p>%s <a href="%s">%s</a></p></div>',
		esc_html(
			sprintf(
				/* translators: 1: WordPress version, 2: PHP version */
				__( 'MultiPay is switched off: it needs WordPress 6.5 and PHP 8.0 or newer. This site runs WordPress %1$s on PHP %2$s. Its settings are kept.', 'multipay' ),
				get_bloginfo( 'version' ),
				PHP_VERSION
			)
		),
		esc_url( multipay_compatibility_url() ),
		esc_html__( 'What MultiPay works with', 'multipay' )
	);
}

/**
 * Where it says what the plugin works with.
 *
 * @return string
 */
function multipay_compatibility_url() {
	return admin_url( 'admin-post.php?action=multipay_compatibility' );
}

/**
 * Shows docs/compatibility.md as it is. Web servers do not know such a file, and this must be there on an old PHP too.
 *
 * @return void
 */
function multipay_show_compatibility() {
	header( 'Content-Type: text/plain; charset=utf-8' );
	readfile( MULTIPAY_DIR . '/docs/compatibility.md' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- A file of our own, shown as it is.
	exit;
}
