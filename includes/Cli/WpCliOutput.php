<?php
/**
 * Speaks through WP-CLI.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

/**
 * Results go to the standard output, what went wrong to the error output, so that `--format=json` can be piped.
 */
final class WpCliOutput implements Output {
	/**
	 * Says something.
	 *
	 * @param string $text A line.
	 */
	public function line( string $text ): void {
		\WP_CLI::line( $text );
	}

	/**
	 * Says why something did not work.
	 *
	 * @param string $text A sentence.
	 */
	public function error( string $text ): void {
		\WP_CLI::error( $text, false );
	}

	/**
	 * Shows rows.
	 *
	 * @param list<array<string, string>> $rows    Of each: column => text.
	 * @param string[]                    $columns The columns.
	 */
	public function table( array $rows, array $columns ): void {
		\WP_CLI\Utils\format_items( 'table', $rows, $columns );
	}

	/**
	 * Asks whether to go on. WP-CLI's own question would end the command with 0 when the answer is no.
	 *
	 * @param string $question The question.
	 */
	public function confirm( string $question ): bool {
		\WP_CLI::line( $question . ' [y/n]' );
		return in_array( strtolower( trim( (string) fgets( STDIN ) ) ), array( 'y', 'yes' ), true );
	}
}
