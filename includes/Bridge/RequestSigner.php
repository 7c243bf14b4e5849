<?php
/**
 * Signs what is sent to the bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Signing;

/**
 * Builds the Authorization header that the contract describes in contracts/src/signing.ts; a shared test vector
 * (tests/vectors/signing.json) holds both sides together.
 */
final class RequestSigner {
	/**
	 * The signer of one caller at one bridge.
	 *
	 * @param string $key_id   `<network>.<site>.<epoch>`, or `pair.<code id>`.
	 * @param string $key      The key's bytes.
	 * @param string $audience The bridge's id; `pairing` before it is known.
	 */
	public function __construct( private string $key_id, private string $key, private string $audience ) {}

	/**
	 * The header's value for a request that is sent now.
	 *
	 * @param string $method In upper case.
	 * @param string $target Path and query, byte for byte as they are sent.
	 * @param string $body   The raw body; empty where there is none.
	 */
	public function authorization( string $method, string $target, string $body ): string {
		return $this->authorization_at( $method, $target, $body, (string) time(), bin2hex( random_bytes( 16 ) ) );
	}

	/**
	 * The header's value for a given moment and nonce.
	 *
	 * @param string $method    In upper case.
	 * @param string $target    Path and query.
	 * @param string $body      The raw body.
	 * @param string $timestamp Unix seconds.
	 * @param string $nonce     16 to 64 characters, never used twice.
	 */
	public function authorization_at( string $method, string $target, string $body, string $timestamp, string $nonce ): string {
		$text = implode(
			"\n",
			array( Signing::SCHEME, $this->key_id, $this->audience, $method, $target, $timestamp, $nonce, hash( 'sha256', $body ) )
		);
		return sprintf(
			'%s key="%s",timestamp="%s",nonce="%s",signature="%s"',
			Signing::SCHEME,
			$this->key_id,
			$timestamp,
			$nonce,
			// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- The scheme's own encoding.
			base64_encode( hash_hmac( 'sha256', $text, $this->key, true ) )
		);
	}
}
