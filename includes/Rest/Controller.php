<?php
/**
 * What the controllers of the plugin's REST API have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Refusal;

/**
 * One controller for each resource; permission, schema and callback are separate methods.
 */
abstract class Controller {
	protected const API = 'multipay/v1';

	/** A payment's id in a route. */
	protected const PAYMENT = '(?P<payment_id>pay_[0-7][0-9a-hjkmnp-tv-z]{25})';

	/**
	 * Hooks in where WordPress collects routes.
	 */
	public function register_hooks(): void {
		add_action( 'rest_api_init', array( $this, 'register_routes' ) );
	}

	/**
	 * Makes the routes known.
	 */
	abstract public function register_routes(): void;

	/**
	 * Answers with what the work gives, or with what it refuses.
	 *
	 * @param callable $work   The work.
	 * @param int      $status The HTTP status of success.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param callable(): array<string, mixed> $work
	 */
	protected function answer( callable $work, int $status = 200 ) {
		try {
			$response = new \WP_REST_Response( $work(), $status );
			$response->header( 'Cache-Control', 'no-store' );
			return $response;
		} catch ( Refusal $refusal ) {
			return $refusal->to_wp_error();
		}
	}

	/**
	 * A text among a request's arguments.
	 *
	 * @param string $description What it is.
	 * @param bool   $required    Whether it must be there.
	 * @param int    $max_length  In characters.
	 * @return array<string, mixed>
	 */
	protected static function text( string $description, bool $required, int $max_length ): array {
		$schema = array(
			'description' => $description,
			'type'        => 'string',
			'maxLength'   => $max_length,
			'required'    => $required,
		);
		return $required ? $schema : $schema + array( 'default' => '' );
	}
}
