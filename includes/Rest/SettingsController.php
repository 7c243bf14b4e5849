<?php
/**
 * Settings: `multipay/v1/settings`.
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
 * Effective values with the origin of each; the bridge decides which of them the asker may change.
 */
final class SettingsController extends BridgeController {
	/** Settings that decide whose account gets the money. */
	private const ABOUT_MONEY    = array( 'payment_enabled', 'split_mode', 'override_global_config', 'wechat_pay_merchant', 'alipay_merchant', 'split_share', 'split_least_share', 'split_most_share' );
	private const VALUES_AT_MOST = 50;

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
		$site_id = array( 'site_id' => self::site_id() );
		$values  = array(
			'type'              => 'array',
			'required'          => true,
			// WordPress would make lists of texts and numbers of digits, since a value may be any of them.
			'validate_callback' => array( self::class, 'are_values' ),
			'sanitize_callback' => static fn( $values ) => $values,
		);
		$this->route( '/settings', 'GET', 'read', $site_id );
		$this->route( '/settings', 'PUT', 'change', array( 'values' => $values ) + $site_id + self::password() );
		$site = array(
			'pattern'  => '^[0-9]{1,19}$',
			'required' => true,
			'type'     => 'string',
		);
		$args = array(
			'from_site_id' => $site,
			'to_site_id'   => $site,
		) + self::password();
		$this->route( '/settings/copy', 'POST', 'copy', $args, Roles::MANAGE_NETWORK );
	}

	/**
	 * Every setting, and where it came from.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function read( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->asking( $request )->settings() );
	}

	/**
	 * Changes settings, all or none.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function change( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				if ( array_intersect( self::ABOUT_MONEY, array_column( $request['values'], 'name' ) ) ) {
					$this->identity->must_be_confirmed( SecondFactor::SWITCH_MODE, $request['confirm_password'] );
				}
				return $this->asking( $request )->change_settings( $request['values'] );
			}
		);
	}

	/**
	 * Imports a site's settings into the network, or copies one place's to another.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function copy( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$this->identity->must_be_confirmed( SecondFactor::SWITCH_MODE, $request['confirm_password'] );
				return $this->bridge->network()->copy_settings( $request['from_site_id'], $request['to_site_id'] );
			}
		);
	}

	/**
	 * Whether something is a list of settings, each with a name and a value that a setting can have.
	 *
	 * @param mixed $values What was sent.
	 */
	public static function are_values( $values ): bool {
		if ( ! is_array( $values ) || array_values( $values ) !== $values || ! $values || count( $values ) > self::VALUES_AT_MOST ) {
			return false;
		}
		foreach ( $values as $row ) {
			$is_row = is_array( $row ) && 2 === count( $row ) && is_string( $row['name'] ?? null ) && array_key_exists( 'value', $row );
			if ( ! $is_row || ! self::is_value( $row['value'] ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a setting can have a value: a text, a switch, a whole number, a list of words, or nothing.
	 *
	 * @param mixed $value The value.
	 */
	private static function is_value( $value ): bool {
		if ( is_array( $value ) ) {
			return array_values( array_filter( $value, 'is_string' ) ) === $value;
		}
		return null === $value || is_string( $value ) || is_bool( $value ) || is_int( $value );
	}
}
