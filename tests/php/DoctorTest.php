<?php
/**
 * The doctor.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Doctor\BridgeChecks;
use MultiPay\Doctor\Doctor;
use MultiPay\Doctor\Facts;
use MultiPay\Doctor\Finding;
use MultiPay\Doctor\ShopChecks;
use MultiPay\Doctor\SiteChecks;
use MultiPay\Doctor\SiteHealth;
use MultiPay\Doctor\StatusReport;

/**
 * What it finds, and where that is shown.
 */
final class DoctorTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->accounts( array() );
	}

	public function test_a_site_that_is_well_is_told_so(): void {
		$this->pair();
		$findings = $this->of_bridge();
		$this->assertSame( array( 'pairing', 'bridge', 'clock', 'gateway_wechat_pay', 'gateway_alipay' ), array_keys( $findings ) );
		$this->assertSame( Finding::GOOD, Doctor::worst( array_values( $findings ) ) );
		$this->assertStringContainsString( 'Tea House', $findings['gateway_alipay']->sentence );
		$this->assertStringContainsString( MULTIPAY_VERSION, $findings['bridge']->sentence );
	}

	public function test_a_site_that_is_not_paired_is_told_where_to_pair(): void {
		$findings = $this->of_bridge();
		$this->assertSame( array( 'pairing' ), array_keys( $findings ) );
		$this->assertSame( Finding::CRITICAL, $findings['pairing']->status );
		$this->assertStringContainsString( 'MultiPay', $findings['pairing']->cure );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_a_bridge_that_is_down_is_the_only_finding_about_it(): void {
		$this->pair();
		$this->bridge->go_down();
		$findings = $this->of_bridge();
		$this->assertSame( array( 'bridge' ), array_keys( $findings ) );
		$this->assertStringContainsString( 'does not answer', $findings['bridge']->sentence );
		$this->assertStringContainsString( 'multipay doctor', $findings['bridge']->cure );
		$this->assertStringContainsString( 'cURL error 7', $findings['bridge']->detail );
	}

	/**
	 * What the bridge refuses with, and what that is about.
	 *
	 * @return array<string, array{string, string}>
	 */
	public static function refusals(): array {
		return array(
			'clocks'          => array( 'clock_skew', 'clock' ),
			'a bad key'       => array( 'signature_invalid', 'bridge' ),
			'a sick database' => array( 'store_unavailable', 'bridge' ),
		);
	}

	/**
	 * The check says what it is about.
	 *
	 * @dataProvider refusals
	 * @param string $code  The refusal.
	 * @param string $check The check.
	 */
	public function test_a_refusal_is_filed_under_what_it_is_about( string $code, string $check ): void {
		$this->pair();
		$this->bridge->on( 'GET /v1/sites/*', static fn() => FakeBridge::problem( $code, 401 ) );
		$findings = $this->of_bridge();
		$this->assertSame( array( $check ), array_keys( $findings ) );
		$this->assertSame( Finding::CRITICAL, $findings[ $check ]->status );
	}

	public function test_a_copy_of_a_site_is_told_that_it_is_one(): void {
		$this->pair();
		$this->filter( 'pre_option_home', static fn() => 'https://copy.example.test' );
		$findings = $this->of_bridge();
		$this->assertSame( array( 'address' ), array_keys( $findings ) );
		$this->assertStringContainsString( 'copy of a site', $findings['address']->sentence );
		$this->assertSame( array(), $this->bridge->calls, 'it does not speak for the original' );
	}

	public function test_keys_that_cannot_be_read_are_a_matter_of_pairing(): void {
		$this->pair();
		$this->filter( 'salt', static fn( $salt, $scheme ) => $salt . $scheme . 'changed', 2 );
		$this->assertSame( array( 'pairing' ), array_keys( $this->of_bridge() ) );
	}

	/**
	 * The bridge's clock, in seconds before or after ours, and what that is.
	 *
	 * @return array<string, array{int, string}>
	 */
	public static function clocks(): array {
		return array(
			'the same' => array( 0, Finding::GOOD ),
			'early'    => array( -120, Finding::RECOMMENDED ),
			'late'     => array( 250, Finding::RECOMMENDED ),
		);
	}

	/**
	 * Clocks.
	 *
	 * @dataProvider clocks
	 * @param int    $seconds The difference.
	 * @param string $status  What it is.
	 */
	public function test_clocks_are_compared_before_anything_is_refused( int $seconds, string $status ): void {
		$this->pair();
		$this->bridge->site['time'] = gmdate( 'Y-m-d\TH:i:s\Z', time() + $seconds );
		$this->assertSame( $status, $this->of_bridge()['clock']->status );
	}

	public function test_an_older_bridge_is_to_be_updated_first(): void {
		$this->pair();
		$this->bridge->site['bridge_version'] = '0.9.0';
		$finding                              = $this->of_bridge()['bridge'];
		$this->assertSame( Finding::RECOMMENDED, $finding->status );
		$this->assertStringContainsString( 'the bridge goes first', $finding->cure );
	}

	public function test_a_method_that_is_on_and_cannot_be_used_is_critical_and_one_that_is_off_is_none(): void {
		$this->pair();
		$this->bridge->unavailable = array( 'wechat_pay' => 'merchant_missing', 'alipay' => 'merchant_missing' ); // phpcs:ignore WordPress.Arrays
		update_option( 'woocommerce_multipay_alipay_settings', array( 'enabled' => 'no' ) );
		$findings = $this->of_bridge();
		$this->assertSame( Finding::CRITICAL, $findings['gateway_wechat_pay']->status );
		$this->assertStringContainsString( 'No merchant account', $findings['gateway_wechat_pay']->sentence );
		$this->assertArrayNotHasKey( 'gateway_alipay', $findings );
	}

	/**
	 * When a certificate ends, and what that is.
	 *
	 * @return array<string, array{string|null, string|null, string}>
	 */
	public static function expiries(): array {
		return array(
			'never'          => array( null, Finding::GOOD, 'within 30 days' ),
			'in a year'      => array( '+365 days', Finding::GOOD, 'within 30 days' ),
			'in three weeks' => array( '+21 days', Finding::RECOMMENDED, 'ends within 22 days' ),
			'in a week'      => array( '+6 days', Finding::CRITICAL, 'ends within 7 days' ),
			'today'          => array( '+2 hours', Finding::CRITICAL, 'ends within 1 day.' ),
			'yesterday'      => array( '-1 day', Finding::CRITICAL, 'has ended' ),
		);
	}

	/**
	 * Certificates.
	 *
	 * @dataProvider expiries
	 * @param string|null $expires  When it ends.
	 * @param string      $status   What that is.
	 * @param string      $sentence What is said.
	 */
	public function test_certificates_that_end_are_told_in_time( ?string $expires, string $status, string $sentence ): void {
		$this->pair();
		$this->accounts(
			array(
				array(
					'id'         => 'mch_01jd00000000000000000000aa',
					'provider'   => 'wechat_pay',
					'name'       => 'Tea House',
					'expires_at' => null === $expires ? null : gmdate( 'Y-m-d\TH:i:s\Z', (int) strtotime( $expires ) + 60 ),
				),
			)
		);
		$finding = $this->of_bridge()['keys'];
		$this->assertSame( $status, $finding->status );
		$this->assertStringContainsString( $sentence, $finding->sentence );
	}

	public function test_the_shop_is_looked_at(): void {
		$this->needs_woocommerce();
		update_option( 'woocommerce_currency', 'CNY' );
		$findings = self::by_check( ( new ShopChecks() )->findings() );
		$this->assertSame( array( 'woocommerce', 'enabled', 'currency', 'orders', 'checkout', 'logs' ), array_keys( $findings ) );
		$this->assertSame( Finding::GOOD, Doctor::worst( array_values( $findings ) ) );
	}

	public function test_a_shop_that_cannot_be_paid_is_told_why(): void {
		$this->needs_woocommerce();
		update_option( 'woocommerce_currency', 'EUR' );
		foreach ( array( 'wechat', 'alipay' ) as $name ) {
			update_option( "woocommerce_multipay_{$name}_settings", array( 'enabled' => 'no' ) );
		}
		$this->filter( 'woocommerce_get_checkout_page_id', static fn() => -1 );
		$findings = self::by_check( ( new ShopChecks() )->findings() );
		$this->assertSame( array( 'recommended', 'critical', 'critical' ), array( $findings['enabled']->status, $findings['currency']->status, $findings['checkout']->status ) );
		$this->assertStringContainsString( 'CNY', $findings['currency']->sentence );
	}

	/**
	 * What is on the checkout page, and what is found there.
	 *
	 * @return array<string, array{string, string, string}>
	 */
	public static function checkouts(): array {
		return array(
			'the block'         => array( '<!-- wp:woocommerce/checkout /-->', Finding::GOOD, 'Checkout block' ),
			'the shortcode'     => array( '[woocommerce_checkout]', Finding::GOOD, 'classic' ),
			'the classic block' => array( '<!-- wp:woocommerce/classic-shortcode {"shortcode":"checkout"} /-->', Finding::GOOD, 'classic' ),
			'something else'    => array( '<p>Hello</p>', Finding::RECOMMENDED, 'page builder' ),
		);
	}

	/**
	 * Checkouts.
	 *
	 * @dataProvider checkouts
	 * @param string $content  The page.
	 * @param string $status   What is found.
	 * @param string $sentence What is said.
	 */
	public function test_either_checkout_will_do( string $content, string $status, string $sentence ): void {
		$this->needs_woocommerce();
		$page = wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Pay', 'post_content' => $content ) ); // phpcs:ignore WordPress.Arrays
		$this->afterwards( static fn() => wp_delete_post( $page, true ) );
		$this->filter( 'woocommerce_get_checkout_page_id', static fn() => $page );
		$finding = self::by_check( ( new ShopChecks() )->findings() )['checkout'];
		$this->assertSame( $status, $finding->status );
		$this->assertStringContainsString( $sentence, $finding->sentence );
	}

	public function test_logs_in_the_database_are_kept_for_too_short_a_time(): void {
		$this->needs_woocommerce();
		$this->filter( 'pre_option_woocommerce_logs_default_handler', static fn() => \WC_Log_Handler_DB::class );
		$logs = static fn(): string => self::by_check( ( new ShopChecks() )->findings() )['logs']->status;
		$this->assertSame( Finding::RECOMMENDED, $logs() );
		$this->filter( 'pre_option_woocommerce_logs_retention_period_days', static fn() => '90' );
		$this->assertSame( Finding::GOOD, $logs() );
	}

	public function test_the_site_is_looked_at(): void {
		$this->filter( 'pre_option_home', static fn() => 'https://shop.example.test' );
		$this->filter( 'pre_option_permalink_structure', static fn() => '/%postname%/' );
		$this->filter( 'pre_get_ready_cron_jobs', static fn() => array() );
		$findings = self::by_check( ( new SiteChecks() )->findings() );
		$this->assertSame( array( 'versions', 'permalinks', 'schedule', 'secrets', 'https' ), array_keys( $findings ) );
		$this->assertSame( Finding::GOOD, Doctor::worst( array_values( $findings ) ) );
	}

	public function test_a_site_with_faults_is_told_each(): void {
		$this->filter( 'pre_option_home', static fn() => 'http://shop.example.test' );
		$this->filter( 'pre_option_permalink_structure', static fn() => '' );
		$this->filter( 'pre_get_ready_cron_jobs', static fn() => array( time() - 7200 => array( 'a_hook' => array() ) ) );
		$findings = self::by_check( ( new SiteChecks() )->findings() );
		foreach ( array( 'permalinks', 'schedule', 'https' ) as $check ) {
			$this->assertSame( Finding::RECOMMENDED, $findings[ $check ]->status, $check );
			$this->assertNotSame( '', $findings[ $check ]->cure, $check );
		}
		$this->assertStringContainsString( '7200 s late', $findings['schedule']->detail );
	}

	public function test_work_of_ours_that_is_late_is_found(): void {
		$this->needs_woocommerce();
		$this->filter( 'pre_get_ready_cron_jobs', static fn() => array() );
		$this->filter( 'pre_option_permalink_structure', static fn() => '/%postname%/' );
		$schedule = static fn(): string => self::by_check( ( new SiteChecks() )->findings() )['schedule']->status;
		$this->assertSame( Finding::GOOD, $schedule() );
		as_schedule_single_action( time() - 7200, 'multipay_finish_payment', array( 987655 ), 'multipay' );
		$this->afterwards( static fn() => as_unschedule_all_actions( 'multipay_finish_payment', array( 987655 ), 'multipay' ) );
		$this->assertSame( Finding::RECOMMENDED, $schedule() );
	}

	public function test_the_route_gives_all_findings_to_those_who_manage_the_site(): void {
		$this->pair();
		$user = get_user_by( 'id', $this->a_user( 'subscriber' ) );
		$this->assertInstanceOf( \WP_User::class, $user );
		wp_set_current_user( $user->ID );
		$this->assertSame( 403, $this->rest( 'GET', '/doctor' )->get_status() );
		$user->add_cap( 'multipay_manage' );
		wp_set_current_user( 0 );
		wp_set_current_user( $user->ID );
		$items = $this->rest( 'GET', '/doctor' )->get_data()['items'];
		$this->assertSame( array( 'check', 'status', 'sentence', 'cure', 'detail' ), array_keys( $items[0] ) );
		$checks = array_column( $items, 'status', 'check' );
		$this->assertSame( array( 'good', 'good' ), array( $checks['pairing'], $checks['versions'] ) );
		$this->assertSame( array(), $this->bridge->calls_of( 'POST /v1/sites/*' ), 'nobody is called from outside' );
	}

	public function test_site_health_says_the_worst_first(): void {
		$this->pair();
		$this->bridge->unavailable = array( 'wechat_pay' => 'merchant_missing' );
		$tests                     = ( new SiteHealth( $this->doctor(), $this->facts() ) )->add_tests( array( 'direct' => array() ) )['direct'];
		$this->assertSame( array( 'multipay_bridge', 'multipay_shop', 'multipay_site' ), array_keys( $tests ) );
		$result = $tests['multipay_bridge']['test']();
		$this->assertSame( array( 'critical', 'multipay_bridge' ), array( $result['status'], $result['test'] ) );
		$this->assertStringContainsString( 'Shoppers do not see WeChat Pay', $result['label'] );
		$this->assertStringNotContainsString( 'The clocks', $result['description'], 'what is well is not said beside' );
		$this->bridge->unavailable = array();
		$well                      = $tests['multipay_bridge']['test']();
		$this->assertSame( array( 'good', 'MultiPay and its bridge' ), array( $well['status'], $well['label'] ) );
	}

	public function test_the_status_report_and_site_healths_info_have_a_section_without_asking(): void {
		$this->pair();
		$this->site_status()->renew();
		$asked = count( $this->bridge->calls );
		ob_start();
		( new StatusReport( $this->facts() ) )->show();
		$html = (string) ob_get_clean();
		$this->assertStringContainsString( 'data-export-label="MultiPay"', $html );
		$this->assertStringContainsString( 'enabled, available', $html );
		$section = ( new SiteHealth( $this->doctor(), $this->facts() ) )->add_section( array() )['multipay'];
		$this->assertSame( MULTIPAY_VERSION, $section['fields']['version']['value'] );
		$this->assertSame( 'enabled, available', $section['fields']['multipay_alipay']['debug'] );
		$response = ( new StatusReport( $this->facts() ) )->add( new \WP_REST_Response( array( 'environment' => array() ) ) );
		$this->assertSame( array( 'environment', 'multipay' ), array_keys( $response->get_data() ) );
		$this->assertCount( $asked, $this->bridge->calls );
	}

	/**
	 * What the bridge says of accounts.
	 *
	 * @param list<array<string, string|null>> $accounts The accounts.
	 */
	private function accounts( array $accounts ): void {
		$this->bridge->on( 'GET /v1/merchants', static fn() => array( 200, array( 'items' => $accounts ) ) );
	}

	private function needs_woocommerce(): void {
		if ( ! function_exists( 'wc_get_order' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
	}

	/**
	 * The findings about the bridge.
	 *
	 * @return array<string, Finding>
	 */
	private function of_bridge(): array {
		return self::by_check( $this->doctor()->of_bridge() );
	}

	/**
	 * Findings by their checks.
	 *
	 * @param Finding[] $findings The findings.
	 * @return array<string, Finding>
	 */
	private static function by_check( array $findings ): array {
		return array_combine( array_map( static fn( Finding $finding ): string => $finding->check, $findings ), $findings );
	}

	private function doctor(): Doctor {
		$client = $this->client();
		return new Doctor( new BridgeChecks( new ConnectionStore(), $client, new AdminClient( $client ) ), new ShopChecks(), new SiteChecks() );
	}

	private function facts(): Facts {
		return new Facts( new ConnectionStore(), $this->health(), $this->site_status(), $this->doctor() );
	}
}
