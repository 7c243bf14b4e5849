<?php
/**
 * Proving once more who one is: `multipay/v1/identity`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\Roles;
use MultiPay\Access\SecondFactor;
use MultiPay\Bridge\ConnectionStore;

/**
 * Before something that decides about keys or money; see Access\SecondFactor.
 */
final class IdentityController extends AdminController {
	/**
	 * Needs who checks it.
	 *
	 * @param ConnectionStore $connections The connections.
	 * @param SecondFactor    $identity    Checks it.
	 */
	public function __construct( ConnectionStore $connections, private SecondFactor $identity ) {
		parent::__construct( $connections );
	}

	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$this->route( '/identity', 'POST', 'confirm', array( 'password' => self::text( 'The asker\'s WordPress password.', true, 4096 ) ) );
	}

	/**
	 * Takes the password. `until` is the moment of asking where there is no session that could remember it.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function confirm( \WP_REST_Request $request ) {
		return $this->answer_admin(
			fn(): array => array(
				'confirmed' => true,
				'until'     => gmdate( 'Y-m-d\TH:i:s\Z', $this->identity->confirm( $request['password'] ) ),
			)
		);
	}
}
