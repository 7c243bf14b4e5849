<?php
/**
 * The gateways in WooCommerce.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Gateway\Gateway;
use MultiPay\Order\OrderPayments;

/**
 * Paying an order through process_payment().
 */
final class GatewayTest extends OrderTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->pair();
	}

	public function test_both_gateways_are_there_with_their_own_switch(): void {
		$known = WC()->payment_gateways()->payment_gateways();
		$this->assertSame( array( 'WeChat Pay', 'Alipay' ), array( $known['multipay_wechat']->get_method_title(), $known['multipay_alipay']->get_method_title() ) );
		$this->assertSame( array( 'enabled', 'title', 'description', 'logging' ), array_keys( $known['multipay_wechat']->get_form_fields() ) );
		$this->assertStringContainsString( 'data:image/svg+xml,', $known['multipay_wechat']->get_icon() );
		update_option( 'woocommerce_multipay_wechat_settings', array( 'enabled' => 'no' ) );
		$this->reload_gateways();
		$this->assertFalse( $this->gateway()->is_available() );
	}

	public function test_a_payment_is_opened_and_the_order_stays_pending(): void {
		$product = $this->a_product( '10.01', $this->is_sqlite() ? null : 5 );
		$order   = $this->an_order( '10.01', array(), $product );
		$result  = $this->gateway()->process_payment( $order->get_id() );

		$this->assertSame( 'success', $result['result'] );
		$this->assertSame( $order->get_checkout_payment_url( true ), $result['redirect'] );
		$view = json_decode( $result['multipay'], true );
		$this->assertSame(
			array( 'order_' . $order->get_id(), $order->get_order_key(), 'multipay_wechat', 'wechat_pay', 'pending', 'Tea House', '¥10.01' ),
			array( $view['order'], $view['key'], $view['gateway'], $view['provider'], $view['status'], $view['merchant_name'], $view['amount_text'] )
		);
		$this->assertSame( 'weixin://wxpay/bizpayurl?pr=abc', $view['prompt']['code_url'] );
		$this->assertSame( rest_url( 'multipay/v1/payments/' . $view['payment_id'] ), $view['endpoint'] );
		$this->assertSame( $order->get_checkout_order_received_url(), $view['success_url'] );

		$order = $this->again( $order );
		$this->assertSame( 'pending', $order->get_status() );
		$this->assertSame( $view['payment_id'], ( new OrderPayments( $order ) )->payment_id() );
		$this->assertSame( $this->is_sqlite() ? null : 5, $this->stock_of( $product ) );
	}

	public function test_the_bridge_is_asked_for_exactly_what_the_order_says(): void {
		$_SERVER['REMOTE_ADDR'] = '198.51.100.4';
		update_option( 'blogname', 'Tea & House' );
		$order = $this->an_order( '88.80' );
		$this->gateway()->process_payment( $order->get_id() );
		$this->assertSame(
			array(
				'order_ref'   => 'order_' . $order->get_id(),
				'provider'    => 'wechat_pay',
				'amount'      => 8880,
				'currency'    => 'CNY',
				'return_url'  => add_query_arg( 'multipay_returned', '1', $order->get_checkout_payment_url( true ) ),
				'client_ip'   => '198.51.100.4',
				'user_agent'  => $_SERVER['HTTP_USER_AGENT'],
				'description' => 'Tea & House ' . $order->get_order_number(),
				'channel'     => 'auto',
			),
			$this->bridge->calls_of( 'POST /v1/payments' )[0]['body']
		);
	}

	public function test_the_subject_follows_the_pattern_and_fits_the_provider(): void {
		update_option( 'blogname', 'Tea {order} & House' );
		$this->bridge->site = array(
			'order_subject' => '{order} at {site}',
			'order_prefix'  => 'SH-',
		);
		$this->site_status()->renew();
		$order = $this->an_order();
		$this->gateway()->process_payment( $order->get_id() );
		$this->assertSame( 'SH-' . $order->get_order_number() . ' at Tea {order} & House', $this->bridge->calls_of( 'POST /v1/payments' )[0]['body']['description'] );

		update_option( 'blogname', str_repeat( '茶', 200 ) );
		$this->gateway()->process_payment( $order->get_id() );
		$this->assertSame( 127, mb_strlen( $this->bridge->calls_of( 'POST /v1/payments' )[1]['body']['description'] ) );
	}

	public function test_the_request_is_written_down_before_it_is_sent(): void {
		$order = $this->an_order();
		$seen  = null;
		$this->bridge->on(
			'POST /v1/payments',
			function () use ( $order, &$seen ) {
				$seen = $this->again( $order )->get_meta( '_multipay_request' );
				return FakeBridge::problem( 'provider_unreachable', 503, 'retry_same_key', true );
			}
		);
		$this->error_text_of( $order );
		$this->error_text_of( $order );
		list( $first, $second ) = $this->bridge->calls_of( 'POST /v1/payments' );
		$this->assertStringStartsWith( $first['headers']['Idempotency-Key'] . ' ', $seen );
		$this->assertSame( $first['headers']['Idempotency-Key'], $second['headers']['Idempotency-Key'], 'its outcome is unknown' );
	}

	public function test_a_definite_refusal_frees_the_key_and_the_next_try_has_a_fresh_one(): void {
		$order = $this->an_order();
		$this->bridge->on( 'POST /v1/payments', static fn() => FakeBridge::problem( 'provider_refused', 502, 'check_settings' ) );
		$this->error_text_of( $order );
		$this->error_text_of( $order );
		$keys = array_map( static fn( $call ) => $call['headers']['Idempotency-Key'], $this->bridge->calls_of( 'POST /v1/payments' ) );
		$this->assertNotSame( $keys[0], $keys[1] );
	}

	public function test_each_resumption_is_a_request_of_its_own(): void {
		$order = $this->an_order();
		$first = json_decode( $this->gateway()->process_payment( $order->get_id() )['multipay'], true );
		$again = json_decode( $this->gateway()->process_payment( $order->get_id() )['multipay'], true );
		$this->assertSame( $first['payment_id'], $again['payment_id'] );
		$keys = array_map( static fn( $call ) => $call['headers']['Idempotency-Key'], $this->bridge->calls_of( 'POST /v1/payments' ) );
		$this->assertNotSame( $keys[0], $keys[1] );
	}

	public function test_a_phone_goes_to_the_providers_page(): void {
		$order = $this->an_order();
		$this->filter( 'wc_multipay_payment_args', static fn( $args ) => array( 'channel' => 'mobile_web' ) + $args );
		$this->assertSame( 'https://provider.test/pay', $this->gateway()->process_payment( $order->get_id() )['redirect'] );
	}

	public function test_callbacks_may_word_the_payment_and_never_change_its_price(): void {
		$order = $this->an_order();
		$this->filter(
			'wc_multipay_payment_args',
			static fn( $args ) => array(
				'amount'      => 1,
				'currency'    => 'JPY',
				'provider'    => 'alipay',
				'order_ref'   => 'order_1',
				'merchant_id' => 'mch_mine',
				'client_ip'   => '192.0.2.1',
				'description' => str_repeat( '茶', 200 ),
				'channel'     => 'qr_code',
			)
		);
		$this->gateway()->process_payment( $order->get_id() );
		$body = $this->bridge->calls_of( 'POST /v1/payments' )[0]['body'];
		$this->assertSame( array( 1001, 'CNY', 'wechat_pay', 'order_' . $order->get_id() ), array( $body['amount'], $body['currency'], $body['provider'], $body['order_ref'] ) );
		$this->assertArrayNotHasKey( 'merchant_id', $body );
		$this->assertSame( array( str_repeat( '茶', 127 ), 'qr_code' ), array( $body['description'], $body['channel'] ) );
	}

	public function test_the_hooks_fire_around_the_opening(): void {
		$order = $this->an_order();
		$seen  = array();
		foreach ( array( 'wc_multipay_before_payment', 'wc_multipay_payment_init' ) as $hook ) {
			$this->filter(
				$hook,
				function ( $order_id, $gateway ) use ( &$seen, $hook ) {
					$seen[] = array( $hook, $order_id, $gateway, count( $this->bridge->calls_of( 'POST /v1/payments' ) ) );
				},
				2
			);
		}
		$this->gateway()->process_payment( $order->get_id() );
		$this->assertSame(
			array(
				array( 'wc_multipay_before_payment', $order->get_id(), 'multipay_wechat', 0 ),
				array( 'wc_multipay_payment_init', $order->get_id(), 'multipay_wechat', 1 ),
			),
			$seen
		);
	}

	public function test_a_callback_that_breaks_after_the_opening_keeps_nobody_from_paying(): void {
		$this->filter(
			'wc_multipay_payment_init',
			static function (): void {
				throw new \Error( 'a plugin that breaks' );
			}
		);
		$this->assertSame( 'success', $this->gateway()->process_payment( $this->an_order()->get_id() )['result'] );
	}

	public function test_money_that_cannot_be_written_down_while_opening_is_left_to_the_next_one(): void {
		$order = $this->an_order();
		$this->gateway()->process_payment( $order->get_id() );
		$this->bridge->pay( (string) array_key_first( $this->bridge->payments ) );
		$break = static function (): void {
			throw new \Exception( 'not now' );
		};
		add_action( 'woocommerce_pre_payment_complete', $break );
		$view = json_decode( $this->gateway()->process_payment( $order->get_id() )['multipay'], true );
		remove_action( 'woocommerce_pre_payment_complete', $break );
		$this->assertSame( 'succeeded', $view['status'] );
		$this->assertFalse( $this->again( $order )->is_paid() );
		$this->assertSame( \MultiPay\Order\Settle::PAID, $this->settle()->apply( array_values( $this->bridge->payments )[0] ) );
	}

	public function test_a_callback_can_stop_a_payment_with_its_own_words(): void {
		$order = $this->an_order();
		$this->filter(
			'wc_multipay_before_payment',
			static function (): void {
				throw new \Exception( 'Not on Sundays.' );
			}
		);
		$this->assertSame( 'Not on Sundays.', $this->error_text_of( $order ) );
		$this->assertSame( array(), $this->bridge->calls_of( 'POST /v1/payments' ) );
	}

	/**
	 * Refusals, and a piece of what shoppers read.
	 *
	 * @return array<string, array{array{int, array<string, mixed>}, string}>
	 */
	public static function refusals(): array {
		return array(
			'the provider is busy'       => array( FakeBridge::problem( 'provider_busy', 503, 'retry_same_key', true ), 'nothing was charged. Please try again' ),
			'the provider says no'       => array( FakeBridge::problem( 'provider_refused', 502 ), 'choose another one' ),
			'the merchant\'s key is bad' => array( FakeBridge::problem( 'provider_rejected_key', 502 ), 'not available at the moment' ),
			'the order is paid'          => array( FakeBridge::problem( 'order_already_paid', 409 ), 'already been paid' ),
			'a code of tomorrow'         => array( FakeBridge::problem( 'something_new', 400 ), 'not available at the moment' ),
		);
	}

	/**
	 * A shopper always gets a sentence, and never the merchant's business.
	 *
	 * @dataProvider refusals
	 * @param array{int, array<string, mixed>} $problem  The refusal.
	 * @param string                           $sentence A piece of the sentence.
	 */
	public function test_a_refusal_is_a_sentence_for_the_shopper( array $problem, string $sentence ): void {
		$order = $this->an_order();
		$this->bridge->on( 'POST /v1/payments', static fn() => $problem );
		$text = $this->error_text_of( $order );
		$this->assertStringContainsString( $sentence, $text );
		$this->assertStringNotContainsString( 'a detail', $text );
		$this->assertSame( 'pending', $this->again( $order )->get_status() );
	}

	public function test_with_the_bridge_down_the_order_and_the_cart_stay(): void {
		$order                 = $this->an_order();
		$this->bridge->is_down = true;
		$this->assertStringContainsString( 'nothing was charged', $this->error_text_of( $order ) );
		$this->assertSame( 'pending', $this->again( $order )->get_status() );
		$this->assertFalse( $this->gateway()->is_available() );
	}

	public function test_an_order_that_is_paid_or_gone_is_not_opened(): void {
		$order = $this->an_order();
		$order->payment_complete();
		$this->assertStringContainsString( 'already been paid', $this->error_text_of( $order ) );
		$cancelled = $this->an_order( '10.01', array( 'status' => 'cancelled' ) );
		$this->assertStringContainsString( 'cannot be paid for', $this->error_text_of( $cancelled ) );
		$this->expectExceptionMessage( 'There is no such order.' );
		$this->gateway()->process_payment( 987654321 );
	}

	public function test_an_order_in_another_currency_is_not_opened(): void {
		$order = $this->an_order( '10.01', array( 'currency' => 'EUR' ) );
		$this->assertStringContainsString( 'cannot be paid for', $this->error_text_of( $order ) );
	}

	public function test_an_order_that_turns_out_to_be_paid_is_settled_at_once(): void {
		$order = $this->an_order();
		$view  = json_decode( $this->gateway()->process_payment( $order->get_id() )['multipay'], true );
		$this->bridge->pay( $view['payment_id'] );
		$again = json_decode( $this->gateway()->process_payment( $order->get_id() )['multipay'], true );
		$this->assertSame( array( 'succeeded', null ), array( $again['status'], $again['prompt'] ) );
		$this->assertTrue( $this->again( $order )->is_paid() );
	}

	public function test_the_settings_page_says_why_shoppers_do_not_see_it(): void {
		$this->bridge->is_down = true;
		ob_start();
		$this->gateway()->admin_options();
		$this->assertStringContainsString( 'The bridge does not answer.', (string) ob_get_clean() );
	}

	/**
	 * Modes, and whose account gets the money in each.
	 *
	 * @return array<string, array{string, string}>
	 */
	public static function modes(): array {
		return array(
			'the site itself'         => array( 'independent', 'the site’s own merchant account' ),
			'by the network\'s leave' => array( 'exempt', 'The network lets this site configure itself' ),
			'the network'             => array( 'managed', 'the network’s merchant account' ),
			'split mode'              => array( 'split', 'does not share it with the site yet' ),
		);
	}

	/**
	 * Title, description and switch stay the site's own in every mode.
	 *
	 * @dataProvider modes
	 * @param string $mode     The mode.
	 * @param string $sentence What the page says.
	 */
	public function test_the_settings_page_says_who_configures_the_rest( string $mode, string $sentence ): void {
		update_option( 'woocommerce_multipay_wechat_settings', array( 'enabled' => 'yes', 'title' => 'Pay by phone' ) ); // phpcs:ignore WordPress.Arrays
		$this->reload_gateways();
		$this->bridge->site = array( 'mode' => $mode );
		ob_start();
		$this->gateway()->admin_options();
		$page = (string) ob_get_clean();
		$this->assertStringContainsString( $sentence, $page );
		$this->assertStringContainsString( 'woocommerce_multipay_wechat_logging', $page );
		$this->assertSame( 'Pay by phone', $this->gateway()->get_title() );
	}

	public function test_the_compatible_features_are_declared(): void {
		$features = \Automattic\WooCommerce\Utilities\FeaturesUtil::get_compatible_features_for_plugin( plugin_basename( MULTIPAY_FILE ) );
		$this->assertContains( 'custom_order_tables', $features['compatible'] );
		$this->assertContains( 'cart_checkout_blocks', $features['compatible'] );
	}

	/**
	 * The gateway.
	 */
	private function gateway(): Gateway {
		$gateway = WC()->payment_gateways()->payment_gateways()['multipay_wechat'];
		$this->assertInstanceOf( Gateway::class, $gateway );
		return $gateway;
	}

	/**
	 * What a shopper reads when an order cannot be paid.
	 *
	 * @param \WC_Order $order The order.
	 */
	private function error_text_of( \WC_Order $order ): string {
		try {
			$this->gateway()->process_payment( $order->get_id() );
		} catch ( \Exception $error ) {
			return $error->getMessage();
		}
		$this->fail( 'It was opened.' );
	}
}
