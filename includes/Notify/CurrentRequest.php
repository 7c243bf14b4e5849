<?php
/**
 * The raw request that PHP is serving.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Notify;

/**
 * As it was sent: nothing is decoded or sanitised, and the slashes that WordPress puts into headers are taken out again.
 * Signatures are about bytes, and only the bridge reads them.
 */
final class CurrentRequest {
	/**
	 * The HTTP method.
	 */
	public static function method(): string {
		return strtoupper( (string) ( $_SERVER['REQUEST_METHOD'] ?? 'GET' ) ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- Only compared.
	}

	/**
	 * The headers, by their names in lower case.
	 *
	 * @return array<string, string>
	 */
	public static function headers(): array {
		$headers = array();
		foreach ( $_SERVER as $name => $value ) {
			if ( is_string( $value ) && preg_match( '/^(?:HTTP_(.+)|(CONTENT_TYPE|CONTENT_LENGTH))$/D', (string) $name, $parts ) ) {
				$headers[ strtolower( str_replace( '_', '-', $parts[2] ?? $parts[1] ) ) ] = wp_unslash( $value );
			}
		}
		return $headers;
	}

	/**
	 * The body.
	 */
	public static function body(): string {
		return (string) file_get_contents( 'php://input' );
	}
}
