<?php
/**
 * Where the connection to the bridge and the keys are kept.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * A network's connection is kept once for all its sites; each site keeps its own keys. Neither is loaded on pages that
 * do not pay.
 */
final class ConnectionStore {
	private const CONNECTION = 'multipay_connection';
	private const SITE_KEYS  = 'multipay_site_keys';

	/**
	 * Whether the plugin is activated for the whole network, which then does the pairing.
	 */
	public function is_network_wide(): bool {
		$active = is_multisite() ? (array) get_site_option( 'active_sitewide_plugins', array() ) : array();
		return isset( $active[ plugin_basename( MULTIPAY_FILE ) ] );
	}

	/**
	 * The connection that this site uses: its network's, or its own; null when there is none that a person confirmed.
	 */
	public function current(): ?Connection {
		$candidates = array( $this->is_network_wide() ? $this->stored( true ) : null, $this->stored( false ) );
		foreach ( $candidates as $connection ) {
			if ( $connection && $connection->confirmed ) {
				return $connection;
			}
		}
		return null;
	}

	/**
	 * A connection, confirmed or not.
	 *
	 * @param bool $for_network The network's, or the current site's.
	 */
	public function stored( bool $for_network ): ?Connection {
		return Connection::from_option( $for_network ? get_network_option( null, self::CONNECTION ) : get_option( self::CONNECTION ) );
	}

	/**
	 * Keeps a connection.
	 *
	 * @param Connection $connection The connection.
	 */
	public function save( Connection $connection ): void {
		if ( $connection->for_network ) {
			update_network_option( null, self::CONNECTION, $connection->to_option() );
		} else {
			update_option( self::CONNECTION, $connection->to_option(), false );
		}
	}

	/**
	 * Forgets a connection with its keys. Keys that other sites of the network keep are of no use without it.
	 *
	 * @param bool $for_network The network's, or the current site's.
	 */
	public function forget( bool $for_network ): void {
		if ( $for_network ) {
			delete_network_option( null, self::CONNECTION );
		} else {
			delete_option( self::CONNECTION );
		}
		delete_option( self::SITE_KEYS );
	}

	/**
	 * Keeps the current site's keys.
	 *
	 * @param Connection $connection The connection that they belong to.
	 * @param KeyPair    $keys       The keys.
	 */
	public function save_site_keys( Connection $connection, KeyPair $keys ): void {
		$this->save_registration(
			array(
				'pairing_id' => $connection->pairing_id,
				'domain'     => SiteAddress::domain(),
				'registered' => SiteAddress::digest(),
				'sealed'     => KeySafe::seal( $keys, 'site ' . get_current_blog_id() ),
			)
		);
	}

	/**
	 * Notes that the bridge was told the site's present addresses, whatever it said to them.
	 */
	public function mark_registered(): void {
		$registration = $this->registration();
		if ( $registration ) {
			$this->save_registration( array_merge( $registration, array( 'registered' => SiteAddress::digest() ) ) );
		}
	}

	/**
	 * Throws the current site's keys away.
	 */
	public function forget_site_keys(): void {
		delete_option( self::SITE_KEYS );
	}

	/**
	 * The current site's keys.
	 *
	 * @param Connection $connection The connection in use.
	 * @return KeyPair|null Null when there are none of this pairing.
	 * @throws BridgeError KEYS_UNREADABLE, or SITE_MOVED when the site now has another address: a copy of a site must
	 *                     not speak for the original.
	 */
	public function site_keys( Connection $connection ): ?KeyPair {
		$registration = $this->registration();
		if ( ! $registration || $registration['pairing_id'] !== $connection->pairing_id ) {
			return null;
		}
		if ( SiteAddress::domain() !== $registration['domain'] ) {
			throw BridgeError::without_keys( BridgeError::SITE_MOVED, 'This site was paired as ' . $registration['domain'] . '.' );
		}
		return KeySafe::open( $registration['sealed'], 'site ' . get_current_blog_id() );
	}

	/**
	 * Whether the bridge has heard of the site's present addresses.
	 */
	public function is_registered_as_it_is(): bool {
		$registration = $this->registration();
		return $registration && SiteAddress::digest() === $registration['registered'];
	}

	/**
	 * The network's own keys.
	 *
	 * @param Connection $connection The network's connection.
	 * @throws BridgeError KEYS_UNREADABLE, or NOT_PAIRED when the pairing was for one site.
	 */
	public function network_keys( Connection $connection ): KeyPair {
		if ( null === $connection->sealed_network_key ) {
			throw BridgeError::without_keys( BridgeError::NOT_PAIRED, 'The pairing was for one site, not for its network.' );
		}
		return KeySafe::open( $connection->sealed_network_key, 'network' );
	}

	/**
	 * What was kept when the current site was registered.
	 *
	 * @return array{pairing_id: string, domain: string, registered: string, sealed: string}|null
	 */
	private function registration(): ?array {
		$stored = get_option( self::SITE_KEYS );
		return is_array( $stored ) && isset( $stored['pairing_id'], $stored['domain'], $stored['registered'], $stored['sealed'] ) ? $stored : null;
	}

	/**
	 * Keeps a registration.
	 *
	 * @param array{pairing_id: string, domain: string, registered: string, sealed: string} $registration The registration.
	 */
	private function save_registration( array $registration ): void {
		update_option( self::SITE_KEYS, $registration, false );
	}
}
