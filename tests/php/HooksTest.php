<?php
/**
 * The hooks for other plugins.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Holds docs/hooks.md and the comments in the code together with what the code really fires.
 *
 * @phpstan-type Fired array{file: string, name: string, kind: string, args: int, comment: string}
 */
final class HooksTest extends \PHPUnit\Framework\TestCase {
	private const ROOT = __DIR__ . '/../../';
	/** What WordPress and WooCommerce fire themselves, and we with them. */
	private const OTHERS = '/^woocommerce_/';

	public function test_the_page_lists_exactly_the_hooks_that_are_fired(): void {
		$fired = array();
		foreach ( self::fired() as $hook ) {
			$fired[ $hook['name'] ] = $hook['kind'];
		}
		$listed = array();
		foreach ( self::sections() as $name => $text ) {
			$listed[ $name ] = str_starts_with( $text, 'Filter.' ) ? 'filter' : 'action';
		}
		ksort( $fired );
		ksort( $listed );
		$this->assertGreaterThan( 5, count( $fired ) );
		$this->assertSame( $fired, $listed );
		foreach ( $listed as $name => $kind ) {
			$this->assertStringContainsString( "| [`$name`](#$name) | $kind |", self::page(), 'in the table' );
		}
	}

	public function test_each_hook_is_described_where_it_is_fired(): void {
		foreach ( self::fired() as $hook ) {
			$where = $hook['name'] . ' in ' . $hook['file'];
			if ( preg_match( '#documented in (includes/\S+\.php) \*/$#', $hook['comment'], $elsewhere ) ) {
				$this->assertStringContainsString( "'" . $hook['name'] . "'", (string) file_get_contents( self::ROOT . $elsewhere[1] ), $where );
				continue;
			}
			$this->assertMatchesRegularExpression( '/@since \d+\.\d+\.\d+/', $hook['comment'], $where );
			$this->assertSame( $hook['args'], preg_match_all( '/@param /', $hook['comment'] ), $where );
		}
	}

	public function test_the_page_names_each_hooks_arguments_and_shows_how_to_use_it(): void {
		$sections = self::sections();
		foreach ( self::fired() as $hook ) {
			preg_match_all( '/@param .*?(\$\w+)/', $hook['comment'], $params );
			$arguments = strstr( $sections[ $hook['name'] ], "\n\n", true );
			foreach ( $params[1] as $param ) {
				$this->assertStringContainsString( $param, (string) $arguments, $hook['name'] );
			}
			$function = 'filter' === $hook['kind'] ? 'add_filter' : 'add_action';
			$this->assertStringContainsString( "```php\n$function(\n\t'" . $hook['name'] . "'", $sections[ $hook['name'] ] );
		}
	}

	public function test_the_examples_are_php(): void {
		preg_match_all( '/```php\n(.*?)```/s', self::page(), $examples );
		$this->assertCount( count( self::sections() ), $examples[1] );
		foreach ( $examples[1] as $example ) {
			$this->assertNotEmpty( token_get_all( '<?php ' . $example, TOKEN_PARSE ) );
		}
	}

	/**
	 * The page.
	 */
	private static function page(): string {
		return (string) file_get_contents( self::ROOT . 'docs/hooks.md' );
	}

	/**
	 * The page's sections by their hooks.
	 *
	 * @return array<string, string>
	 */
	private static function sections(): array {
		$sections = array();
		foreach ( array_slice( explode( "\n## ", self::page() ), 1 ) as $section ) {
			list( $heading, $text )             = explode( "\n", $section, 2 );
			$sections[ trim( $heading, '` ' ) ] = trim( $text );
		}
		return $sections;
	}

	/**
	 * All places in includes/ that fire a hook of ours.
	 *
	 * @return list<Fired>
	 */
	private static function fired(): array {
		$fired = array();
		$files = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( self::ROOT . 'includes', \FilesystemIterator::SKIP_DOTS ) );
		foreach ( $files as $file ) {
			$path  = (string) $file;
			$fired = array_merge( $fired, self::fired_in( substr( $path, strlen( self::ROOT ) ), (string) file_get_contents( $path ) ) );
		}
		return $fired;
	}

	/**
	 * The places in one file.
	 *
	 * @param string $file The file.
	 * @param string $code Its code.
	 * @return list<Fired>
	 */
	private static function fired_in( string $file, string $code ): array {
		$found  = array();
		$before = '';
		$tokens = array_values( array_filter( token_get_all( $code ), static fn( $token ): bool => ! is_array( $token ) || T_WHITESPACE !== $token[0] ) );
		foreach ( $tokens as $at => $token ) {
			if ( is_array( $token ) && T_DOC_COMMENT === $token[0] ) {
				$before = $token[1];
			} elseif ( ';' === $token && ! self::is_call( $tokens, $at + 1 ) ) {
				$before = '';
			} elseif ( self::is_call( $tokens, $at ) ) {
				// A name that is not written out could not be listed: it fails here.
				$name = T_CONSTANT_ENCAPSED_STRING === $tokens[ $at + 2 ][0] ? trim( $tokens[ $at + 2 ][1], '\'"' ) : $file;
				if ( ! preg_match( self::OTHERS, $name ) ) {
					$found[] = array(
						'file'    => $file,
						'name'    => $name,
						'kind'    => 'apply_filters' === $token[1] ? 'filter' : 'action',
						'args'    => self::arguments( $tokens, $at + 1 ) - 1,
						'comment' => $before,
					);
				}
			}
		}
		return $found;
	}

	/**
	 * Whether a hook is fired at a place.
	 *
	 * @param array<int, mixed> $tokens The code.
	 * @param int               $at     The place.
	 */
	private static function is_call( array $tokens, int $at ): bool {
		return is_array( $tokens[ $at ] ?? null ) && in_array( $tokens[ $at ][1], array( 'do_action', 'apply_filters' ), true ) && '(' === ( $tokens[ $at + 1 ] ?? '' );
	}

	/**
	 * How many arguments a call has.
	 *
	 * @param array<int, mixed> $tokens The code.
	 * @param int               $at     Where its parenthesis opens.
	 */
	private static function arguments( array $tokens, int $at ): int {
		$depth = 0;
		$count = 1;
		for ( $place = $at; isset( $tokens[ $place ] ); $place++ ) {
			$depth += in_array( $tokens[ $place ], array( '(', '[' ), true ) ? 1 : 0;
			$depth -= in_array( $tokens[ $place ], array( ')', ']' ), true ) ? 1 : 0;
			// A comma before the last parenthesis ends a list and begins no argument.
			$count += ',' === $tokens[ $place ] && 1 === $depth && ')' !== $tokens[ $place + 1 ] ? 1 : 0;
			if ( 0 === $depth ) {
				break;
			}
		}
		return $count;
	}
}
