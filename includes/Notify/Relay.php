<?php
/**
 * Hands providers' notifications over to the bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Notify;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Messages;

/**
 * Passes raw bytes and headers on and the bridge's words back. WordPress cannot tell a genuine notification from a forged
 * one, so it believes none, and answers "received" to none that the bridge has not written down.
 */
final class Relay {
	/** In base64 it must fit what the bridge takes. */
	private const MOST_BYTES       = 65536;
	private const MOST_HEADER_SIZE = 8192;

	/** A shopper's or an admin's, sent by mistake: no business of the bridge. */
	private const PRIVATE_HEADERS = array( 'cookie', 'authorization', 'proxy-authorization' );

	/**
	 * Needs the bridge.
	 *
	 * @param Client $bridge Verifies.
	 * @param Logger $logger Hears of what could not be handed over.
	 */
	public function __construct( private Client $bridge, private Logger $logger ) {}

	/**
	 * Answers one request at a door.
	 *
	 * @param Door                  $door    Whose door it is.
	 * @param string                $method  The HTTP method.
	 * @param array<string, string> $headers As they came.
	 * @param string                $body    The raw bytes.
	 * @param string                $source  Who brought it: an address.
	 */
	public function answer( Door $door, string $method, array $headers, string $body, string $source ): Reply {
		if ( 'POST' !== $method ) {
			return Reply::refusal( $door->provider, 405, 'Only POST', array( 'Allow' => 'POST' ) );
		}
		if ( '' === $body || strlen( $body ) > self::MOST_BYTES ) {
			return Reply::refusal( $door->provider, '' === $body ? 400 : 413, '' === $body ? 'Empty' : 'Too large' );
		}
		try {
			$answer = $this->bridge->relay_notification( $this->relayed( $door, $headers, $body, $source ) );
		} catch ( BridgeError $error ) {
			$this->logger->error( Messages::log_line( 'A notification could not be handed over; the provider was asked to come again', $error ), array( 'gateway' => Method::of( $door->provider ) ) );
			return Reply::refusal( $door->provider, 503, 'Try again' );
		}
		if ( 200 === $answer['status'] ) {
			$this->announce( $door, $body );
		}
		return Reply::of_bridge( $answer );
	}

	/**
	 * The contract's RelayedNotification.
	 *
	 * @param Door                  $door    Whose door it is.
	 * @param array<string, string> $headers As they came.
	 * @param string                $body    The raw bytes.
	 * @param string                $source  Who brought it.
	 * @return array<string, mixed>
	 */
	private function relayed( Door $door, array $headers, string $body, string $source ): array {
		$passed = array();
		foreach ( $headers as $name => $value ) {
			$name = strtolower( (string) $name );
			if ( ! in_array( $name, self::PRIVATE_HEADERS, true ) && strlen( $name ) <= 100 && strlen( $value ) <= self::MOST_HEADER_SIZE ) {
				// What is not UTF-8 cannot be JSON; no header that counts is anything else than ASCII.
				$passed[ $name ] = wp_check_invalid_utf8( $value, true );
			}
		}
		$relayed = array(
			'provider'    => $door->provider,
			'headers'     => (object) $passed,
			// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- Bytes in JSON.
			'body_base64' => base64_encode( $body ),
			'source_ip'   => $source,
		);
		return null === $door->merchant_id ? $relayed : $relayed + array( 'merchant_id' => $door->merchant_id );
	}

	/**
	 * Tells other plugins, whose faults must not reach the provider.
	 *
	 * @param Door   $door Whose door it was.
	 * @param string $body The raw bytes.
	 */
	private function announce( Door $door, string $body ): void {
		try {
			/**
			 * Fires when a provider's notification came through this site's door and the bridge has verified it and
			 * written it down. The order is settled apart from this, by the bridge's event; the notification may be
			 * about another site's order. The provider waits while callbacks run: a second at most.
			 *
			 * @since 1.0.0
			 *
			 * @param array{provider: string, merchant_id: string|null, body: string} $request_data `body`: the raw bytes.
			 */
			do_action(
				'wc_multipay_async_notify',
				array(
					'provider'    => $door->provider,
					'merchant_id' => $door->merchant_id,
					'body'        => $body,
				)
			);
		} catch ( \Throwable $error ) {
			$this->logger->error( 'A callback of wc_multipay_async_notify failed: ' . $error->getMessage() );
		}
	}
}
