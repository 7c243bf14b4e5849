<?php
/**
 * Whether the current request is about paying.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

/**
 * WooCommerce asks which gateways are there on many pages, a cart's too. Only pages and calls on which somebody is about
 * to pay may make the bridge answer first.
 */
final class PayingRequest {
	/**
	 * Whether it is.
	 */
	public static function is_current(): bool {
		if ( defined( 'REST_REQUEST' ) && REST_REQUEST ) {
			return self::is_store_checkout( (string) ( $GLOBALS['wp']->query_vars['rest_route'] ?? '' ) );
		}
		if ( wp_doing_ajax() ) {
			// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- Decides nothing but how much may be asked.
			$action = isset( $_GET['wc-ajax'] ) ? sanitize_key( wp_unslash( $_GET['wc-ajax'] ) ) : '';
			return in_array( $action, array( 'checkout', 'update_order_review' ), true );
		}
		return did_action( 'wp' ) && ! is_admin() && function_exists( 'is_checkout' ) && is_checkout();
	}

	/**
	 * Whether a route is the one that the Checkout block pays by.
	 *
	 * @param string $route A REST route.
	 */
	private static function is_store_checkout( string $route ): bool {
		return 1 === preg_match( '#^/wc/store(/v\d+)?/checkout#', $route );
	}
}
