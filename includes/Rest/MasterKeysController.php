<?php
/**
 * The key that seals all others: `multipay/v1/master-keys`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\Roles;
use MultiPay\Access\SecondFactor;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\ConnectionStore;

/**
 * For the network's admins, where the bridge serves their network alone; else the bridge refuses.
 */
final class MasterKeysController extends BridgeController {
	/**
	 * Needs the bridge, and proof of who asks.
	 *
	 * @param ConnectionStore $connections The connections.
	 * @param AdminClient     $bridge      The bridge.
	 * @param SecondFactor    $identity    Asks for the proof.
	 */
	public function __construct( ConnectionStore $connections, AdminClient $bridge, private SecondFactor $identity ) {
		parent::__construct( $connections, $bridge );
	}

	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$this->route( '/master-keys', 'GET', 'read', array(), Roles::MANAGE_NETWORK );
		$this->route( '/master-keys/rotate', 'POST', 'rotate', self::password(), Roles::MANAGE_NETWORK );
		$this->route( '/master-keys/(?P<key_id>[0-9a-f]{16})/destroy', 'POST', 'destroy', self::password(), Roles::MANAGE_NETWORK );
	}

	/**
	 * The keys there are.
	 *
	 * @return \WP_REST_Response|\WP_Error
	 */
	public function read() {
		return $this->answer_admin( fn(): array => $this->bridge->network()->master_keys() );
	}

	/**
	 * Seals every secret under a new key.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function rotate( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::ROTATE_MASTER_KEY, $request['confirm_password'] );
				return $this->bridge->network()->rotate_master_key();
			}
		);
	}

	/**
	 * Asks for an old key's destruction or, as a second person, confirms it.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function destroy( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::DESTROY_MASTER_KEY, $request['confirm_password'] );
				return $this->bridge->network()->destroy_master_key( $request['key_id'] );
			}
		);
	}
}
