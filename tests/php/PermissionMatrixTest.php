<?php
/**
 * Who may call each route of the plugin's REST API.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Access\Roles;
use MultiPay\Bridge\ConnectionStore;

/**
 * Goes through the routes that are registered, so that a new one fails here until somebody has said who may call it.
 */
final class PermissionMatrixTest extends TestCase {
	private const PAYMENT    = 'pay_01jd00000000000000000000aa';
	private const MERCHANT   = 'mch_01jd00000000000000000000aa';
	private const CREDENTIAL = 'crd_01jd00000000000000000000aa';

	/** An admin of the site, or, with network=1, of the network. */
	private const ADMIN = 'admin';
	/** Whoever may see the site's payments, or, with network=1, the network's admin. */
	private const VIEW = 'view';
	/** An admin of the network. */
	private const NETWORK = 'network';
	/** Whoever shows an order's key, a return key or a price token. */
	private const PROOF = 'proof';
	/** The bridge, by its signature. */
	private const SIGNATURE = 'signature';
	/** Anybody: the bridge judges by the provider's signature, or WordPress shows only which routes there are. */
	private const ANYBODY = 'anybody';

	/** Each route's rule, by "METHOD /path" with names in place of patterns. */
	private const RULES = array(
		'GET /'                                   => self::ANYBODY,
		'GET /audit'                              => self::ADMIN,
		'POST /callback-check'                    => self::ADMIN,
		'GET /doctor'                             => self::ADMIN,
		'POST /events'                            => self::SIGNATURE,
		'POST /identity'                          => self::ADMIN,
		'GET /master-keys'                        => self::NETWORK,
		'POST /master-keys/rotate'                => self::NETWORK,
		'POST /master-keys/:key_id/destroy'       => self::NETWORK,
		'GET /merchants'                          => self::ADMIN,
		'POST /merchants'                         => self::ADMIN,
		'PUT /merchants/:merchant_id'             => self::ADMIN,
		'POST /merchants/:merchant_id/test'       => self::ADMIN,
		'GET /merchants/:merchant_id/credentials' => self::ADMIN,
		'PUT /merchants/:merchant_id/credentials' => self::ADMIN,
		'POST /merchants/:merchant_id/rehearsals' => self::ADMIN,
		'POST /merchants/:merchant_id/credentials/:credential_id/activate' => self::ADMIN,
		'GET /notify/:door'                       => self::ANYBODY,
		'POST /notify/:door'                      => self::ANYBODY,
		'GET /overview'                           => self::NETWORK,
		'POST /pairing'                           => self::ADMIN,
		'DELETE /pairing'                         => self::ADMIN,
		'POST /pairing/confirm'                   => self::ADMIN,
		'GET /payments'                           => self::VIEW,
		'POST /payments'                          => self::PROOF,
		'GET /payments/:payment_id'               => self::PROOF,
		'POST /payments/:payment_id/settle'       => self::PROOF,
		'POST /payments/:payment_id/close'        => self::PROOF,
		'GET /payments/:payment_id/timeline'      => self::VIEW,
		'POST /payments/:payment_id/refresh'      => self::VIEW,
		'GET /rollouts'                           => self::NETWORK,
		'PUT /rollouts/:feature'                  => self::NETWORK,
		'GET /settings'                           => self::ADMIN,
		'PUT /settings'                           => self::ADMIN,
		'POST /settings/copy'                     => self::NETWORK,
		'GET /setup'                              => self::ADMIN,
		'GET /sites'                              => self::NETWORK,
	);

	/** Who is let in there is refused all the same: the code and the password are wrong, or the network does the pairing. */
	private const REFUSED_INSIDE = array( 'POST /identity', 'POST /pairing', 'DELETE /pairing', 'POST /pairing/confirm' );

	/** What each route of the bridge answers, in one. */
	private const ANSWER = array(
		'mode'           => 'independent',
		'managed'        => false,
		'bridge_version' => '1.0.0',
		'settings'       => array(),
		'gateways'       => array(),
		'items'          => array(),
		'next_cursor'    => null,
		'id'             => self::MERCHANT,
		'jwk'            => array(),
		'checks'         => array(),
		'credential'     => array(),
		'attempts'       => array(),
		'attention'      => array(),
		'feature'        => 'live_updates',
		'status'         => 200,
		'content_type'   => 'text/plain',
		'body'           => 'success',
	);

	/** Everything that any route takes, well-formed, and without any proof. */
	private const PARAMS = array(
		'order'              => 'order_1',
		'key'                => 'wc_order_wrong',
		'gateway'            => 'multipay_wechat',
		'from_site_id'       => '2',
		'to_site_id'         => '3',
		'percent'            => 10,
		'site_ids'           => array(),
		'password'           => 'wrong',
		'data'               => array(
			'payment' => array( 'id' => self::PAYMENT ),
		),
		'address'            => FakeBridge::URL,
		'code'               => 'x',
		'provider'           => 'alipay',
		'name'               => 'Tea',
		'sealed_credentials' => 'a.b.c',
		'values'             => array(
			array(
				'name'  => 'payable_minutes',
				'value' => 10,
			),
		),
	);

	public function test_every_route_has_a_rule_and_every_rule_a_route(): void {
		$this->assertEqualsCanonicalizing( array_keys( self::RULES ), array_keys( $this->registered() ) );
	}

	public function test_no_route_is_open_to_all_but_those_that_say_so(): void {
		foreach ( $this->registered() as $name => $handler ) {
			$is_open = '__return_true' === ( $handler['permission_callback'] ?? '__return_true' );
			$this->assertSame( self::ANYBODY === self::RULES[ $name ], $is_open, $name );
		}
	}

	/**
	 * Each role on this site, and an admin of a sibling.
	 *
	 * @return array<string, array{string, list<string>}>
	 */
	public static function people(): array {
		return array(
			'nobody'                  => array( '', array() ),
			'a subscriber'            => array( 'subscriber', array() ),
			'a customer'              => array( 'customer', array() ),
			'an editor'               => array( 'editor', array() ),
			'a shop manager'          => array( 'shop_manager', array( self::VIEW ) ),
			'a sibling site\'s admin' => array( 'sibling', array() ),
			'the site\'s admin'       => array( 'administrator', array( self::VIEW, self::ADMIN ) ),
			'the network\'s admin'    => array( 'super', array( self::VIEW, self::ADMIN, self::NETWORK ) ),
		);
	}

	/**
	 * No role stands for a proof or a signature, and whoever is turned away asks the bridge nothing.
	 *
	 * @dataProvider people
	 * @param string   $who The role.
	 * @param string[] $may The rules that let it in.
	 */
	public function test_each_role_on_each_route( string $who, array $may ): void {
		$is_network_wide = ( new ConnectionStore() )->is_network_wide();
		$this->identity_is_confirmed();
		$this->become( $who );
		$this->bridge->on( '*', static fn() => array( 200, self::ANSWER ) );
		foreach ( self::RULES as $name => $rule ) {
			if ( in_array( $rule, array( self::PROOF, self::SIGNATURE, self::ANYBODY ), true ) ) {
				$this->asks_without_rights( $name, $rule );
				continue;
			}
			$may_network = $is_network_wide && in_array( self::NETWORK, $may, true );
			$this->is_let_in( self::NETWORK === $rule ? $may_network : in_array( $rule, $may, true ), $name, array() );
			$this->is_let_in( $may_network, $name, array( 'network' => '1' ) );
		}
	}

	public function test_only_the_networks_admin_asks_about_a_site_by_its_number(): void {
		$this->needs_network();
		$other = (string) $this->another_site();
		$this->pair( true );
		$this->bridge->on( '*', static fn() => array( 200, self::ANSWER ) );
		foreach ( array( 'GET /settings', 'PUT /settings', 'GET /audit', 'POST /callback-check', 'GET /payments' ) as $name ) {
			foreach ( array( 'administrator', 'super' ) as $role ) {
				wp_set_current_user( $this->a_user( $role ) );
				$this->is_let_in( 'super' === $role, $name, array( 'site_id' => $other ) );
			}
		}
		$queries = implode( ' ', array_column( $this->bridge->calls, 'query' ) );
		$this->assertStringContainsString( 'site_id=' . $other, $queries );
	}

	public function test_nobody_manages_the_network_where_the_plugin_is_not_the_networks(): void {
		$this->filter( 'site_option_active_sitewide_plugins', static fn() => array() );
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->assertTrue( current_user_can( Roles::MANAGE ) );
		$this->assertFalse( current_user_can( Roles::MANAGE_NETWORK ) );
	}

	/**
	 * Asks, and compares the kind of answer.
	 *
	 * @param bool                  $may   Whether whoever asks is to be let in.
	 * @param string                $name  A rule's name.
	 * @param array<string, string> $query What is asked besides.
	 */
	private function is_let_in( bool $may, string $name, array $query ): void {
		$about = $name . ' ' . wp_json_encode( $query );
		$this->pair( ( new ConnectionStore() )->is_network_wide() );
		$this->bridge->calls = array();
		$response            = $this->ask( $name, $query );
		$code                = self::code_of( $response );
		if ( ! $may ) {
			$this->assertSame( array( 0 === get_current_user_id() ? 401 : 403, 'multipay_forbidden' ), array( $response->get_status(), $code ), $about );
			$this->assertSame( array(), $this->bridge->calls, $about );
		} elseif ( in_array( $name, self::REFUSED_INSIDE, true ) ) {
			$this->assertNotSame( 'multipay_forbidden', $code, $about );
		} else {
			$this->assertSame( 2, intdiv( $response->get_status(), 100 ), $about . ' ' . $code );
		}
	}

	/**
	 * Asks a route that no role opens.
	 *
	 * @param string $name A rule's name.
	 * @param string $rule The rule.
	 */
	private function asks_without_rights( string $name, string $rule ): void {
		$response = $this->ask( $name, array() );
		$refusal  = array( $response->get_status(), self::code_of( $response ) );
		if ( self::PROOF === $rule ) {
			$this->assertSame( array( 404, 'multipay_not_yours' ), $refusal, $name );
		} elseif ( self::SIGNATURE === $rule ) {
			$this->assertSame( array( 401, 'multipay_event_forged' ), $refusal, $name );
		}
	}

	/**
	 * Calls a route with everything that it takes.
	 *
	 * @param string                $name  A rule's name.
	 * @param array<string, string> $query What is asked besides.
	 */
	private function ask( string $name, array $query ): \WP_REST_Response {
		list( $method, $path )     = explode( ' ', $name );
		$path                      = strtr(
			$path,
			array(
				':payment_id'    => self::PAYMENT,
				':merchant_id'   => self::MERCHANT,
				':credential_id' => self::CREDENTIAL,
				':key_id'        => '0123456789abcdef',
				':feature'       => 'live_updates',
				':door'          => 'wechat',
			)
		);
		$_SERVER['REQUEST_METHOD'] = $method;
		// Filters of lists are no parameters of the others.
		$params   = 'GET' === $method && ! str_contains( $name, ':payment_id' ) ? array() : self::PARAMS;
		$response = $this->rest( $method, '/' === $path ? '' : $path, $query + $params );
		$this->assertNotContains( self::code_of( $response ), array( 'rest_no_route', 'rest_missing_callback_param', 'rest_invalid_param' ), $name . ' ' . wp_json_encode( $response->get_data() ) );
		return $response;
	}

	/**
	 * The code of a refusal; empty where there is none.
	 *
	 * @param \WP_REST_Response $response The answer.
	 */
	private static function code_of( \WP_REST_Response $response ): string {
		$data = $response->get_data();
		return is_array( $data ) ? (string) ( $data['code'] ?? '' ) : '';
	}

	/**
	 * Has the request come from somebody.
	 *
	 * @param string $who A role, `sibling`, or nothing.
	 */
	private function become( string $who ): void {
		if ( '' === $who ) {
			return;
		}
		if ( 'sibling' === $who ) {
			$this->needs_network();
			$user = $this->a_user( '' );
			add_user_to_blog( $this->another_site(), $user, 'administrator' );
		} elseif ( 'super' !== $who && ! wp_roles()->is_role( $who ) ) {
			$this->markTestSkipped( 'WooCommerce is not there, and so no ' . $who . '.' );
		} else {
			$user = $this->a_user( $who );
		}
		wp_set_current_user( $user );
	}

	/**
	 * The handlers of all routes of ours.
	 *
	 * @return array<string, array<string, mixed>> By "METHOD /path", as RULES names them.
	 */
	private function registered(): array {
		$found = array();
		foreach ( rest_get_server()->get_routes( 'multipay/v1' ) as $route => $handlers ) {
			$path = (string) preg_replace( '#\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)#', ':$1', substr( $route, strlen( '/multipay/v1' ) ) );
			foreach ( $handlers as $handler ) {
				foreach ( array_keys( array_filter( $handler['methods'] ) ) as $method ) {
					$found[ $method . ' ' . ( '' === $path ? '/' : $path ) ] = $handler;
				}
			}
		}
		return $found;
	}
}
