<?php
/**
 * Everything that this site asks of the bridge: one method per use.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Api;
use MultiPay\Contract\ErrorCode;

/**
 * Answers are the contract's shapes (contracts/src/schemas), as arrays. Every method throws BridgeError.
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
	 * Opens an order's payment, or resumes the one that it has.
	 *
	 * @param array<string, string|int> $wish The contract's OpenPayment.
	 * @param string                    $uuid Stored before: sent again, it opens nothing twice.
	 * @return array<mixed>
	 * @phpstan-return Opened
	 */
	public function open_payment( array $wish, string $uuid ): array {
		return $this->send( Call::to( Api::OPEN_PAYMENT, self::OPEN_WITHIN_S )->with_body( $wish )->once( $uuid ), true );
	}

	/**
	 * What the bridge knows of a payment.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public function payment( string $payment_id ): array {
		return $this->send( Call::to( Api::GET_PAYMENT, self::ANSWER_WITHIN_S, array( 'payment_id' => $payment_id ) ) );
	}

	/**
	 * The same after asking the provider, unless it was asked a moment ago.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public function refresh_payment( string $payment_id ): array {
		return $this->send( Call::to( Api::REFRESH_PAYMENT, self::PROVIDER_WITHIN_S, array( 'payment_id' => $payment_id ) ), true );
	}

	/**
	 * Asks to take no more money for a payment. A request, not a proof.
	 *
	 * @param string $payment_id The payment.
	 * @return array<mixed>
	 * @phpstan-return Payment
	 */
	public function close_payment( string $payment_id ): array {
		return $this->send( Call::to( Api::CLOSE_PAYMENT, self::PROVIDER_WITHIN_S, array( 'payment_id' => $payment_id ) ), true );
	}

	/**
	 * This site's payments, the newest first.
	 *
	 * @param array<string, string|int> $filter `order_ref`, `status`, `kind`, `cursor`, `limit`.
	 * @return array<mixed>
	 * @phpstan-return array{items: list<Payment>, next_cursor: string|null}
	 */
	public function payments( array $filter ): array {
		return $this->send( Call::to( Api::LIST_PAYMENTS, self::ANSWER_WITHIN_S )->with_query( $filter ) );
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
		return $this->send( Call::to( Api::GET_SITE, self::SITE_STATUS_WITHIN_S, array( 'site_id' => (string) get_current_blog_id() ) ) );
	}

	/**
	 * The key that uploads are sealed to.
	 *
	 * @return array<mixed> `jwk` and `fingerprint`.
	 */
	public function bridge_key(): array {
		return $this->send( Call::to( Api::GET_BRIDGE_KEY, self::ANSWER_WITHIN_S ) );
	}

	/**
	 * The merchant accounts of the caller.
	 *
	 * @return list<array<string, string|null>>
	 */
	public function merchants(): array {
		return $this->send( Call::to( Api::LIST_MERCHANTS, self::ANSWER_WITHIN_S ) )['items'];
	}

	/**
	 * Adds a merchant account.
	 *
	 * @param array<string, string> $merchant `provider`, `name`, `sealed_credentials`.
	 * @return array<mixed> The account.
	 */
	public function create_merchant( array $merchant ): array {
		return $this->send( Call::to( Api::CREATE_MERCHANT, self::ANSWER_WITHIN_S )->with_body( $merchant ) );
	}

	/**
	 * Gives a merchant account other credentials.
	 *
	 * @param string $merchant_id        The account.
	 * @param string $sealed_credentials Sealed in the browser.
	 * @return array<mixed> The account.
	 */
	public function replace_credentials( string $merchant_id, string $sealed_credentials ): array {
		$call = Call::to( Api::REPLACE_CREDENTIALS, self::ANSWER_WITHIN_S, array( 'merchant_id' => $merchant_id ) );
		return $this->send( $call->with_body( array( 'sealed_credentials' => $sealed_credentials ) ) );
	}

	/**
	 * The caller's settings, and where each came from.
	 *
	 * @return list<array<string, mixed>>
	 */
	public function settings(): array {
		return $this->send( Call::to( Api::GET_SETTINGS, self::ANSWER_WITHIN_S ) )['settings'];
	}

	/**
	 * Changes the caller's own settings, all or none.
	 *
	 * @param list<array<string, mixed>> $values Of each: `name` and `value`.
	 * @return list<array<string, mixed>> All settings as they are now.
	 */
	public function change_settings( array $values ): array {
		return $this->send( Call::to( Api::CHANGE_SETTINGS, self::ANSWER_WITHIN_S )->with_body( array( 'values' => $values ) ) )['settings'];
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
	private function send( Call $call, bool $waits_for_provider = false ) {
		try {
			return $this->dispatch( $call );
		} catch ( BridgeError $error ) {
			if ( BridgeError::DOWN === $error->error_code() ) {
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
