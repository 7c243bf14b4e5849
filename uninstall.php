<?php
/**
 * What happens when the plugin is deleted: see includes/Upkeep/Uninstall.php.
 *
 * On a PHP that is too old for the plugin nothing is touched: everything is kept.
 *
 * @package MultiPay
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( version_compare( PHP_VERSION, '8.0', '>=' ) ) {
	// WordPress does not load a plugin that it deletes.
	defined( 'MULTIPAY_FILE' ) || define( 'MULTIPAY_FILE', __DIR__ . '/plugin.php' );
	defined( 'MULTIPAY_VERSION' ) || define( 'MULTIPAY_VERSION', '' );
	spl_autoload_register(
		static function ( $multipay_class ) {
			$multipay_file = __DIR__ . '/includes/' . str_replace( '\\', '/', substr( $multipay_class, 9 ) ) . '.php';
			if ( 0 === strpos( $multipay_class, 'MultiPay\\' ) && is_file( $multipay_file ) ) {
				require $multipay_file;
			}
		}
	);
	( new MultiPay\Upkeep\Uninstall( new MultiPay\Bridge\ConnectionStore(), new MultiPay\Bridge\Transport() ) )->run();
}
