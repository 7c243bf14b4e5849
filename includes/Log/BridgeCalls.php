<?php
/**
 * Notes every question to the bridge, for people who look for a fault.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Log;

/**
 * Only while WP_DEBUG is on. What was asked and how it ended, under the name that the bridge's own log has for it; neither
 * bodies nor the rest of the headers.
 */
final class BridgeCalls {
	/**
	 * Needs the log.
	 *
	 * @param Logger $logger Writes.
	 */
	public function __construct( private Logger $logger ) {}

	/**
	 * Hooks in where WordPress says what became of a request.
	 */
	public function register_hooks(): void {
		if ( defined( 'WP_DEBUG' ) && WP_DEBUG ) {
			add_action( 'http_api_debug', array( $this, 'note' ), 10, 5 );
		}
	}

	/**
	 * Notes a request, if it went to the bridge.
	 *
	 * @param mixed                $answer    The answer, or a WP_Error.
	 * @param string               $kind      Says `response` for what counts here.
	 * @param string               $transport Who sent it.
	 * @param array<string, mixed> $request   The request.
	 * @param string               $url       Where to.
	 */
	public function note( $answer, $kind, $transport, $request, $url ): void {
		$headers    = (array) ( $request['headers'] ?? array() );
		$request_id = (string) ( $headers['X-Request-ID'] ?? '' );
		if ( 'response' !== $kind || '' === $request_id || ! str_starts_with( (string) ( $request['user-agent'] ?? '' ), 'MultiPay/' ) ) {
			return;
		}
		$outcome = is_wp_error( $answer ) ? $answer->get_error_message() : (string) wp_remote_retrieve_response_code( $answer );
		$asked   = (string) ( $request['method'] ?? '' ) . ' ' . (string) wp_parse_url( (string) $url, PHP_URL_PATH );
		$this->logger->debug( $asked . ': ' . $outcome, array( 'request_id' => $request_id ) );
	}
}
