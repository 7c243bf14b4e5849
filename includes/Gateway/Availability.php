<?php
/**
 * Whether a payment method can be used, and if not, why.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\SiteStatus;
use MultiPay\Contract\ErrorCode;
use MultiPay\Money;

/**
 * Answers from the copy. The bridge is asked only by requests that pay, so that no other page waits for it.
 */
final class Availability {
	/**
	 * Needs what is known of the bridge.
	 *
	 * @param ConnectionStore $connections Whether there is one.
	 * @param Health          $health      Whether it answers.
	 * @param SiteStatus      $site        What it said.
	 */
	public function __construct( private ConnectionStore $connections, private Health $health, private SiteStatus $site ) {}

	/**
	 * Why a payment method cannot be used.
	 *
	 * @param string $gateway  A gateway's id.
	 * @param string $currency What would be paid in.
	 * @param bool   $may_ask  Whether this request pays, and so may wait for the bridge.
	 * @return string|null A code that Messages::for_admin() knows; null when it can be used.
	 */
	public function reason( string $gateway, string $currency, bool $may_ask ): ?string {
		if ( ! $this->connections->current() ) {
			return BridgeError::NOT_PAIRED;
		}
		if ( Money::CURRENCY !== $currency ) {
			return ErrorCode::CURRENCY_UNSUPPORTED;
		}
		$is_up = $may_ask ? $this->health->is_up() : $this->health->known();
		if ( false === $is_up ) {
			return BridgeError::DOWN;
		}
		if ( $may_ask ) {
			$this->site->renew_if_old();
		}
		return $this->reason_in_copy( $gateway );
	}

	/**
	 * Who configures this site, a word of the contract; null when nothing is known.
	 */
	public function mode(): ?string {
		return $this->site->mode();
	}

	/**
	 * The gateways that can be used.
	 *
	 * @param string $currency What would be paid in.
	 * @param bool   $may_ask  Whether this request pays.
	 * @return list<string> Their ids.
	 */
	public function usable( string $currency, bool $may_ask ): array {
		$is_usable = fn( string $gateway ): bool => null === $this->reason( $gateway, $currency, $may_ask );
		return array_values( array_filter( array_keys( Method::PROVIDERS ), $is_usable ) );
	}

	/**
	 * What the copy says.
	 *
	 * @param string $gateway A gateway's id.
	 */
	private function reason_in_copy( string $gateway ): ?string {
		$refusal = $this->site->refusal();
		if ( null !== $refusal ) {
			return $refusal;
		}
		$known = $this->site->gateway( Method::PROVIDERS[ $gateway ] );
		if ( ! $known ) {
			return BridgeError::DOWN;
		}
		return $known['available'] ? null : (string) $known['unavailable_because'];
	}
}
