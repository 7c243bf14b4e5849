<?php
/**
 * What the doctor finds: `multipay/v1/doctor`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Bridge\ConnectionStore;
use MultiPay\Doctor\Doctor;
use MultiPay\Doctor\Finding;

/**
 * For the screen. The outside-in test of the callbacks takes longer and is asked for apart: `multipay/v1/callback-check`.
 */
final class DoctorController extends AdminController {
	/**
	 * Needs the doctor.
	 *
	 * @param ConnectionStore $connections The connections.
	 * @param Doctor          $doctor      The doctor.
	 */
	public function __construct( ConnectionStore $connections, private Doctor $doctor ) {
		parent::__construct( $connections );
	}

	/**
	 * Makes the route known.
	 */
	public function register_routes(): void {
		$this->route( '/doctor', 'GET', 'read' );
	}

	/**
	 * All findings about this site, also the good ones.
	 *
	 * @return \WP_REST_Response|\WP_Error
	 */
	public function read() {
		return $this->answer_admin(
			fn(): array => array( 'items' => array_map( static fn( Finding $finding ): array => $finding->to_array(), $this->doctor->findings() ) )
		);
	}
}
