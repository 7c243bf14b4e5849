<?php
/**
 * Whether data goes when the plugin is deleted.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Upkeep\Uninstall;

/**
 * Said and changed where plugins are deleted: in the plugin's row on the Plugins screen, by those who may delete it. In a
 * network that is the network's screen, and the choice counts for all its sites.
 */
final class DeletionChoice {
	private const ACTION = 'multipay_deletion';

	/**
	 * Hooks in where WordPress shows the row, and where the link leads.
	 */
	public function register_hooks(): void {
		add_filter( 'plugin_row_meta', array( $this, 'add_to_row' ), 10, 2 );
		add_action( 'admin_post_' . self::ACTION, array( $this, 'change' ) );
	}

	/**
	 * Adds the choice to the row.
	 *
	 * @param string[] $meta   What the row says.
	 * @param string   $plugin Whose row it is.
	 * @return string[]
	 */
	public function add_to_row( $meta, $plugin ): array {
		if ( plugin_basename( MULTIPAY_FILE ) !== $plugin || ! $this->may() || is_multisite() !== is_network_admin() ) {
			return $meta;
		}
		$deletes = self::deletes();
		$url     = wp_nonce_url( admin_url( 'admin-post.php?action=' . self::ACTION . '&delete=' . ( $deletes ? 'no' : 'yes' ) ), self::ACTION );
		$meta[]  = sprintf(
			'%s <a href="%s">%s</a>',
			$deletes ? esc_html__( 'Deleting the plugin deletes its settings and tables.', 'multipay' ) : esc_html__( 'Deleting the plugin keeps its settings and tables.', 'multipay' ),
			esc_url( $url ),
			$deletes ? esc_html__( 'Keep them', 'multipay' ) : esc_html__( 'Delete them too', 'multipay' )
		);
		return $meta;
	}

	/**
	 * Changes the choice and goes back.
	 */
	public function change(): void {
		check_admin_referer( self::ACTION );
		if ( ! $this->may() ) {
			wp_die( esc_html__( 'You may not do that.', 'multipay' ), '', 403 );
		}
		$wish = 'yes' === sanitize_key( $_GET['delete'] ?? '' ) ? 'yes' : 'no';
		if ( is_multisite() ) {
			update_network_option( null, Uninstall::DELETE, $wish );
		} else {
			update_option( Uninstall::DELETE, $wish, false );
		}
		if ( wp_safe_redirect( is_multisite() ? network_admin_url( 'plugins.php' ) : admin_url( 'plugins.php' ) ) ) {
			exit;
		}
	}

	/**
	 * What is chosen now.
	 */
	private static function deletes(): bool {
		return 'yes' === ( is_multisite() ? get_network_option( null, Uninstall::DELETE ) : get_option( Uninstall::DELETE ) );
	}

	/**
	 * Who may delete plugins, where they are deleted.
	 */
	private function may(): bool {
		return current_user_can( 'delete_plugins' ) && ( ! is_multisite() || current_user_can( 'manage_network_options' ) );
	}
}
