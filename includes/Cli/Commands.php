<?php
/**
 * Makes `wp multipay` known to WP-CLI.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\BridgeError;
use MultiPay\Log\Mask;
use MultiPay\Refusal;

/**
 * Runs commands and turns what they throw into exit codes. WP-CLI's own check of arguments would end with 1, so it is
 * told that all are optional, and each command checks its own.
 */
final class Commands {
	/**
	 * Needs the commands.
	 *
	 * @param Command[] $commands The commands.
	 * @param Output    $output   Where they speak.
	 */
	public function __construct( private array $commands, private Output $output ) {}

	/**
	 * Registers the commands; on the command line only.
	 */
	public function register_hooks(): void {
		foreach ( $this->commands as $command ) {
			\WP_CLI::add_command(
				'multipay ' . $command->name(),
				fn( array $places, array $named ) => \WP_CLI::halt( $this->run( $command, new Arguments( $places, $named ) ) ),
				array(
					'shortdesc' => $command->summary(),
					'longdesc'  => "## EXIT CODES\n\n0: done, all well. 1: refused, or something is wrong. 2: the call means nothing.",
					'synopsis'  => self::synopsis( $command ),
				)
			);
		}
	}

	/**
	 * Runs a command.
	 *
	 * @param Command   $command The command.
	 * @param Arguments $given   What was given.
	 * @return int The exit code.
	 */
	public function run( Command $command, Arguments $given ): int {
		try {
			$given->must_fit( $command );
			return $command->run( $given, $this->output );
		} catch ( BadUsage $error ) {
			$this->output->error( $error->getMessage() . ' Usage: wp multipay ' . $command->name() . ' ' . implode( ' ', array_keys( $command->arguments() ) ) );
			return Command::BAD_USAGE;
		} catch ( BridgeError $error ) {
			$refusal = Refusal::for_admin( $error );
			$request = '' === $error->request_id() ? '' : ', ' . $error->request_id();
			$this->output->error( $refusal->getMessage() . ' (' . $error->error_code() . ': ' . Mask::text( $error->getMessage() ) . $request . ')' );
			return Command::REFUSED;
		} catch ( Failure $error ) {
			$this->output->error( $error->getMessage() );
			return Command::REFUSED;
		}
	}

	/**
	 * What WP-CLI is told of the arguments.
	 *
	 * @param Command $command The command.
	 * @return list<array<string, mixed>>
	 */
	private static function synopsis( Command $command ): array {
		$synopsis = array();
		foreach ( $command->arguments() + array( '--format=<table|json>' => 'For people or for programs.' ) as $argument => $description ) {
			preg_match( '/^(?:--)?<?([a-z_|-]+)/', $argument, $found );
			$is_named   = str_starts_with( $argument, '--' );
			$synopsis[] = array(
				'type'        => $is_named ? ( str_contains( $argument, '=' ) ? 'assoc' : 'flag' ) : 'positional',
				// WP-CLI knows no choice between names.
				'name'        => str_replace( '|', '-or-', $found[1] ?? $argument ),
				'description' => $description,
				'optional'    => true,
			);
		}
		// What nobody knows is refused here too, with the right exit code.
		$synopsis[] = array(
			'type'      => 'positional',
			'name'      => 'more',
			'optional'  => true,
			'repeating' => true,
		);
		$synopsis[] = array(
			'type'     => 'generic',
			'optional' => true,
		);
		return $synopsis;
	}
}
