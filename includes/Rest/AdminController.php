<?php
/**
 * What the admin routes have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Refusal;

/**
 * Cookie and nonce say who asks. `network=1` means the network's own things, which only its admins may see.
 */
abstract class AdminController extends Controller {
	/**
	 * Needs to know who does the pairing here.
	 *
	 * @param ConnectionStore $connections The connections.
	 */
	public function __construct( protected ConnectionStore $connections ) {}

	/**
	 * Whether the asker may set up what they ask about.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function may_set_up( \WP_REST_Request $request ) {
		$may = $request['network']
			? $this->connections->is_network_wide() && current_user_can( 'manage_network_options' )
			: current_user_can( 'manage_options' );
		if ( $may ) {
			return true;
		}
		$refusal = new Refusal( Refusal::FORBIDDEN, __( 'You may not do that.', 'multipay' ), rest_authorization_required_code() );
		return $refusal->to_wp_error();
	}

	/**
	 * Whether what is asked about pairs by itself: where the plugin is activated for the whole network, no site does.
	 *
	 * @param bool $for_network Whether the network is asked about.
	 */
	protected function is_its_own( bool $for_network ): bool {
		return $for_network || ! $this->connections->is_network_wide();
	}

	/**
	 * Registers a route that admins use.
	 *
	 * @param non-falsy-string                    $path     Below the API's root.
	 * @param string                              $method   The HTTP method.
	 * @param string                              $callback A method of this class.
	 * @param array<string, array<string, mixed>> $args     What it takes.
	 */
	protected function route( string $path, string $method, string $callback, array $args = array() ): void {
		$args['network'] = array(
			'description' => 'Whether the network\'s own things are meant.',
			'type'        => 'boolean',
			'default'     => false,
		);
		register_rest_route(
			self::API,
			$path,
			array(
				'methods'             => $method,
				'callback'            => array( $this, $callback ),
				'permission_callback' => array( $this, 'may_set_up' ),
				'args'                => $args,
			)
		);
	}

	/**
	 * Answers an admin: the bridge's refusals with the words for admins.
	 *
	 * @param callable $work   The work.
	 * @param int      $status The HTTP status of success.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param callable(): array<string, mixed> $work
	 */
	protected function answer_admin( callable $work, int $status = 200 ) {
		return $this->answer(
			static function () use ( $work ): array {
				try {
					return $work();
				} catch ( BridgeError $error ) {
					throw Refusal::for_admin( $error );
				}
			},
			$status
		);
	}
}
