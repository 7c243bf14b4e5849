<?php
/**
 * The payment methods' pictures.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

/**
 * Small drawings of our own in the providers' colours, carried in the page so that nothing more is fetched.
 */
final class Icon {
	private const DRAWINGS = array(
		Method::WECHAT => '<rect width="24" height="24" rx="5" fill="#07c160"/><path d="M6 12.5l4 4 8-9" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>',
		Method::ALIPAY => '<rect width="24" height="24" rx="5" fill="#1677ff"/><path d="M6.5 8h11M12 5v6.5M7.5 11.500h9c-1 3-4 6-9 7M9 13.500c3 .5 6 2.500 8.500 5" fill="none" stroke="#fff" stroke-width="1.800" stroke-linecap="round"/>',
	);

	/**
	 * The picture as an address.
	 *
	 * @param string $gateway A gateway's id.
	 */
	public static function data_uri( string $gateway ): string {
		$svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">' . self::DRAWINGS[ $gateway ] . '</svg>';
		return 'data:image/svg+xml,' . rawurlencode( $svg );
	}
}
