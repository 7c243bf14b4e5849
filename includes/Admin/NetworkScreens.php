<?php
/**
 * The network's screens.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Access\Roles;
use MultiPay\Assets;
use MultiPay\Bridge\ConnectionStore;

/**
 * "MultiPay" in the network's admin: a page each, all drawn by the script `multipay-network`. Before the network is paired
 * there is nothing to show, and each says where that is done.
 */
final class NetworkScreens {
	/** The script's screens, in the menu's order => their addresses (`src/screens/network/screen-url.ts` has the same). */
	private const PAGES = array(
		'overview'  => 'multipay',
		'merchants' => 'multipay-merchants',
		'keys'      => 'multipay-keys',
		'sites'     => 'multipay-sites',
		'settings'  => 'multipay-settings',
		'rollout'   => 'multipay-rollout',
		'audit'     => 'multipay-audit',
	);

	/** The page under which the others are. */
	public const FIRST = self::PAGES['overview'];

	/** Where the script may lead within one site => that page's address there. */
	private const SITE_PAGES = array(
		'payments' => Menu::PAYMENTS,
		'setup'    => Menu::SETUP,
	);

	/**
	 * Needs the script, and who does the pairing.
	 *
	 * @param Assets          $assets      The script.
	 * @param ConnectionStore $connections The connections.
	 */
	public function __construct( private Assets $assets, private ConnectionStore $connections ) {}

	/**
	 * Puts the pages into the network's menu.
	 */
	public function add_to_menu(): void {
		$name = __( 'MultiPay', 'multipay' );
		add_menu_page( $name, $name, Roles::MANAGE_NETWORK, self::FIRST, '', 'dashicons-money-alt', 56 );
		foreach ( self::titles() as $screen => $title ) {
			$hook = add_submenu_page( self::FIRST, $title, $title, Roles::MANAGE_NETWORK, self::PAGES[ $screen ], fn() => $this->show( $screen ) );
			add_action( 'load-' . $hook, array( $this, 'load' ) );
		}
	}

	/**
	 * Leads on to one site's page, or loads the script.
	 */
	public function load(): void {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- Only leads to another page.
		$site = isset( $_GET['go'] ) ? absint( wp_unslash( $_GET['go'] ) ) : 0;
		$page = isset( $_GET['to'] ) ? sanitize_key( wp_unslash( $_GET['to'] ) ) : '';
		// phpcs:enable
		$url = self::site_page_url( $site, $page );
		if ( null !== $url ) {
			// A site may have a domain of its own, which wp_safe_redirect() does not know; WordPress itself names it.
			wp_redirect( $url ); // phpcs:ignore WordPress.Security.SafeRedirect.wp_redirect_wp_redirect
			exit;
		}
		if ( $this->connections->current() ) {
			add_action( 'admin_enqueue_scripts', fn() => $this->assets->enqueue( Assets::NETWORK ) );
		}
	}

	/**
	 * Draws a screen.
	 *
	 * @param string $screen A key of PAGES.
	 */
	public function show( string $screen ): void {
		echo '<div class="wrap"><h1>' . esc_html( self::titles()[ $screen ] ) . '</h1>';
		if ( $this->connections->current() ) {
			echo '<div id="multipay-network" data-screen="' . esc_attr( $screen ) . '"></div><noscript><div class="notice notice-error inline"><p>'
				. esc_html__( 'This screen needs JavaScript.', 'multipay' ) . '</p></div></noscript>';
		} else {
			echo '<div class="notice notice-info inline"><p>' . esc_html__( 'The network is not paired with a bridge yet.', 'multipay' )
				. ' <a href="' . esc_url( network_admin_url( 'admin.php?page=' . Menu::SETUP ) ) . '">'
				. esc_html__( 'Pair it', 'multipay' ) . '</a></p></div>';
		}
		echo '</div>';
	}

	/**
	 * A page of one site; null when there is no such page or site in this network.
	 *
	 * @param int    $site_id The site.
	 * @param string $page    A key of SITE_PAGES.
	 */
	public static function site_page_url( int $site_id, string $page ): ?string {
		$site = $site_id > 0 ? get_site( $site_id ) : null;
		if ( ! $site || get_current_network_id() !== $site->network_id || ! isset( self::SITE_PAGES[ $page ] ) ) {
			return null;
		}
		return get_admin_url( $site_id, 'admin.php?page=' . self::SITE_PAGES[ $page ] );
	}

	/**
	 * What each is called.
	 *
	 * @return array<string, string>
	 */
	private static function titles(): array {
		return array(
			'overview'  => __( 'Overview', 'multipay' ),
			'merchants' => __( 'Merchants', 'multipay' ),
			'keys'      => __( 'Keys', 'multipay' ),
			'sites'     => __( 'Sites', 'multipay' ),
			'settings'  => __( 'Settings', 'multipay' ),
			'rollout'   => __( 'Rollout', 'multipay' ),
			'audit'     => __( 'Audit', 'multipay' ),
		);
	}
}
