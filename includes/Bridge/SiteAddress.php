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
 *
 * A site can have a payment domain besides: an address of this same site that the providers know, under which the bridge
 * knows it too. No two sites have the same; the bridge refuses that and says whose it is.
 */
final class SiteAddress {
	/** Option: the payment domain, such as `pay.example.com` or `pay.example.com/tea`; the second is its earlier name. */
	private const PAYMENT_DOMAIN = array( 'multipay_payment_domain', 'payment_domain' );

	/** Host, port and path; the scheme is the front page's unless one is written. */
	private const DOMAIN = '#^(?:(https?)://)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)((?:/[A-Za-z0-9._~-]+)*)/?$#Di';

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
			'home_url'    => self::payment_home() . '/',
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
	 * Host, port and path of the front page, without a slash at the end: what tells a site from its copy. A copy of the
	 * database has the payment domain too, so that does not count here.
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
	 * An address of this site as the bridge and the providers know it: on the payment domain, where there is one.
	 *
	 * @param string $url An address of this site.
	 */
	public static function known( string $url ): string {
		$home     = self::home();
		$rest     = substr( $url, strlen( $home ) );
		$is_below = str_starts_with( $url, $home ) && ( '' === $rest || in_array( $rest[0], array( '/', '?', '#' ), true ) );
		return $is_below ? self::payment_home() . $rest : $url;
	}

	/**
	 * Where payments are at home, without a slash at the end: the payment domain, else the front page's address.
	 */
	private static function payment_home(): string {
		$domain = '';
		foreach ( self::PAYMENT_DOMAIN as $option ) {
			$domain = '' === $domain ? trim( (string) get_option( $option, '' ) ) : $domain;
		}
		/**
		 * Filters the site's payment domain. Fires whenever the site's addresses are told to the bridge, and compared with
		 * what the bridge was told. It must lead to this very site, and be no other site's; what is no domain counts as none.
		 *
		 * @since 1.0.0
		 *
		 * @param string $domain Host and path, such as `pay.example.com/tea`; empty for the site's own address.
		 */
		$domain = (string) apply_filters( 'wc_multipay_payment_domain', $domain );
		if ( ! preg_match( self::DOMAIN, $domain, $parts ) ) {
			return self::home();
		}
		$scheme = '' === $parts[1] ? (string) strstr( self::home(), '://', true ) : strtolower( $parts[1] );
		return $scheme . '://' . strtolower( $parts[2] ) . $parts[3];
	}

	/**
	 * Where the bridge's events go.
	 */
	private static function event_url(): string {
		if ( '' === (string) get_option( 'permalink_structure' ) ) {
			return self::payment_home() . '/index.php?rest_route=/multipay/v1/events';
		}
		return self::payment_home() . self::index() . '/' . rest_get_url_prefix() . '/multipay/v1/events';
	}

	/**
	 * Where a provider is to notify. The bridge appends the merchant account's name, so nothing may follow it; and
	 * WeChat Pay refuses addresses with a query, which is why plain permalinks get a path too (see Notify\RestDoor).
	 *
	 * @param string $door `wechat` or `alipay`.
	 */
	private static function notify_url( string $door ): string {
		if ( '' !== (string) get_option( 'permalink_structure' ) && class_exists( 'WooCommerce', false ) ) {
			return self::payment_home() . self::index() . '/wc-api/multipay_' . $door;
		}
		return self::payment_home() . self::index() . '/' . rest_get_url_prefix() . '/multipay/v1/notify/' . $door;
	}

	/**
	 * What comes before paths where the web server does not rewrite addresses.
	 */
	private static function index(): string {
		$structure = (string) get_option( 'permalink_structure' );
		return '' === $structure || str_starts_with( $structure, '/index.php/' ) ? '/index.php' : '';
	}
}
