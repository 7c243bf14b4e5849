<?php
/**
 * A table as WordPress draws its own.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

/**
 * On a phone WordPress shows the first column only, and the others when its button is pressed; without script, all. Their
 * class counts pages, which a list read by cursor cannot do.
 */
final class FoldingTable {
	/** By which WordPress knows rows of which everything is shown on a phone too. */
	private const UNFOLDED = 'is-expanded';

	/** Nothing can be unfolded without a script: then everything is shown. */
	private const WITHOUT_SCRIPT = '@media(max-width:782px){.wp-list-table tr:not(.no-items) td{display:block !important;overflow:hidden}.wp-list-table td:empty,.wp-list-table .toggle-row{display:none !important}}';

	/**
	 * Draws the table.
	 *
	 * @param string          $caption What it lists, for those who hear it.
	 * @param string[]        $columns The names of the columns.
	 * @param array<string[]> $rows    The cells of each row, as HTML.
	 * @param string          $nothing What it says when there are no rows.
	 * @param bool            $folds   Whether its rows are folded at first, on a phone.
	 */
	public static function show( string $caption, array $columns, array $rows, string $nothing, bool $folds = true ): void {
		echo '<noscript><style>' . self::WITHOUT_SCRIPT . '</style></noscript>'; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- Our own style.
		echo '<table class="wp-list-table widefat striped"><caption class="screen-reader-text">' . esc_html( $caption ) . '</caption><thead><tr>';
		foreach ( $columns as $at => $column ) {
			printf( '<th scope="col" class="%s">%s</th>', esc_attr( self::class_at( $at ) ), esc_html( $column ) );
		}
		echo '</tr></thead><tbody>';
		if ( ! $rows ) {
			printf( '<tr class="no-items"><td class="colspanchange" colspan="%d">%s</td></tr>', count( $columns ), esc_html( $nothing ) );
		}
		foreach ( $rows as $cells ) {
			self::row( $columns, $cells, $folds ? '' : self::UNFOLDED );
		}
		echo '</tbody></table>';
	}

	/**
	 * Draws a row.
	 *
	 * @param string[] $columns The names of the columns.
	 * @param string[] $cells   The cells, as HTML.
	 * @param string   $state   UNFOLDED or nothing.
	 */
	private static function row( array $columns, array $cells, string $state ): void {
		echo '<tr class="' . esc_attr( $state ) . '">';
		foreach ( $cells as $at => $cell ) {
			printf( '<td class="%s" data-colname="%s">%s', esc_attr( self::class_at( $at ) ), esc_attr( $columns[ $at ] ), wp_kses( $cell, self::allowed() ) );
			if ( 0 === $at ) {
				echo '<button type="button" class="toggle-row"><span class="screen-reader-text">' . esc_html__( 'Show more details', 'multipay' ) . '</span></button>';
			}
			echo '</td>';
		}
		echo '</tr>';
	}

	/**
	 * By which WordPress knows the column that stays on a phone.
	 *
	 * @param int $at The column's place.
	 */
	private static function class_at( int $at ): string {
		return 0 === $at ? 'column-primary' : '';
	}

	/**
	 * What a cell may hold: what a post may, and buttons of a form elsewhere on the page.
	 *
	 * @return array<string, array<string, bool>>
	 */
	private static function allowed(): array {
		$allowed                   = wp_kses_allowed_html( 'post' );
		$allowed['button']['form'] = true;
		return $allowed;
	}
}
