<?php
/**
 * The bridge's events: `multipay/v1/events`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Keyring;
use MultiPay\Contract\Signing;
use MultiPay\Contract\WebhookType;
use MultiPay\Log\Logger;
use MultiPay\Order\Settle;
use MultiPay\Refusal;

/**
 * Standard Webhooks: the signature is the permission. Anything but 2xx makes the bridge come again.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class EventsController extends Controller {
	private const KNOWN = array(
		WebhookType::PAYMENT_SUCCEEDED,
		WebhookType::PAYMENT_REVIEW_NEEDED,
		WebhookType::PAYMENT_FAILED,
		WebhookType::PAYMENT_EXPIRED,
	);

	/**
	 * Needs the key and the writer of orders.
	 *
	 * @param Keyring $keyring Has the key that events are signed with.
	 * @param Settle  $settle  Settles.
	 * @param Logger  $logger  Hears of forged events.
	 */
	public function __construct( private Keyring $keyring, private Settle $settle, private Logger $logger ) {}

	/**
	 * Makes the route known.
	 */
	public function register_routes(): void {
		register_rest_route(
			self::API,
			'/events',
			array(
				'methods'             => 'POST',
				'callback'            => array( $this, 'take' ),
				'permission_callback' => array( $this, 'is_signed' ),
			)
		);
	}

	/**
	 * Whether the bridge signed it, for this site, within five minutes.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function is_signed( \WP_REST_Request $request ) {
		try {
			$key = $this->keyring->webhook_key();
		} catch ( BridgeError $error ) {
			$key = null;
		}
		$id        = (string) $request->get_header( 'webhook-id' );
		$timestamp = (string) $request->get_header( 'webhook-timestamp' );
		$is_recent = 1 === preg_match( '/^\d{10}$/D', $timestamp ) && abs( time() - (int) $timestamp ) <= Signing::WINDOW;
		if ( null !== $key && '' !== $id && $is_recent ) {
			// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- Standard Webhooks' own encoding.
			$expected = 'v1,' . base64_encode( hash_hmac( 'sha256', $id . '.' . $timestamp . '.' . $request->get_body(), $key, true ) );
			// Several while keys are being rotated.
			foreach ( explode( ' ', (string) $request->get_header( 'webhook-signature' ) ) as $signature ) {
				if ( hash_equals( $expected, $signature ) ) {
					return true;
				}
			}
		}
		$this->logger->warning( 'An event was refused: it is not signed by the bridge for this site, or too old.' );
		$refusal = new Refusal( Refusal::EVENT_FORGED, __( 'The event is not signed by the bridge that this site is paired with.', 'multipay' ), 401, 'sign_again' );
		return $refusal->to_wp_error();
	}

	/**
	 * Settles what the event is about. Kinds that this version does not know are taken and ignored. Only the body is
	 * read, since only it is signed: WordPress would also take parameters from the address.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function take( \WP_REST_Request $request ) {
		return $this->answer(
			function () use ( $request ): array {
				$event = json_decode( $request->get_body(), true );
				if ( ! is_array( $event ) || ! is_string( $event['type'] ?? null ) ) {
					throw self::not_an_event();
				}
				if ( ! in_array( $event['type'], self::KNOWN, true ) ) {
					return array( 'outcome' => Settle::NOTHING );
				}
				/** @phpstan-var Payment|null $payment */
				$payment = $event['data']['payment'] ?? null;
				if ( ! is_array( $payment ) ) {
					throw self::not_an_event();
				}
				try {
					$outcome = $this->settle->apply( $payment );
				} catch ( \Throwable $error ) {
					throw new Refusal( Refusal::BUSY, __( 'The order could not be written just now.', 'multipay' ), 503, 'wait_and_retry', true );
				}
				if ( Settle::BUSY === $outcome ) {
					throw new Refusal( Refusal::BUSY, __( 'The order is being written by somebody else.', 'multipay' ), 503, 'wait_and_retry', true );
				}
				return array( 'outcome' => $outcome );
			}
		);
	}

	/**
	 * A body that is signed and is no event all the same.
	 */
	private static function not_an_event(): Refusal {
		return new Refusal( Refusal::EVENT_MALFORMED, __( 'The body is not an event of the bridge.', 'multipay' ), 400 );
	}
}
