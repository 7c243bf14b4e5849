<?php
/**
 * Personal data of people who paid.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\AdminClient;
use MultiPay\Log\Logger;
use MultiPay\Order\OrderPayments;
use MultiPay\PayButton\ButtonPurchase;
use MultiPay\PayButton\PurchaseTable;
use MultiPay\Privacy\Eraser;
use MultiPay\Privacy\Exporter;
use MultiPay\Privacy\PersonOrders;
use MultiPay\Privacy\PolicyText;

/**
 * As WordPress's tools ask for it: by e-mail address, page by page.
 */
final class PrivacyTest extends OrderTestCase {
	private const EMAIL = 'privacy-test@example.test';

	protected function setUp(): void {
		parent::setUp();
		$this->pair();
		$this->bridge->on( 'POST /v1/privacy/export', static fn( $body ) => array( 200, array( 'items' => array_map( array( self::class, 'payer' ), $body['order_refs'] ) ) ) );
		$this->bridge->on( 'POST /v1/privacy/erase', static fn( $body ) => array( 200, array( 'erased' => count( $body['order_refs'] ), 'notifications' => 1 ) ) ); // phpcs:ignore WordPress.Arrays
		$this->afterwards( static fn() => wp_unschedule_hook( 'multipay_erase_payers' ) );
	}

	/**
	 * Orders in their own tables, and as posts.
	 *
	 * @return array<string, array{bool}>
	 */
	public static function storages(): array {
		return array(
			'in their own tables' => array( true ),
			'as posts'            => array( false ),
		);
	}

	/**
	 * The person's orders, and nobody else's.
	 *
	 * @dataProvider storages
	 * @param bool $in_own_tables Where orders are kept.
	 */
	public function test_what_the_bridge_knows_of_a_payer_is_exported( bool $in_own_tables ): void {
		$this->keep_orders( $in_own_tables );
		$by_address = $this->paid_order( array( 'billing_email' => self::EMAIL ) );
		$user       = $this->a_user( 'customer' );
		wp_update_user( array( 'ID' => $user, 'user_email' => self::EMAIL ) ); // phpcs:ignore WordPress.Arrays
		$by_account = $this->paid_order( array( 'customer_id' => $user ) );
		$this->paid_order( array( 'billing_email' => 'somebody-else@example.test' ) );
		$this->an_order( '10.01', array( 'billing_email' => self::EMAIL ) );

		$export = $this->exporter()->export( self::EMAIL, 1 );
		$this->assertIsArray( $export );
		$this->assertTrue( $export['done'] );
		$this->assertSame( array( 'order_' . $by_address->get_id(), 'order_' . $by_account->get_id() ), $this->bridge->calls_of( 'POST /v1/privacy/export' )[0]['body']['order_refs'] );
		$this->assertCount( 2, $export['data'] );
		$values = array_column( $export['data'][0]['data'], 'value', 'name' );
		$this->assertSame( array( 'order_' . $by_address->get_id(), '192.0.2.7', 'oPrivacy' ), array( $values['Order'], $values['IP address'], $values['WeChat user id'] ) );
		$this->assertArrayNotHasKey( 'Payer’s Alipay id', $values );
	}

	public function test_a_person_who_paid_nothing_costs_no_question(): void {
		$this->assertSame( array( 'data' => array(), 'done' => true ), $this->exporter()->export( self::EMAIL, 1 ) ); // phpcs:ignore WordPress.Arrays
		$this->assertFalse( $this->eraser()->erase( self::EMAIL, 1 )['items_removed'] );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_an_export_that_would_lack_a_part_is_none(): void {
		$this->paid_order( array( 'billing_email' => self::EMAIL ) );
		$this->bridge->go_down();
		$error = $this->exporter()->export( self::EMAIL, 1 );
		$this->assertInstanceOf( \WP_Error::class, $error );
		$this->assertStringContainsString( 'does not answer', $error->get_error_message() );
	}

	public function test_many_orders_are_gone_through_page_by_page(): void {
		$product = $this->a_product();
		$first   = $this->paid_order( array( 'billing_email' => self::EMAIL ), $product );
		for ( $count = 0; $count < PersonOrders::PAGE; $count++ ) {
			$last = $this->paid_order( array( 'billing_email' => self::EMAIL ), $product );
		}
		$export = $this->exporter()->export( self::EMAIL, 1 );
		$this->assertIsArray( $export );
		$this->assertFalse( $export['done'] );
		$export = $this->exporter()->export( self::EMAIL, 2 );
		$this->assertIsArray( $export );
		$this->assertTrue( $export['done'] );
		$calls = array_column( array_column( $this->bridge->calls_of( 'POST /v1/privacy/export' ), 'body' ), 'order_refs' );
		$this->assertSame( array( 'order_' . $first->get_id(), array( 'order_' . $last->get_id() ) ), array( $calls[0][0], $calls[1] ) );
	}

	public function test_the_bridge_forgets_and_the_order_stays(): void {
		$order  = $this->paid_order( array( 'billing_email' => self::EMAIL ) );
		$erased = $this->eraser()->erase( self::EMAIL, 1 );
		$this->assertSame( array( true, false, array(), true ), array_values( $erased ) );
		$this->assertSame( array( 'order_' . $order->get_id() ), $this->bridge->calls_of( 'POST /v1/privacy/erase' )[0]['body']['order_refs'] );
		$this->assertNotSame( '', ( new OrderPayments( $this->again( $order ) ) )->payment_id() );
	}

	public function test_a_purchase_with_a_button_loses_its_address(): void {
		$purchases = new PurchaseTable();
		$purchase  = new ButtonPurchase( ButtonPurchase::new_ref(), 1, 'r', 1001, 'Tea', self::EMAIL, 'multipay_alipay' );
		$purchases->save( $purchase, wp_generate_uuid4() );
		$this->assertTrue( $this->eraser()->erase( self::EMAIL, 1 )['items_removed'] );
		$this->assertSame( array( $purchase->ref() ), $this->bridge->calls_of( 'POST /v1/privacy/erase' )[0]['body']['order_refs'] );
		$this->assertSame( '', $purchases->find( $purchase->ref() )?->email );
		$this->assertSame( array(), $purchases->refs_of_email( self::EMAIL ) );
	}

	public function test_with_the_bridge_down_it_is_said_and_asked_for_again(): void {
		$order = $this->paid_order( array( 'billing_email' => self::EMAIL ) );
		$refs  = array( 'order_' . $order->get_id() );
		$this->bridge->go_down();
		$erased = $this->eraser()->erase( self::EMAIL, 1 );
		$this->assertSame( array( false, true, true ), array( $erased['items_removed'], $erased['items_retained'], $erased['done'] ) );
		$this->assertStringContainsString( 'asked again every hour', $erased['messages'][0] );
		$this->assertNotFalse( wp_next_scheduled( 'multipay_erase_payers', array( $refs, 1 ) ) );

		// Still down: the next try is planned. Then up.
		$this->eraser()->try_again( $refs, 1 );
		$this->assertNotFalse( wp_next_scheduled( 'multipay_erase_payers', array( $refs, 2 ) ) );
		$this->bridge->is_down = false;
		$asked                 = count( $this->bridge->calls_of( 'POST /v1/privacy/erase' ) );
		$this->eraser()->try_again( $refs, 2 );
		$this->assertCount( $asked + 1, $this->bridge->calls_of( 'POST /v1/privacy/erase' ) );
		$this->assertFalse( wp_next_scheduled( 'multipay_erase_payers', array( $refs, 3 ) ) );
	}

	public function test_it_is_not_tried_for_ever(): void {
		$this->bridge->go_down();
		$this->eraser()->try_again( array( 'order_1' ), 168 );
		$this->assertFalse( wp_next_scheduled( 'multipay_erase_payers', array( array( 'order_1' ), 169 ) ) );
	}

	public function test_who_pays_later_is_forgotten_later(): void {
		$order  = $this->paid_order( array( 'billing_email' => self::EMAIL ), null, time() + 600 );
		$erased = $this->eraser()->erase( self::EMAIL, 1 );
		$this->assertTrue( $erased['items_retained'] );
		$planned = wp_next_scheduled( 'multipay_erase_payers', array( array( 'order_' . $order->get_id() ), 1 ) );
		$this->assertSame( ( new OrderPayments( $this->again( $order ) ) )->watch_until(), $planned );
	}

	public function test_who_pays_by_a_button_later_is_forgotten_later_too(): void {
		$purchase = new ButtonPurchase( ButtonPurchase::new_ref(), 1, 'r', 1001, 'Tea', self::EMAIL, 'multipay_alipay' );
		( new PurchaseTable() )->save( $purchase, wp_generate_uuid4() );
		$this->assertTrue( $this->eraser()->erase( self::EMAIL, 1 )['items_retained'] );
		$this->assertGreaterThan( time() + 2 * HOUR_IN_SECONDS, (int) wp_next_scheduled( 'multipay_erase_payers', array( array( $purchase->ref() ), 1 ) ) );
	}

	public function test_ours_comes_before_woocommerces_which_takes_the_address_away(): void {
		$erasers = array_keys( (array) apply_filters( 'wp_privacy_personal_data_erasers', array() ) );
		$this->assertContains( 'woocommerce-customer-orders', $erasers );
		$this->assertSame( 'multipay', $erasers[0] );
		$this->assertArrayHasKey( 'multipay', (array) apply_filters( 'wp_privacy_personal_data_exporters', array() ) );
	}

	public function test_a_policy_is_suggested(): void {
		$this->assertStringContainsString( '90 days', PolicyText::html() );
		$this->assertSame( PolicyText::html(), wp_kses_post( PolicyText::html() ) );
	}

	/**
	 * A payer, as the bridge gives it.
	 *
	 * @param string $ref The order.
	 * @return array<string, string|null>
	 */
	public static function payer( string $ref ): array {
		return array(
			'payment_id' => 'pay_of_' . $ref,
			'order_ref'  => $ref,
			'client_ip'  => '192.0.2.7',
			'openid'     => 'oPrivacy',
			'buyer_id'   => null,
		);
	}

	/**
	 * An order for which a payment was opened.
	 *
	 * @param array<string, mixed> $props         Its properties.
	 * @param \WC_Product|null     $product       The product.
	 * @param int                  $payable_until The last moment to pay, in Unix seconds.
	 */
	private function paid_order( array $props, ?\WC_Product $product = null, int $payable_until = 1767323045 ): \WC_Order {
		$order = $this->an_order( '10.01', $props, $product );
		( new OrderPayments( $order ) )->remember( FakeBridge::payment( array( 'payable_until' => gmdate( 'Y-m-d\TH:i:s\Z', $payable_until ) ) ) );
		return $order;
	}

	private function exporter(): Exporter {
		return new Exporter( new PersonOrders( new PurchaseTable() ), new AdminClient( $this->client() ) );
	}

	private function eraser(): Eraser {
		return new Eraser( new PersonOrders( new PurchaseTable() ), new AdminClient( $this->client() ), new Logger() );
	}
}
