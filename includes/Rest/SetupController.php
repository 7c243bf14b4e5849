<?php
/**
 * What is set up at the bridge: `multipay/v1/setup`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\SiteAddress;
use MultiPay\Messages;

/**
 * Everything that the Setup screen shows, in one answer.
 */
final class SetupController extends BridgeController {
	/**
	 * Needs the bridge.
	 *
	 * @param ConnectionStore $connections The connections.
	 * @param AdminClient     $bridge      The bridge.
	 * @param Client          $site        What it says of this site.
	 * @param Health          $health      Whether it answers.
	 */
	public function __construct( ConnectionStore $connections, AdminClient $bridge, private Client $site, private Health $health ) {
		parent::__construct( $connections, $bridge );
	}

	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$this->route( '/setup', 'GET', 'read' );
	}

	/**
	 * Everything that the screen shows. With the bridge down, or with keys that are good for nothing, the screen is still
	 * there and says so: what helps is done on it.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function read( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$for_network = (bool) $request['network'];
				$connection  = $this->connections->current();
				$pending     = $this->connections->stored( $for_network || $this->connections->is_network_wide() );
				$setup       = array(
					'paired'      => null !== $connection,
					'managed'     => false,
					'mode'        => null,
					'scope'       => $for_network ? 'network' : 'site',
					'pairing'     => $this->is_its_own( $for_network ) ? 'own' : 'network',
					'fingerprint' => $connection->fingerprint ?? $pending->fingerprint ?? null,
					'problem'     => null,
					'bridge_key'  => null,
					'merchants'   => array(),
					'settings'    => array(),
					'gateways'    => array(),
					'notify_urls' => new \stdClass(),
					'bridge'      => array(
						'up'      => false,
						'version' => null,
					),
				);
				if ( ! $connection || ! $this->health->ask() ) {
					return $setup;
				}
				try {
					return array_merge( $setup, $this->from_bridge( $for_network, $this->asking( $request ) ) );
				} catch ( BridgeError $error ) {
					$setup['problem'] = Messages::for_admin( $error->error_code() );
					return $setup;
				}
			}
		);
	}

	/**
	 * What the bridge says.
	 *
	 * @param bool        $for_network Whether the network's own things are meant.
	 * @param AdminClient $client      Asks about them.
	 * @return array<string, mixed>
	 * @throws BridgeError When it refuses.
	 */
	private function from_bridge( bool $for_network, AdminClient $client ): array {
		$status    = $this->site->site_status();
		$settings  = $client->settings();
		$merchants = $client->merchants();
		$doors     = SiteAddress::describe()['notify_urls'];
		$urls      = array();
		foreach ( $merchants as $merchant ) {
			$urls[ (string) $merchant['id'] ] = $doors[ (string) $merchant['provider'] ] . '_' . $merchant['id'];
		}
		return array(
			'managed'     => ! $for_network && $status['managed'],
			'bridge_key'  => $client->bridge_key()['jwk'],
			'merchants'   => $merchants,
			'mode'        => $settings['mode'],
			'settings'    => $settings['settings'],
			'gateways'    => $for_network ? array() : $status['gateways'],
			'notify_urls' => (object) $urls,
			'bridge'      => array(
				'up'      => true,
				'version' => $status['bridge_version'],
			),
		);
	}
}
