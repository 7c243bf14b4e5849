<?php
/**
 * Amounts of money.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay;

/**
 * Money is a whole number of fen. Digits are joined and cut, never multiplied: 1.1 * 100 is not 110.
 */
final class Money {
	/** The only currency that the gateways take. */
	public const CURRENCY = 'CNY';

	/**
	 * Reads yuan as people write them: "88.80" is 8880.
	 *
	 * @param string $text Digits, and at most two decimals.
	 * @return int|null In fen; null for anything else, signs, separators and exponents too.
	 */
	public static function minor( string $text ): ?int {
		if ( ! preg_match( '/^(\d{1,12})(?:\.(\d{1,2}))?$/D', trim( $text ), $parts ) ) {
			return null;
		}
		return (int) ( $parts[1] . str_pad( $parts[2] ?? '', 2, '0' ) );
	}

	/**
	 * An order's total in fen, rounded the way WooCommerce rounds.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function of_order( \WC_Order $order ): int {
		return (int) self::minor( number_format( (float) wc_format_decimal( $order->get_total(), 2 ), 2, '.', '' ) );
	}

	/**
	 * An amount in a form's field: 8880 is "88.80".
	 *
	 * @param int $minor In fen.
	 */
	public static function text( int $minor ): string {
		$digits = str_pad( (string) $minor, 3, '0', STR_PAD_LEFT );
		return substr( $digits, 0, -2 ) . '.' . substr( $digits, -2 );
	}

	/**
	 * An amount with its sign, as shoppers read it: 1001 is "¥10.01".
	 *
	 * @param int    $minor    In the currency's minor unit.
	 * @param string $currency ISO 4217 code; another one than CNY can only come from an odd answer of a provider.
	 */
	public static function shown( int $minor, string $currency = self::CURRENCY ): string {
		return self::CURRENCY === $currency ? '¥' . self::text( $minor ) : $currency . ' ' . self::text( $minor );
	}
}
