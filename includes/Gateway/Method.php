<?php
/**
 * The two payment methods.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

use MultiPay\Contract\Provider;

/**
 * What WordPress calls a provider's gateway, and what shoppers call it.
 */
final class Method {
	public const WECHAT = 'multipay_wechat';
	public const ALIPAY = 'multipay_alipay';

	/** Gateway => provider. */
	public const PROVIDERS = array(
		self::WECHAT => Provider::WECHAT_PAY,
		self::ALIPAY => Provider::ALIPAY,
	);

	/**
	 * A provider's gateway.
	 *
	 * @param string $provider A provider.
	 */
	public static function of( string $provider ): string {
		return (string) array_search( $provider, self::PROVIDERS, true );
	}

	/**
	 * Whether a gateway is one of ours.
	 *
	 * @param string $gateway A gateway's id.
	 */
	public static function is_ours( string $gateway ): bool {
		return isset( self::PROVIDERS[ $gateway ] );
	}

	/**
	 * The provider's name for shoppers.
	 *
	 * @param string $gateway A gateway's id.
	 */
	public static function name( string $gateway ): string {
		return self::WECHAT === $gateway ? __( 'WeChat Pay', 'multipay' ) : __( 'Alipay', 'multipay' );
	}

	/**
	 * What the site's owner calls it; the provider's name where WooCommerce holds no other.
	 *
	 * @param string $gateway A gateway's id.
	 */
	public static function title( string $gateway ): string {
		$settings = get_option( 'woocommerce_' . $gateway . '_settings' );
		$title    = is_array( $settings ) ? (string) ( $settings['title'] ?? '' ) : '';
		return '' === $title ? self::name( $gateway ) : $title;
	}
}
