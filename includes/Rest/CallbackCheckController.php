<?php
/**
 * Whether notifications get through: `multipay/v1/callback-check`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

/**
 * The bridge calls the site's notify addresses from outside, as the providers do.
 */
final class CallbackCheckController extends BridgeController {
	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$this->route( '/callback-check', 'POST', 'check', array( 'site_id' => self::site_id() ) );
	}

	/**
	 * What came of calling each address; for this site, or for one that the network names.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function check( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->asking( $request )->check_callbacks( (string) $request['site_id'] ) );
	}
}
