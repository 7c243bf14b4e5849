<?php
/**
 * Which bridge a network or a site is paired with.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * What was agreed when it was paired; the keys are kept beside it, encrypted.
 */
final class Connection {
	/**
	 * A connection.
	 *
	 * @param string      $pairing_id         Ours: tells one pairing from the next, so that keys of an earlier one are not used.
	 * @param bool        $for_network        Whether all sites of the network use it.
	 * @param string      $address            The bridge's private address, without a slash at its end.
	 * @param string      $bridge_id          The audience of signed requests.
	 * @param string      $network_id         The network, as the bridge knows it.
	 * @param string      $fingerprint        Of the bridge's key, for people to compare.
	 * @param bool        $confirmed          Whether a person has compared it. Nothing is sent to the bridge before.
	 * @param string|null $sealed_network_key The network's own keys; null where the pairing was for one site.
	 */
	public function __construct(
		public string $pairing_id,
		public bool $for_network,
		public string $address,
		public string $bridge_id,
		public string $network_id,
		public string $fingerprint,
		public bool $confirmed,
		public ?string $sealed_network_key
	) {}

	/**
	 * Reads a stored connection.
	 *
	 * @param mixed $stored An option's value.
	 */
	public static function from_option( $stored ): ?self {
		if ( ! is_array( $stored ) || ! isset( $stored['pairing_id'], $stored['address'], $stored['bridge_id'], $stored['network_id'] ) ) {
			return null;
		}
		return new self(
			(string) $stored['pairing_id'],
			! empty( $stored['for_network'] ),
			(string) $stored['address'],
			(string) $stored['bridge_id'],
			(string) $stored['network_id'],
			(string) ( $stored['fingerprint'] ?? '' ),
			! empty( $stored['confirmed'] ),
			isset( $stored['sealed_network_key'] ) ? (string) $stored['sealed_network_key'] : null
		);
	}

	/**
	 * The connection as an option's value.
	 *
	 * @return array<string, string|bool|null>
	 */
	public function to_option(): array {
		return get_object_vars( $this );
	}

	/**
	 * The same, compared by a person.
	 */
	public function confirmed(): self {
		$confirmed            = clone $this;
		$confirmed->confirmed = true;
		return $confirmed;
	}
}
