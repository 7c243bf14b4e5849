<?php
/**
 * Versions that are too old.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * Whole pages with a WordPress or a WooCommerce that says it is older than it is: payments are off, nothing breaks, and
 * whoever can change it is told.
 */
final class RequirementsTest extends TestCase {
	/**
	 * What is too old, and on which page that is looked at.
	 *
	 * @return array<string, array{string, string, string}>
	 */
	public static function pages(): array {
		$needed = array(
			'old-wordpress'   => 'needs WordPress 6.5',
			'old-woocommerce' => 'WooCommerce 8.9 or newer is needed, and this is 8.8.5',
		);
		$pages  = array();
		foreach ( $needed as $how => $sentence ) {
			foreach ( array( 'url', 'shop_url', 'classic_checkout_url', 'pay_page_url', 'payment_status_url', 'my_account_url' ) as $page ) {
				$pages[ "$how, $page" ] = array( $how, $page, $sentence );
			}
		}
		return $pages;
	}

	/**
	 * Pages with something too old.
	 *
	 * @dataProvider pages
	 * @param string $how      What is too old.
	 * @param string $page     The page.
	 * @param string $sentence What an admin reads.
	 */
	public function test_nothing_breaks_and_nobody_can_pay( string $how, string $page, string $sentence ): void {
		$address = Dev::$description['sites'][0][ $page ] ?? null;
		if ( ! is_string( $address ) || ( 'old-woocommerce' === $how && ! function_exists( 'wc_get_order' ) ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		$settings = get_option( 'woocommerce_multipay_wechat_settings' );
		$served   = $this->served( $address, $how );
		$this->assertStringContainsString( '</html>', $served['html'] );
		$this->assertSame( array(), array_values( array_filter( $served['gateways'], static fn( string $id ): bool => str_starts_with( $id, 'multipay' ) ) ) );
		$this->assertStringContainsString( $sentence, $served['notices'] );
		$this->assertStringContainsString( 'admin-post.php?action=multipay_compatibility', $served['notices'] );
		wp_cache_flush();
		$this->assertSame( $settings, get_option( 'woocommerce_multipay_wechat_settings' ), 'settings are kept' );
	}

	public function test_the_daily_clean_up_of_a_woocommerce_without_our_kind_of_logs_goes_on(): void {
		$code   = 'define( "ABSPATH", "/" ); define( "WC_VERSION", "8.5.2" ); function trailingslashit( $path ) { return $path; }'
			. 'spl_autoload_register( static function ( $name ) use ( $argv ) { $file = $argv[1] . "/includes/" . str_replace( "\\\\", "/", substr( $name, 9 ) ) . ".php"; is_file( $file ) && require $file; } );'
			. '( new MultiPay\\Log\\LogRetention() )->clean_up(); echo "goes on";';
		$output = array();
		exec( escapeshellarg( PHP_BINARY ) . ' -d display_errors=stdout -r ' . escapeshellarg( $code ) . ' ' . escapeshellarg( MULTIPAY_DIR ), $output, $status );
		$this->assertSame( array( 0, array( 'goes on' ) ), array( $status, $output ) );
	}

	public function test_the_page_about_versions_says_what_the_code_asks_for(): void {
		$page = (string) file_get_contents( MULTIPAY_DIR . '/docs/compatibility.md' );
		$this->assertMatchesRegularExpression( '/\| WordPress \| 6\.5 /', $page );
		$this->assertMatchesRegularExpression( '/\| WooCommerce \| ' . preg_quote( \MultiPay\Gateway\Gateways::OLDEST_WOOCOMMERCE, '/' ) . ' /', $page );
		$this->assertMatchesRegularExpression( '/\| PHP \| 8\.0 /', $page );
	}

	public function test_the_page_about_versions_can_be_read_in_the_admin(): void {
		$this->assertNotFalse( has_action( 'admin_post_multipay_compatibility', 'multipay_show_compatibility' ) );
		$code   = 'define( "MULTIPAY_DIR", $argv[1] ); function multipay() { ' . self::body_of( 'multipay_show_compatibility' ) . ' } multipay();';
		$output = array();
		exec( escapeshellarg( PHP_BINARY ) . ' -r ' . escapeshellarg( $code ) . ' ' . escapeshellarg( MULTIPAY_DIR ), $output, $status );
		$this->assertSame( array( 0, '# Compatibility' ), array( $status, $output[0] ?? '' ) );
	}

	/**
	 * A function's body in the main file.
	 *
	 * @param string $name The function.
	 */
	private static function body_of( string $name ): string {
		$code = (string) file_get_contents( dirname( __DIR__, 2 ) . '/plugin.php' );
		self::assertSame( 1, preg_match( '/^function ' . $name . '\(\) \{\n(.*?)^\}/ms', $code, $parts ) );
		return $parts[1] ?? '';
	}

	/**
	 * Serves a page in a process of its own.
	 *
	 * @param string $address The page's address.
	 * @param string $how     What is too old.
	 * @return array{html: string, notices: string, gateways: list<string>}
	 */
	private function served( string $address, string $how ): array {
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
		/** @phpstan-var array{html: string, notices: string, gateways: list<string>}|null $served */
		$served = json_decode( $answer, true );
		$this->assertIsArray( $served, $answer );
		return $served;
	}
}
