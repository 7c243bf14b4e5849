<?php
/**
 * Whether the bridge can be used, and what it says of this site.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Contract\ErrorCode;
use MultiPay\Gateway\Method;
use MultiPay\Log\Mask;
use MultiPay\Messages;

/**
 * Pairing, answers, version, clocks, gateways. Where one of the first is not well, the later ones cannot be known and are
 * left out.
 */
final class BridgeChecks {
	/** Where clocks are this far apart, in seconds, somebody should look; at five minutes the bridge refuses. */
	private const CLOCK_DIFFERENCE_S = 60;

	/**
	 * Needs the bridge.
	 *
	 * @param ConnectionStore $connections Whether there is one.
	 * @param Client          $bridge      Asks it.
	 * @param AdminClient     $admin       Asks for accounts.
	 */
	public function __construct( private ConnectionStore $connections, private Client $bridge, private AdminClient $admin ) {}

	/**
	 * The findings.
	 *
	 * @return list<Finding>
	 */
	public function findings(): array {
		$connection = $this->connections->current();
		if ( ! $connection ) {
			$cure = $this->connections->is_network_wide()
				? __( 'The network’s administrator pairs it under Network Admin > MultiPay.', 'multipay' )
				: __( 'Pair it under MultiPay > Settings.', 'multipay' );
			return array( Finding::critical( 'pairing', Messages::for_admin( BridgeError::NOT_PAIRED ), $cure ) );
		}
		try {
			$status = $this->bridge->site_status();
		} catch ( BridgeError $error ) {
			return array( self::refused( $error ) );
		}
		return array_merge(
			array( $this->pairing( $connection->for_network ), self::version( $status ), self::clock( $status ) ),
			self::gateways( $status ),
			$this->accounts()
		);
	}

	/**
	 * What the bridge refused.
	 *
	 * @param BridgeError $error The refusal.
	 */
	private static function refused( BridgeError $error ): Finding {
		$checks = array(
			BridgeError::SITE_MOVED      => 'address',
			BridgeError::KEYS_UNREADABLE => 'pairing',
			ErrorCode::KEY_UNKNOWN       => 'pairing',
			ErrorCode::CLOCK_SKEW        => 'clock',
		);
		$cure   = $error->is_silence() ? __( 'Run “multipay doctor” on the bridge’s machine, and look whether a firewall lies between.', 'multipay' ) : '';
		return Finding::critical( $checks[ $error->error_code() ] ?? 'bridge', Messages::for_admin( $error->error_code() ), $cure, Mask::text( Messages::log_line( 'GET site', $error ) ) );
	}

	/**
	 * Whether the bridge knows this site as it is.
	 *
	 * @param bool $for_network Whether the network did the pairing.
	 */
	private function pairing( bool $for_network ): Finding {
		if ( ! $for_network && ! $this->connections->is_registered_as_it_is() ) {
			return Finding::critical( 'address', Messages::for_admin( BridgeError::ADDRESSES_CHANGED ), __( 'Pair it under MultiPay > Settings.', 'multipay' ) );
		}
		return Finding::good( 'pairing', $for_network ? __( 'The network is paired with a bridge.', 'multipay' ) : __( 'This site is paired with a bridge.', 'multipay' ) );
	}

	/**
	 * Whether bridge and plugin belong together.
	 *
	 * @param array<mixed> $status The contract's SiteStatus.
	 */
	private static function version( array $status ): Finding {
		$version = (string) ( $status['bridge_version'] ?? '' );
		$is_ours = version_compare( $version, MULTIPAY_VERSION, '>=' ) && (int) MULTIPAY_VERSION === (int) $version;
		/* translators: 1: the bridge's version, 2: the plugin's version */
		$sentence = sprintf( __( 'The bridge answers. Its version is %1$s, the plugin’s %2$s.', 'multipay' ), $version, MULTIPAY_VERSION );
		return $is_ours ? Finding::good( 'bridge', $sentence ) : Finding::recommended( 'bridge', $sentence, __( 'Update so that both have the same version; the bridge goes first.', 'multipay' ) );
	}

	/**
	 * Whether both clocks agree.
	 *
	 * @param array<mixed> $status The contract's SiteStatus.
	 */
	private static function clock( array $status ): Finding {
		$difference = (int) strtotime( (string) ( $status['time'] ?? '' ) ) - time();
		$detail     = 'bridge minus site: ' . $difference . ' s';
		if ( abs( $difference ) < self::CLOCK_DIFFERENCE_S ) {
			return Finding::good( 'clock', __( 'The clocks of this server and of the bridge agree.', 'multipay' ), $detail );
		}
		return Finding::recommended(
			'clock',
			/* translators: %s: a number of seconds */
			sprintf( __( 'The clocks of this server and of the bridge are %s seconds apart; from five minutes on nobody can pay.', 'multipay' ), number_format_i18n( abs( $difference ) ) ),
			__( 'Have both set their clocks by NTP.', 'multipay' ),
			$detail
		);
	}

	/**
	 * Which payment methods shoppers do not see although they are switched on.
	 *
	 * @param array<mixed> $status The contract's SiteStatus.
	 * @return list<Finding>
	 */
	private static function gateways( array $status ): array {
		$findings = array();
		foreach ( (array) ( $status['gateways'] ?? array() ) as $gateway ) {
			$id    = Method::of( (string) $gateway['provider'] );
			$check = 'gateway_' . $gateway['provider'];
			$name  = Method::name( $id );
			if ( $gateway['available'] ) {
				/* translators: 1: WeChat Pay or Alipay, 2: a merchant's name */
				$findings[] = Finding::good( $check, sprintf( __( '%1$s is ready. The money goes to “%2$s”.', 'multipay' ), $name, (string) $gateway['merchant_name'] ) );
			} elseif ( ShopChecks::is_enabled( $id ) ) {
				$reason = (string) $gateway['unavailable_because'];
				/* translators: 1: WeChat Pay or Alipay, 2: a sentence that says why */
				$findings[] = Finding::critical( $check, sprintf( __( 'Shoppers do not see %1$s. %2$s', 'multipay' ), $name, Messages::for_admin( $reason ) ), __( 'Choose a merchant account for it, or switch it off in WooCommerce > Settings > Payments.', 'multipay' ), $reason );
			}
		}
		return $findings;
	}

	/**
	 * Whether accounts' keys end soon.
	 *
	 * @return list<Finding>
	 */
	private function accounts(): array {
		try {
			$accounts = $this->admin->merchants();
		} catch ( BridgeError $error ) {
			return array( Finding::recommended( 'accounts', Messages::for_admin( $error->error_code() ), __( 'Look again later.', 'multipay' ), Mask::text( Messages::log_line( 'GET merchants', $error ) ) ) );
		}
		$findings = array_filter( array_map( array( KeyExpiry::class, 'finding' ), $accounts ) );
		if ( $accounts && ! $findings ) {
			$findings = array( Finding::good( 'keys', __( 'No merchant account’s certificate ends within 30 days.', 'multipay' ) ) );
		}
		return array_values( $findings );
	}
}
