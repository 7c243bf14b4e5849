<?php
/**
 * What the demo theme supports.
 *
 * @package MultiPay
 */

add_action(
	'after_setup_theme',
	static function () {
		add_theme_support( 'title-tag' );
		add_theme_support( 'html5', array( 'search-form', 'style', 'script' ) );
		add_theme_support( 'responsive-embeds' );
		add_theme_support( 'woocommerce' );
	}
);

add_action(
	'init',
	static function () {
		remove_action( 'woocommerce_sidebar', 'woocommerce_get_sidebar' );
	}
);

add_action(
	'wp_enqueue_scripts',
	static function () {
		wp_enqueue_style( 'multipay-demo', get_stylesheet_uri(), array(), wp_get_theme()->get( 'Version' ) );
	}
);
