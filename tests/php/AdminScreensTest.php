<?php
/**
 * The admin's screens and notices.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Admin\DoctorScreen;
use MultiPay\Admin\Menu;
use MultiPay\Admin\NetworkScreens;
use MultiPay\Admin\Notices;
use MultiPay\Admin\PaymentsScreen;
use MultiPay\Admin\SetupScreen;
use MultiPay\Assets;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Gateway\Gateways;
use MultiPay\Money;

/**
 * Who sees what, and what is said when something is wrong.
 */
final class AdminScreensTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		wp_set_current_user( $this->a_user( 'super' ) );
	}

	protected function tearDown(): void {
		unset( $GLOBALS['current_screen'] );
		parent::tearDown();
	}

	public function test_the_payments_screen_lists_orders_and_pay_buttons(): void {
		$this->pair();
		$order_payment  = FakeBridge::payment( array( 'order_ref' => 'order_987654', 'status' => 'succeeded', 'flags' => array( 'late', 'duplicate' ), 'paid_at' => '2026-01-02T03:04:05Z', 'provider_transaction_id' => 'T-1' ) ); // phpcs:ignore WordPress.Arrays
		$button_payment = FakeBridge::payment( array( 'order_ref' => 'button_01jd0000000000000000000000', 'provider' => 'alipay', 'description' => 'Tea <script>' ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'GET /v1/payments', static fn() => array( 200, array( 'items' => array( $order_payment, $button_payment ), 'next_cursor' => 'pay_next' ) ) ); // phpcs:ignore WordPress.Arrays
		$html = $this->payments();
		foreach ( array( $order_payment['id'], 'Order 987654', '¥10.01', 'WeChat Pay', 'Paid', 'Came late', 'Paid twice', 'T-1', 'Alipay', 'Pay button: Tea &lt;script&gt;', 'Waiting for payment' ) as $text ) {
			$this->assertStringContainsString( $text, $html );
		}
		$this->assertStringContainsString( 'cursor=pay_next', $html );
		$this->assertStringNotContainsString( 'Newest', $html );
		$this->assertStringNotContainsString( '<script>', $html );
	}

	public function test_it_shows_what_was_taken_where_that_is_not_what_was_asked(): void {
		$this->pair();
		$same     = FakeBridge::payment( array( 'status' => 'succeeded', 'paid_amount' => 1001, 'paid_currency' => 'CNY' ) ); // phpcs:ignore WordPress.Arrays
		$amount   = FakeBridge::payment( array( 'status' => 'succeeded', 'flags' => array( 'amount_mismatch' ), 'paid_amount' => 5, 'paid_currency' => 'CNY' ) ); // phpcs:ignore WordPress.Arrays
		$currency = FakeBridge::payment( array( 'status' => 'succeeded', 'flags' => array( 'currency_mismatch' ), 'paid_amount' => 1001, 'paid_currency' => 'HKD' ) ); // phpcs:ignore WordPress.Arrays

		$this->bridge->payments = array( 'a' => $same );
		$this->assertStringNotContainsString( 'Taken:', $this->payments() );
		$this->bridge->payments = array( 'a' => $amount );
		$this->assertStringContainsString( '¥10.01<br><mark>Taken: ¥0.05</mark>', $this->payments() );
		$this->bridge->payments = array( 'a' => $currency );
		$this->assertStringContainsString( '¥10.01<br><mark>Taken: ' . Money::shown( 1001, 'HKD' ) . '</mark>', $this->payments() );
	}

	public function test_it_filters_and_pages(): void {
		$this->pair();
		$_GET  = array( 'status' => 'expired', 'cursor' => 'pay_x' ); // phpcs:ignore WordPress.Arrays
		$html  = $this->payments();
		$actor = '&actor=user_' . get_current_user_id();
		$this->assertSame( 'status=expired&cursor=pay_x&limit=20' . $actor, $this->bridge->calls_of( 'GET /v1/payments' )[0]['query'] );
		$this->assertStringContainsString( 'Newest', $html );
		$this->assertStringContainsString( 'No payment fits.', $html );
		$_GET = array( 'status' => 'nonsense' );
		$this->assertStringContainsString( 'No payments yet.', $this->payments() );
		$this->assertSame( 'limit=20' . $actor, $this->bridge->calls_of( 'GET /v1/payments' )[1]['query'] );
	}

	public function test_it_says_what_is_wrong(): void {
		$this->assertStringContainsString( 'not paired with a bridge yet', $this->payments() );
		$this->pair();
		$this->bridge->is_down = true;
		$this->assertStringContainsString( 'The bridge does not answer.', $this->payments() );
	}

	public function test_it_links_orders_to_those_who_may_edit_them(): void {
		if ( ! function_exists( 'wc_create_order' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		$this->pair();
		$order = wc_create_order();
		$this->assertInstanceOf( \WC_Order::class, $order );
		$this->afterwards( static fn() => $order->delete( true ) );
		$payment = FakeBridge::payment( array( 'order_ref' => 'order_' . $order->get_id() ) );

		$this->bridge->payments[ $payment['id'] ] = $payment;
		$this->assertStringContainsString( esc_url( $order->get_edit_order_url() ), $this->payments() );
	}

	/**
	 * Roles, and whether they see payments.
	 *
	 * @return array<string, array{string, bool}>
	 */
	public static function viewers(): array {
		return array(
			'a customer'        => array( 'subscriber', false ),
			'an editor'         => array( 'editor', false ),
			'a shop manager'    => array( 'shop_manager', true ),
			'the site\'s admin' => array( 'administrator', true ),
		);
	}

	/**
	 * Who sees payments.
	 *
	 * @dataProvider viewers
	 * @param string $role The role.
	 * @param bool   $sees Whether it sees them.
	 */
	public function test_who_sees_payments( string $role, bool $sees ): void {
		if ( ! wp_roles()->is_role( $role ) ) {
			$this->markTestSkipped( 'There is no such role here.' );
		}
		$this->pair();
		wp_set_current_user( $this->a_user( $role ) );
		$this->assertSame( $sees, '' !== $this->payments() );
		$this->assertSame( $sees, current_user_can( Menu::view_capability() ) );
	}

	public function test_the_menu_has_payments_settings_and_the_doctor_for_those_who_may(): void {
		// phpcs:disable WordPress.WP.GlobalVariablesOverride -- The menu is begun anew.
		$GLOBALS['menu']    = array();
		$GLOBALS['submenu'] = array();
		$this->menu()->add_to_site();
		$of_ours = $GLOBALS['submenu']['multipay'] ?? array();
		$this->assertSame( array( 'multipay', 'multipay-setup', 'multipay-doctor' ), array_column( $of_ours, 2 ) );
		$this->assertSame( array( 'multipay_view', 'multipay_manage', 'multipay_manage' ), array_column( $of_ours, 1 ) );
		// phpcs:enable
	}

	public function test_the_networks_menu_has_its_screens_for_those_who_manage_the_network(): void {
		// phpcs:disable WordPress.WP.GlobalVariablesOverride -- The menu is begun anew.
		$GLOBALS['menu']    = array();
		$GLOBALS['submenu'] = array();
		// phpcs:enable
		$this->menu()->add_to_network();
		$pages = $GLOBALS['submenu']['multipay'] ?? array();
		if ( ! ( new ConnectionStore() )->is_network_wide() ) {
			$this->assertSame( array(), $pages );
			return;
		}
		$this->assertSame( array( 'multipay', 'multipay-merchants', 'multipay-keys', 'multipay-sites', 'multipay-settings', 'multipay-rollout', 'multipay-audit', 'multipay-setup' ), array_column( $pages, 2 ) );
		$this->assertSame( array( 'multipay_manage_network' ), array_values( array_unique( array_column( $pages, 1 ) ) ) );
	}

	public function test_a_network_screen_is_a_place_for_its_script_once_the_network_is_paired(): void {
		$this->needs_network();
		$screens = new NetworkScreens( new Assets(), new ConnectionStore() );
		$this->assertStringContainsString( 'page=multipay-setup', $this->printed( static fn() => $screens->show( 'keys' ) ) );
		$this->pair( true );
		$this->assertStringContainsString( '<div id="multipay-network" data-screen="keys"></div>', $this->printed( static fn() => $screens->show( 'keys' ) ) );
	}

	public function test_a_network_screen_leads_on_only_to_pages_of_sites_that_there_are(): void {
		$this->needs_network();
		$this->assertStringEndsWith( '/wp-admin/admin.php?page=multipay', (string) NetworkScreens::site_page_url( get_current_blog_id(), 'payments' ) );
		$this->assertNull( NetworkScreens::site_page_url( 999999, 'payments' ) );
		$this->assertNull( NetworkScreens::site_page_url( get_current_blog_id(), 'plugins' ) );
		$this->assertNull( NetworkScreens::site_page_url( 0, 'payments' ) );
	}

	public function test_the_plugins_page_links_to_setup(): void {
		$this->assertStringContainsString( 'page=multipay-setup', $this->menu()->add_link( array( 'deactivate' => 'x' ) )['settings'] );
		if ( is_multisite() ) {
			$this->assertStringContainsString( 'network', $this->menu()->add_network_link( array() )['settings'] );
		}
		wp_set_current_user( 0 );
		$this->assertSame( array( 'deactivate' => 'x' ), $this->menu()->add_link( array( 'deactivate' => 'x' ) ) );
	}

	public function test_the_setup_screen_is_a_place_for_its_script(): void {
		$this->pair( true );
		$screen = new SetupScreen( new Assets(), new ConnectionStore() );
		$this->assertStringContainsString( '<div id="multipay-setup" data-shop="' . ( Gateways::has_woocommerce() ? '1' : '' ) . '"></div><noscript>', $this->printed( array( $screen, 'show' ) ) );
		// Others load their own there, and count on files of a real admin page.
		$others = $GLOBALS['wp_filter']['admin_enqueue_scripts'] ?? null;
		unset( $GLOBALS['wp_filter']['admin_enqueue_scripts'] );
		$screen->load();
		do_action( 'admin_enqueue_scripts', 'multipay_page_multipay-setup' );
		$GLOBALS['wp_filter']['admin_enqueue_scripts'] = $others; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$this->assertTrue( wp_script_is( 'multipay-setup', 'enqueued' ) || ! is_readable( MULTIPAY_DIR . '/build/setup.asset.php' ) );
	}

	public function test_the_doctor_is_there_without_a_pairing_too(): void {
		$screen = new DoctorScreen( new Assets() );
		$this->assertStringContainsString( '<div id="multipay-doctor"></div><noscript>', $this->printed( array( $screen, 'show' ) ) );
	}

	public function test_a_site_whose_network_is_not_paired_is_told_whom_to_ask(): void {
		$this->needs_network();
		set_current_screen( 'multipay_page_multipay-setup' );
		$screen = new SetupScreen( new Assets(), new ConnectionStore() );
		$this->assertStringContainsString( 'Ask the network’s administrator', $this->printed( array( $screen, 'show' ) ) );
		set_current_screen( 'toplevel_page_multipay-setup-network' );
		$this->assertStringContainsString( 'id="multipay-setup"', $this->printed( array( $screen, 'show' ) ) );
	}

	public function test_notices_are_for_those_who_can_act_on_screens_that_matter(): void {
		$this->assertSame( '', $this->notices( 'dashboard' ) );
		$this->assertStringContainsString( 'not paired with a bridge yet', $this->notices( 'plugins' ) );
		wp_set_current_user( $this->a_user( 'editor' ) );
		$this->assertSame( '', $this->notices( 'plugins' ) );
	}

	public function test_notices_ask_nothing_and_say_what_is_known(): void {
		$this->pair();
		$this->assertSame( '', $this->notices( 'plugins' ) );
		$this->assertSame( array(), $this->bridge->calls );
		$this->health()->remember( false );
		$this->assertStringContainsString( 'does not answer', $this->notices( 'plugins' ) );
		$this->bridge->on( 'GET /v1/sites/*', static fn() => FakeBridge::problem( 'key_unknown', 401 ) );
		if ( ( new ConnectionStore() )->current()?->for_network ) {
			$this->markTestSkipped( 'A network replaces the key.' );
		}
		$this->site_status()->renew();
		$this->assertStringContainsString( 'Pair again', $this->notices( 'plugins' ) );
	}

	public function test_a_single_site_whose_permalinks_changed_is_told_to_pair_again(): void {
		$this->pair();
		$this->filter( 'pre_option_permalink_structure', static fn() => '/index.php/%postname%/' );
		$this->assertStringContainsString( 'permalinks', $this->notices( 'plugins' ) );
	}

	/**
	 * The payments screen.
	 */
	private function payments(): string {
		return $this->printed( array( new PaymentsScreen( $this->admin_client() ), 'show' ) );
	}

	/**
	 * The notices on a screen.
	 *
	 * @param string $screen The screen.
	 */
	private function notices( string $screen ): string {
		set_current_screen( $screen );
		return $this->printed( array( new Notices( new ConnectionStore(), $this->health(), $this->site_status() ), 'show' ) );
	}

	/**
	 * What something prints.
	 *
	 * @param callable $work What prints.
	 */
	private function printed( callable $work ): string {
		ob_start();
		$work();
		return (string) ob_get_clean();
	}

	private function menu(): Menu {
		return new Menu( new ConnectionStore(), new PaymentsScreen( $this->admin_client() ), new SetupScreen( new Assets(), new ConnectionStore() ), new DoctorScreen( new Assets() ), new NetworkScreens( new Assets(), new ConnectionStore() ) );
	}
}
