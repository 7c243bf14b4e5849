<?php
/**
 * Plugin Name: MultiPay development network: block templates registry
 * Description: Stands in for a class that pre-releases of WordPress 6.7 lack.
 *
 * The newest WordPress that npm carries is a pre-release of 6.7, older than WP_Block_Templates_Registry, which
 * WooCommerce 10 asks whether a block template of its own is registered. The demo theme is a classic one, for which
 * WooCommerce registers none, so "no" is the true answer. Where WordPress has the class, this file does nothing.
 *
 * @package MultiPay
 */

defined( 'ABSPATH' ) || exit;

if ( ! class_exists( 'WP_Block_Templates_Registry', false ) ) {
	// phpcs:ignore Generic.Classes.OpeningBraceSameLine, WordPress.Files.FileName, Universal.NamingConventions
	final class WP_Block_Templates_Registry {
		/**
		 * The registry.
		 *
		 * @var self|null
		 */
		private static $instance = null;

		/**
		 * The one registry.
		 */
		public static function get_instance(): self {
			self::$instance ??= new self();
			return self::$instance;
		}

		/**
		 * Whether a block template is registered.
		 *
		 * @param string $template_name The template, such as "woocommerce//single-product".
		 */
		public function is_registered( $template_name ): bool {
			return false;
		}
	}
}
