<?php
/**
 * The plugin's log.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Log;

use MultiPay\Gateway\Method;

/**
 * Writes to WooCommerce > Status > Logs, or, without WooCommerce, to WordPress's debug log where that is switched on.
 * A gateway's own "Enable log" leaves out what goes well and what may pass; what somebody must act on is always written.
 * Secrets never get through, nor do e-mail addresses and what providers call a payer; see Mask. The one piece of personal
 * data that does is `user_ip`, in the entries about opening a payment: it shows who was kept from paying.
 *
 * @phpstan-type Entry array{timestamp: string, level: string, gateway: string, order_id: string, payment_id: string, site_id: int, request_id: string, metadata: array<mixed>}
 */
final class Logger {
	/** All logs that are the plugin's; LogRetention keeps what is in them for so long as it should be. */
	public const SOURCES = array( 'multipay', 'multipay-wechat', 'multipay-alipay' );

	/** Written whatever the gateways' settings say. */
	private const ALWAYS = array( 'error', 'critical' );

	/** Fields of an entry that a context can fill; all else of it becomes `metadata`. */
	private const FIELDS = array( 'gateway', 'order_id', 'payment_id', 'request_id' );

	/** What payments and requests are called, for entries whose message names them. */
	private const NAMES = array(
		'payment_id' => '/\bpay_[0-7][0-9a-hjkmnp-tv-z]{25}\b/',
		'request_id' => '/\breq_[0-9A-Za-z_-]+/',
	);

	/**
	 * What only somebody who looks for a fault wants to read: kept for a month, and only while WP_DEBUG is on.
	 *
	 * @param string               $message What happened, in English.
	 * @param array<string, mixed> $context See entry().
	 */
	public function debug( string $message, array $context = array() ): void {
		if ( defined( 'WP_DEBUG' ) && WP_DEBUG ) {
			$this->write( 'debug', $message, $context );
		}
	}

	/**
	 * Something that happened as it should.
	 *
	 * @param string               $message What happened, in English.
	 * @param array<string, mixed> $context See entry().
	 */
	public function info( string $message, array $context = array() ): void {
		$this->write( 'info', $message, $context );
	}

	/**
	 * Something that somebody should look at when it goes on.
	 *
	 * @param string               $message What happened, in English.
	 * @param array<string, mixed> $context See entry().
	 */
	public function warning( string $message, array $context = array() ): void {
		$this->write( 'warning', $message, $context );
	}

	/**
	 * Something that somebody must look at.
	 *
	 * @param string               $message What happened, in English.
	 * @param array<string, mixed> $context See entry().
	 */
	public function error( string $message, array $context = array() ): void {
		$this->write( 'error', $message, $context );
	}

	/**
	 * Writes an entry.
	 *
	 * @param string               $level   A level of PSR-3.
	 * @param string               $message What happened.
	 * @param array<string, mixed> $context See entry().
	 */
	private function write( string $level, string $message, array $context ): void {
		$message   = Mask::text( $message );
		$entry     = $this->entry( $level, $message, $context );
		$is_logged = in_array( $level, self::ALWAYS, true ) || self::is_on( $entry['gateway'] );
		/**
		 * Filters whether something is logged. Fires before each entry; what it gets is masked already.
		 *
		 * @since 1.0.0
		 *
		 * @param bool                 $is_logged Whether to log it: errors, and what the gateways' "Enable log" lets through.
		 * @param string               $message   What happened, in English.
		 * @param array<string, mixed> $entry     `timestamp`, `level`, `gateway`, `order_id`, `payment_id`, `site_id`,
		 *                                        `request_id`, `metadata`.
		 */
		if ( ! apply_filters( 'wc_multipay_logging', $is_logged, $message, $entry ) ) {
			return;
		}
		if ( function_exists( 'wc_get_logger' ) ) {
			wc_get_logger()->log( $level, $message, array_merge( $entry, array( 'source' => self::source( $entry ) ) ) );
		} elseif ( defined( 'WP_DEBUG_LOG' ) && WP_DEBUG_LOG ) {
			// phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- The owner asked for a log.
			error_log( 'MultiPay ' . $level . ': ' . $message . ' ' . wp_json_encode( $entry, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) );
		}
	}

	/**
	 * An entry's fields. What FIELDS names is taken out of the context; all else becomes `metadata`. Payment and request
	 * are also found where only the message names them.
	 *
	 * @param string               $level   A level of PSR-3.
	 * @param string               $message What happened, masked.
	 * @param array<string, mixed> $context The context.
	 * @return array<string, mixed>
	 * @phpstan-return Entry
	 */
	private function entry( string $level, string $message, array $context ): array {
		$metadata = array_diff_key( $context, array_flip( self::FIELDS ) );
		$named    = static fn( string $field ): string => preg_match( self::NAMES[ $field ], $message, $found ) ? $found[0] : '';
		return array(
			'timestamp'  => gmdate( 'Y-m-d\TH:i:s\Z' ),
			'level'      => $level,
			'gateway'    => (string) ( $context['gateway'] ?? '' ),
			'order_id'   => (string) ( $context['order_id'] ?? '' ),
			'payment_id' => (string) ( $context['payment_id'] ?? $named( 'payment_id' ) ),
			'site_id'    => get_current_blog_id(),
			'request_id' => (string) ( $context['request_id'] ?? $named( 'request_id' ) ),
			'metadata'   => Mask::apply( $metadata ),
		);
	}

	/**
	 * Whether a gateway's log is switched on; without a gateway, whether any is.
	 *
	 * @param string $gateway A gateway's id, or nothing.
	 */
	private static function is_on( string $gateway ): bool {
		foreach ( Method::is_ours( $gateway ) ? array( $gateway ) : array_keys( Method::PROVIDERS ) as $one ) {
			$settings = get_option( 'woocommerce_' . $one . '_settings' );
			if ( ! is_array( $settings ) || 'no' !== ( $settings['logging'] ?? 'yes' ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The log that an entry belongs to.
	 *
	 * @param array<string, mixed> $entry The entry.
	 * @phpstan-param Entry $entry
	 */
	private static function source( array $entry ): string {
		$source = Method::is_ours( $entry['gateway'] ) ? str_replace( '_', '-', $entry['gateway'] ) : 'multipay';
		return 'debug' === $entry['level'] ? $source . LogRetention::DEBUG : $source;
	}
}
