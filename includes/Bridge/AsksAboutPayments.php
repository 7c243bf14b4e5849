<?php
/**
 * What admins ask of the bridge about payments, and about the people who paid.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Api;

/**
 * A part of AdminClient.
 *
 * @phpstan-import-type Payment from Client
 */
trait AsksAboutPayments {
	/**
	 * The site's payments, the newest first.
	 *
	 * @param array<string, string|int> $filter The contract's ListPayments.
	 * @return array<mixed>
	 * @phpstan-return array{items: list<Payment>, next_cursor: string|null}
	 */
	public function payments( array $filter ): array {
		/** @phpstan-var array{items: list<Payment>, next_cursor: string|null} $page */
		$page = $this->ask( Call::to( Api::LIST_PAYMENTS, self::ANSWER_WITHIN_S )->with_query( $filter ), 'items' );
		return $page;
	}

	/**
	 * Everything that happened around a payment.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed> The contract's PaymentTimeline: `payment`, `attempts`, `items`.
	 */
	public function payment_timeline( string $payment_id ): array {
		return $this->ask( Call::to( Api::GET_PAYMENT_TIMELINE, self::ANSWER_WITHIN_S, array( 'payment_id' => $payment_id ) ), 'attempts' );
	}

	/**
	 * Asks the provider about a payment now, unless it was asked a moment ago.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public function refresh_payment( string $payment_id ): array {
		/** @phpstan-var Payment $payment */
		$payment = $this->ask( Call::to( Api::REFRESH_PAYMENT, self::PROVIDER_WITHIN_S, array( 'payment_id' => $payment_id ) ), 'id', true );
		return $payment;
	}

	/**
	 * What the site was told or is being told.
	 *
	 * @param array<string, string|int> $filter The contract's ListWebhookDeliveries.
	 * @return array<mixed> The contract's WebhookDeliveryPage.
	 */
	public function deliveries( array $filter ): array {
		return $this->ask( Call::to( Api::LIST_WEBHOOK_DELIVERIES, self::ANSWER_WITHIN_S )->with_query( $filter ), 'items' );
	}

	/**
	 * Has the site told once more.
	 *
	 * @param string $delivery_id The delivery.
	 * @return array<mixed> The contract's WebhookDelivery.
	 */
	public function replay_delivery( string $delivery_id ): array {
		return $this->ask( Call::to( Api::REPLAY_WEBHOOK_DELIVERY, self::ANSWER_WITHIN_S, array( 'delivery_id' => $delivery_id ) ), 'id' );
	}

	/**
	 * The personal data of the payers of some orders.
	 *
	 * @param string[] $order_refs At most 200.
	 * @return array<mixed> The contract's PrivacyExport.
	 */
	public function export_payers( array $order_refs ): array {
		return $this->ask( Call::to( Api::EXPORT_PAYERS, self::ANSWER_WITHIN_S )->with_body( array( 'order_refs' => $order_refs ) ), 'items' );
	}

	/**
	 * Has the payers of some orders forgotten; the books stay.
	 *
	 * @param string[] $order_refs At most 200.
	 * @return array<mixed> The contract's PrivacyErased.
	 */
	public function erase_payers( array $order_refs ): array {
		return $this->ask( Call::to( Api::ERASE_PAYERS, self::ANSWER_WITHIN_S )->with_body( array( 'order_refs' => $order_refs ) ), 'erased' );
	}
}
