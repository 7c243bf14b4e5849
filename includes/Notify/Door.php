<?php
/**
 * An address that a provider notifies.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Notify;

use MultiPay\Contract\Provider;

/**
 * Whose door it is, and which merchant account it names. It is a hint only: what counts is the provider's signature.
 */
final class Door {
	private const PROVIDERS = array(
		'wechat' => Provider::WECHAT_PAY,
		'alipay' => Provider::ALIPAY,
	);

	/** As the REST twin writes it; with one of two words in front it is a wc-api name. */
	public const PATTERN = '(wechat|alipay)(?:_(mch_[0-7][0-9a-hjkmnp-tv-z]{25}))?';

	/**
	 * A door.
	 *
	 * @param string      $provider    A provider.
	 * @param string|null $merchant_id The account that it names, if any.
	 */
	private function __construct( public string $provider, public ?string $merchant_id ) {}

	/**
	 * The door with a wc-api name: `multipay_wechat`, `wc_gateway_alipay`, each also with `_mch_…`.
	 *
	 * @param string $name As WooCommerce gives it; upper and lower case are the same.
	 */
	public static function of_wc_api( string $name ): ?self {
		return self::matched( '/^(?:multipay|wc_gateway)_' . self::PATTERN . '$/D', $name );
	}

	/**
	 * The door of the REST twin: `wechat`, `alipay`, each also with `_mch_…`.
	 *
	 * @param string $name The last part of the route.
	 */
	public static function of_rest( string $name ): ?self {
		return self::matched( '/^' . self::PATTERN . '$/D', $name );
	}

	/**
	 * Reads a name.
	 *
	 * @param string $pattern What it must look like.
	 * @param string $name    The name.
	 */
	private static function matched( string $pattern, string $name ): ?self {
		return preg_match( $pattern, strtolower( $name ), $parts ) ? new self( self::PROVIDERS[ $parts[1] ], $parts[2] ?? null ) : null;
	}
}
