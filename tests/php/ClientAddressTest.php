<?php
/**
 * Where a request comes from.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Checkout\ClientAddress;

/**
 * What a header says counts only from our own proxies.
 */
final class ClientAddressTest extends TestCase {
	/**
	 * Who is connected, X-Forwarded-For, our proxies => the shopper.
	 *
	 * @return array<string, array{string, string, list<string>, string}>
	 */
	public static function connections(): array {
		return array(
			'nobody between'                       => array( '198.51.100.7', '', array(), '198.51.100.7' ),
			'a header from just anybody'           => array( '198.51.100.7', '192.0.2.1', array(), '198.51.100.7' ),
			'a header from somebody else\'s proxy' => array( '198.51.100.7', '192.0.2.1', array( '10.0.0.0/8' ), '198.51.100.7' ),
			'our proxy'                            => array( '10.1.2.3', '192.0.2.1', array( '10.0.0.0/8' ), '192.0.2.1' ),
			'two of our proxies'                   => array( '10.1.2.3', '192.0.2.1, 172.16.0.5', array( '10.0.0.0/8', '172.16.0.5' ), '192.0.2.1' ),
			'a shopper who invents hops before'    => array( '10.1.2.3', '1.1.1.1, 192.0.2.1', array( '10.0.0.0/8' ), '192.0.2.1' ),
			'a hop that is no address'             => array( '10.1.2.3', 'unknown', array( '10.0.0.0/8' ), '10.1.2.3' ),
			'only our proxies'                     => array( '10.1.2.3', '10.4.4.4', array( '10.0.0.0/8' ), '10.4.4.4' ),
			'IPv6'                                 => array( '2001:db8::1', '2001:db8:1::7', array( '2001:db8::/48' ), '2001:db8:1::7' ),
			'IPv6 beside the network'              => array( '2001:db8:2::1', '192.0.2.1', array( '2001:db8::/48' ), '2001:db8:2::1' ),
			'IPv4 in IPv6\'s clothes'              => array( '10.1.2.3', '::ffff:192.0.2.1', array( '10.1.2.0/24' ), '192.0.2.1' ),
			'a network that ends within a byte'    => array( '10.1.2.129', '192.0.2.1', array( '10.1.2.128/25' ), '192.0.2.1' ),
			'just outside of it'                   => array( '10.1.2.127', '192.0.2.1', array( '10.1.2.128/25' ), '10.1.2.127' ),
			'a network whose length is missing'    => array( '10.1.2.3', '192.0.2.1', array( '10.0.0.0/' ), '10.1.2.3' ),
			'a network whose length is a word'     => array( '10.1.2.3', '192.0.2.1', array( '10.0.0.0/abc' ), '10.1.2.3' ),
			'a network whose length is negative'   => array( '10.1.2.3', '192.0.2.1', array( '10.0.0.0/-8' ), '10.1.2.3' ),
			'a network that is longer than it can' => array( '10.1.2.3', '192.0.2.1', array( '10.1.2.3/33' ), '10.1.2.3' ),
			'everybody, when the owner says so'    => array( '10.1.2.3', '192.0.2.1', array( '0.0.0.0/0' ), '192.0.2.1' ),
			'a proxy that is no address'           => array( '10.1.2.3', '192.0.2.1', array( 'proxy' ), '10.1.2.3' ),
		);
	}

	/**
	 * Finds the shopper.
	 *
	 * @dataProvider connections
	 * @param string   $peer    Who is connected.
	 * @param string   $hops    X-Forwarded-For.
	 * @param string[] $trusted Our proxies.
	 * @param string   $shopper The shopper.
	 */
	public function test_it_finds_the_shopper( string $peer, string $hops, array $trusted, string $shopper ): void {
		$this->assertSame( $shopper, ClientAddress::behind( $peer, $hops, $trusted ) );
	}

	public function test_a_developers_machine_may_stand_in_for_a_shopper_elsewhere(): void {
		if ( ! defined( 'MULTIPAY_DEV_CLIENT_IP' ) ) {
			define( 'MULTIPAY_DEV_CLIENT_IP', '203.0.113.7' );
		}
		$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
		$this->assertSame( 'local' === wp_get_environment_type() ? constant( 'MULTIPAY_DEV_CLIENT_IP' ) : '127.0.0.1', ClientAddress::of_request() );
		$_SERVER['REMOTE_ADDR'] = '198.51.100.7';
		$this->assertSame( '198.51.100.7', ClientAddress::of_request(), 'only for loopback' );
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '192.0.2.1';
		$this->assertSame( '198.51.100.7', ClientAddress::of_request() );
		unset( $_SERVER['REMOTE_ADDR'] );
		$this->assertNotSame( '', ClientAddress::of_request() );
	}
}
