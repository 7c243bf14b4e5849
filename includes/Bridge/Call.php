<?php
/**
 * One request to the bridge, before it is signed.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * A route of the contract with its parts filled in. Each method answers with another call.
 */
final class Call {
	/**
	 * The parts of a request.
	 *
	 * @param string                $method  In upper case.
	 * @param string                $target  Path and query, byte for byte as they are sent.
	 * @param string                $body    JSON; empty where there is none.
	 * @param array<string, string> $headers Besides those that every request has.
	 * @param float                 $seconds How long an answer may take.
	 */
	private function __construct(
		public string $method,
		public string $target,
		public string $body,
		public array $headers,
		public float $seconds
	) {}

	/**
	 * A call of a route.
	 *
	 * @param array{string, string} $route   A constant of MultiPay\Contract\Api.
	 * @param float                 $seconds How long an answer may take.
	 * @param array<string, string> $params  What stands for the route's `:names`.
	 */
	public static function to( array $route, float $seconds, array $params = array() ): self {
		$target = $route[1];
		foreach ( $params as $name => $value ) {
			$target = str_replace( ':' . $name, rawurlencode( $value ), $target );
		}
		// Without it WordPress would call an empty body a form.
		$headers = 'GET' === $route[0] ? array() : array( 'Content-Type' => 'application/json' );
		return new self( $route[0], $target, '', $headers, $seconds );
	}

	/**
	 * With a query, or with more of it.
	 *
	 * @param array<string, string|int> $query Names and values; empty ones are left out.
	 */
	public function with_query( array $query ): self {
		$call = clone $this;
		$text = http_build_query( array_filter( $query, static fn( $value ): bool => '' !== $value ), '', '&', PHP_QUERY_RFC3986 );
		if ( '' !== $text ) {
			$call->target .= ( str_contains( $call->target, '?' ) ? '&' : '?' ) . $text;
		}
		return $call;
	}

	/**
	 * With a JSON body.
	 *
	 * @param array<mixed> $body What JSON can say.
	 */
	public function with_body( array $body ): self {
		$call       = clone $this;
		$call->body = (string) wp_json_encode( $body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
		return $call;
	}

	/**
	 * With a key under which the bridge does it once, however often it is sent.
	 *
	 * @param string $uuid A UUID.
	 */
	public function once( string $uuid ): self {
		$call                             = clone $this;
		$call->headers['Idempotency-Key'] = $uuid;
		return $call;
	}
}
