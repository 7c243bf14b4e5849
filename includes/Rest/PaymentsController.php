<?php
/**
 * Shoppers' payments: `multipay/v1/payments`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Checkout\PaymentView;
use MultiPay\Contract\Channel;
use MultiPay\Gateway\Availability;
use MultiPay\Gateway\Method;
use MultiPay\Money;
use MultiPay\Order\OpenPayment;
use MultiPay\PayButton\OpenButtonPayment;
use MultiPay\Refusal;

/**
 * Opens payments, says how they stand, settles and closes them. These routes take no nonce: the pages that call them may
 * be cached. What protects them is the proof (see ShopperProof) or the signed price token.
 */
final class PaymentsController extends Controller {
	/**
	 * Needs those who do the work.
	 *
	 * @param ShopperProof      $proof        Who may ask.
	 * @param Availability      $availability Whether a gateway can be used.
	 * @param OpenPayment       $orders       Opens orders' payments.
	 * @param OpenButtonPayment $buttons      Opens pay buttons' payments.
	 * @param PaymentProgress   $progress     Says how payments stand.
	 */
	public function __construct(
		private ShopperProof $proof,
		private Availability $availability,
		private OpenPayment $orders,
		private OpenButtonPayment $buttons,
		private PaymentProgress $progress
	) {}

	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		register_rest_route(
			self::API,
			'/payments',
			array(
				'methods'             => 'POST',
				'callback'            => array( $this, 'open' ),
				'permission_callback' => array( $this, 'may_open' ),
				'args'                => $this->open_args(),
			)
		);
		$of_one = array(
			''        => array( 'GET', 'read' ),
			'/settle' => array( 'POST', 'settle' ),
			'/close'  => array( 'POST', 'close' ),
		);
		foreach ( $of_one as $path => list( $method, $callback ) ) {
			register_rest_route(
				self::API,
				'/payments/' . self::PAYMENT . $path,
				array(
					'methods'             => $method,
					'callback'            => array( $this, $callback ),
					'permission_callback' => array( $this, 'has_proof' ),
					'args'                => $this->proof_args(),
				)
			);
		}
	}

	/**
	 * An order needs its proof; a pay button's token is checked with everything in it when it is read.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function may_open( \WP_REST_Request $request ) {
		$is_button = '' !== $request['token'];
		return $is_button || $this->proof->order( $request['order'], $request['key'] ) ? true : Refusal::not_yours()->to_wp_error();
	}

	/**
	 * Whether the asker has shown what the payment is for.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function has_proof( \WP_REST_Request $request ) {
		return $this->proof->purchase( $request['order'], $request['key'] ) ? true : Refusal::not_yours()->to_wp_error();
	}

	/**
	 * Opens a payment, or resumes the one that there is.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function open( \WP_REST_Request $request ) {
		return $this->answer(
			function () use ( $request ): array {
				$order = '' === $request['token'] ? $this->proof->order( $request['order'], $request['key'] ) : null;
				if ( ! $order ) {
					$this->must_be_usable( $request['gateway'], Money::CURRENCY );
					/** @phpstan-var array{token: string, gateway: string, channel: string, amount_text: string, email: string, order: string, key: string} $wish */
					$wish = array_intersect_key( $request->get_params(), $this->open_args() );
					return $this->buttons->open( $wish );
				}
				$this->must_be_usable( $request['gateway'], $order->get_currency() );
				$this->must_be_enabled( $request['gateway'] );
				return $this->orders->open( $order, $request['gateway'], $request['channel'] );
			}
		);
	}

	/**
	 * How a payment stands.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function read( \WP_REST_Request $request ) {
		return $this->answer( fn(): array => $this->progress->read( $request['payment_id'], $request['order'] ) );
	}

	/**
	 * "I have paid", or the page was told so.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function settle( \WP_REST_Request $request ) {
		return $this->answer(
			function () use ( $request ): array {
				$purchase = $this->proof->purchase( $request['order'], $request['key'] );
				if ( ! $purchase ) {
					throw Refusal::not_yours();
				}
				return $this->progress->settle( $request['payment_id'], $purchase );
			}
		);
	}

	/**
	 * "Pay another way."
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function close( \WP_REST_Request $request ) {
		return $this->answer( fn(): array => $this->progress->close( $request['payment_id'], $request['order'] ) );
	}

	/**
	 * Refuses a gateway that cannot be used.
	 *
	 * @param string $gateway  A gateway's id.
	 * @param string $currency What would be paid in.
	 * @throws Refusal GATEWAY_UNAVAILABLE.
	 */
	private function must_be_usable( string $gateway, string $currency ): void {
		if ( null !== $this->availability->reason( $gateway, $currency, true ) ) {
			$sentence = __( 'This payment method is not available at the moment. Please choose another one or contact the shop.', 'multipay' );
			throw new Refusal( Refusal::GATEWAY_UNAVAILABLE, $sentence, 503, 'choose_other_method', true );
		}
	}

	/**
	 * Refuses a gateway that the shop has switched off.
	 *
	 * @param string $gateway A gateway's id.
	 * @throws Refusal GATEWAY_UNAVAILABLE.
	 */
	private function must_be_enabled( string $gateway ): void {
		$known = WC()->payment_gateways()->payment_gateways()[ $gateway ] ?? null;
		if ( ! $known || 'yes' !== $known->enabled ) {
			throw new Refusal( Refusal::GATEWAY_UNAVAILABLE, __( 'The shop does not take this payment method any more.', 'multipay' ), 403, 'choose_other_method' );
		}
	}

	/**
	 * What opening takes.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	private function open_args(): array {
		return array(
			'order'       => self::text( 'order_123 or button_….', false, 60 ),
			'key'         => self::text( 'The order key or return key.', false, 100 ),
			'token'       => self::text( 'A pay button\'s price token.', false, 4000 ),
			'amount_text' => self::text( 'An open amount, such as 12.50.', false, 20 ),
			'email'       => self::text( 'Where a pay button\'s receipt goes.', false, 320 ),
			'gateway'     => array(
				'type'     => 'string',
				'enum'     => array_keys( Method::PROVIDERS ),
				'required' => true,
			),
			'channel'     => array(
				'type'    => 'string',
				'enum'    => array( 'auto', Channel::QR_CODE, Channel::MOBILE_WEB, Channel::DESKTOP_WEB ),
				'default' => 'auto',
			),
		);
	}

	/**
	 * The proof.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	private function proof_args(): array {
		return array(
			'order' => self::text( 'order_123 or button_….', true, 60 ),
			'key'   => self::text( 'The order key or return key.', false, 100 ),
		);
	}
}
