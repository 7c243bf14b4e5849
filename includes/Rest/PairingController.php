<?php
/**
 * Pairing with a bridge: `multipay/v1/pairing`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\SecondFactor;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Pairing;
use MultiPay\Refusal;

/**
 * Fetches the keys, lets a person compare the fingerprint, and forgets them.
 */
final class PairingController extends AdminController {
	/**
	 * Needs the pairing, and proof of who asks: another bridge would have the money go elsewhere.
	 *
	 * @param ConnectionStore $connections The connections.
	 * @param Pairing         $pairing     Does the work.
	 * @param SecondFactor    $identity    Asks for the proof.
	 */
	public function __construct( ConnectionStore $connections, private Pairing $pairing, private SecondFactor $identity ) {
		parent::__construct( $connections );
	}

	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$args = array(
			'address' => self::text( 'The bridge\'s private address.', true, 300 ),
			'code'    => self::text( 'What `multipay pair` printed.', true, 100 ),
		) + self::password();
		$this->route( '/pairing', 'POST', 'begin', $args );
		$this->route( '/pairing', 'DELETE', 'end' );
		$this->route( '/pairing/confirm', 'POST', 'confirm' );
	}

	/**
	 * Fetches the keys.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function begin( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->must_be_its_own( $request['network'] );
				$this->identity->must_be_confirmed( SecondFactor::PAIR, $request['confirm_password'] );
				return $this->pairing->begin( $request['address'], $request['code'], $request['network'] );
			},
			201
		);
	}

	/**
	 * A person has compared the fingerprint.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function confirm( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->must_be_its_own( $request['network'] );
				return array( 'paired' => $this->pairing->confirm( $request['network'] ) );
			}
		);
	}

	/**
	 * Forgets the pairing.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function end( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->must_be_its_own( $request['network'] );
				$this->pairing->end( $request['network'] );
				return array( 'paired' => false );
			}
		);
	}

	/**
	 * Where the plugin is activated for the whole network, no site pairs by itself.
	 *
	 * @param bool $for_network Whether the network's pairing is meant.
	 * @throws Refusal NETWORK_DECIDES.
	 */
	private function must_be_its_own( bool $for_network ): void {
		if ( ! $this->is_its_own( $for_network ) ) {
			throw new Refusal( Refusal::NETWORK_DECIDES, __( 'The network’s administrator pairs all its sites at once.', 'multipay' ), 403, 'ask_network_admin' );
		}
	}
}
