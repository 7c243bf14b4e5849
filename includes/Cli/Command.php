<?php
/**
 * A command of `wp multipay`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

/**
 * Knows nothing of WP-CLI: it reads Arguments, speaks to an Output, and answers with an exit code.
 */
interface Command {
	/** All is well. */
	public const OK = 0;
	/** Something was refused, or found that must not be so. */
	public const REFUSED = 1;
	/** The call means nothing. */
	public const BAD_USAGE = 2;

	/**
	 * Its name after `wp multipay`.
	 */
	public function name(): string;

	/**
	 * What it does, in half a sentence. In English, as all that WP-CLI says.
	 */
	public function summary(): string;

	/**
	 * How it is called: name of an argument as WP-CLI's synopsis writes it (`<id>`, `--id=<id>`, `--yes`) => what it is.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array;

	/**
	 * Does it.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 * @return int OK or REFUSED.
	 * @throws BadUsage                      When the call means nothing.
	 * @throws Failure                       When it cannot be done.
	 * @throws \MultiPay\Bridge\BridgeError When the bridge refuses.
	 */
	public function run( Arguments $given, Output $output ): int;
}
