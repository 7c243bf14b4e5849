<?php
/**
 * Plugin Name: MultiPay development network
 * Description: Keeps mails in a folder, keeps WordPress from calling home, and tells it where the plugin's linked folders lie.
 *
 * @package MultiPay
 */

defined( 'ABSPATH' ) || exit;

/*
 * The plugin's folders are links into the repository, so PHP knows their files under the repository's path. WordPress
 * makes addresses of such paths with this list; it fills it only for plugins whose main file is a link, and the path
 * that it would list then, the repository's root, holds this very WordPress too.
 */
foreach ( MULTIPAY_DEV_LINKED_FOLDERS as $multipay_dev_linked => $multipay_dev_real ) {
	$GLOBALS['wp_plugin_paths'][ wp_normalize_path( WP_PLUGIN_DIR . '/multipay/' . $multipay_dev_linked ) ] = wp_normalize_path( $multipay_dev_real );
}
unset( $multipay_dev_linked, $multipay_dev_real );

// Deleting or replacing the plugin here would go through its links and take the repository's files.
add_action(
	'delete_plugin',
	static function ( $plugin ) {
		if ( 'multipay/plugin.php' === $plugin ) {
			wp_die( 'MultiPay is linked into this development network: its files are those of your repository. Only its data can be removed here.' );
		}
	}
);
add_filter(
	'upgrader_source_selection',
	static function ( $source ) {
		$is_ours = ! is_wp_error( $source ) && 'multipay' === basename( $source );
		return $is_ours ? new WP_Error( 'multipay_dev_linked', 'MultiPay is linked into this development network and cannot be replaced here.' ) : $source;
	}
);

add_filter( 'pre_wp_mail', 'multipay_dev_keep_mail', 10, 2 );

/**
 * Writes a mail into the mail folder instead of sending it. The file appears whole or not at all.
 *
 * @param null|bool $handled Whether another plugin has taken the mail.
 * @param array     $mail    The arguments of wp_mail().
 * @return bool Whether it is kept.
 */
function multipay_dev_keep_mail( $handled, array $mail ): bool {
	if ( null !== $handled ) {
		return $handled;
	}
	$sent = microtime( true );
	$name = sprintf( '%017.6f-%s', $sent, bin2hex( random_bytes( 4 ) ) );
	$json = wp_json_encode(
		array(
			'to'          => array_values( (array) $mail['to'] ),
			'subject'     => $mail['subject'],
			'body'        => $mail['message'],
			'headers'     => is_array( $mail['headers'] ) ? array_values( $mail['headers'] ) : array_values( array_filter( preg_split( '/\r?\n/', (string) $mail['headers'] ) ) ),
			'attachments' => array_values( (array) $mail['attachments'] ),
			'site'        => get_current_blog_id(),
			'sent_at'     => gmdate( 'Y-m-d\TH:i:s\Z', (int) $sent ),
		),
		JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
	);
	$file = MULTIPAY_DEV_MAIL_FOLDER . '/' . $name . '.json';
	// phpcs:ignore WordPress.WP.AlternativeFunctions
	return false !== $json && false !== file_put_contents( $file . '.part', $json ) && rename( $file . '.part', $file );
}

// Nothing is looked up at WordPress.org: each such attempt would end in a warning.
remove_action( 'init', 'wp_schedule_update_checks' );
foreach ( array( 'core', 'plugins', 'themes' ) as $multipay_dev_kind ) {
	add_filter(
		'pre_site_transient_update_' . $multipay_dev_kind,
		static function () {
			return (object) array(
				'last_checked'    => time(),
				'version_checked' => get_bloginfo( 'version' ),
				'checked'         => array(),
				'response'        => array(),
				'updates'         => array(),
				'translations'    => array(),
			);
		}
	);
}
unset( $multipay_dev_kind );

add_filter( 'admin_email_check_interval', '__return_zero' );
add_filter( 'emoji_svg_url', '__return_false' );
add_filter( 'pre_option_show_avatars', '__return_zero' );
foreach ( array( 'wp_dashboard_setup', 'wp_network_dashboard_setup' ) as $multipay_dev_hook ) {
	add_action(
		$multipay_dev_hook,
		static function () {
			remove_meta_box( 'dashboard_primary', array( 'dashboard', 'dashboard-network' ), 'side' );
			remove_action( 'welcome_panel', 'wp_welcome_panel' );
		}
	);
}
unset( $multipay_dev_hook );
add_filter( 'woocommerce_enable_setup_wizard', '__return_false' );
add_filter( 'woocommerce_prevent_automatic_wizard_redirect', '__return_true' );
add_filter( 'woocommerce_allow_marketplace_suggestions', '__return_false' );
add_filter( 'woocommerce_helper_suppress_admin_notices', '__return_true' );
add_filter(
	'woocommerce_show_admin_notice',
	static function ( $show, $notice ) {
		return 'no_secure_connection' === $notice ? false : $show;
	},
	10,
	2
);
