<?php
/**
 * `wp multipay migrate-config`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\ConnectionStore;
use MultiPay\Upkeep\Upgrade;

/**
 * Brings all sites' settings to the form of this version at once, instead of with the next visits and scheduled work.
 */
final class MigrateConfigCommand implements Command {
	/**
	 * Needs who takes the steps.
	 *
	 * @param ConnectionStore $connections Whether the plugin is the network's.
	 * @param Upgrade         $upgrade     Takes the steps.
	 */
	public function __construct( private ConnectionStore $connections, private Upgrade $upgrade ) {}

	/**
	 * Its name.
	 */
	public function name(): string {
		return 'migrate-config';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return 'Carries settings of an earlier release to this version, on all sites of the network. Can be run again.';
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array();
	}

	/**
	 * Takes the steps, batch by batch.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @throws Failure When the bridge did not take a setting.
	 */
	public function run( Arguments $given, Output $output ): int {
		if ( ! $this->connections->is_network_wide() ) {
			$taken = $this->upgrade->run_site();
			$this->show( $given, $output, array( 'done' => 1, 'total' => 1, 'carried' => array(), 'steps' => $taken ) ); // phpcs:ignore WordPress.Arrays
			return self::OK;
		}
		$carried = array();
		do {
			$run     = $this->upgrade->run_network();
			$carried = array_merge( $carried, $run['carried'] );
			if ( null !== $run['problem'] ) {
				throw new Failure( $run['done'] . ' of ' . $run['total'] . ' sites are done. The bridge did not take a setting (' . $run['problem'] . '); run this again when it does.' );
			}
		} while ( ! $run['finished'] );
		$this->show( $given, $output, array( 'done' => $run['done'], 'total' => $run['total'], 'carried' => $carried ) ); // phpcs:ignore WordPress.Arrays
		return self::OK;
	}

	/**
	 * Says what was done.
	 *
	 * @param Arguments            $given  Says how.
	 * @param Output               $output Where to.
	 * @param array<string, mixed> $result What was done.
	 */
	private function show( Arguments $given, Output $output, array $result ): void {
		if ( $given->is_json() ) {
			Shown::json( $output, $result );
			return;
		}
		$output->line( $result['done'] . ' of ' . $result['total'] . ' sites are done. Carried to the bridge: ' . ( $result['carried'] ? implode( ', ', $result['carried'] ) : 'nothing' ) . '.' );
	}
}
