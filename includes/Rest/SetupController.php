<?php
/**
 * What is set up at the bridge: `multipay/v1/setup`, `merchants`, `settings`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\SiteAddress;
use MultiPay\Bridge\SiteStatus;
use MultiPay\Gateway\Method;
use MultiPay\Messages;

/**
 * Passes an admin's wishes on. Keys come sealed in the browser and go through as they are; nothing here can open them.
 */
final class SetupController extends AdminController {
	/**
	 * Needs the bridge.
	 *
	 * @param ConnectionStore $connections The connections.
	 * @param Client          $bridge      The bridge.
	 * @param Health          $health      Whether it answers.
	 */
	public function __construct( ConnectionStore $connections, private Client $bridge, private Health $health ) {
		parent::__construct( $connections );
	}

	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$sealed = self::text( 'Credentials, sealed to the bridge\'s key in the browser.', true, 100000 );
		$this->route( '/setup', 'GET', 'read' );
		$this->route(
			'/merchants',
			'POST',
			'add_merchant',
			array(
				'provider'           => array(
					'type'     => 'string',
					'enum'     => array_values( Method::PROVIDERS ),
					'required' => true,
				),
				'name'               => self::text( 'As shoppers know the merchant.', true, 60 ),
				'sealed_credentials' => $sealed,
			)
		);
		$this->route( '/merchants/(?P<merchant_id>mch_[0-7][0-9a-hjkmnp-tv-z]{25})/credentials', 'PUT', 'replace_credentials', array( 'sealed_credentials' => $sealed ) );
		$this->route(
			'/settings',
			'PUT',
			'change_settings',
			array(
				'values' => array(
					'type'     => 'array',
					'required' => true,
					'minItems' => 1,
					'maxItems' => 50,
					'items'    => array(
						'type'       => 'object',
						'properties' => array(
							'name'  => array( 'type' => 'string' ),
							'value' => array( 'type' => array( 'string', 'boolean', 'integer', 'null' ) ),
						),
					),
				),
			)
		);
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
					'scope'       => $for_network ? 'network' : 'site',
					'pairing'     => $this->is_its_own( $for_network ) ? 'own' : 'network',
					'fingerprint' => $connection->fingerprint ?? $pending->fingerprint ?? null,
					'problem'     => null,
					'bridge_key'  => null,
					'merchants'   => array(),
					'settings'    => array(),
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
					return array_merge( $setup, $this->from_bridge( $for_network ) );
				} catch ( BridgeError $error ) {
					$setup['problem'] = Messages::for_admin( $error->error_code() );
					return $setup;
				}
			}
		);
	}

	/**
	 * Adds a merchant account.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function add_merchant( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$merchant = $this->client( $request['network'] )->create_merchant(
					array(
						'provider'           => $request['provider'],
						'name'               => $request['name'],
						'sealed_credentials' => $request['sealed_credentials'],
					)
				);
				SiteStatus::forget();
				return $merchant;
			},
			201
		);
	}

	/**
	 * Gives a merchant account other credentials.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function replace_credentials( \WP_REST_Request $request ) {
		return $this->answer_admin(
			fn(): array => $this->client( $request['network'] )->replace_credentials( $request['merchant_id'], $request['sealed_credentials'] )
		);
	}

	/**
	 * Changes settings.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function change_settings( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$settings = $this->client( $request['network'] )->change_settings( $request['values'] );
				SiteStatus::forget();
				return array( 'settings' => $settings );
			}
		);
	}

	/**
	 * What the bridge says.
	 *
	 * @param bool $for_network Whether the network's own things are meant.
	 * @return array<string, mixed>
	 * @throws BridgeError When it refuses.
	 */
	private function from_bridge( bool $for_network ): array {
		$client    = $this->client( $for_network );
		$status    = $this->bridge->site_status();
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
			'settings'    => $client->settings(),
			'notify_urls' => (object) $urls,
			'bridge'      => array(
				'up'      => true,
				'version' => $status['bridge_version'],
			),
		);
	}

	/**
	 * Asks as the network or as this site.
	 *
	 * @param bool $for_network Whether the network's own things are meant.
	 */
	private function client( bool $for_network ): Client {
		return $for_network ? $this->bridge->for_network() : $this->bridge;
	}
}
