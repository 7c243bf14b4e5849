<?php
/**
 * Keeps what a command says.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Cli\Output;

/**
 * An output for tests.
 */
final class KeptOutput implements Output {
	/** @var list<string> What was said. */
	public array $lines = array();

	/** @var list<string> What was said to be wrong. */
	public array $errors = array();

	/** @var list<string> What was asked. */
	public array $questions = array();

	/**
	 * The answer to every question.
	 *
	 * @param bool $answer The answer.
	 */
	public function __construct( private bool $answer = false ) {}

	public function line( string $text ): void {
		$this->lines[] = $text;
	}

	public function error( string $text ): void {
		$this->errors[] = $text;
	}

	/**
	 * Shows rows.
	 *
	 * @param list<array<string, string>> $rows    Of each: column => text.
	 * @param string[]                    $columns The columns.
	 */
	public function table( array $rows, array $columns ): void {
		foreach ( $rows as $row ) {
			$this->lines[] = implode( ' | ', $row );
		}
	}

	public function confirm( string $question ): bool {
		$this->questions[] = $question;
		return $this->answer;
	}

	/**
	 * All that was said.
	 */
	public function text(): string {
		return implode( "\n", $this->lines );
	}
}
