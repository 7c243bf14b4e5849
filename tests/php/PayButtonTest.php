<?php
/**
 * Paying with a pay button.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Order\Settle;
use MultiPay\PayButton\ButtonPurchase;
use MultiPay\PayButton\PurchaseTable;
use MultiPay\PayButton\ReturnKey;

/**
 * Amounts, addresses, coming back, and receipts that go out once.
 */
final class PayButtonTest extends PayButtonTestCase {
	public function test_a_fixed_amount_is_opened_as_the_token_says(): void {
		$post     = $this->a_post( array( 'amount' => '10.01', 'description' => 'Tea' ) ); // phpcs:ignore WordPress.Arrays
		$response = $this->pay( $post, array( 'amount_text' => '0.01' ) );
		$this->assertSame( 200, $response->get_status() );
		$view = $response->get_data();
		$sent = $this->bridge->calls_of( 'POST /v1/payments' )[0];
		$this->assertSame( array( 1001, 'CNY', 'Tea', $_SERVER['REMOTE_ADDR'] ), array( $sent['body']['amount'], $sent['body']['currency'], $sent['body']['description'], $sent['body']['client_ip'] ) );
		$this->assertMatchesRegularExpression( '/^button_[0-7][0-9a-hjkmnp-tv-z]{25}$/', $view['order'] );
		$this->assertSame( ReturnKey::of( $view['order'] ), $view['key'] );
		$back = add_query_arg( array( 'multipay_order' => $view['order'], 'multipay_key' => $view['key'] ), get_permalink( $post ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( $back, $back, $back ), array( $sent['body']['return_url'], $view['success_url'], $view['retry_url'] ) );
	}

	public function test_the_purchase_is_written_down_before_the_bridge_is_asked(): void {
		$seen = null;
		$this->bridge->on(
			'POST /v1/payments',
			static function ( $body ) use ( &$seen ) {
				global $wpdb;
				$seen = $wpdb->get_var( $wpdb->prepare( "SELECT request_key FROM {$wpdb->prefix}multipay_purchase WHERE order_ref = %s", $body['order_ref'] ) );
				return FakeBridge::problem( 'provider_busy', 503, 'retry_same_key', true );
			}
		);
		$response = $this->pay( $this->a_post( array( 'amount' => '10.01' ) ) );
		$this->assertSame( array( 503, 'provider_busy' ), array( $response->get_status(), $response->get_data()['code'] ) );
		$this->assertSame( $this->bridge->calls_of( 'POST /v1/payments' )[0]['headers']['Idempotency-Key'], $seen );
	}

	/**
	 * What visitors type, and what is paid; null when it is refused. Bounds: 1.00 to 50.00.
	 *
	 * @return array<string, array{string, int|null}>
	 */
	public static function typed_amounts(): array {
		return array(
			'the least'      => array( '1', 100 ),
			'one decimal'    => array( '12.5', 1250 ),
			'the most'       => array( '50.00', 5000 ),
			'too little'     => array( '0.99', null ),
			'too much'       => array( '50.01', null ),
			'nothing'        => array( '', null ),
			'a word'         => array( 'ten', null ),
			'an exponent'    => array( '1e1', null ),
			'three decimals' => array( '1.001', null ),
			'a sign'         => array( '-5', null ),
		);
	}

	/**
	 * Of an open amount the visitor chooses only how much.
	 *
	 * @dataProvider typed_amounts
	 * @param string   $typed What is typed.
	 * @param int|null $minor What is paid.
	 */
	public function test_open_amounts_have_bounds( string $typed, ?int $minor ): void {
		$post     = $this->a_post( array( 'openAmount' => true, 'minimumAmount' => '1.00', 'maximumAmount' => '50.00' ) ); // phpcs:ignore WordPress.Arrays
		$response = $this->pay( $post, array( 'amount_text' => $typed ) );
		if ( null === $minor ) {
			$this->assertSame( array( 422, 'multipay_amount_out_of_bounds' ), array( $response->get_status(), $response->get_data()['code'] ) );
			$this->assertSame( array(), $this->bridge->calls_of( 'POST /v1/payments' ) );
		} else {
			$this->assertSame( $minor, $this->bridge->calls_of( 'POST /v1/payments' )[0]['body']['amount'] );
		}
	}

	/**
	 * What the button asks for, what the visitor gives => the receipt's address, or null when it is refused.
	 *
	 * @return array<string, array{string, string, string|null}>
	 */
	public static function emails(): array {
		return array(
			'none, but given'   => array( 'none', 'a@example.test', '' ),
			'optional, none'    => array( 'optional', '', '' ),
			'optional, given'   => array( 'optional', ' a@example.test ', 'a@example.test' ),
			'optional, wrong'   => array( 'optional', 'a@', null ),
			'required, none'    => array( 'required', '', null ),
			'required, given'   => array( 'required', 'a@example.test', 'a@example.test' ),
			'several addresses' => array( 'required', 'a@example.test,b@example.test', null ),
			'a header'          => array( 'required', "a@example.test\nBcc: b@example.test", null ),
		);
	}

	/**
	 * Addresses for the receipt.
	 *
	 * @dataProvider emails
	 * @param string      $choice What the button asks for.
	 * @param string      $typed  What is typed.
	 * @param string|null $kept   What is kept; null when it is refused.
	 */
	public function test_addresses_for_the_receipt( string $choice, string $typed, ?string $kept ): void {
		$response = $this->pay( $this->a_post( array( 'amount' => '1', 'email' => $choice ) ), array( 'email' => $typed ) ); // phpcs:ignore WordPress.Arrays
		if ( null === $kept ) {
			$this->assertSame( array( 422, 'multipay_email_invalid' ), array( $response->get_status(), $response->get_data()['code'] ) );
		} else {
			$this->assertSame( $kept, ( new PurchaseTable() )->find( $response->get_data()['order'] )?->email );
		}
	}

	public function test_a_visitor_comes_back_to_the_same_purchase(): void {
		$post  = $this->a_post( array( 'openAmount' => true, 'email' => 'optional' ) ); // phpcs:ignore WordPress.Arrays
		$first = $this->pay( $post, array( 'amount_text' => '5.00', 'email' => 'a@example.test' ) )->get_data(); // phpcs:ignore WordPress.Arrays
		$_GET  = array( 'multipay_order' => $first['order'], 'multipay_key' => $first['key'] ); // phpcs:ignore WordPress.Arrays
		$this->assertSame(
			array( 'order' => $first['order'], 'key' => $first['key'], 'gateway' => 'multipay_wechat', 'payment_id' => $first['payment_id'], 'amount_text' => '¥5.00', 'terms_changed' => false ), // phpcs:ignore WordPress.Arrays
			$this->data( $this->drawn( $post ) )['resume']
		);
		$again = $this->pay( $post, array( 'order' => $first['order'], 'key' => $first['key'] ) )->get_data(); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( $first['payment_id'], '¥5.00' ), array( $again['payment_id'], $again['amount_text'] ) );
		$this->assertSame( 'a@example.test', ( new PurchaseTable() )->find( $first['order'] )?->email );

		$_GET = array( 'multipay_order' => $first['order'], 'multipay_key' => str_repeat( '0', 32 ) ); // phpcs:ignore WordPress.Arrays
		$this->assertNull( $this->data( $this->drawn( $post ) )['resume'] );
	}

	public function test_a_visitor_who_comes_back_finds_the_payment_although_the_price_has_changed(): void {
		$post  = $this->a_post( array( 'amount' => '10.01' ) );
		$first = $this->pay( $post )->get_data();
		$this->write( $post, array( 'amount' => '20.00' ) );
		$_GET   = array( 'multipay_order' => $first['order'], 'multipay_key' => $first['key'] ); // phpcs:ignore WordPress.Arrays
		$resume = $this->data( $this->drawn( $post ) )['resume'];
		$this->assertSame( array( $first['payment_id'], '¥10.01', true ), array( $resume['payment_id'], $resume['amount_text'], $resume['terms_changed'] ) );
		$again = $this->pay( $post, array( 'order' => $first['order'], 'key' => $first['key'] ) )->get_data(); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array( '¥20.00', false ), array( $again['amount_text'], $again['order'] === $first['order'] ) );
	}

	public function test_a_visitor_who_comes_back_finds_the_payment_although_nothing_can_be_paid_with(): void {
		$post  = $this->a_post( array( 'amount' => '10.01' ) );
		$first = $this->pay( $post )->get_data();
		$_GET  = array( 'multipay_order' => $first['order'], 'multipay_key' => $first['key'] ); // phpcs:ignore WordPress.Arrays
		$this->health()->remember( false );
		$html = $this->drawn( $post );
		$this->assertStringContainsString( 'not possible at the moment', $html );
		$this->assertStringNotContainsString( '<button', $html );
		$data = $this->data( $html );
		$this->assertSame( array( array(), $first['payment_id'] ), array( $data['gateways'], $data['resume']['payment_id'] ) );
	}

	public function test_a_refused_change_leaves_the_payment_that_there_is(): void {
		$post  = $this->a_post( array( 'openAmount' => true ) );
		$first = $this->pay( $post, array( 'amount_text' => '5.00' ) )->get_data();
		$this->bridge->on( 'POST /v1/payments', static fn() => FakeBridge::problem( 'provider_busy', 503, 'retry_same_key', true ) );
		$this->assertSame( 503, $this->pay( $post, array( 'amount_text' => '6.00', 'order' => $first['order'], 'key' => $first['key'] ) )->get_status() ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( $first['payment_id'], ( new PurchaseTable() )->find( $first['order'] )?->payment_id );
	}

	public function test_a_return_key_is_asked_for_and_fits_one_purchase_only(): void {
		$post  = $this->a_post( array( 'amount' => '1.00' ) );
		$mine  = $this->pay( $post )->get_data();
		$other = $this->pay( $post )->get_data();
		$this->assertNotSame( $mine['order'], $other['order'] );
		foreach ( array( '', 'x', $other['key'], strtoupper( $mine['key'] ) ) as $key ) {
			$this->assertSame( 404, $this->rest( 'GET', '/payments/' . $mine['payment_id'], array( 'order' => $mine['order'], 'key' => $key ) )->get_status() ); // phpcs:ignore WordPress.Arrays
			$this->assertSame( 404, $this->pay( $post, array( 'order' => $mine['order'], 'key' => $key ) )->get_status() ); // phpcs:ignore WordPress.Arrays
		}
		$this->assertSame( 200, $this->rest( 'GET', '/payments/' . $mine['payment_id'], array( 'order' => $mine['order'], 'key' => $mine['key'] ) )->get_status() ); // phpcs:ignore WordPress.Arrays
	}

	public function test_nobody_begins_payments_without_end(): void {
		$post = $this->a_post( array( 'amount' => '1.00' ) );
		for ( $count = 0; $count < 10; $count++ ) {
			$this->assertSame( 200, $this->pay( $post )->get_status() );
		}
		$response = $this->pay( $post );
		$this->assertSame( array( 429, 'multipay_too_many' ), array( $response->get_status(), $response->get_data()['code'] ) );
		$this->assertSame( 200, $this->pay( $this->a_post( array( 'amount' => '2.00' ) ) )->get_status(), 'another button' );
		$_SERVER['REMOTE_ADDR'] = '203.0.113.99';
		$this->assertSame( 200, $this->pay( $post )->get_status(), 'another visitor' );
	}

	public function test_nobody_begins_payments_without_end_by_changing_the_one_that_there_is(): void {
		$post  = $this->a_post( array( 'openAmount' => true ) );
		$first = $this->pay( $post, array( 'amount_text' => '1.00' ) )->get_data();
		$proof = array( 'order' => $first['order'], 'key' => $first['key'] ); // phpcs:ignore WordPress.Arrays
		for ( $count = 1; $count < 10; $count++ ) {
			$wish = 1 === $count ? array( 'gateway' => 'multipay_alipay' ) : array( 'gateway' => 'multipay_alipay', 'amount_text' => $count . '.00' ); // phpcs:ignore WordPress.Arrays
			$this->assertSame( 200, $this->pay( $post, $wish + $proof )->get_status() );
		}
		$this->assertSame( 429, $this->pay( $post, array( 'gateway' => 'multipay_alipay', 'amount_text' => '10.00' ) + $proof )->get_status(), 'another amount' ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( 429, $this->pay( $post, $proof )->get_status(), 'another gateway' );
		$this->assertSame( 200, $this->pay( $post, array( 'gateway' => 'multipay_alipay' ) + $proof )->get_status(), 'the same once more' ); // phpcs:ignore WordPress.Arrays
	}

	public function test_receipt_and_merchants_mail_go_out_once_and_the_address_is_erased(): void {
		$view    = $this->pay( $this->a_post( array( 'amount' => '10.01', 'description' => 'Tea' ) ), array( 'email' => 'a@example.test' ) )->get_data(); // phpcs:ignore WordPress.Arrays
		$payment = $this->bridge->pay( $view['payment_id'] );
		$heard   = array();
		$this->filter(
			'wc_payment_processed',
			static function ( $payment ) use ( &$heard ): void {
				$heard[] = $payment['id'];
				throw new \Exception( 'a plugin that breaks' );
			}
		);
		$proof = array( 'order' => $view['order'], 'key' => $view['key'] ); // phpcs:ignore WordPress.Arrays
		$data  = $this->rest( 'POST', '/payments/' . $view['payment_id'] . '/settle', $proof )->get_data();
		$this->assertSame( array( true, $view['success_url'] ), array( $data['paid'], $data['redirect_url'] ) );
		$this->assertSame( Settle::PAID, $this->settle()->apply( $payment ) );

		$this->assertSame( array( 'a@example.test', get_option( 'admin_email' ) ), array_column( $this->mails, 'to' ) );
		$this->assertStringContainsString( 'We received ¥10.01 for “Tea”', $this->mails[0]['message'] );
		$this->assertStringContainsString( (string) $payment['provider_transaction_id'], $this->mails[0]['message'] );
		$this->assertStringContainsString( $payment['id'], $this->mails[1]['message'] );
		$this->assertSame( array( $payment['id'] ), $heard );
		$this->assertSame( '', ( new PurchaseTable() )->find( $view['order'] )?->email );
	}

	public function test_odd_money_is_told_to_the_merchant_only(): void {
		$view    = $this->pay( $this->a_post( array( 'amount' => '10.01' ) ), array( 'email' => 'a@example.test' ) )->get_data(); // phpcs:ignore WordPress.Arrays
		$payment = $this->bridge->pay( $view['payment_id'], array( 'flags' => array( 'late', 'duplicate' ) ) );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $payment ) );
		$this->assertSame( Settle::REVIEW, $this->settle()->apply( $payment ) );
		$this->assertSame( array( get_option( 'admin_email' ) ), array_column( $this->mails, 'to' ) );
		$this->assertStringContainsString( 'paid by another payment before', $this->mails[0]['message'] );
		$this->assertSame( Settle::NOTHING, $this->settle()->apply( array( 'status' => 'expired' ) + FakeBridge::payment( array( 'order_ref' => $view['order'] ) ) ) );
	}

	public function test_purchases_that_nobody_paid_go_after_a_month(): void {
		global $wpdb;
		$table = new PurchaseTable();
		$old   = new ButtonPurchase( ButtonPurchase::new_ref(), 1, 'r', 100, 'Tea', 'a@example.test', 'multipay_wechat' );
		$table->save( $old, wp_generate_uuid4() );
		$wpdb->update( $wpdb->prefix . 'multipay_purchase', array( 'created_at' => time() - 32 * DAY_IN_SECONDS ), array( 'order_ref' => $old->ref() ) );
		$table->save( new ButtonPurchase( ButtonPurchase::new_ref(), 1, 'r', 100, 'Tea', '', 'multipay_wechat' ), wp_generate_uuid4() );
		$this->assertNull( $table->find( $old->ref() ) );
	}

	public function test_a_database_restored_without_the_table_gets_it_again(): void {
		global $wpdb;
		$post = $this->a_post( array( 'amount' => '10.01' ) );
		$this->pay( $post );
		$wpdb->query( "DROP TABLE {$wpdb->prefix}multipay_purchase" ); // phpcs:ignore WordPress.DB
		$wpdb->suppress_errors( true );
		$response = $this->pay( $post );
		$wpdb->suppress_errors( false );
		$this->assertSame( 200, $response->get_status() );
		$this->assertNotNull( ( new PurchaseTable() )->find( $response->get_data()['order'] ) );
	}

	public function test_a_deleted_sites_tables_go_with_it(): void {
		global $wpdb;
		$tables = apply_filters( 'wpmu_drop_tables', array( 'a_table' ), get_current_blog_id() ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals
		$this->assertSame( array(), array_diff( array( 'a_table', $wpdb->prefix . 'multipay_purchase', $wpdb->prefix . 'multipay_settlement' ), $tables ) );
	}
}
