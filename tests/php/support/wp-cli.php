<?php
/**
 * Stands in for WP-CLI, as far as the plugin uses it: WP-CLI itself is a program of its own and not in these tests.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

// phpcs:disable Universal.Namespaces, Universal.Files, Generic.Files.OneObjectStructurePerFile, PEAR.NamingConventions.ValidClassName, WordPress.NamingConventions.PrefixAllGlobals, Squiz.Commenting

namespace {
	/**
	 * Remembers what it is told.
	 */
	final class WP_CLI {
		/** @var array<string, array{callable, array<string, mixed>}> Commands by their names. */
		public static array $commands = array();

		/** @var list<string> What was said. */
		public static array $lines = array();

		/** @var list<string> What was said to be wrong. */
		public static array $errors = array();

		/** @var list<int> With what commands ended. */
		public static array $halts = array();

		/**
		 * @param string               $name     The command.
		 * @param callable             $callback What runs it.
		 * @param array<string, mixed> $about    What is known of it.
		 */
		public static function add_command( string $name, callable $callback, array $about = array() ): bool {
			self::$commands[ $name ] = array( $callback, $about );
			return true;
		}

		public static function line( string $text = '' ): void {
			self::$lines[] = $text;
		}

		public static function error( string $text, bool $ends = true ): void {
			self::$errors[] = $text . ( $ends ? ' (ends)' : '' );
		}

		public static function halt( int $code ): void {
			self::$halts[] = $code;
		}
	}
}

namespace WP_CLI\Utils {
	/**
	 * @param string                      $format  `table`.
	 * @param array<array<string,string>> $rows    The rows.
	 * @param string[]                    $columns The columns.
	 */
	function format_items( string $format, array $rows, array $columns ): void {
		\WP_CLI::line( $format . ': ' . implode( '|', $columns ) );
		foreach ( $rows as $row ) {
			\WP_CLI::line( implode( '|', $row ) );
		}
	}
}
