<?php
/**
 * `wp multipay mode`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\AdminClient;

/**
 * Who configures this site, and the network's two switches.
 */
final class ModeCommand implements Command {
	/** Option => setting. */
	private const SWITCHES = array(
		'payment-enabled' => 'payment_enabled',
		'split'           => 'split_mode',
	);

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
		return 'mode';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return 'Says who configures this site, or switches unified management and split mode for the whole network.';
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array(
			'<get|set>'                  => 'What to do; `get` if nothing is said.',
			'--payment-enabled=<on|off>' => 'With `set`: unified management, where the network configures all its sites.',
			'--split=<on|off>'           => 'With `set`: split mode.',
		);
	}

	/**
	 * Says or sets.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @throws BadUsage When there is nothing to set.
	 */
	public function run( Arguments $given, Output $output ): int {
		$wish   = $given->word( 0, array( 'get', 'set' ) );
		$values = array();
		foreach ( self::SWITCHES as $option => $setting ) {
			$is_on = $given->yes_or_no( $option );
			if ( null !== $is_on ) {
				$values[] = array(
					'name'  => $setting,
					'value' => $is_on,
				);
			}
		}
		if ( ( 'set' === $wish ) !== ( array() !== $values ) ) {
			throw new BadUsage( 'set' === $wish ? 'Say what to set.' : 'Only `set` takes these options.' );
		}
		if ( $values ) {
			$this->bridge->for_network()->change_settings( $values );
		}
		$settings = $this->bridge->settings();
		$known    = array_column( $settings['settings'], 'value', 'name' );
		$row      = array( 'mode' => $settings['mode'] ) + array_intersect_key( $known, array_flip( array( 'payment_enabled', 'split_mode', 'override_global_config' ) ) );
		$given->is_json() ? Shown::json( $output, $row ) : Shown::table( $output, array( $row ), array_keys( $row ) );
		return self::OK;
	}
}
