<?php
/**
 * Sites of a network become known to the bridge before they pay.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * By who looks, and in the background.
 */
final class IntroductionsTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->needs_network();
		$this->pair( true );
		wp_set_current_user( $this->a_user( 'super' ) );
		$this->bridge->on( 'GET /v1/sites', static fn() => array( 200, array( 'items' => array(), 'next_cursor' => null ) ) ); // phpcs:ignore WordPress.Arrays
		$other = $this->another_site();
		$kept  = get_blog_option( $other, 'multipay_site_keys' );
		delete_blog_option( $other, 'multipay_site_keys' );
		$this->afterwards( static fn() => $kept ? update_blog_option( $other, 'multipay_site_keys', $kept ) : delete_blog_option( $other, 'multipay_site_keys' ) );
		$this->afterwards( static fn() => delete_network_option( null, 'multipay_introduced' ) );
		wp_unschedule_hook( 'multipay_introduce_sites' );
		delete_network_option( null, 'multipay_introduced' );
	}

	public function test_who_looks_at_the_sites_sees_those_that_never_paid(): void {
		$this->takes_sites();
		$this->assertSame( 200, $this->rest( 'GET', '/sites' )->get_status() );
		$this->assertContains( (string) $this->another_site(), $this->introduced() );
		$before = count( $this->introduced() );
		$this->rest( 'GET', '/sites' );
		$this->assertCount( $before, $this->introduced(), 'once is enough' );
		$this->assertFalse( wp_next_scheduled( 'multipay_introduce_sites' ) );
	}

	public function test_a_bridge_that_is_down_is_asked_again_later(): void {
		$this->bridge->on( 'PUT /v1/sites/*', static fn() => FakeBridge::problem( 'store_unavailable', 503, 'retry_same_key', true ) );
		$this->rest( 'GET', '/sites' );
		$this->assertNotFalse( wp_next_scheduled( 'multipay_introduce_sites' ) );
		$this->takes_sites();
		do_action( 'multipay_introduce_sites' );
		$this->assertContains( (string) $this->another_site(), $this->introduced() );
	}

	public function test_a_site_that_the_bridge_refuses_keeps_no_other_away(): void {
		$this->bridge->on( 'PUT /v1/sites/*', static fn() => FakeBridge::problem( 'address_refused', 422 ) );
		$this->assertSame( 200, $this->rest( 'GET', '/sites' )->get_status() );
		$this->assertFalse( wp_next_scheduled( 'multipay_introduce_sites' ), 'it would be refused again' );
	}

	public function test_a_new_site_is_introduced_soon(): void {
		do_action( 'wp_initialize_site', get_site( $this->another_site() ), array() );
		$this->assertNotFalse( wp_next_scheduled( 'multipay_introduce_sites' ) );
	}

	public function test_where_the_plugin_is_not_the_networks_nobody_is_introduced(): void {
		$this->filter( 'site_option_active_sitewide_plugins', static fn() => array() );
		do_action( 'wp_initialize_site', get_site( $this->another_site() ), array() );
		$this->assertFalse( wp_next_scheduled( 'multipay_introduce_sites' ) );
	}

	/**
	 * The bridge takes every site, and gives it keys.
	 */
	private function takes_sites(): void {
		$this->bridge->on(
			'PUT /v1/sites/*',
			static function (): array {
				$nonce  = str_repeat( 'n', 12 );
				$plain  = (string) wp_json_encode( array( 'site_key' => self::keys( 'net_01jd00000000000000000000aa.2.1' )->to_array() ) );
				$key    = \MultiPay\Bridge\SealedAnswer::derive( str_repeat( 'r', 32 ), 'site-key-answer' );
				$sealed = sodium_crypto_aead_chacha20poly1305_ietf_encrypt( $plain, '', $nonce, $key );
				return array( 200, array( 'sealed' => base64_encode( $nonce . $sealed ) ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
			}
		);
	}

	/**
	 * Which sites the bridge was told of.
	 *
	 * @return list<string>
	 */
	private function introduced(): array {
		return array_values( array_map( static fn( array $call ): string => (string) $call['body']['site_id'], $this->bridge->calls_of( 'PUT /v1/sites/*' ) ) );
	}
}
