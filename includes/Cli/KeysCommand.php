<?php
/**
 * `wp multipay keys`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\AdminClient;

/**
 * Keys as fingerprints; the keys themselves never leave the bridge.
 */
final class KeysCommand implements Command {
	private const OF_ACCOUNTS = array( 'merchant_name', 'provider', 'id', 'state', 'key_fingerprint', 'key_serial', 'expires_at' );
	private const MASTER      = array( 'id', 'state', 'since', 'secrets', 'destroy_asked_by' );

	/**
	 * Needs the bridge.
	 *
	 * @param AdminClient $bridge The bridge.
	 */
	public function __construct( private AdminClient $bridge ) {}

	/**
	 * Its name.
	 */
	public function name(): string {
		return 'keys';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return "Lists the merchant accounts' keys as fingerprints, or rotates the bridge's master key.";
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array(
			'<list|rotate>' => 'What to do; `list` if nothing is said.',
			'--network'     => "With `list`: the network's accounts instead of this site's, and the master key.",
			'--yes'         => 'With `rotate`: do not ask.',
		);
	}

	/**
	 * Lists or rotates.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @throws Failure When nobody says yes.
	 */
	public function run( Arguments $given, Output $output ): int {
		if ( 'rotate' === $given->word( 0, array( 'list', 'rotate' ) ) ) {
			if ( ! $given->has( 'yes' ) && ! $output->confirm( 'Every secret is sealed under a new master key; back that key up afterwards. Go on?' ) ) {
				throw new Failure( 'Nothing was changed.' );
			}
			$this->show_master( $given, $output, $this->bridge->network()->rotate_master_key() );
			return self::OK;
		}
		$client = $given->has( 'network' ) ? $this->bridge->for_network() : $this->bridge;
		$keys   = array();
		foreach ( $client->merchants() as $merchant ) {
			foreach ( $client->credentials( (string) $merchant['id'] )['items'] as $credential ) {
				$keys[] = array(
					'merchant_name' => $merchant['name'],
					'provider'      => $merchant['provider'],
				) + $credential;
			}
		}
		if ( ! $given->has( 'network' ) ) {
			Shown::rows( $given, $output, $keys, self::OF_ACCOUNTS );
			return self::OK;
		}
		$master = $this->bridge->network()->master_keys();
		if ( $given->is_json() ) {
			Shown::json( $output, array( 'credentials' => $keys, 'master_keys' => $master ) ); // phpcs:ignore WordPress.Arrays
			return self::OK;
		}
		Shown::table( $output, $keys, self::OF_ACCOUNTS );
		$this->show_master( $given, $output, $master );
		return self::OK;
	}

	/**
	 * Shows the master keys.
	 *
	 * @param Arguments    $given  Says how.
	 * @param Output       $output Where to.
	 * @param array<mixed> $master The contract's MasterKeys.
	 */
	private function show_master( Arguments $given, Output $output, array $master ): void {
		if ( $given->is_json() ) {
			Shown::json( $output, $master );
			return;
		}
		Shown::table( $output, $master['items'], self::MASTER );
		$output->line( 'Rotate it by ' . $master['rotate_by'] . '.' );
	}
}
