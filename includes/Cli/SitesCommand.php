<?php
/**
 * `wp multipay sites`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\AdminClient;

/**
 * The network's sites as the bridge knows them.
 */
final class SitesCommand implements Command {
	private const ROWS    = 100;
	private const COLUMNS = array( 'site_id', 'name', 'domain', 'mode', 'gateways', 'last_payment_at', 'opened_24h', 'failed_24h', 'parked_deliveries' );

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
		return 'sites';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return "Lists the network's sites with their modes, gateways and health.";
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array(
			'<list>'          => 'What to do; `list` if nothing is said.',
			'--search=<text>' => 'Only sites with this in their name or domain.',
		);
	}

	/**
	 * Lists them, all pages.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 */
	public function run( Arguments $given, Output $output ): int {
		$given->word( 0, array( 'list' ) );
		$filter = array(
			'search' => (string) $given->option( 'search' ),
			'limit'  => self::ROWS,
		);
		$sites  = array();
		$cursor = '';
		do {
			$page   = $this->bridge->network()->sites( $filter + array( 'cursor' => $cursor ) );
			$sites  = array_merge( $sites, $page['items'] );
			$cursor = (string) $page['next_cursor'];
		} while ( '' !== $cursor );
		$in_words = static fn( array $gateway ): string => $gateway['provider'] . ': ' . ( $gateway['available'] ? 'ok' : $gateway['unavailable_because'] );
		if ( ! $given->is_json() ) {
			$sites = array_map( static fn( array $site ): array => array( 'gateways' => implode( ', ', array_map( $in_words, $site['gateways'] ) ) ) + $site, $sites );
		}
		Shown::rows( $given, $output, $sites, self::COLUMNS );
		return self::OK;
	}
}
