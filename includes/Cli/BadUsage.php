<?php
/**
 * A command was called in a way that means nothing.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

/**
 * Ends the command with exit code 2, before anything was done. The message says how it is called.
 */
final class BadUsage extends \RuntimeException {}
