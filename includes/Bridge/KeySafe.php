<?php
/**
 * Keeps keys in the database in a form that only this site's secret keys open.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * Encrypts under a key derived from wp_salt(), so that a copy of the database is worth nothing without wp-config.php. That
 * holds where the secret keys are in that file, as WordPress's installation puts them there: where they are missing or
 * were never filled in, WordPress makes its own and keeps them in the database, beside what they protect.
 */
final class KeySafe {
	/**
	 * Encrypts keys for one place.
	 *
	 * @param KeyPair $keys  The keys.
	 * @param string  $place What they are for; they open only there.
	 * @return string Base64.
	 */
	public static function seal( KeyPair $keys, string $place ): string {
		$nonce  = random_bytes( SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES );
		$sealed = sodium_crypto_aead_xchacha20poly1305_ietf_encrypt( (string) wp_json_encode( $keys->to_array() ), $place, $nonce, self::key() );
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- Bytes in an option.
		return base64_encode( $nonce . $sealed );
	}

	/**
	 * Decrypts keys.
	 *
	 * @param string $sealed What seal() made.
	 * @param string $place  What they are for.
	 * @throws BridgeError KEYS_UNREADABLE when the secrets in wp-config.php have changed.
	 */
	public static function open( string $sealed, string $place ): KeyPair {
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- Bytes in an option.
		$bytes = (string) base64_decode( $sealed, true );
		$nonce = substr( $bytes, 0, SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES );
		$plain = strlen( $bytes ) < 40 ? false : sodium_crypto_aead_xchacha20poly1305_ietf_decrypt( substr( $bytes, 24 ), $place, $nonce, self::key() );
		if ( false === $plain ) {
			throw BridgeError::without_keys( BridgeError::KEYS_UNREADABLE, 'The stored keys do not open: the secrets in wp-config.php have changed.' );
		}
		return KeyPair::from_answer( json_decode( $plain, true ) );
	}

	/**
	 * The key that all others are kept under.
	 */
	private static function key(): string {
		return hash_hkdf( 'sha256', wp_salt( 'auth' ) . wp_salt( 'secure_auth' ), 32, 'multipay/v1/stored-keys' );
	}
}
