<?php
/**
 * The doors at WooCommerce's wc-api.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Notify;

use MultiPay\Checkout\ClientAddress;

/**
 * `/wc-api/multipay_wechat`, `/wc-api/multipay_alipay` and their aliases.
 */
final class WcApiDoor {
	/**
	 * Needs who hands over.
	 *
	 * @param Relay $relay Hands over.
	 */
	public function __construct( private Relay $relay ) {}

	/**
	 * Hooks in where WooCommerce hears of a call.
	 */
	public function register_hooks(): void {
		add_action( 'woocommerce_api_request', array( $this, 'open' ) );
	}

	/**
	 * Answers a call that is for us, and ends the request with it.
	 *
	 * @param string $name The call's name.
	 */
	public function open( $name ): void {
		$door = Door::of_wc_api( (string) $name );
		if ( ! $door ) {
			return;
		}
		$reply = $this->relay->answer( $door, CurrentRequest::method(), CurrentRequest::headers(), CurrentRequest::body(), ClientAddress::of_request() );
		// A buffer that PHP itself put there cannot be removed.
		while ( ob_get_level() > 0 && ( ob_get_status()['flags'] & PHP_OUTPUT_HANDLER_REMOVABLE ) ) {
			ob_end_clean();
		}
		status_header( $reply->status );
		foreach ( $reply->all_headers() as $header => $value ) {
			header( $header . ': ' . $value );
		}
		echo $reply->body; // phpcs:ignore WordPress.Security.EscapeOutput -- The provider's protocol, byte for byte; never HTML.
		exit;
	}
}
