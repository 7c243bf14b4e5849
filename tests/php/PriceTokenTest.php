<?php
/**
 * Price tokens.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\PayButton\ButtonTerms;
use MultiPay\PayButton\PriceToken;
use MultiPay\Refusal;

/**
 * The browser names no price, and nobody pays what is no longer offered.
 */
final class PriceTokenTest extends PayButtonTestCase {
	/**
	 * Tokens that somebody made or changed.
	 *
	 * @return array<string, array{callable}>
	 */
	public static function forged_tokens(): array {
		return array(
			'nothing'           => array( static fn() => '.' ),
			'a word'            => array( static fn() => 'token' ),
			'a cheaper price'   => array( static fn( $token ) => rtrim( strtr( base64_encode( str_replace( '1001', '0001', (string) base64_decode( strtr( explode( '.', $token )[0], '-_', '+/' ) ) ) ), '+/', '-_' ), '=' ) . '.' . explode( '.', $token )[1] ),
			'another signature' => array( static fn( $token ) => explode( '.', $token )[0] . '.' . str_repeat( 'A', 43 ) ),
			'no signature'      => array( static fn( $token ) => explode( '.', $token )[0] ),
		);
	}

	/**
	 * A token that was not made here sells nothing.
	 *
	 * @dataProvider forged_tokens
	 * @param callable $forge Changes a token.
	 */
	public function test_a_forged_token_sells_nothing( callable $forge ): void {
		$token    = $this->token( $this->a_post( array( 'amount' => '10.01' ) ) );
		$response = $this->rest( 'POST', '/payments', array( 'token' => $forge( $token ), 'gateway' => 'multipay_wechat' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( 409, 'multipay_token_stale' ), array( $response->get_status(), $response->get_data()['code'] ) );
	}

	public function test_a_sibling_sites_token_sells_nothing_here(): void {
		$this->needs_network();
		$terms = ButtonTerms::of_block( array( 'amount' => '0.01' ) );
		$this->assertNotNull( $terms );
		switch_to_blog( $this->another_site() );
		$token = ( new PriceToken( 0, $terms, time() ) )->signed();
		restore_current_blog();
		$this->expectException( Refusal::class );
		PriceToken::read( $token );
	}

	public function test_a_token_counts_as_long_as_the_page_sells_on_its_terms(): void {
		$post   = $this->a_post( array( 'amount' => '10.01' ) );
		$cached = $this->token( $post, time() - YEAR_IN_SECONDS );
		$this->assertSame( 1001, PriceToken::read( $cached )->terms->amount );

		$yesterday = $this->token( $post, time() - DAY_IN_SECONDS + 60 );
		$this->write( $post, array( 'amount' => '20.00' ) );
		$this->assertSame( 1001, PriceToken::read( $yesterday )->terms->amount, 'an older revision is honoured for a day' );
		try {
			PriceToken::read( $cached );
			$this->fail( 'An old price was honoured.' );
		} catch ( Refusal $refusal ) {
			$this->assertSame( Refusal::TOKEN_STALE, $refusal->error_code() );
			$this->assertStringContainsString( 'reload', $refusal->getMessage() );
		}
		wp_trash_post( $post );
		$this->expectException( Refusal::class );
		PriceToken::read( $this->token_of( $post, array( 'amount' => '20.00' ), time() - WEEK_IN_SECONDS ) );
	}

	public function test_a_button_in_a_pattern_or_deep_in_a_page_is_found(): void {
		$pattern = $this->a_post( array( 'amount' => '7.00' ) );
		$page    = wp_insert_post(
			array(
				'post_status'  => 'publish',
				'post_title'   => 'Page',
				'post_content' => '<!-- wp:group --><div><!-- wp:block {"ref":' . $pattern . '} /--></div><!-- /wp:group -->',
			)
		);
		$this->afterwards( static fn() => wp_delete_post( $page, true ) );
		$old = time() - WEEK_IN_SECONDS;
		$this->assertSame( 700, PriceToken::read( $this->token_of( $page, array( 'amount' => '7.00' ), $old ) )->terms->amount );
		$this->expectException( Refusal::class );
		PriceToken::read( $this->token_of( $page, array( 'amount' => '8.00' ), $old ) );
	}

	public function test_a_button_is_found_after_many_patterns_and_not_for_ever_in_patterns_that_hold_each_other(): void {
		$empty   = wp_insert_post( array( 'post_status' => 'publish', 'post_title' => 'Empty', 'post_content' => '<!-- wp:separator /-->' ) ); // phpcs:ignore WordPress.Arrays
		$pattern = $this->a_post( array( 'amount' => '7.00' ) );
		$page    = wp_insert_post( array( 'post_status' => 'publish', 'post_title' => 'Page', 'post_content' => '-' ) ); // phpcs:ignore WordPress.Arrays
		foreach ( array( $empty, $page ) as $post ) {
			$this->afterwards( static fn() => wp_delete_post( $post, true ) );
		}
		$reference = static fn( int $post ): string => '<!-- wp:block {"ref":' . $post . '} /-->';
		$old       = time() - WEEK_IN_SECONDS;
		wp_update_post( array( 'ID' => $page, 'post_content' => str_repeat( $reference( $empty ), 6 ) . $reference( $pattern ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( 700, PriceToken::read( $this->token_of( $page, array( 'amount' => '7.00' ), $old ) )->terms->amount );
		wp_update_post( array( 'ID' => $empty, 'post_content' => $reference( $empty ) ) ); // phpcs:ignore WordPress.Arrays
		$this->expectException( Refusal::class );
		PriceToken::read( $this->token_of( $page, array( 'amount' => '8.00' ), $old ) );
	}
}
