<?php
/**
 * How long the plugin's logs are kept.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Log;

use Automattic\WooCommerce\Utilities\LoggingUtil;
use MultiPay\Gateway\Gateways;

/**
 * WooCommerce deletes all logs of a shop after one time, a month unless its owner sets another. Ours answer questions about
 * money and are kept for 90 days, whatever that time is; the shop's other logs stay as they are. Where a shop keeps its
 * logs in the database, WooCommerce's own clean-up asks nobody, so a shorter time there counts for ours too (the doctor
 * says so).
 */
final class LogRetention {
	public const KEEP_DAYS = 90;
	/** Ends the names of logs that help to find a fault, and are kept for a shorter time. */
	public const DEBUG       = '-debug';
	private const DEBUG_DAYS = 30;

	/** WooCommerce's daily clean-up. */
	private const CLEAN_UP = 'woocommerce_cleanup_logs';

	/** The name of a log file: its source, a day, a hash; those that grew too large have a number. */
	private const FILE = '/^(%s)(%s)?(?:\.\d+)?-(\d{4}-\d{2}-\d{2})-[0-9a-f]+(?:\.\d+)?\.log$/D';

	/**
	 * Hooks in where WooCommerce cleans up.
	 */
	public function register_hooks(): void {
		add_filter( 'woocommerce_logger_delete_expired_file', array( $this, 'may_be_deleted' ), 10, 2 );
		add_action( self::CLEAN_UP, array( $this, 'clean_up' ), 20, 0 );
	}

	/**
	 * Whether WooCommerce may delete a log file that it thinks is old enough.
	 *
	 * @param bool   $may_be Whether it may, as others think.
	 * @param object $file   WooCommerce's file, which knows its source and the day it was begun.
	 */
	public function may_be_deleted( $may_be, $file ): bool {
		if ( ! is_callable( array( $file, 'get_source' ) ) || ! is_callable( array( $file, 'get_created_timestamp' ) ) ) {
			return (bool) $may_be;
		}
		$source = (string) $file->get_source();
		$days   = self::days_of( $source );
		return null === $days ? (bool) $may_be : (int) $file->get_created_timestamp() < self::before( $days );
	}

	/**
	 * Deletes what is older than it should be, also where the shop keeps its other logs for longer. A WooCommerce that is too
	 * old for us knows no LoggingUtil; it deletes by itself.
	 */
	public function clean_up(): void {
		if ( ! Gateways::has_woocommerce() ) {
			return;
		}
		foreach ( (array) glob( trailingslashit( LoggingUtil::get_log_directory() ) . 'multipay*.log' ) as $path ) {
			$pattern = sprintf( self::FILE, implode( '|', Logger::SOURCES ), self::DEBUG );
			if ( preg_match( $pattern, basename( (string) $path ), $parts ) ) {
				$days = (int) self::days_of( $parts[1] . $parts[2] );
				if ( strtotime( $parts[3] . ' UTC' ) < self::before( $days ) ) {
					wp_delete_file( (string) $path );
				}
			}
		}
		$this->clean_up_database();
	}

	/**
	 * Deletes old entries where the shop keeps its logs in the database, or once kept them there.
	 */
	private function clean_up_database(): void {
		global $wpdb;
		foreach ( Logger::SOURCES as $source ) {
			foreach ( array( $source, $source . self::DEBUG ) as $name ) {
				// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- WooCommerce has no function that deletes one source's old entries.
				$wpdb->query(
					$wpdb->prepare(
						"DELETE FROM {$wpdb->prefix}woocommerce_log WHERE source = %s AND timestamp < %s",
						$name,
						gmdate( 'Y-m-d H:i:s', self::before( (int) self::days_of( $name ) ) )
					)
				);
			}
		}
	}

	/**
	 * For how many days a log is kept; null for one that is not ours.
	 *
	 * @param string $source The log's name.
	 */
	private static function days_of( string $source ): ?int {
		if ( in_array( $source, Logger::SOURCES, true ) ) {
			return self::KEEP_DAYS;
		}
		$is_debug = str_ends_with( $source, self::DEBUG ) && in_array( substr( $source, 0, -strlen( self::DEBUG ) ), Logger::SOURCES, true );
		return $is_debug ? self::DEBUG_DAYS : null;
	}

	/**
	 * The moment before which things are older than some days, in Unix seconds.
	 *
	 * @param int $days The days.
	 */
	private static function before( int $days ): int {
		return time() - $days * DAY_IN_SECONDS;
	}
}
