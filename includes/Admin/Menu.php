<?php
/**
 * Where the plugin's screens are.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Access\Roles;
use MultiPay\Bridge\ConnectionStore;

/**
 * "MultiPay" in each site's admin, with Payments, Settings and Doctor; and in the network's, with its screens and Setup.
 */
final class Menu {
	public const PAYMENTS = 'multipay';
	public const SETUP    = 'multipay-setup';
	public const DOCTOR   = 'multipay-doctor';

	/**
	 * Needs the screens.
	 *
	 * @param ConnectionStore $connections Who does the pairing here.
	 * @param PaymentsScreen  $payments    The list of payments.
	 * @param SetupScreen     $setup       Pairing, accounts and a site's settings.
	 * @param DoctorScreen    $doctor      What is wrong.
	 * @param NetworkScreens  $network     What only a network has.
	 */
	public function __construct( private ConnectionStore $connections, private PaymentsScreen $payments, private SetupScreen $setup, private DoctorScreen $doctor, private NetworkScreens $network ) {}

	/**
	 * Hooks in where WordPress collects its menus.
	 */
	public function register_hooks(): void {
		add_action( 'admin_menu', array( $this, 'add_to_site' ) );
		add_action( 'network_admin_menu', array( $this, 'add_to_network' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( MULTIPAY_FILE ), array( $this, 'add_link' ) );
		add_filter( 'network_admin_plugin_action_links_' . plugin_basename( MULTIPAY_FILE ), array( $this, 'add_network_link' ) );
	}

	/**
	 * A site's screens.
	 */
	public function add_to_site(): void {
		$title = __( 'MultiPay', 'multipay' );
		$view  = self::view_capability();
		add_menu_page( $title, $title, $view, self::PAYMENTS, array( $this->payments, 'show' ), 'dashicons-money-alt', 56 );
		add_submenu_page( self::PAYMENTS, __( 'Payments', 'multipay' ), __( 'Payments', 'multipay' ), $view, self::PAYMENTS, array( $this->payments, 'show' ) );
		$hook = add_submenu_page( self::PAYMENTS, __( 'Settings', 'multipay' ), __( 'Settings', 'multipay' ), Roles::MANAGE, self::SETUP, array( $this->setup, 'show' ) );
		add_action( 'load-' . $hook, array( $this->setup, 'load' ) );
		$hook = add_submenu_page( self::PAYMENTS, __( 'Doctor', 'multipay' ), __( 'Doctor', 'multipay' ), Roles::MANAGE, self::DOCTOR, array( $this->doctor, 'show' ) );
		add_action( 'load-' . $hook, array( $this->doctor, 'load' ) );
	}

	/**
	 * The network's screens, where the plugin is the network's.
	 */
	public function add_to_network(): void {
		if ( $this->connections->is_network_wide() ) {
			$this->network->add_to_menu();
			$title = __( 'Setup', 'multipay' );
			$hook  = add_submenu_page( NetworkScreens::FIRST, $title, $title, Roles::MANAGE_NETWORK, self::SETUP, array( $this->setup, 'show' ) );
			add_action( 'load-' . $hook, array( $this->setup, 'load' ) );
		}
	}

	/**
	 * "Settings" on the plugins page.
	 *
	 * @param array<string, string> $links The links that are there.
	 * @return array<string, string>
	 */
	public function add_link( $links ): array {
		return $this->with_link( $links, self::setup_url(), Roles::MANAGE );
	}

	/**
	 * "Settings" on the network's plugins page.
	 *
	 * @param array<string, string> $links The links that are there.
	 * @return array<string, string>
	 */
	public function add_network_link( $links ): array {
		return $this->with_link( $links, network_admin_url( 'admin.php?page=' . self::SETUP ), Roles::MANAGE_NETWORK );
	}

	/**
	 * The Setup screen's address on this site.
	 */
	public static function setup_url(): string {
		return admin_url( 'admin.php?page=' . self::SETUP );
	}

	/**
	 * What one must be allowed to do in order to see payments.
	 */
	public static function view_capability(): string {
		return Roles::VIEW;
	}

	/**
	 * Puts a link before the others.
	 *
	 * @param array<string, string> $links      The links that are there.
	 * @param string                $url        Where it leads.
	 * @param string                $capability Who may go there.
	 * @return array<string, string>
	 */
	private function with_link( array $links, string $url, string $capability ): array {
		$link = sprintf( '<a href="%s">%s</a>', esc_url( $url ), esc_html__( 'Settings', 'multipay' ) );
		return current_user_can( $capability ) ? array( 'settings' => $link ) + $links : $links;
	}
}
