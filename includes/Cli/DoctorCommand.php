<?php
/**
 * `wp multipay doctor`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\AdminClient;
use MultiPay\Doctor\Doctor;
use MultiPay\Doctor\Finding;

/**
 * All findings about this site, and, where asked for, whether providers reach it.
 */
final class DoctorCommand implements Command {
	private const COLUMNS = array( 'check', 'status', 'sentence', 'cure', 'detail' );

	/**
	 * Needs the doctor, and who calls from outside.
	 *
	 * @param Doctor      $doctor The doctor.
	 * @param AdminClient $bridge The bridge.
	 */
	public function __construct( private Doctor $doctor, private AdminClient $bridge ) {}

	/**
	 * Its name.
	 */
	public function name(): string {
		return 'doctor';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return 'Looks for whatever keeps this site from being paid. Ends with 1 where something does.';
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array( '--callbacks' => "Also have the bridge call this site's notify addresses from outside, as the providers do; takes up to 25 seconds." );
	}

	/**
	 * Looks.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 */
	public function run( Arguments $given, Output $output ): int {
		$findings = $this->doctor->findings();
		$rows     = array_map( static fn( Finding $finding ): array => $finding->to_array(), $findings );
		$is_bad   = Finding::CRITICAL === Doctor::worst( $findings );
		foreach ( $given->has( 'callbacks' ) ? $this->bridge->check_callbacks()['items'] : array() as $call ) {
			$is_ok  = in_array( $call['finding'], array( 'ok', 'slow' ), true );
			$is_bad = $is_bad || ! $is_ok;
			$rows[] = array(
				'check'    => 'callback_' . $call['provider'],
				'status'   => 'ok' === $call['finding'] ? Finding::GOOD : ( $is_ok ? Finding::RECOMMENDED : Finding::CRITICAL ),
				'sentence' => $call['url'] . ': ' . $call['finding'],
				'cure'     => '',
				'detail'   => $call['detail'],
			);
		}
		Shown::rows( $given, $output, $rows, self::COLUMNS );
		return $is_bad ? self::REFUSED : self::OK;
	}
}
