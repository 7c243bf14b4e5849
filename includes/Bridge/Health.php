<?php
/**
 * Whether the bridge answers.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Api;

/**
 * Remembers for half a minute what was seen last, so that neither a page nor a bridge in trouble is asked too much.
 */
final class Health {
	private const REMEMBERED      = 'multipay_bridge_health';
	private const REMEMBER_FOR    = 30;
	private const ANSWER_WITHIN_S = 1.0;

	/**
	 * Needs what finds and asks the bridge.
	 *
	 * @param ConnectionStore $store     Where it is.
	 * @param Transport       $transport What asks it.
	 */
	public function __construct( private ConnectionStore $store, private Transport $transport ) {}

	/**
	 * What is known without asking; null when nothing is.
	 */
	public function known(): ?bool {
		$seen = get_transient( self::REMEMBERED );
		return is_string( $seen ) ? 'up' === $seen : null;
	}

	/**
	 * Whether it can be paid now. Asks if nothing is known; only requests that pay, and admins' screens, may do that.
	 */
	public function is_up(): bool {
		return $this->known() ?? $this->ask();
	}

	/**
	 * Asks, whatever is known.
	 */
	public function ask(): bool {
		$connection = $this->store->current();
		if ( ! $connection ) {
			return false;
		}
		try {
			$this->transport->send( $connection->address, Call::to( Api::IS_READY, self::ANSWER_WITHIN_S ), null );
			$this->remember( true );
			return true;
		} catch ( BridgeError $error ) {
			$this->remember( false );
			return false;
		}
	}

	/**
	 * Notes what somebody else saw.
	 *
	 * @param bool $is_up Whether the bridge answered.
	 */
	public function remember( bool $is_up ): void {
		set_transient( self::REMEMBERED, $is_up ? 'up' : 'down', self::REMEMBER_FOR );
	}

	/**
	 * Forgets what was seen, since the bridge may be another one now.
	 */
	public static function forget(): void {
		delete_transient( self::REMEMBERED );
	}
}
