<?php
/**
 * The keys of a site, or of a network.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * One key signs what is sent to the bridge, the other verifies what the bridge sends.
 */
final class KeyPair {
	/**
	 * The two keys.
	 *
	 * @param string $key_id      `<network>.<site>.<epoch>`.
	 * @param string $request_key Bytes; signs the site's requests.
	 * @param string $webhook_key Bytes; verifies the bridge's events.
	 */
	private function __construct( public string $key_id, public string $request_key, public string $webhook_key ) {}

	/**
	 * Reads the keys as the bridge writes them.
	 *
	 * @param mixed $answer `key_id`, and in base64 `request_key` and `webhook_key`.
	 * @throws \UnexpectedValueException When they are not there.
	 */
	public static function from_answer( $answer ): self {
		$texts = is_array( $answer ) ? $answer : array();
		$keys  = array();
		foreach ( array( 'request_key', 'webhook_key' ) as $name ) {
			// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- The bridge's own encoding.
			$keys[] = (string) base64_decode( (string) ( $texts[ $name ] ?? '' ), true );
		}
		if ( ! is_string( $texts['key_id'] ?? null ) || strlen( $keys[0] ) < 16 || strlen( $keys[1] ) < 16 ) {
			throw new \UnexpectedValueException( 'The answer holds no keys.' );
		}
		return new self( $texts['key_id'], $keys[0], $keys[1] );
	}

	/**
	 * The keys as the bridge writes them.
	 *
	 * @return array{key_id: string, request_key: string, webhook_key: string}
	 */
	public function to_array(): array {
		return array(
			'key_id'      => $this->key_id,
			// phpcs:disable WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- Bytes in JSON.
			'request_key' => base64_encode( $this->request_key ),
			'webhook_key' => base64_encode( $this->webhook_key ),
			// phpcs:enable
		);
	}
}
