<?php
/**
 * Whether WordPress and its server are as they should be.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

/**
 * Permalinks, scheduled work, secret keys, https, versions.
 */
final class SiteChecks {
	/** Scheduled work that is later than this, in seconds, does not run by itself. */
	private const LATE_S = HOUR_IN_SECONDS;

	/** What WordPress's own sample of wp-config.php has in place of secret keys. */
	private const SAMPLE = 'put your unique phrase here';

	/** What the keys to the bridge are kept under (see Bridge\KeySafe). */
	private const SECRETS = array( 'AUTH_KEY', 'AUTH_SALT', 'SECURE_AUTH_KEY', 'SECURE_AUTH_SALT' );

	/**
	 * The findings.
	 *
	 * @return list<Finding>
	 */
	public function findings(): array {
		return array( self::versions(), self::permalinks(), self::schedule(), self::secrets(), self::https() );
	}

	/**
	 * The versions: with older ones this would not run.
	 */
	private static function versions(): Finding {
		/* translators: 1: WordPress's version, 2: PHP's version */
		return Finding::good( 'versions', sprintf( __( 'WordPress %1$s and PHP %2$s are new enough.', 'multipay' ), get_bloginfo( 'version' ), PHP_VERSION ) );
	}

	/**
	 * Whether providers get addresses that every web server passes on.
	 */
	private static function permalinks(): Finding {
		$structure = (string) get_option( 'permalink_structure' );
		if ( '' !== $structure && ! str_starts_with( $structure, '/index.php/' ) ) {
			return Finding::good( 'permalinks', __( 'Permalinks are on, so providers notify plain addresses.', 'multipay' ) );
		}
		return Finding::recommended(
			'permalinks',
			__( 'Permalinks are off, so providers notify addresses with “index.php” in the middle, which some web servers do not pass on.', 'multipay' ),
			__( 'Choose any other structure in Settings > Permalinks, or test the callbacks from outside.', 'multipay' ),
			'' === $structure ? 'plain' : $structure
		);
	}

	/**
	 * Whether scheduled work runs: reminders, and last questions before an unpaid order is cancelled.
	 */
	private static function schedule(): Finding {
		$ready  = wp_get_ready_cron_jobs();
		$oldest = $ready ? (int) min( array_keys( $ready ) ) : time();
		$is_off = defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON;
		$detail = ( $is_off ? 'DISABLE_WP_CRON; ' : '' ) . 'oldest event is ' . ( time() - $oldest ) . ' s late';
		if ( time() - $oldest < self::LATE_S && ! self::has_late_actions() ) {
			return Finding::good( 'schedule', __( 'Scheduled work runs.', 'multipay' ), $detail );
		}
		return Finding::recommended(
			'schedule',
			__( 'Scheduled work is more than an hour late, so reminders are not sent and unpaid orders stay open.', 'multipay' ),
			$is_off
				? __( 'WordPress’s own schedule is switched off in wp-config.php (DISABLE_WP_CRON): have the server call wp-cron.php every minute.', 'multipay' )
				: __( 'The site may have few visitors, or cannot call itself. Have the server call wp-cron.php every minute.', 'multipay' ),
			$detail
		);
	}

	/**
	 * Whether work that WooCommerce should have done for us is late.
	 */
	private static function has_late_actions(): bool {
		if ( ! function_exists( 'as_get_scheduled_actions' ) || ! \ActionScheduler::is_initialized() ) {
			return false;
		}
		$late = as_get_scheduled_actions(
			array(
				'group'        => 'multipay',
				'status'       => \ActionScheduler_Store::STATUS_PENDING,
				'date'         => as_get_datetime_object( time() - self::LATE_S ),
				'date_compare' => '<=',
				'per_page'     => 1,
			),
			'ids'
		);
		return array() !== $late;
	}

	/**
	 * Whether the secret keys are where a copy of the database does not hold them.
	 */
	private static function secrets(): Finding {
		$values  = array_map( static fn( string $name ): string => defined( $name ) ? (string) constant( $name ) : '', self::SECRETS );
		$missing = array();
		foreach ( $values as $place => $value ) {
			// WordPress does not use one that stands in two places either.
			if ( '' === $value || self::SAMPLE === $value || count( array_keys( $values, $value, true ) ) > 1 ) {
				$missing[] = self::SECRETS[ $place ];
			}
		}
		if ( ! $missing ) {
			return Finding::good( 'secrets', __( 'The secret keys in wp-config.php protect the keys to the bridge.', 'multipay' ) );
		}
		return Finding::recommended(
			'secrets',
			__( 'Secret keys are missing in wp-config.php, so WordPress keeps its own in the database, beside the keys to the bridge that they protect.', 'multipay' ),
			__( 'Fill them in (WordPress makes them at api.wordpress.org/secret-key), then pair again.', 'multipay' ),
			implode( ', ', $missing )
		);
	}

	/**
	 * Whether what shoppers and providers send is encrypted.
	 */
	private static function https(): Finding {
		if ( str_starts_with( (string) get_option( 'home' ), 'https://' ) ) {
			return Finding::good( 'https', __( 'The site is served over https.', 'multipay' ) );
		}
		return Finding::recommended( 'https', __( 'The site is served over plain http: what shoppers and providers send can be read and changed on its way, and keys cannot be given in the browser.', 'multipay' ), __( 'Get a certificate and change the site’s address to https.', 'multipay' ), wp_get_environment_type() );
	}
}
