<?php
/**
 * What a provider is told.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Notify;

use MultiPay\Contract\Provider;

/**
 * An answer, byte for byte: Alipay takes the bare word `success` and nothing around it.
 */
final class Reply {
	/**
	 * An answer.
	 *
	 * @param int                   $status  The HTTP status.
	 * @param string                $type    The content type.
	 * @param string                $body    The bytes.
	 * @param array<string, string> $headers More headers.
	 */
	public function __construct( public int $status, public string $type, public string $body, public array $headers = array() ) {}

	/**
	 * What the bridge says.
	 *
	 * @param array{status: int, content_type: string, body: string, retry_after?: int} $answer The bridge's answer.
	 */
	public static function of_bridge( array $answer ): self {
		$headers = isset( $answer['retry_after'] ) ? array( 'Retry-After' => (string) $answer['retry_after'] ) : array();
		return new self( $answer['status'], $answer['content_type'], $answer['body'], $headers );
	}

	/**
	 * Not taken, in the provider's own words, so that it comes again.
	 *
	 * WeChat Pay (API v3, payment notifications) takes any status but 2xx and reads `code` and `message`; Alipay
	 * (asynchronous notifications) takes anything but the word `success`.
	 *
	 * @param string                $provider A provider.
	 * @param int                   $status   The HTTP status.
	 * @param string                $message  Why, in English.
	 * @param array<string, string> $headers  More headers.
	 */
	public static function refusal( string $provider, int $status, string $message, array $headers = array() ): self {
		if ( Provider::ALIPAY === $provider ) {
			return new self( $status, 'text/plain; charset=utf-8', 'fail', $headers );
		}
		$body = (string) wp_json_encode(
			array(
				'code'    => 'FAIL',
				'message' => $message,
			)
		);
		return new self( $status, 'application/json; charset=utf-8', $body, $headers );
	}

	/**
	 * All headers.
	 *
	 * @return array<string, string>
	 */
	public function all_headers(): array {
		return $this->headers + array(
			'Content-Type'           => $this->type,
			'Cache-Control'          => 'no-store',
			'X-Content-Type-Options' => 'nosniff',
		);
	}
}
