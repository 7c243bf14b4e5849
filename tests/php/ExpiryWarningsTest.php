<?php
/**
 * Whoever looks after the merchant accounts hears in time that a certificate ends.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\ConnectionStore;
use MultiPay\Upkeep\ExpiryWarnings;

/**
 * Mails, and notices on the dashboard.
 */
final class ExpiryWarningsTest extends TestCase {
	use KeepsMail;

	private const MERCHANT = 'mch_01jd00000000000000000000aa';

	protected function setUp(): void {
		parent::setUp();
		$wide = ( new ConnectionStore() )->is_network_wide();
		$this->pair( $wide );
		$this->begin_to_keep_mail();
		$this->afterwards( fn() => $this->stop_keeping_mail() );
		$this->afterwards( static fn() => $wide ? delete_network_option( null, 'multipay_expiring' ) : delete_option( 'multipay_expiring' ) );
	}

	/**
	 * How far away the end is, and whether it is time for a mail.
	 *
	 * @return array<string, array{string, bool}>
	 */
	public static function ends(): array {
		return array(
			'in 31 days'    => array( '+31 days', false ),
			'in 29 days'    => array( '+29 days', true ),
			'in 6 days'     => array( '+6 days', true ),
			'in half a day' => array( '+12 hours', true ),
			'yesterday'     => array( '-1 day', true ),
		);
	}

	/**
	 * One mail for each distance, however often it is looked at, and a notice all the time.
	 *
	 * @dataProvider ends
	 * @param string $when       In strtotime's words.
	 * @param bool   $is_warning Whether somebody is told.
	 */
	public function test_a_mail_and_a_notice( string $when, bool $is_warning ): void {
		$this->expires( $when );
		do_action( ExpiryWarnings::EVENT );
		do_action( ExpiryWarnings::EVENT );
		$this->assertCount( $is_warning ? 1 : 0, $this->mails );
		$this->assertSame( $is_warning, str_contains( $this->notices(), 'Tea House' ) );
	}

	public function test_the_next_distance_is_mailed_again(): void {
		$this->expires( '+20 days' );
		do_action( ExpiryWarnings::EVENT );
		// The same certificate, seen two weeks later.
		$ends = gmdate( 'Y-m-d\TH:i:s\Z', (int) strtotime( '+6 days' ) );
		$this->remember_as_warned( $ends, 30 );
		$this->expires( $ends );
		do_action( ExpiryWarnings::EVENT );
		$this->assertCount( 2, $this->mails );
		$this->assertStringContainsString( 'certificate ends', $this->mails[1]['subject'] );
	}

	public function test_it_is_quiet_once_other_keys_are_in_use(): void {
		$this->expires( '+6 days' );
		do_action( ExpiryWarnings::EVENT );
		$this->expires( '+300 days' );
		do_action( ExpiryWarnings::EVENT );
		$this->assertStringNotContainsString( 'Tea House', $this->notices() );
	}

	public function test_a_bridge_that_is_down_changes_nothing(): void {
		$this->expires( '+6 days' );
		do_action( ExpiryWarnings::EVENT );
		$this->bridge->go_down();
		do_action( ExpiryWarnings::EVENT );
		$this->assertStringContainsString( 'Tea House', $this->notices() );
	}

	public function test_who_cannot_help_reads_nothing(): void {
		$this->expires( '+6 days' );
		do_action( ExpiryWarnings::EVENT );
		$this->assertStringNotContainsString( 'Tea House', $this->notices( 'editor' ) );
	}

	/**
	 * The bridge knows one account whose certificate ends then.
	 *
	 * @param string $when In strtotime's words.
	 */
	private function expires( string $when ): void {
		$expires = gmdate( 'Y-m-d\TH:i:s\Z', (int) strtotime( $when ) );
		$account = array( 'id' => self::MERCHANT, 'provider' => 'wechat_pay', 'name' => 'Tea House', 'expires_at' => $expires ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'GET /v1/merchants', static fn() => array( 200, array( 'items' => array( $account ) ) ) ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * As it stands after a warning.
	 *
	 * @param string $expires_at When it ends.
	 * @param int    $days       How many days before it was warned.
	 */
	private function remember_as_warned( string $expires_at, int $days ): void {
		$kept = array( 'ending' => array(), 'warned' => array( self::MERCHANT . ' ' . $expires_at => $days ) ); // phpcs:ignore WordPress.Arrays
		( new ConnectionStore() )->is_network_wide() ? update_network_option( null, 'multipay_expiring', $kept ) : update_option( 'multipay_expiring', $kept );
	}

	/**
	 * What somebody reads on the dashboard.
	 *
	 * @param string $role Who.
	 */
	private function notices( string $role = 'super' ): string {
		wp_set_current_user( $this->a_user( $role ) );
		set_current_screen( 'dashboard' );
		ob_start();
		do_action( 'admin_notices' );
		unset( $GLOBALS['current_screen'] );
		return (string) ob_get_clean();
	}
}
