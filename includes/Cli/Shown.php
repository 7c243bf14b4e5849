<?php
/**
 * How values are shown.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

/**
 * Rows as a table for people, or everything as JSON for programs.
 */
final class Shown {
	/**
	 * Shows rows: as a table, or as a list of objects with their values as they are.
	 *
	 * @param Arguments                  $given   Says how.
	 * @param Output                     $output  Where to.
	 * @param array<array<string,mixed>> $rows    The rows.
	 * @param string[]                   $columns The columns of the table.
	 */
	public static function rows( Arguments $given, Output $output, array $rows, array $columns ): void {
		if ( $given->is_json() ) {
			self::json( $output, array_values( $rows ) );
		} else {
			self::table( $output, $rows, $columns );
		}
	}

	/**
	 * Shows rows as a table.
	 *
	 * @param Output                     $output  Where to.
	 * @param array<array<string,mixed>> $rows    The rows.
	 * @param string[]                   $columns The columns.
	 */
	public static function table( Output $output, array $rows, array $columns ): void {
		$texts = array();
		foreach ( $rows as $row ) {
			$text = array();
			foreach ( $columns as $column ) {
				$text[ $column ] = self::text( $row[ $column ] ?? null );
			}
			$texts[] = $text;
		}
		if ( $texts ) {
			$output->table( $texts, $columns );
		} else {
			$output->line( 'Nothing.' );
		}
	}

	/**
	 * Shows anything as JSON.
	 *
	 * @param Output $output Where to.
	 * @param mixed  $value  What JSON can say.
	 */
	public static function json( Output $output, $value ): void {
		$output->line( (string) wp_json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRETTY_PRINT ) );
	}

	/**
	 * A value as a text.
	 *
	 * @param mixed $value The value.
	 */
	public static function text( $value ): string {
		if ( is_string( $value ) ) {
			return $value;
		}
		return null === $value ? '-' : (string) wp_json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}
}
