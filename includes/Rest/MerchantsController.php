<?php
/**
 * Merchant accounts: `multipay/v1/merchants`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\SecondFactor;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Gateway\Method;

/**
 * Keys come sealed in the browser and go through as they are; nothing here can open them.
 */
final class MerchantsController extends BridgeController {
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
		$provider = array(
			'type'     => 'string',
			'enum'     => array_values( Method::PROVIDERS ),
			'required' => true,
		);
		$name     = self::text( 'As shoppers know the merchant.', true, 60 );
		$this->route( '/merchants', 'GET', 'read' );
		$this->route( '/merchants', 'POST', 'add', array( 'provider' => $provider, 'name' => $name ) + self::sealed() + self::password() ); // phpcs:ignore WordPress.Arrays
		$this->route( '/merchants/' . self::MERCHANT, 'PUT', 'change', self::changes() + self::password() );
		$this->route( '/merchants/' . self::MERCHANT . '/test', 'POST', 'test' );
	}

	/**
	 * The accounts that may be used.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function read( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => array( 'items' => $this->asking( $request )->merchants() ) );
	}

	/**
	 * Adds an account.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function add( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::CREATE_MERCHANT, $request['confirm_password'] );
				return $this->asking( $request )->create_merchant(
					array(
						'provider'           => $request['provider'],
						'name'               => $request['name'],
						'sealed_credentials' => $request['sealed_credentials'],
					)
				);
			},
			201
		);
	}

	/**
	 * Changes an account's name, limits, and who may use it.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function change( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::CHANGE_MERCHANT, $request['confirm_password'] );
				return $this->asking( $request )->change_merchant( $request['merchant_id'], array_intersect_key( $request->get_params(), self::changes() ) );
			}
		);
	}

	/**
	 * Tries the keys in use with a harmless query.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function test( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->asking( $request )->test_merchant( $request['merchant_id'] ) );
	}

	/**
	 * What of an account can be changed; what a request leaves out stays.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	private static function changes(): array {
		$limit = array(
			'type'    => array( 'integer', 'null' ),
			'minimum' => 1,
			'maximum' => 9999999999999,
		);
		return array(
			'name'             => array(
				'type'      => 'string',
				'minLength' => 1,
				'maxLength' => 60,
			),
			'allowed_site_ids' => array(
				'type'     => array( 'array', 'null' ),
				'maxItems' => 500,
				'items'    => array(
					'type'    => 'string',
					'pattern' => '^[0-9]{1,19}$',
				),
			),
			'most_per_payment' => $limit,
			'most_per_day'     => $limit,
		);
	}
}
