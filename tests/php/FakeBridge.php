<?php
/**
 * A bridge that stands in for the real one.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Answers what WordPress asks of http://bridge.test, by the contract's shapes, and remembers it. A test can put its own
 * answer in place of any.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 * @phpstan-type Answer array{int, array<string, mixed>|string}
 */
final class FakeBridge {
	use BridgeAnswers;

	public const URL = 'http://bridge.test';
	/** What all its payments' ids begin with, and no real one's. */
	public const PAYMENT_PREFIX = 'pay_0tests';

	/** @var list<array{method: string, path: string, query: string, headers: array<string, string>, body: array<mixed>, timeout: float}> What was asked. */
	public array $calls = array();

	/**
	 * Its payments by their ids.
	 *
	 * @var array<string, array<mixed>>
	 * @phpstan-var array<string, Payment>
	 */
	public array $payments = array();

	/**
	 * Whether nobody answers.
	 *
	 * @var bool
	 */
	public bool $is_down = false;

	/**
	 * What is seen while nobody answers.
	 *
	 * @var string
	 */
	private string $last_word = 'cURL error 7: Failed to connect';

	/** @var array<string, callable> Answers of a test's own, by "METHOD /path". */
	private array $own = array();

	/** @var array<string, mixed> What it says of the site, besides the gateways. */
	public array $site = array();

	/** @var array<string, string|null> Why a provider's gateway is not available. */
	public array $unavailable = array();

	/**
	 * Begins to answer.
	 */
	public function start(): void {
		add_filter( 'pre_http_request', array( $this, 'answer' ), 10, 3 );
	}

	/**
	 * Falls silent.
	 */
	public function stop(): void {
		remove_filter( 'pre_http_request', array( $this, 'answer' ), 10 );
	}

	/**
	 * Nobody answers any more.
	 */
	public function go_down(): void {
		$this->is_down = true;
	}

	/**
	 * Whoever asks gives up before it answers.
	 */
	public function be_slow(): void {
		$this->is_down   = true;
		$this->last_word = 'cURL error 28: Operation timed out after 6001 milliseconds with 0 bytes received';
	}

	/**
	 * Puts an answer of the test's own in place.
	 *
	 * @param string   $route  "POST /v1/payments"; a path that ends in * stands for all that begin so.
	 * @param callable $answer Gets the body, answers with status and body.
	 */
	public function on( string $route, callable $answer ): void {
		$this->own = array( $route => $answer ) + $this->own;
	}

	/**
	 * What was asked of a route.
	 *
	 * @param string $route "POST /v1/payments"; a path that ends in * stands for all that begin so.
	 * @return list<array{method: string, path: string, query: string, headers: array<string, string>, body: array<mixed>, timeout: float}>
	 */
	public function calls_of( string $route ): array {
		return array_values( array_filter( $this->calls, fn( $call ): bool => self::fits( $route, $call['method'] . ' ' . $call['path'] ) ) );
	}

	/**
	 * Takes the money for a payment.
	 *
	 * @param string               $payment_id The payment.
	 * @param array<string, mixed> $more       What is unusual.
	 * @return array<mixed> The payment.
	 * @phpstan-return Payment
	 */
	public function pay( string $payment_id, array $more = array() ): array {
		$payment = $this->payments[ $payment_id ];
		/** @phpstan-var Payment $paid */
		$paid                          = array_merge(
			$payment,
			array(
				'status'                  => 'succeeded',
				'paid_at'                 => gmdate( 'Y-m-d\TH:i:s\Z' ),
				'paid_amount'             => $payment['amount'],
				'paid_currency'           => $payment['currency'],
				'provider_transaction_id' => '4200' . substr( md5( $payment_id ), 0, 12 ),
			),
			$more
		);
		$this->payments[ $payment_id ] = $paid;
		return $paid;
	}

	/**
	 * Answers a request (filter `pre_http_request`).
	 *
	 * @param mixed                $before What others answered.
	 * @param array<string, mixed> $args   The request.
	 * @param string               $url    Where to.
	 * @return mixed
	 */
	public function answer( $before, $args, $url ) {
		if ( ! str_starts_with( (string) $url, self::URL ) ) {
			return $before;
		}
		$parts         = (array) wp_parse_url( $url );
		$body          = (array) json_decode( (string) $args['body'], true );
		$call          = array(
			'method'  => (string) $args['method'],
			'path'    => (string) ( $parts['path'] ?? '' ),
			'query'   => (string) ( $parts['query'] ?? '' ),
			'headers' => $args['headers'],
			'body'    => $body,
			'timeout' => (float) $args['timeout'],
		);
		$this->calls[] = $call;
		if ( $this->is_down ) {
			return new \WP_Error( 'http_request_failed', $this->last_word );
		}
		list( $status, $answer ) = $this->reply( $call['method'] . ' ' . $call['path'], $body );
		return array(
			'headers'  => array(),
			'body'     => is_string( $answer ) ? $answer : wp_json_encode( $answer ),
			'response' => array(
				'code'    => $status,
				'message' => '',
			),
			'cookies'  => array(),
			'filename' => null,
		);
	}

	/**
	 * Status and body of an answer.
	 *
	 * @param string       $route "METHOD /path".
	 * @param array<mixed> $body  The request's body.
	 * @return array<mixed>
	 * @phpstan-return Answer
	 */
	private function reply( string $route, array $body ): array {
		foreach ( $this->own as $pattern => $answer ) {
			if ( self::fits( $pattern, $route ) ) {
				return $answer( $body, $route );
			}
		}
		if ( 'GET /health/ready' === $route ) {
			return array( 200, array( 'status' => 'ok' ) );
		}
		if ( str_starts_with( $route, 'GET /v1/sites/' ) ) {
			return array( 200, $this->site_status() );
		}
		if ( 'POST /v1/payments' === $route ) {
			return $this->open( $body );
		}
		if ( 'GET /v1/payments' === $route ) {
			return array(
				200,
				array(
					'items'       => array_values( $this->payments ),
					'next_cursor' => null,
				),
			);
		}
		if ( preg_match( '#^(?:GET|POST) /v1/payments/([a-z0-9_]+)(?:/refresh|/close)?$#', $route, $found ) && isset( $this->payments[ $found[1] ] ) ) {
			return array( 200, $this->payments[ $found[1] ] );
		}
		return self::problem( 'not_found', 404, 'correct_request' );
	}

	/**
	 * Opens a payment, or resumes the order's live one.
	 *
	 * @param array<mixed> $wish The request.
	 * @return array<mixed>
	 * @phpstan-return Answer
	 */
	private function open( array $wish ): array {
		$payment = null;
		foreach ( $this->payments as $known ) {
			$is_same = $known['order_ref'] === $wish['order_ref'] && $known['amount'] === $wish['amount'] && $known['provider'] === $wish['provider'];
			if ( $is_same && in_array( $known['status'], array( 'pending', 'succeeded' ), true ) ) {
				$payment = $known;
			}
		}
		$payment                          = $payment ?? self::payment( $wish );
		$this->payments[ $payment['id'] ] = $payment;
		$is_open                          = 'pending' === $payment['status'];
		$redirect                         = array(
			'type'         => 'redirect',
			'redirect_url' => 'https://provider.test/pay',
		);
		$qr_code                          = array(
			'type'     => 'qr_code',
			'code_url' => 'weixin://wxpay/bizpayurl?pr=abc',
		);
		return array(
			201,
			array(
				'payment' => $payment,
				'prompt'  => $is_open ? ( 'mobile_web' === $wish['channel'] ? $redirect : $qr_code ) : null,
				'stream'  => null,
			),
		);
	}

	/**
	 * What it says of the site.
	 *
	 * @return array<string, mixed>
	 */
	private function site_status(): array {
		$gateway = fn( string $provider ): array => array(
			'provider'            => $provider,
			'available'           => ! isset( $this->unavailable[ $provider ] ),
			'unavailable_because' => $this->unavailable[ $provider ] ?? null,
			'merchant_id'         => 'mch_01jd00000000000000000000aa',
			'merchant_name'       => 'Tea House',
			'channels'            => array( 'qr_code', 'mobile_web' ),
		);
		return $this->site + array(
			'network_id'       => 'net_01jd00000000000000000000aa',
			'site_id'          => (string) get_current_blog_id(),
			'managed'          => false,
			'mode'             => 'independent',
			'features'         => array( 'live_updates' ),
			'order_subject'    => '{site} {order}',
			'order_prefix'     => '',
			'most_per_payment' => null,
			'gateways'         => array( $gateway( 'wechat_pay' ), $gateway( 'alipay' ) ),
			'payable_minutes'  => 30,
			'public_url'       => null,
			'bridge_version'   => '1.0.0',
			'time'             => gmdate( 'Y-m-d\TH:i:s\Z' ),
		);
	}

	/**
	 * Whether a route fits a pattern.
	 *
	 * @param string $pattern The pattern.
	 * @param string $route   The route.
	 */
	private static function fits( string $pattern, string $route ): bool {
		return str_ends_with( $pattern, '*' ) ? str_starts_with( $route, substr( $pattern, 0, -1 ) ) : $pattern === $route;
	}
}
