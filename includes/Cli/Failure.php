<?php
/**
 * A command could not do what it was asked.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

/**
 * Ends the command with exit code 1. The message says why.
 */
final class Failure extends \RuntimeException {}
