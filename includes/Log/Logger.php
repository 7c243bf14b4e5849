<?php
/**
 * The plugin's log.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Log;

/**
 * Writes to WooCommerce > Status > Logs, or, without WooCommerce, to WordPress's debug log where that is switched on.
 * Secrets never get through, nor do e-mail addresses and what providers call a payer; see Mask. The one piece of personal
 * data that does is `user_ip`, in the entries about opening a payment: it shows who was kept from paying.
 */
final class Logger {
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
		$message = Mask::text( $message );
		$entry   = $this->entry( $level, $context );
		/**
		 * Filters whether something is logged. Fires before each entry; what it gets is masked already.
		 *
		 * @since 1.0.0
		 *
		 * @param bool                 $is_logged Whether to log it.
		 * @param string               $message   What happened, in English.
		 * @param array<string, mixed> $entry     `timestamp`, `level`, `gateway`, `order_id`, `site_id`, `metadata`.
		 */
		if ( ! apply_filters( 'wc_multipay_logging', true, $message, $entry ) ) {
			return;
		}
		if ( function_exists( 'wc_get_logger' ) ) {
			wc_get_logger()->log( $level, $message, array_merge( $entry, array( 'source' => self::source( $entry['gateway'] ) ) ) );
		} elseif ( defined( 'WP_DEBUG_LOG' ) && WP_DEBUG_LOG ) {
			// phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- The owner asked for a log.
			error_log( 'MultiPay ' . $level . ': ' . $message . ' ' . wp_json_encode( $entry, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) );
		}
	}

	/**
	 * An entry's fields. `gateway` and `order_id` are taken out of the context; all else becomes `metadata`.
	 *
	 * @param string               $level   A level of PSR-3.
	 * @param array<string, mixed> $context The context.
	 * @return array{timestamp: string, level: string, gateway: string, order_id: string, site_id: int, metadata: array<mixed>}
	 */
	private function entry( string $level, array $context ): array {
		$metadata = array_diff_key( $context, array_flip( array( 'gateway', 'order_id' ) ) );
		return array(
			'timestamp' => gmdate( 'Y-m-d\TH:i:s\Z' ),
			'level'     => $level,
			'gateway'   => (string) ( $context['gateway'] ?? '' ),
			'order_id'  => (string) ( $context['order_id'] ?? '' ),
			'site_id'   => get_current_blog_id(),
			'metadata'  => Mask::apply( $metadata ),
		);
	}

	/**
	 * The log that an entry belongs to.
	 *
	 * @param string $gateway A gateway's id, or nothing.
	 */
	private static function source( string $gateway ): string {
		return '' === $gateway ? 'multipay' : str_replace( '_', '-', $gateway );
	}
}
