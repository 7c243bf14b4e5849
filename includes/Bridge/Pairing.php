<?php
/**
 * Trades a pairing code for keys.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Access\Actor;
use MultiPay\Contract\Api;
use MultiPay\Contract\ErrorCode;

/**
 * The code itself is never sent: the request proves it, and the answer opens only with it. What comes back is used only
 * after a person has compared the bridge's fingerprint.
 */
final class Pairing {
	private const ANSWER_WITHIN_S = 10.0;
	/** The bridge shows its codes in groups; the first characters are their public name. */
	private const CODE_ID_LENGTH = 8;

	/**
	 * Needs a place for what it gets.
	 *
	 * @param ConnectionStore $store     Where connection and keys are kept.
	 * @param Transport       $transport The way to the bridge.
	 */
	public function __construct( private ConnectionStore $store, private Transport $transport ) {}

	/**
	 * Pairs without a person, for scripts that made the code themselves and so know whose bridge it is.
	 *
	 * @param string $address The bridge's private address.
	 * @param string $code    What `multipay pair` printed.
	 * @return array{network_id: string, fingerprint: string}
	 * @throws BridgeError When the bridge refuses or does not answer.
	 */
	public static function pair( string $address, string $code ): array {
		$store   = new ConnectionStore();
		$pairing = new self( $store, new Transport() );
		$paired  = $pairing->begin( $address, $code, $store->is_network_wide() );
		$pairing->confirm( $store->is_network_wide() );
		return $paired;
	}

	/**
	 * Fetches the keys.
	 *
	 * @param string $address     The bridge's private address.
	 * @param string $code        What `multipay pair` printed: groups of letters and digits.
	 * @param bool   $for_network Whether the whole network is paired, by its main site, or only the current site.
	 * @return array{network_id: string, fingerprint: string}
	 * @throws BridgeError When the bridge refuses or does not answer.
	 */
	public function begin( string $address, string $code, bool $for_network ): array {
		$address = $this->checked_address( $address );
		$code    = strtoupper( (string) preg_replace( '/[\s-]+/', '', $code ) );
		if ( ! preg_match( '/^[0-9A-Z]{24,64}$/', $code ) ) {
			throw BridgeError::of( ErrorCode::PAIRING_REFUSED, 'The pairing code is incomplete.' );
		}
		$id     = substr( $code, 0, self::CODE_ID_LENGTH );
		$secret = substr( $code, self::CODE_ID_LENGTH );
		$signer = new RequestSigner( 'pair.' . $id, SealedAnswer::derive( $secret, 'pairing-proof' ), 'pairing' );

		$connection = $this->on_site(
			$for_network ? get_main_site_id() : get_current_blog_id(),
			function () use ( $address, $for_network, $signer, $secret ): Connection {
				$call   = Call::to( Api::PAIR, self::ANSWER_WITHIN_S )->with_query( array( 'actor' => (string) Actor::current() ) )->with_body( $this->introduction( $for_network ) );
				$answer = $this->transport->send( $address, $call, $signer );
				return $this->keep( $address, $for_network, $this->opened( $secret, $answer ) );
			}
		);
		return array(
			'network_id'  => $connection->network_id,
			'fingerprint' => $connection->fingerprint,
		);
	}

	/**
	 * A person has compared the fingerprint: the keys are used from now on.
	 *
	 * @param bool $for_network The network's pairing, or the current site's.
	 * @return bool Whether there was a pairing to confirm.
	 */
	public function confirm( bool $for_network ): bool {
		$connection = $this->store->stored( $for_network );
		if ( $connection ) {
			$this->store->save( $connection->confirmed() );
			Introductions::plan();
			$this->forget_what_was_known();
		}
		return null !== $connection;
	}

	/**
	 * Forgets the pairing here; the bridge keeps its books.
	 *
	 * @param bool $for_network The network's pairing, or the current site's.
	 */
	public function end( bool $for_network ): void {
		$this->store->forget( $for_network );
		$this->forget_what_was_known();
	}

	/**
	 * The bridge may be another one now. What other sites of a network know runs out by itself within minutes.
	 */
	private function forget_what_was_known(): void {
		Health::forget();
		SiteStatus::forget();
	}

	/**
	 * The bridge's address as it is used.
	 *
	 * @param string $address What somebody typed.
	 * @throws BridgeError `address_refused`.
	 */
	private function checked_address( string $address ): string {
		$parts = wp_parse_url( trim( $address ) );
		$known = is_array( $parts ) && in_array( $parts['scheme'] ?? '', array( 'http', 'https' ), true ) && isset( $parts['host'] );
		if ( ! $known || array_diff_key( $parts, array_flip( array( 'scheme', 'host', 'port', 'path' ) ) ) ) {
			throw BridgeError::of( ErrorCode::ADDRESS_REFUSED, 'The bridge\'s address must be like http://10.0.0.5:8081' );
		}
		return untrailingslashit( trim( $address ) );
	}

	/**
	 * The contract's PairRequest.
	 *
	 * @param bool $for_network Whether more sites can follow.
	 * @return array<string, mixed>
	 */
	private function introduction( bool $for_network ): array {
		$site    = SiteAddress::describe();
		$network = $for_network ? get_network() : null;
		return array(
			'network_name' => mb_substr( $network && '' !== $network->site_name ? $network->site_name : $site['name'], 0, 120 ),
			'multisite'    => $for_network,
			'site'         => $site,
		);
	}

	/**
	 * What the sealed answer holds.
	 *
	 * @param string       $secret The code's secret part.
	 * @param array<mixed> $answer The bridge's answer.
	 * @return array<mixed> The contract's Pairing.
	 * @throws BridgeError DOWN when whoever answered does not know the code.
	 */
	private function opened( string $secret, array $answer ): array {
		try {
			return SealedAnswer::open( SealedAnswer::derive( $secret, 'pairing-answer' ), (string) ( $answer['sealed'] ?? '' ) );
		} catch ( \UnexpectedValueException $error ) {
			throw BridgeError::down( 'The answer was not made by the bridge that the code is from.', '' );
		}
	}

	/**
	 * Keeps connection and keys.
	 *
	 * @param string       $address     The bridge's address.
	 * @param bool         $for_network Whether the whole network uses it.
	 * @param array<mixed> $paired      The contract's Pairing.
	 * @throws BridgeError CODE_FOR_ONE_SITE.
	 */
	private function keep( string $address, bool $for_network, array $paired ): Connection {
		if ( $for_network && null === $paired['network_key'] ) {
			throw BridgeError::code_for_one_site();
		}
		$network_keys = $for_network ? KeySafe::seal( KeyPair::from_answer( $paired['network_key'] ), 'network' ) : null;
		$connection   = new Connection(
			bin2hex( random_bytes( 8 ) ),
			$for_network,
			$address,
			(string) $paired['bridge_id'],
			(string) $paired['network_id'],
			(string) $paired['fingerprint'],
			false,
			$network_keys
		);
		$this->store->save( $connection );
		$this->store->save_site_keys( $connection, KeyPair::from_answer( $paired['site_key'] ) );
		return $connection;
	}

	/**
	 * Does something as another site of the network.
	 *
	 * @param int      $site The site.
	 * @param callable $work What to do.
	 * @phpstan-param callable(): Connection $work
	 */
	private function on_site( int $site, callable $work ): Connection {
		if ( get_current_blog_id() === $site ) {
			return $work();
		}
		switch_to_blog( $site );
		try {
			return $work();
		} finally {
			restore_current_blog();
		}
	}
}
