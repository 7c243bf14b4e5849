<?php
/**
 * How this site introduces itself to the bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Provider;

/**
 * The current site's name and addresses, as its owner stored them: what plugins make of them for one visitor's language
 * or protocol must not look like another site.
 */
final class SiteAddress {
	/**
	 * All of it, as the contract's SiteAddress.
	 *
	 * @return array{site_id: string, name: string, home_url: string, event_url: string, notify_urls: array<string, string>}
	 */
	public static function describe(): array {
		$name = trim( wp_specialchars_decode( (string) get_option( 'blogname' ), ENT_QUOTES ) );
		return array(
			'site_id'     => (string) get_current_blog_id(),
			'name'        => mb_substr( '' === $name ? self::domain() : $name, 0, 120 ),
			'home_url'    => self::home() . '/',
			'event_url'   => self::event_url(),
			'notify_urls' => array(
				Provider::WECHAT_PAY => self::notify_url( 'wechat' ),
				Provider::ALIPAY     => self::notify_url( 'alipay' ),
			),
		);
	}

	/**
	 * Changes when an address changes.
	 */
	public static function digest(): string {
		return md5( (string) wp_json_encode( array_diff_key( self::describe(), array( 'name' => 1 ) ) ) );
	}

	/**
	 * Host, port and path of the front page, without a slash at the end: what tells sites apart.
	 */
	public static function domain(): string {
		return (string) preg_replace( '#^[a-z]+://#i', '', self::home() );
	}

	/**
	 * The front page's address, without a slash at the end.
	 */
	private static function home(): string {
		return untrailingslashit( (string) get_option( 'home' ) );
	}

	/**
	 * Where the bridge's events go.
	 */
	private static function event_url(): string {
		if ( '' === (string) get_option( 'permalink_structure' ) ) {
			return self::home() . '/index.php?rest_route=/multipay/v1/events';
		}
		return self::home() . self::index() . '/' . rest_get_url_prefix() . '/multipay/v1/events';
	}

	/**
	 * Where a provider is to notify. The bridge appends the merchant account's name, so nothing may follow it; and
	 * WeChat Pay refuses addresses with a query, which is why plain permalinks get a path too (see Notify\RestDoor).
	 *
	 * @param string $door `wechat` or `alipay`.
	 */
	private static function notify_url( string $door ): string {
		if ( '' !== (string) get_option( 'permalink_structure' ) && class_exists( 'WooCommerce', false ) ) {
			return self::home() . self::index() . '/wc-api/multipay_' . $door;
		}
		return self::home() . self::index() . '/' . rest_get_url_prefix() . '/multipay/v1/notify/' . $door;
	}

	/**
	 * What comes before paths where the web server does not rewrite addresses.
	 */
	private static function index(): string {
		$structure = (string) get_option( 'permalink_structure' );
		return '' === $structure || str_starts_with( $structure, '/index.php/' ) ? '/index.php' : '';
	}
}
