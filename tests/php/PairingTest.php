<?php
/**
 * Pairing with a bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Pairing;
use MultiPay\Bridge\RequestSigner;
use MultiPay\Bridge\SealedAnswer;
use MultiPay\Bridge\SiteAddress;
use MultiPay\Bridge\Transport;
use MultiPay\Messages;

/**
 * A code is traded for keys, and a person has the last word.
 */
final class PairingTest extends TestCase {
	use HandsOutKeys;

	private const SECRET = '0123456789ABCDEFGHJKMNPQRS';
	private const CODE   = 'abcdef-gh0123-456789 abcdef-ghjkmn-pqrs';

	public function test_the_code_is_proved_and_never_sent(): void {
		$this->hand_out_keys();
		$this->pairing()->begin( FakeBridge::URL . '/', self::CODE, false );

		$call = $this->bridge->calls[0];
		$this->assertSame( 'POST /v1/pairings', $call['method'] . ' ' . $call['path'] );
		$this->assertStringNotContainsStringIgnoringCase( self::SECRET, (string) wp_json_encode( $call ) );
		$this->assertSame( 1, preg_match( '/timestamp="(\d+)",nonce="(\w+)"/', $call['headers']['Authorization'], $parts ) );
		$signer = new RequestSigner( 'pair.ABCDEFGH', SealedAnswer::derive( self::SECRET, 'pairing-proof' ), 'pairing' );
		$body   = (string) wp_json_encode( $call['body'], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
		$this->assertSame( $signer->authorization_at( 'POST', '/v1/pairings', $body, $parts[1] ?? '', $parts[2] ?? '' ), $call['headers']['Authorization'] );
		$this->assertFalse( $call['body']['multisite'] );
		$this->assertSame( SiteAddress::describe(), $call['body']['site'] );
	}

	public function test_the_keys_are_used_only_after_a_person_has_compared_the_fingerprint(): void {
		$this->hand_out_keys();
		$store  = new ConnectionStore();
		$paired = $this->pairing()->begin( FakeBridge::URL, self::CODE, false );
		$this->assertSame( array( 'net_01jd00000000000000000000aa', 'AAAA BBBB CCCC DDDD' ), array( $paired['network_id'], $paired['fingerprint'] ) );
		$this->assertNull( $store->current() );
		$this->assertSame( BridgeError::NOT_PAIRED, $this->error_of( fn() => $this->client()->payments( array() ) )->error_code() );

		$this->assertTrue( $this->pairing()->confirm( false ) );
		$this->client()->payments( array() );
		$this->assertStringContainsString( 'key="net_01jd00000000000000000000aa.', $this->bridge->calls[1]['headers']['Authorization'] );

		$this->pairing()->end( false );
		$this->assertNull( $store->stored( false ) );
		$this->assertFalse( $this->pairing()->confirm( false ), 'nothing is left to confirm' );
	}

	public function test_scripts_pair_in_one_step(): void {
		$this->hand_out_keys();
		Pairing::pair( FakeBridge::URL, self::CODE );
		$this->assertNotNull( ( new ConnectionStore() )->current() );
	}

	public function test_a_network_is_paired_by_its_main_site_for_all(): void {
		$this->needs_network();
		$this->hand_out_keys();
		$other = $this->another_site();
		switch_to_blog( $other );
		$theirs = get_option( 'multipay_site_keys', '' );
		$this->pairing()->begin( FakeBridge::URL, self::CODE, true );
		restore_current_blog();
		$body = $this->bridge->calls[0]['body'];
		$this->assertTrue( $body['multisite'] );
		$this->assertSame( (string) get_main_site_id(), $body['site']['site_id'] );
		$this->assertTrue( ( new ConnectionStore() )->stored( true )?->for_network );
		$this->assertNotSame( '', get_option( 'multipay_site_keys', '' ) );
		switch_to_blog( $other );
		$this->assertSame( $theirs, get_option( 'multipay_site_keys', '' ) );
		restore_current_blog();
	}

	public function test_a_code_for_one_site_does_not_pair_a_network(): void {
		$this->needs_network();
		$this->hand_out_keys( false );
		$before = ( new ConnectionStore() )->stored( true );
		$error  = $this->error_of( fn() => $this->pairing()->begin( FakeBridge::URL, self::CODE, true ) );
		$this->assertSame( array( BridgeError::CODE_FOR_ONE_SITE, 403, 'pair_again' ), array( $error->error_code(), $error->status(), $error->next() ) );
		$this->assertStringContainsString( 'one site', Messages::for_admin( $error->error_code() ) );
		$this->assertEquals( $before, ( new ConnectionStore() )->stored( true ), 'nothing is kept of it' );
	}

	/**
	 * Refused before anything is sent.
	 *
	 * @return array<string, array{string, string, string}>
	 */
	public static function wrong_input(): array {
		return array(
			'half a code'                => array( FakeBridge::URL, 'ABCDEF-GH0123', 'pairing_refused' ),
			'a code with other signs'    => array( FakeBridge::URL, str_repeat( 'ä', 40 ), 'pairing_refused' ),
			'no address'                 => array( 'bridge', self::CODE, 'address_refused' ),
			'another protocol'           => array( 'ftp://bridge.test', self::CODE, 'address_refused' ),
			'an address with a password' => array( 'http://a:b@bridge.test', self::CODE, 'address_refused' ),
			'an address with a query'    => array( 'http://bridge.test/?x=1', self::CODE, 'address_refused' ),
		);
	}

	/**
	 * Refused before anything is sent.
	 *
	 * @dataProvider wrong_input
	 * @param string $address The address.
	 * @param string $code    The code.
	 * @param string $refusal The refusal.
	 */
	public function test_wrong_input_is_refused_here( string $address, string $code, string $refusal ): void {
		$error = $this->error_of( fn() => $this->pairing()->begin( $address, $code, false ) );
		$this->assertSame( $refusal, $error->error_code() );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_an_answer_that_somebody_else_made_is_not_believed(): void {
		$this->bridge->on( 'POST /v1/pairings', static fn() => array( 201, array( 'sealed' => base64_encode( random_bytes( 80 ) ) ) ) );
		$error = $this->error_of( fn() => $this->pairing()->begin( FakeBridge::URL, self::CODE, false ) );
		$this->assertSame( BridgeError::DOWN, $error->error_code() );
		$this->assertNull( ( new ConnectionStore() )->stored( false ) );
	}

	/**
	 * Where a site takes notifications.
	 *
	 * @return array<string, array{string, string, string}>
	 */
	public static function permalinks(): array {
		$door = function_exists( 'WC' ) ? '/wc-api/multipay_wechat' : '/wp-json/multipay/v1/notify/wechat';
		return array(
			'pretty'         => array( '/%postname%/', $door, '/wp-json/multipay/v1/events' ),
			'with index.php' => array( '/index.php/%postname%/', '/index.php' . $door, '/index.php/wp-json/multipay/v1/events' ),
			'plain'          => array( '', '/index.php/wp-json/multipay/v1/notify/wechat', '/index.php?rest_route=/multipay/v1/events' ),
		);
	}

	/**
	 * WeChat Pay refuses a query, and the bridge appends the account's name.
	 *
	 * @dataProvider permalinks
	 * @param string $structure The permalinks.
	 * @param string $door      The door's path.
	 * @param string $events    The path for events.
	 */
	public function test_doors_have_no_query_with_any_permalinks( string $structure, string $door, string $events ): void {
		$this->filter( 'pre_option_permalink_structure', static fn() => $structure );
		$site = SiteAddress::describe();
		$home = untrailingslashit( get_option( 'home' ) );
		$this->assertSame( $home . $door, $site['notify_urls']['wechat_pay'] );
		$this->assertSame( $home . $events, $site['event_url'] );
		$this->assertSame( $home . '/', $site['home_url'] );
	}

	/**
	 * Pairs by hand.
	 */
	private function pairing(): Pairing {
		return new Pairing( new ConnectionStore(), new Transport() );
	}
}
