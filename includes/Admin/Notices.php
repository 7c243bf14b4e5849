<?php
/**
 * Says in the admin when shoppers cannot pay.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Access\Roles;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\SiteStatus;
use MultiPay\Gateway\Gateways;
use MultiPay\Messages;

/**
 * Only to those who can do something about it, and only on screens that have to do with it. Nothing is asked of the
 * bridge for this: what is known is enough.
 */
final class Notices {
	private const SCREENS = array( 'plugins', 'plugins-network', 'woocommerce_page_wc-settings', 'toplevel_page_multipay', 'multipay_page_multipay-setup' );

	/** Where it is also said that the shop cannot be paid at all. */
	private const DASHBOARDS = array( 'dashboard', 'dashboard-network' );

	/**
	 * Needs what is known of the bridge.
	 *
	 * @param ConnectionStore $connections Whether there is one.
	 * @param Health          $health      Whether it answered.
	 * @param SiteStatus      $site        What it said.
	 */
	public function __construct( private ConnectionStore $connections, private Health $health, private SiteStatus $site ) {}

	/**
	 * Hooks in where WordPress shows notices.
	 */
	public function register_hooks(): void {
		add_action( 'admin_notices', array( $this, 'show' ) );
		add_action( 'network_admin_notices', array( $this, 'show' ) );
	}

	/**
	 * Shows what is wrong.
	 */
	public function show(): void {
		$screen = get_current_screen();
		if ( ! $screen || ! current_user_can( $this->capability() ) ) {
			return;
		}
		if ( in_array( $screen->id, array_merge( self::SCREENS, self::DASHBOARDS ), true ) ) {
			$this->show_requirement();
		}
		$problem = in_array( $screen->id, self::SCREENS, true ) ? $this->problem() : null;
		if ( null !== $problem ) {
			printf(
				'<div class="notice notice-warning"><p><strong>MultiPay:</strong> %s <a href="%s">%s</a></p></div>',
				esc_html( Messages::for_admin( $problem ) ),
				esc_url( $this->setup_url() ),
				esc_html__( 'Go to Setup', 'multipay' )
			);
		}
	}

	/**
	 * Shows that WooCommerce is too old. What WordPress and PHP must be is said in plugin.php.
	 */
	private function show_requirement(): void {
		if ( ! defined( 'WC_VERSION' ) || Gateways::has_woocommerce() ) {
			return;
		}
		printf(
			'<div class="notice notice-error"><p><strong>MultiPay:</strong> %s <a href="%s">%s</a></p></div>',
			esc_html(
				sprintf(
					/* translators: 1: the version that is needed, 2: the version that is there */
					__( 'The shop cannot take payments: WooCommerce %1$s or newer is needed, and this is %2$s. Pay buttons work, and all settings are kept.', 'multipay' ),
					Gateways::OLDEST_WOOCOMMERCE,
					(string) constant( 'WC_VERSION' )
				)
			),
			esc_url( multipay_compatibility_url() ),
			esc_html__( 'What MultiPay works with', 'multipay' )
		);
	}

	/**
	 * What is known to be wrong with the bridge.
	 */
	private function problem(): ?string {
		$connection = $this->connections->current();
		if ( ! $connection ) {
			return BridgeError::NOT_PAIRED;
		}
		if ( ! $connection->for_network && ! $this->connections->is_registered_as_it_is() ) {
			return BridgeError::ADDRESSES_CHANGED;
		}
		return $this->site->refusal() ?? ( false === $this->health->known() ? BridgeError::DOWN : null );
	}

	/**
	 * Who can do something about it.
	 */
	private function capability(): string {
		return $this->connections->is_network_wide() ? Roles::MANAGE_NETWORK : Roles::MANAGE;
	}

	/**
	 * Where to do something about it.
	 */
	private function setup_url(): string {
		return $this->connections->is_network_wide() ? network_admin_url( 'admin.php?page=' . Menu::SETUP ) : Menu::setup_url();
	}
}
