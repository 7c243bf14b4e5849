<?php
/**
 * The pay button's block.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\PayButton\ButtonTerms;
use MultiPay\PayButton\PriceToken;

/**
 * What is drawn, and what the script gets to know.
 */
final class PayButtonBlockTest extends PayButtonTestCase {
	public function test_the_block_is_drawn_with_a_signed_price(): void {
		$post = $this->a_post( array( 'amount' => '10.01', 'description' => 'A cup of <b>tea</b>', 'email' => 'required' ) ); // phpcs:ignore WordPress.Arrays
		$html = $this->drawn( $post );
		$this->assertStringContainsString( '<p class="multipay-pay-button__description">A cup of tea</p>', $html );
		$this->assertStringContainsString( '<p class="multipay-pay-button__price">¥10.01</p>', $html );
		$this->assertMatchesRegularExpression( '#<button type="button" class="wp-element-button multipay-button" disabled>Pay</button>#', $html );
		$data = $this->data( $html );
		$this->assertSame( array( 'token', 'button', 'endpoint_base', 'gateways', 'amount_text', 'open_amount', 'currency', 'description', 'email', 'resume' ), array_keys( $data ) );
		$this->assertSame( array( '¥10.01', null, 'CNY', 'A cup of tea', 'required', null ), array( $data['amount_text'], $data['open_amount'], $data['currency'], $data['description'], $data['email'], $data['resume'] ) );
		$this->assertSame( array( 'id' => 'multipay_wechat', 'title' => 'WeChat Pay' ), $data['gateways'][0] ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( 1001, PriceToken::read( $data['token'] )->terms->amount );
		$same = $this->a_post( array( 'amount' => '10.01', 'description' => 'A cup of tea', 'email' => 'required' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertNotSame( $data['button'], $this->data( $this->drawn( $same ) )['button'], 'another page' );
		$this->assertSame( $data['button'], $this->data( $this->drawn( $post ) )['button'] );
		$this->write( $post, array( 'amount' => '10.02', 'description' => 'A cup of tea', 'email' => 'required' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertNotSame( $data['button'], $this->data( $this->drawn( $post ) )['button'], 'other terms' );
	}

	/**
	 * Attributes that sell nothing.
	 *
	 * @return array<string, array{array<string, mixed>}>
	 */
	public static function incomplete(): array {
		return array(
			'no amount'            => array( array() ),
			'nothing'              => array( array( 'amount' => '0.00' ) ),
			'less than nothing'    => array( array( 'amount' => '-1' ) ),
			'half a fen'           => array( array( 'amount' => '1.005' ) ),
			'a comma'              => array( array( 'amount' => '1,00' ) ),
			'another currency'    => array( array( 'amount' => '1.00', 'currency' => 'EUR' ) ), // phpcs:ignore WordPress.Arrays
			'bounds upside down'  => array( array( 'openAmount' => true, 'minimumAmount' => '5', 'maximumAmount' => '4' ) ), // phpcs:ignore WordPress.Arrays
			'a bound that is none' => array( array( 'openAmount' => true, 'minimumAmount' => 'x' ) ), // phpcs:ignore WordPress.Arrays
		);
	}

	/**
	 * An incomplete button is for editors' eyes.
	 *
	 * @dataProvider incomplete
	 * @param array<string, mixed> $attributes The attributes.
	 */
	public function test_an_incomplete_button_shows_nothing_to_visitors( array $attributes ): void {
		$this->assertNull( ButtonTerms::of_block( $attributes ) );
		$this->assertSame( '', $this->block()->render( $attributes ) );
		wp_set_current_user( $this->a_user( 'editor' ) );
		$this->assertStringContainsString( 'not complete', $this->block()->render( $attributes ) );
	}

	public function test_no_text_can_change_what_the_script_gets_to_know(): void {
		$text = 'Tea &quot;,&quot;endpoint_base&quot;:&quot;https://evil.test\' " & tea';
		$data = $this->data( $this->drawn( $this->a_post( array( 'amount' => '10.01', 'description' => $text ) ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( html_entity_decode( $text, ENT_QUOTES ), rest_url( 'multipay/v1/payments' ) ), array( $data['description'], $data['endpoint_base'] ) );
	}

	public function test_with_the_bridge_down_the_page_is_there_and_says_so(): void {
		$this->bridge->is_down = true;
		$html                  = $this->drawn( $this->a_post( array( 'amount' => '10.01' ) ) );
		$this->assertStringContainsString( 'not possible at the moment', $html );
		$this->assertStringNotContainsString( '<button', $html );
	}
}
