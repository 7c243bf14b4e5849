<?php
/**
 * What this site asks of the bridge when it is paid, and the way there for all who ask: one method per use.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Api;
use MultiPay\Contract\ErrorCode;

/**
 * Answers are the contract's shapes (contracts/src/schemas), as arrays. Every method throws BridgeError. What
 * admins ask is in AdminClient.
 *
 * @phpstan-type Payment array{id: string, site_id: string, order_ref: string, attempt: int, provider: string, merchant_id: string, merchant_name: string, channel: string, amount: int, currency: string, description: string, status: string, reason: string|null, flags: list<string>, payable_until: string, created_at: string, paid_at: string|null, paid_amount: int|null, paid_currency: string|null, provider_transaction_id: string|null}
 * @phpstan-type Opened array{payment: Payment, prompt: array{type: string, code_url?: string, redirect_url?: string}|null, stream: array{url: string, token: string, expires_at: string}|null}
 */
final class Client {
	/** The bridge gives the provider 12 s, and the page waits 20. */
	private const OPEN_WITHIN_S   = 14.0;
	private const ANSWER_WITHIN_S = 6.0;
	/** The bridge may ask the provider and then close, for 4 s each; the page waits 12. */
	private const PROVIDER_WITHIN_S = 9.0;
	/** The provider waits five seconds at a site's door; the rest is WordPress's own share. */
	private const RELAY_WITHIN_S = 3.5;
	/** A page waits for it. */
	private const SITE_STATUS_WITHIN_S = 2.0;

	/**
	 * Asks as this site.
	 *
	 * @param Keyring   $keyring     Signs.
	 * @param Transport $transport   Sends.
	 * @param Health    $health      Hears when nobody answers.
	 * @param bool      $for_network Whether the network's own key signs, for the network's own things.
	 */
	public function __construct(
		private Keyring $keyring,
		private Transport $transport,
		private Health $health,
		private bool $for_network = false
	) {}

	/**
	 * The same, asking as the network about its own things instead of this site's.
	 */
	public function for_network(): self {
		return new self( $this->keyring, $this->transport, $this->health, true );
	}

	/**
	 * Makes a site known to the bridge that has never asked it for anything.
	 *
	 * @param int $site_id A site of this network.
	 * @throws BridgeError When the bridge refuses or does not answer.
	 */
	public function introduce_site( int $site_id ): void {
		switch_to_blog( $site_id );
		try {
			$this->keyring->site_signer();
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * Whether the network's key signs.
	 */
	public function is_for_network(): bool {
		return $this->for_network;
	}

	/**
	 * Opens an order's payment, or resumes the one that it has.
	 *
	 * @param array<string, string|int> $wish The contract's OpenPayment.
	 * @param string                    $uuid Stored before: sent again, it opens nothing twice.
	 * @return array<mixed>
	 * @phpstan-return Opened
	 */
	public function open_payment( array $wish, string $uuid ): array {
		return $this->ask( Call::to( Api::OPEN_PAYMENT, self::OPEN_WITHIN_S )->with_body( $wish )->once( $uuid ), true );
	}

	/**
	 * What the bridge knows of a payment.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public function payment( string $payment_id ): array {
		return $this->ask( Call::to( Api::GET_PAYMENT, self::ANSWER_WITHIN_S, array( 'payment_id' => $payment_id ) ) );
	}

	/**
	 * The same after asking the provider, unless it was asked a moment ago.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public function refresh_payment( string $payment_id ): array {
		return $this->ask( Call::to( Api::REFRESH_PAYMENT, self::PROVIDER_WITHIN_S, array( 'payment_id' => $payment_id ) ), true );
	}

	/**
	 * Asks to take no more money for a payment. A request, not a proof.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public function close_payment( string $payment_id ): array {
		return $this->ask( Call::to( Api::CLOSE_PAYMENT, self::PROVIDER_WITHIN_S, array( 'payment_id' => $payment_id ) ), true );
	}

	/**
	 * This site's payments, the newest first.
	 *
	 * @param array<string, string|int> $filter `order_ref`, `status`, `kind`, `cursor`, `limit`.
	 * @return array<mixed>
	 * @phpstan-return array{items: list<Payment>, next_cursor: string|null}
	 */
	public function payments( array $filter ): array {
		return $this->ask( Call::to( Api::LIST_PAYMENTS, self::ANSWER_WITHIN_S )->with_query( $filter ) );
	}

	/**
	 * Hands over what a provider brought to this site's door. A slow answer here says nothing about paying, so it is
	 * not counted against the bridge's health.
	 *
	 * @param array<string, mixed> $notification The contract's RelayedNotification.
	 * @return array<mixed> What the provider is to be told, literally.
	 * @phpstan-return array{status: int, content_type: string, body: string, retry_after?: int}
	 */
	public function relay_notification( array $notification ): array {
		/** @phpstan-var array{status: int, content_type: string, body: string, retry_after?: int} $answer */
		$answer = $this->dispatch( Call::to( Api::RELAY_NOTIFICATION, self::RELAY_WITHIN_S )->with_body( $notification ) );
		return $answer;
	}

	/**
	 * What this site needs in order to draw its pages.
	 *
	 * @return array<mixed> The contract's SiteStatus.
	 */
	public function site_status(): array {
		return $this->ask( Call::to( Api::GET_SITE, self::SITE_STATUS_WITHIN_S, array( 'site_id' => (string) get_current_blog_id() ) ) );
	}

	/**
	 * What both sides' logs call the request that was sent last; empty before the first.
	 */
	public function latest_request_id(): string {
		return $this->transport->latest_request_id;
	}

	/**
	 * Sends a call, and remembers when nobody answers.
	 *
	 * @param Call $call               What to ask.
	 * @param bool $waits_for_provider Whether silence may be a provider's, so that only the bridge itself can say
	 *                                 whether it is up.
	 * @return mixed The answer: an array of the contract's shape.
	 * @throws BridgeError The refusal.
	 */
	public function ask( Call $call, bool $waits_for_provider = false ) {
		try {
			return $this->dispatch( $call );
		} catch ( BridgeError $error ) {
			if ( $error->is_silence() ) {
				$waits_for_provider ? $this->health->ask() : $this->health->remember( false );
			}
			throw $error;
		}
	}

	/**
	 * Signs and sends. A key that the bridge has revoked is replaced once, where the network may fetch another.
	 *
	 * @param Call $call What to ask.
	 * @return array<mixed>
	 * @throws BridgeError The refusal.
	 */
	private function dispatch( Call $call ): array {
		$address = $this->keyring->connection()->address;
		if ( $this->for_network ) {
			return $this->transport->send( $address, $call, $this->keyring->network_signer() );
		}
		try {
			return $this->transport->send( $address, $call, $this->keyring->site_signer() );
		} catch ( BridgeError $error ) {
			if ( ErrorCode::KEY_UNKNOWN !== $error->error_code() || ! $this->keyring->replace_site_key() ) {
				throw $error;
			}
			return $this->transport->send( $address, $call, $this->keyring->site_signer() );
		}
	}
}
