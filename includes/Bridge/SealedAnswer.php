<?php
/**
 * Opens answers that carry keys.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * The way to the bridge may be plain http on a private network, so answers with keys are encrypted once more with
 * ChaCha20-Poly1305 (RFC 8439) under a key that only the asking side can derive.
 */
final class SealedAnswer {
	/**
	 * A key that both sides derive from a secret that they share.
	 *
	 * @param string $secret  The pairing code's secret part, or a request key's bytes.
	 * @param string $purpose `pairing-proof`, `pairing-answer` or `site-key-answer`.
	 * @return string 32 bytes.
	 */
	public static function derive( string $secret, string $purpose ): string {
		return hash_hkdf( 'sha256', $secret, 32, 'multipay/v1/' . $purpose );
	}

	/**
	 * Opens an answer.
	 *
	 * @param string $key    32 bytes.
	 * @param string $sealed Base64 of nonce (12 bytes), ciphertext and tag (16 bytes).
	 * @return array<mixed> What was in it.
	 * @throws \UnexpectedValueException When the key is another one or the text was changed.
	 */
	public static function open( string $key, string $sealed ): array {
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- The answer's own encoding.
		$bytes = (string) base64_decode( $sealed, true );
		$nonce = substr( $bytes, 0, SODIUM_CRYPTO_AEAD_CHACHA20POLY1305_IETF_NPUBBYTES );
		$plain = strlen( $bytes ) < 28 ? false : sodium_crypto_aead_chacha20poly1305_ietf_decrypt( substr( $bytes, 12 ), '', $nonce, $key );
		$value = false === $plain ? null : json_decode( $plain, true );
		if ( ! is_array( $value ) ) {
			throw new \UnexpectedValueException( 'The sealed answer does not open with this key.' );
		}
		return $value;
	}
}
