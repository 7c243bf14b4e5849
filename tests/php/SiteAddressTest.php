<?php
/**
 * How a site introduces itself.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\SiteAddress;

/**
 * With and without a payment domain.
 */
final class SiteAddressTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->filter( 'pre_option_home', static fn() => 'https://shop.example.test/tea' );
		$this->filter( 'pre_option_permalink_structure', static fn() => '/%postname%/' );
	}

	/**
	 * What is in the option, and where the site is then.
	 *
	 * @return array<string, array{string, string}>
	 */
	public static function domains(): array {
		return array(
			'none'              => array( '', 'https://shop.example.test/tea/' ),
			'a host'            => array( 'pay.example.test', 'https://pay.example.test/' ),
			'a host and a path' => array( 'pay.example.test/tea/', 'https://pay.example.test/tea/' ),
			'a port'            => array( 'pay.example.test:8443', 'https://pay.example.test:8443/' ),
			'a scheme'          => array( 'http://Pay.Example.test', 'http://pay.example.test/' ),
			'spaces around'     => array( ' pay.example.test ', 'https://pay.example.test/' ),
			'not a domain'      => array( 'pay example', 'https://shop.example.test/tea/' ),
			'a query'           => array( 'pay.example.test/?a=b', 'https://shop.example.test/tea/' ),
			'a log-in'          => array( 'user:pass@pay.example.test', 'https://shop.example.test/tea/' ),
			'another protocol'  => array( 'ftp://pay.example.test', 'https://shop.example.test/tea/' ),
		);
	}

	/**
	 * Payment domains.
	 *
	 * @dataProvider domains
	 * @param string $domain What is in the option.
	 * @param string $home   Where the site is then.
	 */
	public function test_the_bridge_knows_a_site_by_its_payment_domain( string $domain, string $home ): void {
		foreach ( array( 'multipay_payment_domain', 'payment_domain' ) as $option ) {
			$filter = static fn() => $domain;
			add_filter( 'pre_option_' . $option, $filter );
			$site   = SiteAddress::describe();
			remove_filter( 'pre_option_' . $option, $filter );
			$this->assertSame( $home, $site['home_url'], $option );
			foreach ( array_merge( array( $site['event_url'] ), $site['notify_urls'] ) as $url ) {
				$this->assertStringStartsWith( $home, $url );
			}
		}
	}

	public function test_a_filter_has_the_last_word(): void {
		$this->filter( 'pre_option_payment_domain', static fn() => 'pay.example.test' );
		$this->filter( 'wc_multipay_payment_domain', static fn( $domain ) => 'eu.' . $domain );
		$this->assertSame( 'https://eu.pay.example.test/', SiteAddress::describe()['home_url'] );
	}

	public function test_shoppers_come_back_where_the_bridge_lets_them(): void {
		$this->assertSame( 'https://shop.example.test/tea/order/1?key=a', SiteAddress::known( 'https://shop.example.test/tea/order/1?key=a' ) );
		$this->filter( 'pre_option_payment_domain', static fn() => 'pay.example.test' );
		$this->assertSame( 'https://pay.example.test/order/1?key=a', SiteAddress::known( 'https://shop.example.test/tea/order/1?key=a' ) );
		$this->assertSame( 'https://pay.example.test?key=a', SiteAddress::known( 'https://shop.example.test/tea?key=a' ) );
		$this->assertSame( 'https://shop.example.test/teapots', SiteAddress::known( 'https://shop.example.test/teapots' ), 'another site\'s' );
	}

	public function test_a_new_payment_domain_is_told_to_the_bridge(): void {
		$this->pair();
		$this->assertTrue( ( new ConnectionStore() )->is_registered_as_it_is() );
		$this->filter( 'pre_option_payment_domain', static fn() => 'pay.example.test' );
		$this->assertFalse( ( new ConnectionStore() )->is_registered_as_it_is() );
	}

	public function test_a_copy_with_the_same_payment_domain_does_not_speak_for_the_original(): void {
		$this->filter( 'pre_option_payment_domain', static fn() => 'pay.example.test' );
		$this->pair();
		$this->filter( 'pre_option_home', static fn() => 'https://staging.example.test' );
		$this->assertSame( BridgeError::SITE_MOVED, $this->error_of( fn() => $this->client()->site_status() )->error_code() );
		$this->assertSame( array(), $this->bridge->calls );
	}
}
