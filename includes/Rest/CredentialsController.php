<?php
/**
 * Sets of keys: `multipay/v1/merchants/…/credentials` and `…/rehearsals`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\SecondFactor;
use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\ConnectionStore;

/**
 * Keys come sealed in the browser and go through as they are; what comes back are fingerprints.
 */
final class CredentialsController extends BridgeController {
	private const CREDENTIAL = '(?P<credential_id>crd_[0-7][0-9a-hjkmnp-tv-z]{25})';

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
		$of_merchant = '/merchants/' . self::MERCHANT;
		$this->route( $of_merchant . '/credentials', 'GET', 'read' );
		$this->route( $of_merchant . '/credentials', 'PUT', 'replace', self::sealed() + self::password() );
		$this->route( $of_merchant . '/rehearsals', 'POST', 'rehearse', self::sealed() + self::password() );
		$this->route( $of_merchant . '/credentials/' . self::CREDENTIAL . '/activate', 'POST', 'activate', self::password() );
	}

	/**
	 * An account's sets of keys.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function read( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->asking( $request )->credentials( $request['merchant_id'] ) );
	}

	/**
	 * Gives an account other keys at once.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function replace( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::REPLACE_CREDENTIALS, $request['confirm_password'] );
				return $this->asking( $request )->replace_credentials( $request['merchant_id'], $request['sealed_credentials'] );
			}
		);
	}

	/**
	 * Tries other keys with the provider; they do not sign yet.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function rehearse( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::REHEARSE_CREDENTIALS, $request['confirm_password'] );
				return $this->asking( $request )->rehearse_credentials( $request['merchant_id'], $request['sealed_credentials'] );
			},
			201
		);
	}

	/**
	 * Signs with a rehearsed set from now on.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function activate( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::ACTIVATE_CREDENTIALS, $request['confirm_password'] );
				return $this->asking( $request )->activate_credentials( $request['merchant_id'], $request['credential_id'] );
			}
		);
	}
}
