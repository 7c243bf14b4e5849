<?php
/**
 * A bridge that hands out keys.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\SealedAnswer;

/**
 * For tests that pair. Whoever uses it has a constant SECRET: the part of the pairing code that is not sent.
 */
trait HandsOutKeys {
	/**
	 * Has the bridge answer a pairing.
	 *
	 * @param bool $for_networks Whether the code is good for a network.
	 */
	private function hand_out_keys( bool $for_networks = true ): void {
		$this->bridge->on(
			'POST /v1/pairings',
			static function ( array $body ) use ( $for_networks ): array {
				$answer = array(
					'network_id'  => 'net_01jd00000000000000000000aa',
					'bridge_id'   => 'brg_test',
					'public_url'  => null,
					'fingerprint' => 'AAAA BBBB CCCC DDDD',
					'network_key' => $for_networks && $body['multisite'] ? self::keys( 'net_01jd00000000000000000000aa.0.1' )->to_array() : null,
					'site_key'    => self::keys( 'net_01jd00000000000000000000aa.' . $body['site']['site_id'] . '.1' )->to_array(),
				);
				$nonce  = random_bytes( 12 );
				$key    = SealedAnswer::derive( self::SECRET, 'pairing-answer' );
				$sealed = sodium_crypto_aead_chacha20poly1305_ietf_encrypt( (string) wp_json_encode( $answer ), '', $nonce, $key );
				return array( 201, array( 'sealed' => base64_encode( $nonce . $sealed ) ) );
			}
		);
	}
}
