<?php
/**
 * Who may call each route of the plugin's REST API.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Goes through the routes that are registered, so that a new one fails here until somebody has said who may call it.
 */
final class RestRoutesTest extends TestCase {
	private const PAYMENT  = 'pay_01jd00000000000000000000aa';
	private const MERCHANT = 'mch_01jd00000000000000000000aa';

	/** An admin of the site, or, with network=1, of the network. */
	private const ADMIN = 'admin';
	/** Whoever shows an order's key, a return key or a price token. */
	private const PROOF = 'proof';
	/** The bridge, by its signature. */
	private const SIGNATURE = 'signature';
	/** Anybody: the bridge judges by the provider's signature, or WordPress shows only which routes there are. */
	private const ANYBODY = 'anybody';

	/** Each route's rule, by "METHOD /path" with names in place of patterns. */
	private const RULES = array(
		'GET /'                                   => self::ANYBODY,
		'POST /payments'                          => self::PROOF,
		'GET /payments/:payment_id'               => self::PROOF,
		'POST /payments/:payment_id/settle'       => self::PROOF,
		'POST /payments/:payment_id/close'        => self::PROOF,
		'POST /events'                            => self::SIGNATURE,
		'GET /notify/:door'                       => self::ANYBODY,
		'POST /notify/:door'                      => self::ANYBODY,
		'POST /pairing'                           => self::ADMIN,
		'DELETE /pairing'                         => self::ADMIN,
		'POST /pairing/confirm'                   => self::ADMIN,
		'GET /setup'                              => self::ADMIN,
		'POST /merchants'                         => self::ADMIN,
		'PUT /merchants/:merchant_id/credentials' => self::ADMIN,
		'PUT /settings'                           => self::ADMIN,
	);

	/** Everything that any route takes, well-formed, and without any proof. */
	private const PARAMS = array(
		'order'              => 'order_1',
		'key'                => 'wc_order_wrong',
		'gateway'            => 'multipay_wechat',
		'type'               => 'payment.succeeded',
		'data'               => array( 'payment' => array( 'id' => self::PAYMENT ) ),
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
	 * @return array<string, array{string, bool, bool}>
	 */
	public static function people(): array {
		return array(
			'nobody'                  => array( '', false, false ),
			'a customer'              => array( 'subscriber', false, false ),
			'a contributor'           => array( 'contributor', false, false ),
			'an editor'               => array( 'editor', false, false ),
			'a shop manager'          => array( 'shop_manager', false, false ),
			'a sibling site\'s admin' => array( 'sibling', false, false ),
			'the site\'s admin'       => array( 'administrator', true, false ),
			'the network\'s admin'    => array( 'super', true, true ),
		);
	}

	/**
	 * No role stands for a proof or a signature, and no shopper for an admin.
	 *
	 * @dataProvider people
	 * @param string $who     The role.
	 * @param bool   $site    Whether they may set up this site.
	 * @param bool   $network Whether they may set up the network.
	 */
	public function test_each_role_on_each_route( string $who, bool $site, bool $network ): void {
		$this->pair();
		$this->become( $who );
		$is_network_wide = ( new \MultiPay\Bridge\ConnectionStore() )->is_network_wide();
		foreach ( self::RULES as $name => $rule ) {
			$this->assertSame( self::ADMIN !== $rule || $site ? '' : 'multipay_forbidden', $this->refusal( $name, self::ADMIN === $rule ? array() : null ), $name );
			if ( self::ADMIN === $rule ) {
				$may = $network && $is_network_wide;
				$this->assertSame( $may ? '' : 'multipay_forbidden', $this->refusal( $name, array( 'network' => '1' ) ), $name . ' for the network' );
			}
		}
	}

	/**
	 * The code with which a call is turned away at the door: empty when it is let in, or turned away as its rule says for
	 * everybody.
	 *
	 * @param string                     $name  A rule's name.
	 * @param array<string, string>|null $query What else is asked of an admin route; null for the others.
	 */
	private function refusal( string $name, ?array $query ): string {
		list( $method, $path )     = explode( ' ', $name );
		$path                      = strtr(
			$path,
			array(
				':payment_id'  => self::PAYMENT,
				':merchant_id' => self::MERCHANT,
				':door'        => 'wechat',
			)
		);
		$_SERVER['REQUEST_METHOD'] = $method;
		$response                  = $this->rest( $method, '/' === $path ? '' : $path, ( $query ?? array() ) + self::PARAMS );
		$data                      = $response->get_data();
		$code                      = is_array( $data ) ? (string) ( $data['code'] ?? '' ) : '';
		$this->assertNotContains( $code, array( 'rest_no_route', 'rest_missing_callback_param', 'rest_invalid_param' ), $name );
		switch ( self::RULES[ $name ] ) {
			case self::PROOF:
				$this->assertSame( array( 404, 'multipay_not_yours' ), array( $response->get_status(), $code ), $name );
				return '';
			case self::SIGNATURE:
				$this->assertSame( array( 401, 'multipay_event_forged' ), array( $response->get_status(), $code ), $name );
				return '';
		}
		if ( 'multipay_forbidden' === $code ) {
			$this->assertSame( 0 === get_current_user_id() ? 401 : 403, $response->get_status(), $name );
			return $code;
		}
		return '';
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
