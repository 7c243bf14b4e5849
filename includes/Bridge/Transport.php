<?php
/**
 * Sends a call to the bridge and reads the answer.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * The only place that opens a connection to the bridge. It never follows a redirect: a signature is for one address.
 */
final class Transport {
	/**
	 * Sends a call.
	 *
	 * @param string             $address The bridge's private address, without a slash at its end.
	 * @param Call               $call    What to ask.
	 * @param RequestSigner|null $signer  Who asks; null for the few routes that anybody may ask.
	 * @return array<mixed> The answer.
	 * @throws BridgeError What the bridge refused, or DOWN when there is no answer of a bridge.
	 */
	public function send( string $address, Call $call, ?RequestSigner $signer ): array {
		$request_id = 'req_' . bin2hex( random_bytes( 12 ) );
		$headers    = array_merge(
			$call->headers,
			array(
				'Accept'       => 'application/json',
				'X-Request-ID' => $request_id,
			)
		);
		if ( $signer ) {
			$headers['Authorization'] = $signer->authorization( $call->method, $call->target, $call->body );
		}
		$answer = wp_remote_request(
			$address . $call->target,
			array(
				'method'      => $call->method,
				'timeout'     => $call->seconds,
				'redirection' => 0,
				'headers'     => $headers,
				'body'        => $call->body,
				'user-agent'  => 'MultiPay/' . MULTIPAY_VERSION,
			)
		);
		if ( is_wp_error( $answer ) ) {
			throw BridgeError::down( $answer->get_error_message(), $request_id );
		}
		return $this->read( (int) wp_remote_retrieve_response_code( $answer ), wp_remote_retrieve_body( $answer ), $request_id );
	}

	/**
	 * Tells the bridge's answers and refusals from somebody else's.
	 *
	 * @param int    $status     The HTTP status.
	 * @param string $body       The body.
	 * @param string $request_id The request's id.
	 * @return array<mixed> The answer.
	 * @throws BridgeError The refusal.
	 */
	private function read( int $status, string $body, string $request_id ): array {
		$answer = json_decode( $body, true );
		if ( $status >= 200 && $status < 300 && is_array( $answer ) ) {
			return $answer;
		}
		if ( is_array( $answer ) && is_string( $answer['code'] ?? null ) ) {
			throw BridgeError::from_problem( $answer, $status, $request_id );
		}
		throw BridgeError::down( 'HTTP ' . $status . ' without an answer of the bridge', $request_id );
	}
}
