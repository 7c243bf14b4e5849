<?php
/**
 * What tests with pay buttons have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Assets;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Gateway\Availability;
use MultiPay\PayButton\ButtonTerms;
use MultiPay\PayButton\PayButtonBlock;
use MultiPay\PayButton\PriceToken;
use MultiPay\PayButton\PurchaseTable;

/**
 * Posts with a pay button, as visitors see and use them.
 */
abstract class PayButtonTestCase extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->pair();
		$_SERVER['REMOTE_ADDR'] = '198.51.100.' . wp_rand( 1, 254 );
	}

	protected function tearDown(): void {
		global $wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE '\\_transient\\_%multipay\\_limit\\_%'" );
		parent::tearDown();
	}

	/**
	 * Begins to pay with a post's button.
	 *
	 * @param int                   $post The post.
	 * @param array<string, string> $more What the browser sends besides.
	 */
	protected function pay( int $post, array $more = array() ): \WP_REST_Response {
		return $this->rest( 'POST', '/payments', $more + array( 'token' => $this->token( $post ), 'gateway' => 'multipay_wechat' ) ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * The token of a post's button.
	 *
	 * @param int      $post The post.
	 * @param int|null $time When it is made.
	 */
	protected function token( int $post, ?int $time = null ): string {
		$block = parse_blocks( (string) get_post_field( 'post_content', $post ) )[0];
		return $this->token_of( $post, $block['attrs'], $time );
	}

	/**
	 * A token with given terms.
	 *
	 * @param int                  $post       The post.
	 * @param array<string, mixed> $attributes The block's attributes.
	 * @param int|null             $time       When it is made.
	 */
	protected function token_of( int $post, array $attributes, ?int $time ): string {
		$terms = ButtonTerms::of_block( $attributes );
		$this->assertNotNull( $terms );
		return ( new PriceToken( $post, $terms, $time ?? time() ) )->signed();
	}

	/**
	 * A published post with a pay button, for this test only.
	 *
	 * @param array<string, mixed> $attributes The block's attributes.
	 */
	protected function a_post( array $attributes ): int {
		$post = wp_insert_post( array( 'post_status' => 'publish', 'post_title' => 'Pay here', 'post_content' => self::content( $attributes ) ) ); // phpcs:ignore WordPress.Arrays
		$this->afterwards( static fn() => wp_delete_post( $post, true ) );
		return $post;
	}

	/**
	 * Changes a post's button.
	 *
	 * @param int                  $post       The post.
	 * @param array<string, mixed> $attributes The block's attributes.
	 */
	protected function write( int $post, array $attributes ): void {
		wp_update_post( array( 'ID' => $post, 'post_content' => self::content( $attributes ) ) ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * A post's content.
	 *
	 * @param array<string, mixed> $attributes The block's attributes.
	 */
	protected static function content( array $attributes ): string {
		return wp_slash( '<!-- wp:multipay/pay-button ' . serialize_block_attributes( $attributes ) . ' /-->' );
	}

	/**
	 * A post's button as visitors see it.
	 *
	 * @param int $post The post.
	 */
	protected function drawn( int $post ): string {
		$GLOBALS['post']                     = get_post( $post ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$block                               = parse_blocks( (string) get_post_field( 'post_content', $post ) )[0];
		\WP_Block_Supports::$block_to_render = array( 'blockName' => 'multipay/pay-button', 'attrs' => array() ); // phpcs:ignore WordPress.Arrays
		$html                                = $this->block()->render( $block['attrs'] );
		unset( $GLOBALS['post'] );
		return $html;
	}

	/**
	 * What the script gets to know.
	 *
	 * @param string $html The block.
	 * @return array<string, mixed>
	 */
	protected function data( string $html ): array {
		$this->assertSame( 1, preg_match( '/data-multipay-button="([^"]+)"/', $html, $parts ) );
		return json_decode( html_entity_decode( $parts[1] ?? '', ENT_QUOTES ), true );
	}

	protected function block(): PayButtonBlock {
		return new PayButtonBlock( new Assets(), new Availability( new ConnectionStore(), $this->health(), $this->site_status() ), new PurchaseTable() );
	}
}
