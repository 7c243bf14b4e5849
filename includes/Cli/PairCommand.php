<?php
/**
 * `wp multipay pair`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Pairing;

/**
 * Trades a pairing code for keys, for the network where the plugin is the network's, else for the site.
 */
final class PairCommand implements Command {
	/**
	 * Needs the pairing.
	 *
	 * @param ConnectionStore $connections Who pairs here.
	 * @param Pairing         $pairing     Does the work.
	 */
	public function __construct( private ConnectionStore $connections, private Pairing $pairing ) {}

	/**
	 * Its name.
	 */
	public function name(): string {
		return 'pair';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return 'Pairs with a bridge: the network where the plugin is active for all of it, else this site.';
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array(
			'<address>' => "The bridge's private address, such as http://10.0.0.5:8081",
			'<code>'    => 'What `multipay pair` printed on the bridge.',
			'--yes'     => 'The fingerprint need not be compared: you made the code yourself and know whose bridge it is.',
		);
	}

	/**
	 * Pairs. The keys are used only once somebody has said that the fingerprint is right; otherwise they are forgotten.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @throws Failure When nobody says that the fingerprint is right.
	 */
	public function run( Arguments $given, Output $output ): int {
		$address = $given->at( 0, 'address' );
		$code    = $given->at( 1, 'code' );
		$network = $this->connections->is_network_wide();
		$paired  = $this->pairing->begin( $address, $code, $network );
		if ( ! $given->is_json() ) {
			$output->line( 'Fingerprint of the bridge: ' . $paired['fingerprint'] );
		}
		if ( ! $given->has( 'yes' ) && ! $output->confirm( 'Is it the one that the bridge showed? It is ' . $paired['fingerprint'] ) ) {
			$this->pairing->end( $network );
			throw new Failure( 'Not paired: the fingerprint was not confirmed. The code is used up; make a new one.' );
		}
		$this->pairing->confirm( $network );
		$result = $paired + array( 'paired' => $network ? 'network' : 'site' );
		$given->is_json() ? Shown::json( $output, $result ) : $output->line( 'Paired the ' . $result['paired'] . ' as ' . $paired['network_id'] . '.' );
		return self::OK;
	}
}
