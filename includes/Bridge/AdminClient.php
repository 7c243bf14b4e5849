<?php
/**
 * What admins ask of the bridge about a site, or about the network's own things.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Access\Actor;
use MultiPay\Contract\Api;
use MultiPay\Contract\ErrorCode;

/**
 * Every call names who causes it, for the bridge's audit log. Answers are the contract's shapes (contracts/src/schemas),
 * as arrays. Every method throws BridgeError.
 */
class AdminClient {
	use AsksAboutPayments;

	protected const ANSWER_WITHIN_S = 6.0;
	/** Keys are tried with several queries to a provider; the screen waits 20. */
	private const TRY_WITHIN_S = 14.0;
	/** The bridge may ask the provider and then close, for 4 s each. */
	private const PROVIDER_WITHIN_S = 9.0;
	/** It calls each of a site's addresses, for up to 10 s. */
	private const CALLBACKS_WITHIN_S = 25.0;

	/**
	 * Asks as this site.
	 *
	 * @param Client $client  The way to the bridge.
	 * @param string $site_id With the network's key, the site that is meant; empty for the network itself.
	 */
	final public function __construct( private Client $client, private string $site_id = '' ) {}

	/**
	 * The same, asking as the network: about its own things, or about one of its sites.
	 *
	 * @param string $site_id The site; empty for the network itself.
	 */
	public function for_network( string $site_id = '' ): self {
		return new self( $this->client->for_network(), $site_id );
	}

	/**
	 * What only the network may ask.
	 */
	public function network(): NetworkClient {
		return new NetworkClient( $this->client->for_network() );
	}

	/**
	 * The key that uploads are sealed to.
	 *
	 * @return array<mixed> `jwk` and `fingerprint`.
	 */
	public function bridge_key(): array {
		return $this->ask( Call::to( Api::GET_BRIDGE_KEY, self::ANSWER_WITHIN_S ), 'jwk' );
	}

	/**
	 * The merchant accounts that may be used.
	 *
	 * @return list<array<string, mixed>>
	 */
	public function merchants(): array {
		return $this->ask( Call::to( Api::LIST_MERCHANTS, self::ANSWER_WITHIN_S ), 'items' )['items'];
	}

	/**
	 * Adds a merchant account.
	 *
	 * @param array<string, string> $merchant `provider`, `name`, `sealed_credentials`.
	 * @return array<mixed> The account.
	 */
	public function create_merchant( array $merchant ): array {
		return $this->changed( $this->ask( Call::to( Api::CREATE_MERCHANT, self::ANSWER_WITHIN_S )->with_body( $merchant ), 'id' ) );
	}

	/**
	 * Changes an account's name, limits, and who may use it.
	 *
	 * @param string               $merchant_id The account.
	 * @param array<string, mixed> $changes     The contract's ChangeMerchant; what is left out stays.
	 * @return array<mixed> The account.
	 */
	public function change_merchant( string $merchant_id, array $changes ): array {
		return $this->changed( $this->ask( self::of_merchant( Api::CHANGE_MERCHANT, $merchant_id )->with_body( $changes ), 'id' ) );
	}

	/**
	 * Tries the keys in use with a harmless query.
	 *
	 * @param string $merchant_id The account.
	 * @return array<mixed> The contract's MerchantTest.
	 */
	public function test_merchant( string $merchant_id ): array {
		return $this->ask( self::of_merchant( Api::TEST_MERCHANT, $merchant_id, self::TRY_WITHIN_S ), 'checks', true );
	}

	/**
	 * An account's sets of keys.
	 *
	 * @param string $merchant_id The account.
	 * @return array<mixed> The contract's CredentialList.
	 */
	public function credentials( string $merchant_id ): array {
		return $this->ask( self::of_merchant( Api::LIST_CREDENTIALS, $merchant_id ), 'items' );
	}

	/**
	 * Gives an account other credentials at once.
	 *
	 * @param string $merchant_id        The account.
	 * @param string $sealed_credentials Sealed in the browser.
	 * @return array<mixed> The account.
	 */
	public function replace_credentials( string $merchant_id, string $sealed_credentials ): array {
		$call = self::of_merchant( Api::REPLACE_CREDENTIALS, $merchant_id );
		return $this->changed( $this->ask( $call->with_body( array( 'sealed_credentials' => $sealed_credentials ) ), 'id' ) );
	}

	/**
	 * Tries other credentials with the provider; they are kept and do not sign yet.
	 *
	 * @param string $merchant_id        The account.
	 * @param string $sealed_credentials Sealed in the browser.
	 * @return array<mixed> The contract's Rehearsal.
	 */
	public function rehearse_credentials( string $merchant_id, string $sealed_credentials ): array {
		$call = self::of_merchant( Api::REHEARSE_CREDENTIALS, $merchant_id, self::TRY_WITHIN_S );
		return $this->ask( $call->with_body( array( 'sealed_credentials' => $sealed_credentials ) ), 'credential', true );
	}

	/**
	 * Signs with a rehearsed set from now on.
	 *
	 * @param string $merchant_id   The account.
	 * @param string $credential_id The set.
	 * @return array<mixed> The contract's Credential.
	 */
	public function activate_credentials( string $merchant_id, string $credential_id ): array {
		$params = array(
			'merchant_id'   => $merchant_id,
			'credential_id' => $credential_id,
		);
		return $this->changed( $this->ask( Call::to( Api::ACTIVATE_CREDENTIALS, self::ANSWER_WITHIN_S, $params ), 'id' ) );
	}

	/**
	 * Effective settings, and where each came from.
	 *
	 * @return array<mixed> The contract's EffectiveSettings: `mode` and `settings`.
	 */
	public function settings(): array {
		return $this->ask( Call::to( Api::GET_SETTINGS, self::ANSWER_WITHIN_S ), 'mode' );
	}

	/**
	 * Changes settings, all or none.
	 *
	 * @param list<array<string, mixed>> $values Of each: `name` and `value`; null removes it.
	 * @return array<mixed> All settings as they are now, as settings() gives them.
	 */
	public function change_settings( array $values ): array {
		return $this->changed( $this->ask( Call::to( Api::CHANGE_SETTINGS, self::ANSWER_WITHIN_S )->with_body( array( 'values' => $values ) ), 'mode' ) );
	}

	/**
	 * Who changed what.
	 *
	 * @param array<string, string|int> $filter `action`, `subject`, `cursor`, `limit`.
	 * @return array<mixed> The contract's AuditPage.
	 */
	public function audit( array $filter ): array {
		return $this->ask( Call::to( Api::LIST_AUDIT, self::ANSWER_WITHIN_S )->with_query( $filter ), 'items' );
	}

	/**
	 * Has a site's notify addresses called from outside, as the providers do.
	 *
	 * @param string $site_id The site; empty for this one.
	 * @return array<mixed> The contract's CallbackCheck.
	 */
	public function check_callbacks( string $site_id = '' ): array {
		$site_id = '' === $site_id ? (string) get_current_blog_id() : $site_id;
		return $this->ask( Call::to( Api::CHECK_CALLBACKS, self::CALLBACKS_WITHIN_S, array( 'site_id' => $site_id ) ), 'items', true );
	}

	/**
	 * Asks, in the name of whoever is logged in.
	 *
	 * @param Call   $call               What to ask.
	 * @param string $expected           A field that the answer of a bridge of this plugin's version has.
	 * @param bool   $waits_for_provider Whether silence may be a provider's.
	 * @return array<mixed> The answer.
	 * @throws BridgeError OUTDATED when the field is missing, and whatever the bridge refuses.
	 */
	final protected function ask( Call $call, string $expected, bool $waits_for_provider = false ): array {
		$about  = array(
			'site_id' => $this->site_id,
			'actor'   => (string) Actor::current(),
		);
		$answer = $this->ask_about( array( $this->site_id ), fn(): array => $this->client->ask( $call->with_query( $about ), $waits_for_provider ) );
		if ( ! array_key_exists( $expected, $answer ) ) {
			throw BridgeError::outdated( 'The answer of ' . $call->target . ' has no ' . $expected . '.', '' );
		}
		return $answer;
	}

	/**
	 * Asks the network's question about some sites. Those that have never paid are not known to the bridge yet: they are
	 * introduced then, and the question is asked again.
	 *
	 * @param string[] $site_ids The sites; empty texts and `0` are none.
	 * @param callable $ask      Asks.
	 * @return array<mixed> The answer.
	 * @throws BridgeError What the bridge refuses.
	 * @phpstan-param callable(): array<mixed> $ask
	 */
	final protected function ask_about( array $site_ids, callable $ask ): array {
		try {
			return $ask();
		} catch ( BridgeError $error ) {
			// Without a number WordPress would mean the current site.
			$sites = array_filter( array_filter( array_map( 'intval', $site_ids ) ), static fn( int $id ): bool => is_multisite() && null !== get_site( $id ) );
			if ( ErrorCode::NOT_FOUND !== $error->error_code() || ! $this->client->is_for_network() || ! $sites ) {
				throw $error;
			}
			array_map( array( $this->client, 'introduce_site' ), $sites );
			return $ask();
		}
	}

	/**
	 * Has pages learn of a change: this site's, or, where the network changed something, all sites'.
	 *
	 * @param array<mixed> $answer What the bridge answered.
	 * @return array<mixed> The same.
	 */
	final protected function changed( array $answer ): array {
		$this->client->is_for_network() ? SiteStatus::forget_everywhere() : SiteStatus::forget();
		return $answer;
	}

	/**
	 * A call about a merchant account.
	 *
	 * @param array{string, string} $route       A constant of MultiPay\Contract\Api.
	 * @param string                $merchant_id The account.
	 * @param float                 $seconds     How long an answer may take.
	 */
	private static function of_merchant( array $route, string $merchant_id, float $seconds = self::ANSWER_WITHIN_S ): Call {
		return Call::to( $route, $seconds, array( 'merchant_id' => $merchant_id ) );
	}
}
