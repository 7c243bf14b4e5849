<?php
/**
 * The network at a glance: `multipay/v1/overview`, `sites`, `rollouts`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\Roles;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Introductions;

/**
 * For the network's admins only.
 */
final class NetworkController extends BridgeController {
	/**
	 * Needs the bridge.
	 *
	 * @param ConnectionStore $connections   The connections.
	 * @param AdminClient     $bridge        The bridge.
	 * @param Introductions   $introductions Makes new sites known to it.
	 */
	public function __construct( ConnectionStore $connections, AdminClient $bridge, private Introductions $introductions ) {
		parent::__construct( $connections, $bridge );
	}

	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$this->route( '/overview', 'GET', 'overview', array(), Roles::MANAGE_NETWORK );
		$this->route( '/sites', 'GET', 'sites', self::sites_args(), Roles::MANAGE_NETWORK );
		$this->route( '/rollouts', 'GET', 'rollouts', array(), Roles::MANAGE_NETWORK );
		$args = array(
			'percent'  => array(
				'type'     => 'integer',
				'enum'     => array( 0, 10, 50, 100 ),
				'required' => true,
			),
			'site_ids' => array(
				'type'     => 'array',
				'required' => true,
				'maxItems' => 500,
				'items'    => array(
					'type'    => 'string',
					'pattern' => '^[0-9]{1,19}$',
				),
			),
		);
		$this->route( '/rollouts/(?P<feature>[a-z_]{1,40})', 'PUT', 'change_rollout', $args, Roles::MANAGE_NETWORK );
	}

	/**
	 * Sites, money, health, and what needs attention.
	 *
	 * @return \WP_REST_Response|\WP_Error
	 */
	public function overview() {
		return $this->answer_admin( fn(): array => $this->bridge->network()->overview() );
	}

	/**
	 * The sites with their modes and health.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function sites( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->introductions->introduce_some();
				return $this->bridge->network()->sites( self::filter_in( $request, self::sites_args() ) );
			}
		);
	}

	/**
	 * How far new behaviour is rolled out.
	 *
	 * @return \WP_REST_Response|\WP_Error
	 */
	public function rollouts() {
		return $this->answer_admin( fn(): array => $this->bridge->network()->rollouts() );
	}

	/**
	 * Takes a rollout a step on or back.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function change_rollout( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->bridge->network()->change_rollout( $request['feature'], $request['percent'], $request['site_ids'] ) );
	}

	/**
	 * Which sites.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	private static function sites_args(): array {
		return array( 'search' => self::text( 'A part of the name or of the domain.', false, 100 ) ) + self::page_args();
	}
}
