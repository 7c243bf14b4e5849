<?php
/**
 * What people read of payments.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Contract\Channel;
use MultiPay\Contract\PaymentFlag;
use MultiPay\Contract\PaymentStatus;
use MultiPay\Contract\WebhookType;

/**
 * The contract's words, translated. A word that is not known here is shown as it is.
 */
final class PaymentWords {
	/**
	 * The statuses by name.
	 *
	 * @return array<string, string>
	 */
	public static function statuses(): array {
		return array(
			PaymentStatus::CREATED   => __( 'Opening', 'multipay' ),
			PaymentStatus::PENDING   => __( 'Waiting for payment', 'multipay' ),
			PaymentStatus::SUCCEEDED => __( 'Paid', 'multipay' ),
			PaymentStatus::FAILED    => __( 'Refused', 'multipay' ),
			PaymentStatus::EXPIRED   => __( 'Expired', 'multipay' ),
		);
	}

	/**
	 * What can be unusual about a payment.
	 *
	 * @return array<string, string>
	 */
	public static function flags(): array {
		return array(
			PaymentFlag::LATE              => __( 'Came late', 'multipay' ),
			PaymentFlag::SUPERSEDED        => __( 'For an earlier attempt', 'multipay' ),
			PaymentFlag::DUPLICATE         => __( 'Paid twice', 'multipay' ),
			PaymentFlag::AMOUNT_MISMATCH   => __( 'Another amount', 'multipay' ),
			PaymentFlag::CURRENCY_MISMATCH => __( 'Another currency', 'multipay' ),
		);
	}

	/**
	 * What was sold.
	 *
	 * @return array<string, string>
	 */
	public static function kinds(): array {
		return array(
			'order'  => __( 'Orders', 'multipay' ),
			'button' => __( 'Pay buttons', 'multipay' ),
		);
	}

	/**
	 * How the shopper met the provider.
	 *
	 * @return array<string, string>
	 */
	public static function channels(): array {
		return array(
			Channel::QR_CODE     => __( 'QR code', 'multipay' ),
			Channel::MOBILE_WEB  => __( 'On a phone', 'multipay' ),
			Channel::DESKTOP_WEB => __( 'Provider’s page at a computer', 'multipay' ),
		);
	}

	/**
	 * What happened.
	 *
	 * @param string $kind  What kind of thing: `transition`, `notification`, `delivery`.
	 * @param string $title The status, the notification's outcome, or the delivery's state.
	 */
	public static function title( string $kind, string $title ): string {
		switch ( $kind ) {
			case 'notification':
				return __( 'Provider’s notification', 'multipay' ) . ': ' . ( self::outcomes()[ $title ] ?? $title );
			case 'delivery':
				return __( 'Event to this site', 'multipay' ) . ': ' . ( self::deliveries()[ $title ] ?? $title );
		}
		return self::statuses()[ $title ] ?? $title;
	}

	/**
	 * Who or why, in the bridge's words parted by commas.
	 *
	 * @param string $detail The bridge's words.
	 */
	public static function detail( string $detail ): string {
		$words = self::reasons() + self::flags() + self::sources() + self::events();
		return implode( ', ', array_map( static fn( string $word ): string => $words[ $word ] ?? $word, explode( ', ', $detail ) ) );
	}

	/**
	 * A moment in the site's own time and words.
	 *
	 * @param string $time        RFC 3339.
	 * @param bool   $to_a_second Whether it matters what came first within a minute.
	 */
	public static function moment( string $time, bool $to_a_second = false ): string {
		return (string) wp_date( get_option( 'date_format' ) . ' ' . ( $to_a_second ? 'H:i:s' : get_option( 'time_format' ) ), (int) strtotime( $time ) );
	}

	/**
	 * Why a payment is where it is.
	 *
	 * @return array<string, string>
	 */
	private static function reasons(): array {
		return array(
			'superseded'      => __( 'replaced by a newer attempt', 'multipay' ),
			'cancelled'       => __( 'closed by the shop', 'multipay' ),
			'provider_closed' => __( 'closed by the provider', 'multipay' ),
			'time_ran_out'    => __( 'the time to pay ran out', 'multipay' ),
			'refused'         => __( 'the provider declined to open it', 'multipay' ),
		);
	}

	/**
	 * Whose word it was.
	 *
	 * @return array<string, string>
	 */
	private static function sources(): array {
		return array(
			'shop'                  => __( 'the shop', 'multipay' ),
			'provider_answer'       => __( 'the provider’s answer', 'multipay' ),
			'provider_query'        => __( 'the provider, when it was asked', 'multipay' ),
			'provider_notification' => __( 'the provider’s notification', 'multipay' ),
		);
	}

	/**
	 * What this site is told.
	 *
	 * @return array<string, string>
	 */
	private static function events(): array {
		return array(
			WebhookType::PAYMENT_SUCCEEDED     => __( 'the payment was made', 'multipay' ),
			WebhookType::PAYMENT_REVIEW_NEEDED => __( 'somebody must look at the payment', 'multipay' ),
			WebhookType::PAYMENT_FAILED        => __( 'the payment was refused', 'multipay' ),
			WebhookType::PAYMENT_EXPIRED       => __( 'the payment expired', 'multipay' ),
		);
	}

	/**
	 * What came of a notification.
	 *
	 * @return array<string, string>
	 */
	private static function outcomes(): array {
		return array(
			'applied'        => __( 'believed', 'multipay' ),
			'asked_provider' => __( 'the provider was asked whether it is so', 'multipay' ),
			'kept'           => __( 'kept, nothing to do', 'multipay' ),
		);
	}

	/**
	 * How far an event to this site has come.
	 *
	 * @return array<string, string>
	 */
	private static function deliveries(): array {
		return array(
			'waiting'   => __( 'not delivered yet', 'multipay' ),
			'delivered' => __( 'delivered', 'multipay' ),
			'parked'    => __( 'given up', 'multipay' ),
		);
	}
}
