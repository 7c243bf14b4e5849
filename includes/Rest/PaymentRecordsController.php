<?php
/**
 * What the books say of payments: `multipay/v1/payments` for those who may see them.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\Roles;
use MultiPay\Contract\PaymentStatus;
use MultiPay\Gateway\Method;

/**
 * Beside the shoppers' routes (see PaymentsController), which go by proof instead of rights.
 */
final class PaymentRecordsController extends BridgeController {
	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$site_id = array( 'site_id' => self::site_id() );
		$this->route( '/payments', 'GET', 'find', self::filter_args() + $site_id, Roles::VIEW );
		$this->route( '/payments/' . self::PAYMENT . '/timeline', 'GET', 'timeline', $site_id, Roles::VIEW );
		$this->route( '/payments/' . self::PAYMENT . '/refresh', 'POST', 'refresh', $site_id, Roles::VIEW );
	}

	/**
	 * The site's payments, the newest first.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function find( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->asking( $request )->payments( self::filter_in( $request, self::filter_args() ) ) );
	}

	/**
	 * Everything that happened around a payment.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function timeline( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->asking( $request )->payment_timeline( $request['payment_id'] ) );
	}

	/**
	 * Asks the provider now.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function refresh( \WP_REST_Request $request ) {
		return $this->answer_admin( fn(): array => $this->asking( $request )->refresh_payment( $request['payment_id'] ) );
	}

	/**
	 * Which payments.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	private static function filter_args(): array {
		$word = static fn( array $words ): array => array(
			'type' => 'string',
			'enum' => $words,
		);
		$time = array(
			'type'   => 'string',
			'format' => 'date-time',
		);
		return array(
			'status'   => $word( array( PaymentStatus::CREATED, PaymentStatus::PENDING, PaymentStatus::SUCCEEDED, PaymentStatus::FAILED, PaymentStatus::EXPIRED ) ),
			'provider' => $word( array_values( Method::PROVIDERS ) ),
			'kind'     => $word( array( 'order', 'button' ) ),
			'flagged'  => array( 'type' => 'boolean' ),
			'search'   => self::text( 'A payment\'s id, an order\'s number or reference, or the provider\'s number, whole.', false, 64 ),
			'from'     => $time,
			'to'       => $time,
		) + self::page_args();
	}
}
