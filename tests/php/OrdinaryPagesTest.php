<?php
/**
 * What the plugin costs on pages.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Whole pages, each served in a process of its own by the theme of the network, with a bridge that nobody can reach.
 */
final class OrdinaryPagesTest extends TestCase {
	/**
	 * Pages that do not pay: what serves them, and whether they must not even read what the plugin keeps.
	 *
	 * @return array<string, array{callable(): (string|null), bool}>
	 */
	public static function pages(): array {
		$shop = static fn( string $name ): callable => static fn(): ?string => Dev::$description['sites'][0][ $name ] ?? null;
		return array(
			'the front page'       => array( static fn(): string => Dev::$description['sites'][0]['url'], true ),
			'what is not there'    => array( static fn(): string => Dev::$description['sites'][0]['url'] . 'not-there/', true ),
			'the shop'             => array( $shop( 'shop_url' ), true ),
			'a product'            => array( static fn(): ?string => Dev::$description['sites'][0]['products'][0]['url'] ?? null, true ),
			'the cart'             => array( static fn(): ?string => function_exists( 'wc_get_cart_url' ) ? wc_get_cart_url() : null, false ),
			'the customer\'s page' => array( $shop( 'my_account_url' ), false ),
		);
	}

	/**
	 * Nobody is asked, and on pages without anything to pay nothing is read.
	 *
	 * @dataProvider pages
	 * @param callable $page       Gives the page's address.
	 * @param bool     $reads_none Whether no query of the plugin's is sent either.
	 * @phpstan-param callable(): (string|null) $page
	 */
	public function test_a_page_that_does_not_pay_asks_nobody( callable $page, bool $reads_none ): void {
		$this->pair();
		$address = $page();
		if ( null === $address ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		// First without it: what fills caches is not the plugin's.
		$without = $this->served( $address, 'without' );
		$served  = $this->served( $address );
		$this->assertStringContainsString( '</html>', $served['html'] );
		$this->assertSame( array(), $served['requests'] );
		if ( $reads_none ) {
			$this->assertSame( array(), array_diff( self::comparable( $served['queries'] ), self::comparable( $without['queries'] ) ) );
			$this->assertSame( 0, preg_match_all( '#plugins/multipay/build/[^"?]+#', $served['html'], $found ), implode( ' ', $found[0] ) );
		}
	}

	public function test_a_page_that_pays_asks_once_and_is_there_all_the_same(): void {
		$this->pair();
		$this->afterwards( array( \MultiPay\Bridge\Health::class, 'forget' ) );
		$served = $this->served( Dev::$description['sites'][0]['pay_page_url'] );
		$this->assertSame( array( FakeBridge::URL . '/health/ready' ), $served['requests'] );
		$this->assertStringContainsString( 'Paying is not possible at the moment', $served['html'] );
		$this->assertStringContainsString( 'plugins/multipay/build/dialog.css', $served['html'] );

		wp_cache_flush();
		$again = $this->served( Dev::$description['sites'][0]['pay_page_url'] );
		$this->assertSame( array(), $again['requests'], 'known to be down for half a minute' );
	}

	/**
	 * Queries without what is another one each time.
	 *
	 * @param string[] $queries The queries.
	 * @return string[]
	 */
	private static function comparable( array $queries ): array {
		// WooCommerce renews its transients by the clock, and wpdb looks at a table before it writes into it.
		$steady = array_filter( $queries, static fn( string $query ): bool => str_contains( $query, 'multipay' ) || ! preg_match( '/_transient_|^SHOW FULL COLUMNS/', $query ) );
		return array_map( static fn( string $query ): string => (string) preg_replace( '/\d+/', 'N', $query ), $steady );
	}

	/**
	 * Serves a page.
	 *
	 * @param string $address The page's address.
	 * @param string $how     `without` leaves the plugin out.
	 * @return array{html: string, requests: string[], queries: string[]}
	 */
	private function served( string $address, string $how = '' ): array {
		$process = proc_open(
			array( PHP_BINARY, __DIR__ . '/support/page-worker.php', (string) wp_parse_url( $address, PHP_URL_PATH ), $how ),
			array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), array( 'pipe', 'w' ) ),
			$pipes
		);
		$this->assertIsResource( $process );
		fclose( $pipes[0] );
		$answer = (string) stream_get_contents( $pipes[1] );
		$errors = (string) stream_get_contents( $pipes[2] );
		proc_close( $process );
		$this->assertSame( '', $errors );
		/** @phpstan-var array{html: string, requests: string[], queries: string[]}|null $served */
		$served = json_decode( $answer, true );
		$this->assertIsArray( $served, $answer );
		return $served;
	}
}
