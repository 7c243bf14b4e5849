<?php
/**
 * What the admin routes have in common that ask the bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\ConnectionStore;

/**
 * Passes an admin's wishes on, and the answers back as they are: the contract's shapes.
 */
abstract class BridgeController extends AdminController {
	protected const MERCHANT = '(?P<merchant_id>mch_[0-7][0-9a-hjkmnp-tv-z]{25})';

	/**
	 * Needs the bridge.
	 *
	 * @param ConnectionStore $connections The connections.
	 * @param AdminClient     $bridge      The bridge.
	 */
	public function __construct( ConnectionStore $connections, protected AdminClient $bridge ) {
		parent::__construct( $connections );
	}

	/**
	 * Asks as this site; or as the network, about its own things or about the site that the request names.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	protected function asking( \WP_REST_Request $request ): AdminClient {
		return self::is_for_network( $request ) ? $this->bridge->for_network( (string) $request['site_id'] ) : $this->bridge;
	}

	/**
	 * Where a request carries sealed credentials.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	protected static function sealed(): array {
		return array( 'sealed_credentials' => self::text( 'Credentials, sealed to the bridge\'s key in the browser.', true, 100000 ) );
	}
}
