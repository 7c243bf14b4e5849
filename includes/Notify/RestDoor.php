<?php
/**
 * The doors' twin in WordPress's REST API, for sites without WooCommerce or without pretty permalinks.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Notify;

use MultiPay\Checkout\ClientAddress;

/**
 * `/wp-json/multipay/v1/notify/wechat` and so on. The answer is the provider's, not JSON of WordPress.
 */
final class RestDoor {
	private const ROUTE = '#^/multipay/v1/notify/([^/]+)$#i';

	/**
	 * Needs who hands over.
	 *
	 * @param Relay $relay Hands over.
	 */
	public function __construct( private Relay $relay ) {}

	/**
	 * Hooks in where WordPress serves its REST API.
	 */
	public function register_hooks(): void {
		add_action( 'parse_request', array( $this, 'find_route_in_path' ), 5 );
		add_action( 'rest_api_init', array( $this, 'register_routes' ) );
		add_filter( 'rest_pre_dispatch', array( $this, 'keep_bytes' ), 10, 3 );
		add_filter( 'rest_pre_serve_request', array( $this, 'serve' ), 10, 3 );
	}

	/**
	 * Makes the route known. Anybody may call it: the permission is the provider's signature, which the bridge checks.
	 */
	public function register_routes(): void {
		register_rest_route(
			'multipay/v1',
			'/notify/(?P<door>[A-Za-z0-9_]{1,60})',
			array(
				'methods'             => array( 'GET', 'POST' ),
				'callback'            => array( $this, 'open' ),
				'permission_callback' => '__return_true',
			)
		);
	}

	/**
	 * Finds doors by their paths where WordPress does not: with plain permalinks (WeChat Pay refuses addresses with a
	 * query), and when permalinks were changed or WooCommerce was switched off after an address had been given away.
	 *
	 * @param \WP $wp WordPress, about to look for what was asked.
	 */
	public function find_route_in_path( $wp ): void {
		if ( ! empty( $wp->query_vars['rest_route'] ) || ! empty( $wp->query_vars['wc-api'] ) ) {
			return;
		}
		// phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- Only matched, and used as matched.
		$path = (string) wp_parse_url( (string) ( $_SERVER['REQUEST_URI'] ?? '' ), PHP_URL_PATH );
		$rest = preg_quote( rest_get_url_prefix(), '#' );
		if ( preg_match( '#/' . $rest . '(/multipay/v1/(?:events|notify/[A-Za-z0-9_]{1,60}))/?$#D', $path, $parts ) ) {
			$wp->query_vars['rest_route'] = $parts[1];
		} elseif ( preg_match( '#/wc-api/(?:multipay|wc_gateway)_(' . Door::PATTERN . ')/?$#Di', $path, $parts ) ) {
			$wp->query_vars['rest_route'] = '/multipay/v1/notify/' . strtolower( $parts[1] );
		}
	}

	/**
	 * Keeps WordPress from refusing bytes that call themselves JSON and are not: that is the bridge's to judge and count.
	 *
	 * @param mixed            $result  What others have answered already.
	 * @param \WP_REST_Server  $server  The server.
	 * @param \WP_REST_Request $request The request.
	 * @return mixed
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function keep_bytes( $result, $server, $request ) {
		if ( preg_match( self::ROUTE, $request->get_route() ) ) {
			$request->set_header( 'Content-Type', 'application/octet-stream' );
		}
		return $result;
	}

	/**
	 * Answers a call.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function open( \WP_REST_Request $request ) {
		$door = Door::of_rest( (string) $request['door'] );
		if ( ! $door ) {
			return new \WP_Error( 'rest_no_route', __( 'There is no such door.', 'multipay' ), array( 'status' => 404 ) );
		}
		$reply = $this->relay->answer( $door, $request->get_method(), CurrentRequest::headers(), (string) $request->get_body(), ClientAddress::of_request() );
		return new \WP_REST_Response( $reply->body, $reply->status, $reply->all_headers() );
	}

	/**
	 * Sends the answer as it is instead of as JSON.
	 *
	 * @param mixed             $is_served Whether somebody has sent an answer.
	 * @param \WP_HTTP_Response $response  The answer.
	 * @param \WP_REST_Request  $request   The request.
	 * @return mixed
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function serve( $is_served, $response, $request ) {
		if ( $is_served || ! preg_match( self::ROUTE, $request->get_route() ) || ! is_string( $response->get_data() ) ) {
			return $is_served;
		}
		echo $response->get_data(); // phpcs:ignore WordPress.Security.EscapeOutput -- The provider's protocol, byte for byte; never HTML.
		return true;
	}
}
