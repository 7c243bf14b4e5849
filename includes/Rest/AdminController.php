<?php
/**
 * What the admin routes have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\Roles;
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
	 * Lets in whoever has a capability.
	 *
	 * @param string $capability The capability.
	 * @return true|\WP_Error
	 */
	private static function let_in( string $capability ) {
		if ( current_user_can( $capability ) ) {
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
	 * @param string                              $needs    What the asker must be allowed to do on this site; for the
	 *                                                      network's things, and for other sites, it is always managing
	 *                                                      the network.
	 */
	protected function route( string $path, string $method, string $callback, array $args = array(), string $needs = Roles::MANAGE ): void {
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
				'permission_callback' => static fn( \WP_REST_Request $request ) => self::let_in( self::is_for_network( $request ) ? Roles::MANAGE_NETWORK : $needs ),
				'args'                => $args,
			)
		);
	}

	/**
	 * Whether a request needs the network's key: for the network's own things, or for a site that it names.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	protected static function is_for_network( \WP_REST_Request $request ): bool {
		return $request['network'] || '' !== (string) $request['site_id'];
	}

	/**
	 * A site among a request's arguments, for the network's admins.
	 *
	 * @return array<string, mixed>
	 */
	protected static function site_id(): array {
		return array(
			'description' => 'The site that the network asks about.',
			'type'        => 'string',
			'pattern'     => '^([0-9]{1,19})?$',
			'default'     => '',
		);
	}

	/**
	 * Where a request may carry the asker's password (see Access\SecondFactor).
	 *
	 * @return array<string, array<string, mixed>>
	 */
	protected static function password(): array {
		return array( 'confirm_password' => self::text( 'The asker\'s WordPress password, where it was not given a short while ago.', false, 4096 ) );
	}

	/**
	 * Which part of a long list.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	protected static function page_args(): array {
		return array(
			'cursor' => self::text( 'From `next_cursor`.', false, 200 ),
			'limit'  => array(
				'description' => 'Rows a page.',
				'type'        => 'integer',
				'minimum'     => 1,
				'maximum'     => 100,
				'default'     => 20,
			),
		);
	}

	/**
	 * What a request says of some arguments, without those that are empty.
	 *
	 * @param \WP_REST_Request                    $request The request.
	 * @param array<string, array<string, mixed>> $args    The arguments.
	 * @return array<string, string|int>
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	protected static function filter_in( \WP_REST_Request $request, array $args ): array {
		$given = array_filter( array_intersect_key( $request->get_params(), $args ), static fn( $value ): bool => null !== $value && '' !== $value );
		return array_map( static fn( $value ) => is_bool( $value ) ? ( $value ? 'true' : 'false' ) : $value, $given );
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
