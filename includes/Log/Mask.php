<?php
/**
 * Keeps secrets and personal data out of logs.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Log;

/**
 * Masks by name where the name says what it is, and by shape where a secret stands in the middle of a text.
 */
final class Mask {
	private const HIDDEN = '[hidden]';

	/** Parts of names whose values are never shown. */
	private const SECRET_NAME = '/(^|_)(key|keys|secret|password|token|pairing_code|code_url|signature|sealed|authorization|nonce|openid|unionid|payer|buyer|phone|email|cookie|certificate|credentials)(_|$)|sealed|private/i';

	/** What secrets look like: PEM blocks, signatures and bearer tokens, JWE and base64 text, order keys. */
	private const SECRET_SHAPES = array(
		'/-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)/s' => self::HIDDEN,
		'/(signature|nonce|token|key)="[^"]*"/i' => '$1="' . self::HIDDEN . '"',
		'/Bearer\s+\S+/i'                        => 'Bearer ' . self::HIDDEN,
		'/\bwc_order_\w+/'                       => self::HIDDEN,
		'/\bo[A-Za-z0-9_-]{27}\b/'               => self::HIDDEN,
		'#[A-Za-z0-9+/_.=-]{64,}#'               => self::HIDDEN,
		'/\b([\w.+-])[\w.+-]*@([\w-]+\.)/'       => '$1***@$2',
		// Bank cards keep their first six and last four digits.
		'/\b(\d{6})\d{6,9}(\d{4})\b/'            => '$1******$2',
	);

	/**
	 * Masks a context.
	 *
	 * @param array<mixed> $context Names and values, nested.
	 * @return array<mixed>
	 */
	public static function apply( array $context ): array {
		foreach ( $context as $name => $value ) {
			$is_secret        = is_string( $name ) && preg_match( self::SECRET_NAME, $name );
			$context[ $name ] = $is_secret && null !== $value ? self::HIDDEN : self::value( $value );
		}
		return $context;
	}

	/**
	 * Masks a text. One that cannot be read as UTF-8 is not shown at all.
	 *
	 * @param string $text The text.
	 */
	public static function text( string $text ): string {
		return preg_replace( array_keys( self::SECRET_SHAPES ), array_values( self::SECRET_SHAPES ), $text ) ?? self::HIDDEN;
	}

	/**
	 * Masks a value.
	 *
	 * @param mixed $value Anything.
	 * @return mixed Something that JSON can say.
	 */
	private static function value( $value ) {
		if ( is_array( $value ) ) {
			return self::apply( $value );
		}
		if ( is_string( $value ) ) {
			return self::text( $value );
		}
		return is_scalar( $value ) || null === $value ? $value : get_debug_type( $value );
	}
}
