<?php
/**
 * What an order remembers of its payments.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

/**
 * Kept in the order's meta data and saved apart from the order, so that nothing else of it is written. The books are
 * the bridge's; this is only what WordPress needs when the bridge cannot be asked.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class OrderPayments {
	/** Money can be on its way this long after the last moment to pay: the payer confirmed in the last second. */
	public const GRACE_S = 120;

	/** An attempt can be paid for five minutes at least, so what such a key answers with is still worth showing. */
	private const SAME_KEY_FOR_S = 120;

	private const PAYMENT       = '_multipay_payment_id';
	private const PAYABLE_UNTIL = '_multipay_payable_until';
	private const WATCH_UNTIL   = '_multipay_watch_until';
	private const REQUEST       = '_multipay_request';
	private const REVIEW        = '_multipay_review';
	private const REMINDED      = '_multipay_finish_payment_sent';

	/**
	 * The order whose memory it is.
	 *
	 * @param \WC_Order $order The order.
	 */
	public function __construct( private \WC_Order $order ) {}

	/**
	 * The latest payment; empty when none was opened.
	 */
	public function payment_id(): string {
		return (string) $this->order->get_meta( self::PAYMENT );
	}

	/**
	 * The last moment to pay the latest payment, in Unix seconds; 0 when none was opened.
	 */
	public function payable_until(): int {
		return (int) $this->order->get_meta( self::PAYABLE_UNTIL );
	}

	/**
	 * Until when money can come for any of its payments, in Unix seconds; 0 when none was opened.
	 */
	public function watch_until(): int {
		return (int) $this->order->get_meta( self::WATCH_UNTIL );
	}

	/**
	 * The key to send a request under, stored before it is sent. A request whose outcome is unknown goes out again
	 * under its own key while the shopper can still be waiting for it; any other gets a fresh one.
	 *
	 * @param array<string, mixed> $wish The request.
	 * @return string A UUID.
	 */
	public function key_for( array $wish ): string {
		$digest = hash( 'sha256', (string) wp_json_encode( $wish ) );
		$open   = explode( ' ', (string) $this->order->get_meta( self::REQUEST ) );
		if ( 3 === count( $open ) && $open[1] === $digest && time() - (int) $open[2] < self::SAME_KEY_FOR_S ) {
			return $open[0];
		}
		$uuid = wp_generate_uuid4();
		$this->order->update_meta_data( self::REQUEST, $uuid . ' ' . $digest . ' ' . time() );
		$this->order->save_meta_data();
		return $uuid;
	}

	/**
	 * The outcome of the request is known: it was refused.
	 */
	public function forget_request(): void {
		$this->order->delete_meta_data( self::REQUEST );
		$this->order->save_meta_data();
	}

	/**
	 * The outcome of the request is known: a payment.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	public function remember( array $payment ): void {
		$payable_until = (int) strtotime( $payment['payable_until'] );
		$this->order->delete_meta_data( self::REQUEST );
		$this->order->update_meta_data( self::PAYMENT, $payment['id'] );
		$this->order->update_meta_data( self::PAYABLE_UNTIL, (string) $payable_until );
		$this->order->update_meta_data( self::WATCH_UNTIL, (string) max( $this->watch_until(), $payable_until + self::GRACE_S ) );
		$this->order->save_meta_data();
	}

	/**
	 * Notes money that a person must look at, once for each payment.
	 *
	 * @param string $payment_id The payment.
	 * @param string $because    A reason of SettlementRules.
	 */
	public function add_review( string $payment_id, string $because ): void {
		foreach ( (array) $this->order->get_meta( self::REVIEW, false ) as $meta ) {
			if ( str_starts_with( (string) $meta->value, $payment_id . ' ' ) ) {
				return;
			}
		}
		$this->order->add_meta_data( self::REVIEW, $payment_id . ' ' . $because );
		$this->order->save_meta_data();
	}

	/**
	 * Whether the shopper was reminded.
	 */
	public function is_reminded(): bool {
		return '' !== (string) $this->order->get_meta( self::REMINDED );
	}

	/**
	 * Notes that the shopper is being reminded.
	 */
	public function mark_reminded(): void {
		$this->order->update_meta_data( self::REMINDED, gmdate( 'c' ) );
		$this->order->save_meta_data();
	}
}
