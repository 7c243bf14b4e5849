<?php
/**
 * Finds the key that a request is to be signed with.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Api;
use MultiPay\Log\Logger;

/**
 * A site signs with its own key. Where the network is paired, a site that has none yet fetches it with the network's.
 */
final class Keyring {
	private const REGISTER_WITHIN_S = 6.0;

	/**
	 * Needs the store, and a way to fetch a new site's keys.
	 *
	 * @param ConnectionStore $store     Where keys are kept.
	 * @param Transport       $transport The way to the bridge.
	 * @param Logger          $logger    Hears of addresses that the bridge refuses.
	 */
	public function __construct( private ConnectionStore $store, private Transport $transport, private Logger $logger ) {}

	/**
	 * The connection in use.
	 *
	 * @throws BridgeError NOT_PAIRED.
	 */
	public function connection(): Connection {
		$connection = $this->store->current();
		if ( ! $connection ) {
			throw BridgeError::without_keys( BridgeError::NOT_PAIRED, 'Neither the network nor this site is paired with a bridge.' );
		}
		return $connection;
	}

	/**
	 * Signs as this site.
	 *
	 * @throws BridgeError When there is no key, or a new one cannot be had.
	 */
	public function site_signer(): RequestSigner {
		$connection = $this->connection();
		$keys       = $this->store->site_keys( $connection );
		if ( $connection->for_network && ! $keys ) {
			$keys = $this->register( $connection );
		} elseif ( $connection->for_network && ! $this->store->is_registered_as_it_is() ) {
			$keys = $this->register_again( $connection, $keys );
		}
		if ( ! $keys ) {
			throw BridgeError::without_keys( BridgeError::NOT_PAIRED, 'There are no keys of this site.' );
		}
		return new RequestSigner( $keys->key_id, $keys->request_key, $connection->bridge_id );
	}

	/**
	 * Signs as the network.
	 *
	 * @throws BridgeError When the network is not paired.
	 */
	public function network_signer(): RequestSigner {
		$connection = $this->connection();
		$keys       = $this->store->network_keys( $connection );
		return new RequestSigner( $keys->key_id, $keys->request_key, $connection->bridge_id );
	}

	/**
	 * What the bridge's events are signed with. Never fetched: who has no keys expects no events.
	 *
	 * @return string|null Bytes.
	 * @throws BridgeError KEYS_UNREADABLE, SITE_MOVED.
	 */
	public function webhook_key(): ?string {
		$connection = $this->store->current();
		$keys       = $connection ? $this->store->site_keys( $connection ) : null;
		return $keys ? $keys->webhook_key : null;
	}

	/**
	 * Throws a key away that the bridge does not know any more, if another one can be fetched.
	 *
	 * @return bool Whether it is worth asking again.
	 */
	public function replace_site_key(): bool {
		$connection = $this->store->current();
		if ( ! $connection || ! $connection->for_network ) {
			return false;
		}
		$this->store->forget_site_keys();
		return true;
	}

	/**
	 * Makes this site known to the bridge.
	 *
	 * @param Connection $connection The network's connection.
	 * @return KeyPair The site's keys.
	 * @throws BridgeError When the bridge refuses or does not answer.
	 */
	private function register( Connection $connection ): KeyPair {
		$network = $this->store->network_keys( $connection );
		$signer  = new RequestSigner( $network->key_id, $network->request_key, $connection->bridge_id );
		$call    = Call::to( Api::REGISTER_SITE, self::REGISTER_WITHIN_S, array( 'site_id' => (string) get_current_blog_id() ) );
		$answer  = $this->transport->send( $connection->address, $call->with_body( SiteAddress::describe() ), $signer );
		try {
			$opened = SealedAnswer::open( SealedAnswer::derive( $network->request_key, 'site-key-answer' ), (string) ( $answer['sealed'] ?? '' ) );
			$keys   = KeyPair::from_answer( $opened['site_key'] ?? null );
		} catch ( \UnexpectedValueException $error ) {
			throw BridgeError::down( $error->getMessage(), '' );
		}
		$this->store->save_site_keys( $connection, $keys );
		return $keys;
	}

	/**
	 * Tells the bridge the site's new addresses. A site can pay with the old ones too, so nothing fails here.
	 *
	 * @param Connection   $connection The network's connection.
	 * @param KeyPair|null $known      The keys that the site has.
	 */
	private function register_again( Connection $connection, ?KeyPair $known ): ?KeyPair {
		try {
			return $this->register( $connection );
		} catch ( BridgeError $error ) {
			$this->logger->error( 'The bridge did not take the new addresses of this site.', array( 'error' => $error->getMessage() ) );
			if ( ! $error->is_retryable() ) {
				$this->store->mark_registered();
			}
			return $known;
		}
	}
}
