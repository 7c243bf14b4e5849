<?php
/**
 * This site's copy of what it needs in order to draw its pages.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

/**
 * Pages are drawn from the copy, also with the bridge down. Only requests that pay renew it, every five minutes; while
 * something is missing in it, every half minute, so that a new merchant account shows soon; and at once after the network
 * changed something.
 *
 * @phpstan-type Gateway array{provider: string, available: bool, unavailable_because: string|null, merchant_id: string|null, merchant_name: string|null, channels: list<string>}
 */
final class SiteStatus {
	private const COPY              = 'multipay_site_status';
	private const GOOD_FOR_S        = 300;
	private const INCOMPLETE_GOOD_S = 30;
	private const PAYABLE_MINUTES   = 30;
	private const ORDER_SUBJECT     = '{site} {order}';
	private const SUBJECT_LENGTH    = 127;
	/** Changes whenever the network changes something, so that no site has to be told. Read only by requests that pay. */
	private const NETWORK_VERSION = 'multipay_settings_version';

	/**
	 * Needs the bridge, for renewals.
	 *
	 * @param Client $client The bridge.
	 */
	public function __construct( private Client $client ) {}

	/**
	 * What is known of a provider's gateway; null when nothing is.
	 *
	 * @param string $provider A provider.
	 * @return array<string, mixed>|null
	 * @phpstan-return Gateway|null
	 */
	public function gateway( string $provider ): ?array {
		foreach ( $this->copy()['status']['gateways'] ?? array() as $gateway ) {
			if ( $gateway['provider'] === $provider ) {
				return $gateway;
			}
		}
		return null;
	}

	/**
	 * Why the bridge refused to say anything; null when it did say something.
	 */
	public function refusal(): ?string {
		return $this->copy()['refused'];
	}

	/**
	 * How long an attempt can be paid, in minutes.
	 */
	public function payable_minutes(): int {
		return (int) ( $this->copy()['status']['payable_minutes'] ?? self::PAYABLE_MINUTES );
	}

	/**
	 * Who configures this site, a word of the contract; null when nothing is known.
	 */
	public function mode(): ?string {
		return $this->copy()['status']['mode'] ?? null;
	}

	/**
	 * What shoppers read of an order in the provider's app.
	 *
	 * @param string $number The order's number.
	 */
	public function order_subject( string $number ): string {
		$status = $this->copy()['status'];
		$parts  = array(
			'{site}'  => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
			'{order}' => ( $status['order_prefix'] ?? '' ) . $number,
		);
		return mb_substr( trim( strtr( $status['order_subject'] ?? self::ORDER_SUBJECT, $parts ) ), 0, self::SUBJECT_LENGTH );
	}

	/**
	 * Renews the copy when it is old. For requests that pay.
	 */
	public function renew_if_old(): void {
		$copy     = $this->copy();
		$complete = null !== $copy['status'];
		foreach ( $copy['status']['gateways'] ?? array() as $gateway ) {
			$complete = $complete && $gateway['available'];
		}
		$is_old = time() - $copy['fetched_at'] >= ( $complete ? self::GOOD_FOR_S : self::INCOMPLETE_GOOD_S );
		if ( $is_old || self::network_version() !== ( $copy['version'] ?? '' ) ) {
			$this->renew();
		}
	}

	/**
	 * Renews the copy now. Without an answer, or with a refusal that passes by itself, the old one stays.
	 */
	public function renew(): void {
		// Before asking: what changes meanwhile must not be taken for known.
		$version = self::network_version();
		try {
			$this->keep( $this->client->site_status(), null, $version );
		} catch ( BridgeError $error ) {
			if ( ! $error->is_retryable() ) {
				$this->keep( null, $error->error_code(), $version );
			}
		}
	}

	/**
	 * Throws the copy away.
	 */
	public static function forget(): void {
		delete_option( self::COPY );
	}

	/**
	 * Has every site of the network throw its copy away when it next pays.
	 */
	public static function forget_everywhere(): void {
		update_network_option( null, self::NETWORK_VERSION, bin2hex( random_bytes( 8 ) ) );
		self::forget();
	}

	/**
	 * What the network's settings are called as they are now; empty while nobody has changed them.
	 */
	private static function network_version(): string {
		return (string) get_network_option( null, self::NETWORK_VERSION, '' );
	}

	/**
	 * Keeps what the bridge said.
	 *
	 * @param array<mixed>|null $status  The contract's SiteStatus.
	 * @param string|null       $refused Or why there is none.
	 * @param string            $version What the network's settings were called before it was asked.
	 */
	private function keep( ?array $status, ?string $refused, string $version ): void {
		update_option(
			self::COPY,
			array(
				'fetched_at' => time(),
				'status'     => $status,
				'refused'    => $refused,
				'version'    => $version,
			),
			false
		);
	}

	/**
	 * The copy.
	 *
	 * @return array{fetched_at: int, status: array<mixed>|null, refused: string|null, version?: string}
	 */
	private function copy(): array {
		/** @phpstan-var array{fetched_at: int, status: array<mixed>|null, refused: string|null, version?: string}|false $copy */
		$copy = get_option( self::COPY );
		return is_array( $copy ) ? $copy : array(
			'fetched_at' => 0,
			'status'     => null,
			'refused'    => null,
		);
	}
}
