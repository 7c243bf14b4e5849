<?php
/**
 * What a bridge answers.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Shapes of the contract, as samples for tests.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
trait BridgeAnswers {
	/**
	 * An RFC 9457 problem.
	 *
	 * @param string $code      The code.
	 * @param int    $status    The HTTP status.
	 * @param string $next      What to do.
	 * @param bool   $retryable Whether it can succeed later.
	 * @return array{int, array<string, mixed>}
	 */
	public static function problem( string $code, int $status, string $next = 'contact_support', bool $retryable = false ): array {
		return array(
			$status,
			array(
				'type'       => '/docs/errors#' . $code,
				'title'      => $code,
				'status'     => $status,
				'code'       => $code,
				'detail'     => 'a detail',
				'retryable'  => $retryable,
				'next'       => $next,
				'request_id' => 'req_of_the_bridge',
			),
		);
	}

	/**
	 * A payment as the bridge shows it.
	 *
	 * @param array<mixed> $more What differs from a pending payment of CNY 10.01.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public static function payment( array $more = array() ): array {
		$known = array_intersect_key( $more, array_flip( array( 'order_ref', 'provider', 'amount', 'currency', 'description', 'status', 'flags', 'site_id', 'paid_amount', 'paid_currency', 'paid_at', 'provider_transaction_id', 'payable_until', 'created_at' ) ) );
		/** @phpstan-var Payment $payment */
		$payment = array_merge(
			array(
				'id'                      => self::PAYMENT_PREFIX . strtolower( bin2hex( random_bytes( 10 ) ) ),
				'site_id'                 => (string) get_current_blog_id(),
				'order_ref'               => 'order_1',
				'attempt'                 => 1,
				'provider'                => 'wechat_pay',
				'merchant_id'             => 'mch_01jd00000000000000000000aa',
				'merchant_name'           => 'Tea House',
				'channel'                 => isset( $more['channel'] ) && 'auto' !== $more['channel'] ? $more['channel'] : 'qr_code',
				'amount'                  => 1001,
				'currency'                => 'CNY',
				'description'             => 'A cup of tea',
				'status'                  => 'pending',
				'reason'                  => null,
				'flags'                   => array(),
				'payable_until'           => gmdate( 'Y-m-d\TH:i:s\Z', time() + 1800 ),
				'created_at'              => gmdate( 'Y-m-d\TH:i:s\Z' ),
				'paid_at'                 => null,
				'paid_amount'             => null,
				'paid_currency'           => null,
				'provider_transaction_id' => null,
			),
			$known
		);
		return $payment;
	}
}
