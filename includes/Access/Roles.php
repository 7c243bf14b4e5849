<?php
/**
 * Who may do what.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Access;

use MultiPay\Bridge\ConnectionStore;

/**
 * Four capabilities of our own. Three are kept in each site's roles; what was given is noted in an option that WordPress
 * loads on every page anyway, so that an update or another map shows without a query. Managing the network is never kept
 * in a role: roles belong to a site, whose admins could otherwise give themselves the network.
 */
final class Roles {
	/** Unified management, the network's accounts and keys, other sites. */
	public const MANAGE_NETWORK = 'multipay_manage_network';
	/** The site's own settings, accounts and keys. */
	public const MANAGE = 'multipay_manage';
	/** Giving money back. */
	public const REFUND = 'multipay_refund';
	/** Seeing payments. */
	public const VIEW = 'multipay_view';

	private const GIVEN = 'multipay_roles';

	private const MAP = array(
		'administrator' => array( self::MANAGE, self::REFUND, self::VIEW ),
		'shop_manager'  => array( self::REFUND, self::VIEW ),
	);

	/**
	 * Hooks in where WordPress begins what an admin sees, activates the plugin, makes a site and asks who may do what.
	 */
	public function register_hooks(): void {
		register_activation_hook( MULTIPAY_FILE, array( self::class, 'apply' ) );
		add_action( 'init', array( $this, 'apply_for_admins' ), 1 );
		add_action( 'rest_api_init', array( self::class, 'apply' ), 1 );
		// WordPress gives a new site its roles at 10.
		add_action( 'wp_initialize_site', array( $this, 'apply_to_new_site' ), 20 );
		add_filter( 'map_meta_cap', array( $this, 'map' ), 10, 2 );
	}

	/**
	 * Gives the roles of this site what the map says, and takes back what an earlier map gave. Changes nothing the second
	 * time; capabilities that somebody else gave or took stay as they are.
	 */
	public static function apply(): void {
		$wanted = self::wanted();
		$given  = self::given();
		if ( $wanted === $given ) {
			return;
		}
		foreach ( array_unique( array_merge( array_keys( $given ), array_keys( $wanted ) ) ) as $role ) {
			$known = get_role( $role );
			if ( ! $known ) {
				continue;
			}
			array_map( array( $known, 'remove_cap' ), array_diff( $given[ $role ] ?? array(), $wanted[ $role ] ?? array() ) );
			array_map( array( $known, 'add_cap' ), array_diff( $wanted[ $role ] ?? array(), $given[ $role ] ?? array() ) );
		}
		update_option( self::GIVEN, $wanted, true );
		// Who asks now was let in with the roles as they were.
		wp_get_current_user()->get_role_caps();
	}

	/**
	 * Takes everything back on this site. For the plugin's end: a plugin that is only switched off keeps its roles.
	 */
	public static function remove(): void {
		foreach ( wp_roles()->role_objects as $role ) {
			foreach ( array( self::MANAGE, self::REFUND, self::VIEW ) as $capability ) {
				if ( isset( $role->capabilities[ $capability ] ) ) {
					$role->remove_cap( $capability );
				}
			}
		}
		delete_option( self::GIVEN );
	}

	/**
	 * Shoppers' pages need none of it.
	 */
	public function apply_for_admins(): void {
		if ( is_admin() || defined( 'WP_CLI' ) ) {
			self::apply();
		}
	}

	/**
	 * Gives the roles of a site that was made just now.
	 *
	 * @param \WP_Site $site The site.
	 */
	public function apply_to_new_site( $site ): void {
		if ( ! self::is_network_wide() ) {
			return;
		}
		switch_to_blog( (int) $site->blog_id );
		self::apply();
		restore_current_blog();
	}

	/**
	 * Whoever may manage the network in WordPress may do so here, where the plugin is the network's.
	 *
	 * @param string[] $needed     What WordPress would ask for.
	 * @param string   $capability What was asked.
	 * @return string[]
	 */
	public function map( $needed, $capability ): array {
		if ( self::MANAGE_NETWORK !== $capability ) {
			return $needed;
		}
		return array( self::is_network_wide() ? 'manage_network_options' : 'do_not_allow' );
	}

	/**
	 * Whether the plugin is activated for the whole network.
	 */
	private static function is_network_wide(): bool {
		return ( new ConnectionStore() )->is_network_wide();
	}

	/**
	 * The map, as far as this site has its roles.
	 *
	 * @return array<string, list<string>>
	 */
	private static function wanted(): array {
		/**
		 * Filters which roles get which of the plugin's capabilities. Fires in the admin, before REST requests and on the
		 * command line; what has changed is stored in the site's roles. `multipay_manage_network` cannot be given to a role.
		 *
		 * @since 1.0.0
		 *
		 * @param array<string, string[]> $map Role => `multipay_manage`, `multipay_refund`, `multipay_view`.
		 */
		$map    = (array) apply_filters( 'wc_multipay_role_capabilities', self::MAP );
		$wanted = array();
		foreach ( $map as $role => $capabilities ) {
			if ( wp_roles()->is_role( (string) $role ) ) {
				$wanted[ (string) $role ] = array_values( array_intersect( array( self::MANAGE, self::REFUND, self::VIEW ), (array) $capabilities ) );
			}
		}
		ksort( $wanted );
		return $wanted;
	}

	/**
	 * What was given on this site.
	 *
	 * @return array<string, list<string>>
	 */
	private static function given(): array {
		$given = get_option( self::GIVEN );
		return is_array( $given ) ? $given : array();
	}
}
