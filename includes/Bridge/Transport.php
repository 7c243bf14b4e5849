<?php
/**
 * Sends a call to the bridge and reads the answer.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\ErrorCode;

/**
 * The only place that opens a connection to the bridge. It never follows a redirect: a signature is for one address.
 */
final class Transport {
	/** @var string What both sides' logs call the request that was sent last; empty before the first. */
	public string $latest_request_id = '';

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

		$this->latest_request_id = $request_id;

		$headers = array_merge(
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
			$sentence = $answer->get_error_message();
			throw self::is_timeout( $sentence ) ? BridgeError::slow( $sentence, $request_id ) : BridgeError::down( $sentence, $request_id );
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
			$error = self::is_of_another_version( $answer )
				? BridgeError::outdated( (string) $answer['detail'], $request_id )
				: BridgeError::from_problem( $answer, $status, $request_id );
			throw $error;
		}
		throw BridgeError::down( 'HTTP ' . $status . ' without an answer of the bridge', $request_id );
	}

	/**
	 * Whether the time ran out, in curl's words or in those of PHP's streams.
	 *
	 * @param string $sentence What WordPress says.
	 */
	private static function is_timeout( string $sentence ): bool {
		return 1 === preg_match( '/curl error 28|timed? ?out/i', $sentence );
	}

	/**
	 * Whether the bridge does not know the route, or a field, at all: one of this plugin's version knows them.
	 *
	 * @param array<mixed> $problem The refusal.
	 */
	private static function is_of_another_version( array $problem ): bool {
		$detail = (string) ( $problem['detail'] ?? '' );
		return ( ErrorCode::NOT_FOUND === $problem['code'] && 1 === preg_match( '#^there is no [A-Z]+ /#', $detail ) )
			|| ( ErrorCode::INVALID_REQUEST === $problem['code'] && str_contains( $detail, 'must NOT have additional properties' ) );
	}
}
