<?php
/**
 * Where a request comes from.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

/**
 * The shopper's address, which the providers want to know. What a header says counts only from proxies that the site's
 * owner named in wp-config.php: `define( 'MULTIPAY_TRUSTED_PROXIES', '10.0.0.0/8, 192.0.2.7' );`
 */
final class ClientAddress {
	/**
	 * The current request's.
	 *
	 * @return string An IPv4 or IPv6 address.
	 */
	public static function of_request(): string {
		$peer    = self::valid( (string) ( $_SERVER['REMOTE_ADDR'] ?? '' ) ) ?? '127.0.0.1'; // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- Validated as an address.
		$hops    = (string) ( $_SERVER['HTTP_X_FORWARDED_FOR'] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- Validated as addresses.
		$address = self::behind( $peer, $hops, self::trusted_proxies() );
		return self::stand_in( $address ) ?? $address;
	}

	/**
	 * The nearest address that is not one of our own proxies.
	 *
	 * @param string   $peer    Who is connected.
	 * @param string   $hops    X-Forwarded-For: each proxy appended who was connected to it.
	 * @param string[] $trusted Addresses and networks of our proxies.
	 */
	public static function behind( string $peer, string $hops, array $trusted ): string {
		$address = $peer;
		foreach ( array_reverse( explode( ',', $hops ) ) as $hop ) {
			$next = self::valid( trim( $hop ) );
			if ( null === $next || ! self::is_in( $address, $trusted ) ) {
				break;
			}
			$address = $next;
		}
		return $address;
	}

	/**
	 * Our proxies.
	 *
	 * @return list<string>
	 */
	private static function trusted_proxies(): array {
		$named = defined( 'MULTIPAY_TRUSTED_PROXIES' ) ? constant( 'MULTIPAY_TRUSTED_PROXIES' ) : '';
		$list  = is_array( $named ) ? $named : explode( ',', (string) $named );
		return array_values( array_filter( array_map( static fn( $one ): string => trim( (string) $one ), $list ) ) );
	}

	/**
	 * On a developer's machine all shoppers are on loopback, which the providers refuse.
	 *
	 * @param string $address The real address.
	 * @return string|null What to say instead, only in development and only for loopback.
	 */
	private static function stand_in( string $address ): ?string {
		$is_development = in_array( wp_get_environment_type(), array( 'local', 'development' ), true );
		if ( ! $is_development || ! defined( 'MULTIPAY_DEV_CLIENT_IP' ) || ! self::is_in( $address, array( '127.0.0.0/8', '::1' ) ) ) {
			return null;
		}
		return self::valid( (string) constant( 'MULTIPAY_DEV_CLIENT_IP' ) );
	}

	/**
	 * Whether an address belongs to one of several networks.
	 *
	 * @param string   $address  The address.
	 * @param string[] $networks Addresses, or networks as `10.0.0.0/8`.
	 */
	private static function is_in( string $address, array $networks ): bool {
		$bytes = (string) inet_pton( $address );
		foreach ( $networks as $network ) {
			list( $base, $bits ) = array_pad( explode( '/', $network, 2 ), 2, null );
			$base_bytes          = self::valid( (string) $base ) ? (string) inet_pton( (string) $base ) : '';
			$whole               = 8 * strlen( $base_bytes );
			if ( null !== $bits && ( ! ctype_digit( $bits ) || (int) $bits > $whole ) ) {
				continue;
			}
			$length = null === $bits ? $whole : (int) $bits;
			if ( strlen( $base_bytes ) === strlen( $bytes ) && self::first_bits( $bytes, $length ) === self::first_bits( $base_bytes, $length ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The first bits of an address, as text.
	 *
	 * @param string $bytes  The address's bytes.
	 * @param int    $length How many.
	 */
	private static function first_bits( string $bytes, int $length ): string {
		$bits = '';
		foreach ( str_split( $bytes ) as $byte ) {
			$bits .= str_pad( decbin( ord( $byte ) ), 8, '0', STR_PAD_LEFT );
		}
		return substr( $bits, 0, $length );
	}

	/**
	 * An address, or null where it is none. IPv4 in IPv6's clothes is IPv4.
	 *
	 * @param string $text What may be one.
	 */
	private static function valid( string $text ): ?string {
		$plain = preg_match( '/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i', $text, $parts ) ? $parts[1] : $text;
		return false === filter_var( $plain, FILTER_VALIDATE_IP ) ? null : $plain;
	}
}
