<?php
/**
 * Where a command says what it found.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

/**
 * What commands need of WP-CLI, so that they run without it in tests.
 */
interface Output {
	/**
	 * Says something.
	 *
	 * @param string $text A line.
	 */
	public function line( string $text ): void;

	/**
	 * Says why something did not work, apart from the results.
	 *
	 * @param string $text A sentence.
	 */
	public function error( string $text ): void;

	/**
	 * Shows rows.
	 *
	 * @param list<array<string, string>> $rows    Of each: column => text.
	 * @param string[]                    $columns The columns.
	 */
	public function table( array $rows, array $columns ): void;

	/**
	 * Asks whether to go on. Where nobody can answer, the answer is no.
	 *
	 * @param string $question The question.
	 */
	public function confirm( string $question ): bool;
}
