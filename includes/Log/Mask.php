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
	private const SECRET_NAME = '/(^|_)(key|keys|secret|password|token|pairing_code|code_url|signature|sealed|authorization|nonce|openid|open_id|unionid|union_id|payer|buyer|phone|mobile|identity|id_card|email|cookie|certificate|credentials)(_|$)|sealed|private/i';

	/** What secrets look like: PEM blocks, signatures and bearer tokens, JWE and base64 text, order keys, payers. */
	private const SECRET_SHAPES = array(
		'/-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)/s' => self::HIDDEN,
		'/(signature|nonce|token|key)="[^"]*"/i' => '$1="' . self::HIDDEN . '"',
		'/Bearer\s+\S+/i'                        => 'Bearer ' . self::HIDDEN,
		'/\bwc_order_\w+/'                       => self::HIDDEN,
		// An openid may end with a dash, after which no word does.
		'/(?<!\w)o[A-Za-z0-9_-]{27}(?!\w)/'      => self::HIDDEN,
		self::NAMED_PAYER                        => '$1' . self::HIDDEN,
		// Who somebody is at Alipay.
		'/\b2088\d{12}\b/'                       => self::HIDDEN,
		self::IDENTITY_NUMBER                    => self::HIDDEN,
		// Phone numbers keep their first three and last four digits.
		'/(?<![\w.])((?:\+?86[ -]?)?1[3-9]\d)\d{4}(\d{4})(?!\w)/' => '$1****$2',
		'#[A-Za-z0-9+/_.=-]{64,}#'               => self::HIDDEN,
		'/\b([\w.+-])[\w.+-]*@([\w-]+\.)/'       => '$1***@$2',
		// Bank cards keep their first six and last four digits.
		'/\b(\d{6})\d{6,9}(\d{4})\b/'            => '$1******$2',
	);

	/** An id of a payer in JSON or in a query, with its name before it. */
	private const NAMED_PAYER = '/((?:open_?id|union_?id|buyer_(?:user_|open_|logon_)?id|payer_id)["\']?\s*[:=]\s*["\']?)[^"\'\s,&}]+/i';

	/** Mainland identity numbers: six digits of a place, a date of birth, a number, a check digit. */
	private const IDENTITY_NUMBER = '/\b[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b/';

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
