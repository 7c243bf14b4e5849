<?php
/**
 * Settings that earlier releases kept in WordPress.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Upkeep;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\SiteStatus;

/**
 * Carried to the bridge once, in the network's name, and then marked: what is in the options afterwards counts no more, so
 * that no site can give itself what only the network grants. The options stay, for an older release that comes back.
 */
final class EarlierSettings {
	/** Network option => setting. */
	private const OF_NETWORK = array(
		'global_payment_enabled' => 'payment_enabled',
		'split_mode_enabled'     => 'split_mode',
	);

	/** A site's option, and the setting that it was. */
	private const OF_SITE = 'override_global_config';

	/** Option of the network, and of each site: it has been looked at. */
	private const CARRIED = 'multipay_earlier_settings_carried';
	/** What the network's says once all sites have been looked at: those that come later are too new to have any. */
	private const ALL = 'all';

	/**
	 * Needs the bridge.
	 *
	 * @param AdminClient $bridge Takes them.
	 */
	public function __construct( private AdminClient $bridge ) {}

	/**
	 * Carries the network's settings, and the exemptions of some sites. What was carried before is not carried again.
	 *
	 * @param int[] $sites The sites.
	 * @return list<string> The names of the settings that the bridge took.
	 * @throws BridgeError When the bridge does not take one: come again, the rest is still to be done.
	 */
	public function carry( array $sites ): array {
		if ( self::ALL === get_network_option( null, self::CARRIED ) ) {
			return array();
		}
		$carried = $this->carry_network();
		foreach ( $sites as $site ) {
			switch_to_blog( $site );
			try {
				$carried = array_merge( $carried, $this->carry_site() );
			} finally {
				restore_current_blog();
			}
		}
		if ( $carried ) {
			SiteStatus::forget_everywhere();
		}
		return $carried;
	}

	/**
	 * Every site has been looked at: nothing is carried any more.
	 */
	public function close(): void {
		update_network_option( null, self::CARRIED, self::ALL );
	}

	/**
	 * Carries the network's settings.
	 *
	 * @return list<string> The settings.
	 * @throws BridgeError When the bridge does not take them.
	 */
	private function carry_network(): array {
		if ( get_network_option( null, self::CARRIED ) ) {
			return array();
		}
		$values = array();
		foreach ( self::OF_NETWORK as $option => $setting ) {
			if ( self::is_on( get_network_option( null, $option ) ) ) {
				$values[] = array(
					'name'  => $setting,
					'value' => true,
				);
			}
		}
		if ( $values ) {
			$this->bridge->for_network()->change_settings( $values );
		}
		update_network_option( null, self::CARRIED, '1' );
		return array_column( $values, 'name' );
	}

	/**
	 * Carries the current site's exemption.
	 *
	 * @return list<string> The setting, if there was an exemption.
	 * @throws BridgeError When the bridge does not take it.
	 */
	private function carry_site(): array {
		if ( get_option( self::CARRIED ) ) {
			return array();
		}
		$is_exempt = self::is_on( get_option( self::OF_SITE ) );
		if ( $is_exempt ) {
			$values = array(
				array(
					'name'  => 'override_global_config',
					'value' => true,
				),
			);
			$this->bridge->for_network( (string) get_current_blog_id() )->change_settings( $values );
		}
		update_option( self::CARRIED, '1', false );
		return $is_exempt ? array( self::OF_SITE ) : array();
	}

	/**
	 * Whether an option says yes. All of these are off by default, so that nothing else need be carried.
	 *
	 * @param mixed $value The option's value.
	 */
	private static function is_on( $value ): bool {
		return is_scalar( $value ) && in_array( strtolower( (string) $value ), array( '1', 'yes', 'on', 'true' ), true );
	}
}
