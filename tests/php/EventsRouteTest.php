<?php
/**
 * The bridge's events over REST.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * The signature is the permission.
 */
final class EventsRouteTest extends OrderTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->pair();
	}

	public function test_a_signed_event_settles_the_order_and_a_repeat_changes_nothing(): void {
		$order = $this->an_order();
		$body  = $this->event( 'payment.succeeded', $this->paid( $order ) );
		$this->assertSame( array( 200, array( 'outcome' => 'paid' ) ), $this->post( $body ) );
		$this->assertTrue( $this->again( $order )->is_paid() );
		$this->assertSame( array( 200, array( 'outcome' => 'paid' ) ), $this->post( $body ) );
		$this->assertCount( 1, $this->our_notes( $order ) );
	}

	public function test_money_for_a_person_to_look_at_is_taken(): void {
		$order = $this->an_order();
		$body  = $this->event( 'payment.review_needed', $this->paid( $order, array( 'flags' => array( 'duplicate' ) ) ) );
		$this->assertSame( array( 200, array( 'outcome' => 'review' ) ), $this->post( $body ) );
		$this->assertSame( 'pending', $this->again( $order )->get_status() );
	}

	public function test_kinds_of_tomorrow_are_taken_and_ignored(): void {
		$this->assertSame( 200, $this->post( $this->event( 'refund.succeeded', array( 'a' => 1 ) ) )[0] );
	}

	/**
	 * Events that are not the bridge's, or not for this site.
	 *
	 * @return array<string, array{callable}>
	 */
	public static function forgeries(): array {
		return array(
			'not signed'                   => array( static fn( $headers ) => array( 'webhook-signature' => '' ) + $headers ),
			'signed with another key'      => array( static fn( $headers ) => array( 'webhook-signature' => 'v1,' . base64_encode( hash_hmac( 'sha256', 'x', 'y', true ) ) ) + $headers ),
			'another version'              => array( static fn( $headers ) => array( 'webhook-signature' => str_replace( 'v1,', 'v2,', $headers['webhook-signature'] ) ) + $headers ),
			'another id'                   => array( static fn( $headers ) => array( 'webhook-id' => 'evt_other' ) + $headers ),
			'no id'                        => array( static fn( $headers ) => array( 'webhook-id' => '' ) + $headers ),
			'another time than was signed' => array( static fn( $headers ) => array( 'webhook-timestamp' => (string) ( (int) $headers['webhook-timestamp'] + 1 ) ) + $headers ),
			'a time that is no number'     => array( static fn( $headers ) => array( 'webhook-timestamp' => 'now' ) + $headers ),
		);
	}

	/**
	 * A forged event changes nothing.
	 *
	 * @dataProvider forgeries
	 * @param callable $forge Changes the headers.
	 */
	public function test_a_forged_event_changes_nothing( callable $forge ): void {
		$order = $this->an_order();
		$body  = $this->event( 'payment.succeeded', $this->paid( $order ) );
		$this->assertSame( 401, $this->post( $body, $forge( $this->signed( $body ) ) )[0] );
		$this->assertSame( 'pending', $this->again( $order )->get_status() );
	}

	public function test_an_event_whose_body_was_changed_is_refused(): void {
		$order   = $this->an_order();
		$body    = $this->event( 'payment.succeeded', $this->paid( $order ) );
		$headers = $this->signed( $body );
		$this->assertSame( 401, $this->post( str_replace( '1001', '1002', $body ), $headers )[0] );
	}

	public function test_only_what_is_signed_is_settled_whatever_else_the_request_says(): void {
		$signed  = $this->an_order();
		$other   = $this->an_order();
		$payment = $this->paid( $signed );
		$body    = $this->event( 'payment.succeeded', $payment );
		$forged  = array(
			'type' => 'payment.succeeded',
			'data' => array( 'payment' => $this->paid( $other ) ),
		);
		$this->assertSame( array( 200, array( 'outcome' => 'paid' ) ), $this->post( $body, array( 'Content-Type' => 'text/plain' ) + $this->signed( $body ), $forged ) );
		$this->assertSame( 'pending', $this->again( $other )->get_status(), 'the query is not signed' );
		$this->assertTrue( $this->again( $signed )->is_paid(), 'the body is' );
	}

	public function test_a_signed_body_that_is_no_event_is_refused(): void {
		foreach ( array( '', 'null', '[]', '{"type":"payment.succeeded"}', '{"type":"payment.succeeded","data":{"payment":"pay_1"}}' ) as $body ) {
			$this->assertSame( 400, $this->post( $body )[0], $body );
		}
	}

	public function test_an_old_event_is_refused_so_that_it_cannot_be_replayed(): void {
		$body = $this->event( 'payment.succeeded', $this->paid( $this->an_order() ) );
		$this->assertSame( 401, $this->post( $body, $this->signed( $body, time() - 301 ) )[0] );
		$this->assertSame( 401, $this->post( $body, $this->signed( $body, time() + 400 ) )[0] );
	}

	public function test_one_of_several_signatures_is_enough(): void {
		$body    = $this->event( 'payment.expired', FakeBridge::payment( array( 'status' => 'expired' ) ) );
		$headers = $this->signed( $body );

		$headers['webhook-signature'] = 'v1,' . base64_encode( 'of the next key' ) . ' ' . $headers['webhook-signature'];
		$this->assertSame( 200, $this->post( $body, $headers )[0] );
	}

	public function test_a_sibling_sites_event_is_refused_here(): void {
		$this->needs_network();
		$order   = $this->an_order();
		$body    = $this->event( 'payment.succeeded', $this->paid( $order ) );
		$headers = $this->signed( $body );
		switch_to_blog( $this->another_site() );
		$answer = $this->post( $body, $headers );
		restore_current_blog();
		$this->assertSame( 401, $answer[0] );
	}

	public function test_unpaired_nothing_is_believed(): void {
		$body = $this->event( 'payment.succeeded', $this->paid( $this->an_order() ) );
		delete_option( 'multipay_connection' );
		$this->assertSame( 401, $this->post( $body )[0] );
		$this->pair();
		$this->filter( 'salt', static fn() => 'other secrets in wp-config.php' );
		$this->assertSame( 401, $this->post( $body )[0] );
	}

	public function test_an_order_that_cannot_be_written_makes_the_bridge_come_again(): void {
		$order = $this->an_order();
		$body  = $this->event( 'payment.succeeded', $this->paid( $order ) );
		$break = static function (): void {
			throw new \Exception( 'not now' );
		};
		add_action( 'woocommerce_pre_payment_complete', $break );
		$this->assertSame( 503, $this->post( $body )[0] );
		remove_action( 'woocommerce_pre_payment_complete', $break );
		$this->assertSame( 200, $this->post( $body )[0] );
	}

	public function test_while_somebody_else_settles_it_the_bridge_comes_again(): void {
		$payment = $this->paid( $this->an_order() );
		( new \MultiPay\Order\SettlementTable() )->claim( $payment['id'], 'paid' );
		$this->assertSame( 503, $this->post( $this->event( 'payment.succeeded', $payment ) )[0] );
	}

	/**
	 * An event as text.
	 *
	 * @param string               $type    Its type.
	 * @param array<string, mixed> $payment The payment.
	 */
	private function event( string $type, array $payment ): string {
		return (string) wp_json_encode(
			array(
				'type'      => $type,
				'timestamp' => gmdate( 'c' ),
				'data'      => array( 'payment' => $payment ),
			)
		);
	}

	/**
	 * The headers of a signed event.
	 *
	 * @param string   $body The event.
	 * @param int|null $time When it is signed.
	 * @return array<string, string>
	 */
	private function signed( string $body, ?int $time = null ): array {
		$time = (string) ( $time ?? time() );
		return array(
			'webhook-id'        => 'evt_1',
			'webhook-timestamp' => $time,
			'webhook-signature' => 'v1,' . base64_encode( hash_hmac( 'sha256', "evt_1.$time.$body", str_repeat( 'w', 32 ), true ) ),
		);
	}

	/**
	 * Posts an event.
	 *
	 * @param string                     $body    The event.
	 * @param array<string, string>|null $headers Its headers.
	 * @param array<string, mixed>       $query   What stands in the address besides.
	 * @return array{int, array<string, mixed>}
	 */
	private function post( string $body, ?array $headers = null, array $query = array() ): array {
		$request = new \WP_REST_Request( 'POST', '/multipay/v1/events' );
		$request->set_query_params( $query );
		$request->set_body( $body );
		$request->set_header( 'Content-Type', 'application/json' );
		foreach ( $headers ?? $this->signed( $body ) as $name => $value ) {
			$request->set_header( $name, $value );
		}
		$response = rest_do_request( $request );
		return array( $response->get_status(), $response->get_data() );
	}
}
