<?php
/**
 * The log, and what people read.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\BridgeError;
use MultiPay\Contract\ErrorCode;
use MultiPay\Log\Logger;
use MultiPay\Log\Mask;
use MultiPay\Messages;
use MultiPay\Money;

/**
 * Entries have their fields, secrets do not get through, each code has its sentence.
 */
final class LogTest extends TestCase {
	public function test_an_entry_has_its_fields(): void {
		$entries                 = $this->entries_of(
			static fn( Logger $logger ) => $logger->warning( 'Something', array( 'gateway' => 'multipay_wechat', 'order_id' => 12, 'amount' => 1001, 'user_ip' => '192.0.2.1' ) ) // phpcs:ignore WordPress.Arrays
		);
		list( $message, $entry ) = $entries[0];
		$this->assertSame( 'Something', $message );
		$this->assertSame( array( 'timestamp', 'level', 'gateway', 'order_id', 'payment_id', 'site_id', 'request_id', 'metadata' ), array_keys( $entry ) );
		$this->assertSame( array( 'warning', 'multipay_wechat', '12', get_current_blog_id(), array( 'amount' => 1001, 'user_ip' => '192.0.2.1' ) ), array( $entry['level'], $entry['gateway'], $entry['order_id'], $entry['site_id'], $entry['metadata'] ) ); // phpcs:ignore WordPress.Arrays
	}

	public function test_an_entry_knows_payment_and_request_also_by_its_message(): void {
		$payment = 'pay_01jd00000000000000000000aa';
		$error   = BridgeError::down( 'cURL error 7', 'req_0123456789abcdef01234567' );
		$entries = $this->entries_of(
			static function ( Logger $logger ) use ( $payment, $error ): void {
				$logger->error( Messages::log_line( 'The provider could not be asked for ' . $payment, $error ) );
				$logger->error( 'x', array( 'payment_id' => 'pay_a', 'request_id' => 'req_b' ) ); // phpcs:ignore WordPress.Arrays
			}
		);
		$this->assertSame( array( $payment, 'req_0123456789abcdef01234567' ), array( $entries[0][1]['payment_id'], $entries[0][1]['request_id'] ) );
		$this->assertSame( array( 'pay_a', 'req_b', array() ), array( $entries[1][1]['payment_id'], $entries[1][1]['request_id'], $entries[1][1]['metadata'] ) );
	}

	public function test_the_request_id_is_the_one_that_the_bridge_was_sent(): void {
		if ( ! function_exists( 'wc_get_order' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		$this->pair();
		$entries = $this->entries_of(
			function (): void {
				$this->client()->payments( array() );
				$this->bridge->go_down();
				$error = $this->error_of( fn() => $this->client()->payments( array() ) );
				( new Logger() )->error( Messages::log_line( 'x', $error ) );
			}
		);
		$this->assertSame( $this->bridge->calls[1]['headers']['X-Request-ID'], $entries[0][1]['request_id'] );
		$client = $this->client();
		$this->assertSame( '', $client->latest_request_id() );
		$this->error_of( fn() => $client->payments( array() ) );
		$this->assertSame( $this->bridge->calls[2]['headers']['X-Request-ID'], $client->latest_request_id() );
	}

	/**
	 * "Enable log" of both gateways, who writes, and which levels are written.
	 *
	 * @return array<string, array{string, string, string, list<string>}>
	 */
	public static function switches(): array {
		return array(
			'nobody chose'               => array( '', '', 'multipay_wechat', array( 'info', 'warning', 'error' ) ),
			'on'                         => array( 'yes', 'no', 'multipay_wechat', array( 'info', 'warning', 'error' ) ),
			'off: errors all the same'   => array( 'no', 'yes', 'multipay_wechat', array( 'error' ) ),
			'the other one is off'       => array( 'no', 'yes', 'multipay_alipay', array( 'info', 'warning', 'error' ) ),
			'no gateway, and one is on'  => array( 'no', 'yes', '', array( 'info', 'warning', 'error' ) ),
			'no gateway, and all is off' => array( 'no', 'no', '', array( 'error' ) ),
		);
	}

	/**
	 * "Enable log" is honoured.
	 *
	 * @dataProvider switches
	 * @param string   $wechat  The switch of WeChat Pay; empty when nobody chose.
	 * @param string   $alipay  The switch of Alipay.
	 * @param string   $gateway Who writes.
	 * @param string[] $levels  What is written.
	 */
	public function test_enable_log_leaves_out_what_is_no_error( string $wechat, string $alipay, string $gateway, array $levels ): void {
		foreach ( array( 'wechat' => $wechat, 'alipay' => $alipay ) as $name => $logging ) { // phpcs:ignore WordPress.Arrays
			update_option( 'woocommerce_multipay_' . $name . '_settings', array( 'enabled' => 'yes' ) + ( '' === $logging ? array() : array( 'logging' => $logging ) ) );
		}
		$written = array();
		$this->filter(
			'wc_multipay_logging',
			static function ( $is_logged, $message, $entry ) use ( &$written ): bool {
				if ( $is_logged ) {
					$written[] = $entry['level'];
				}
				return false;
			},
			3
		);
		foreach ( array( 'info', 'warning', 'error' ) as $level ) {
			( new Logger() )->$level( 'x', array( 'gateway' => $gateway ) );
		}
		$this->assertSame( $levels, $written );
	}

	public function test_entries_go_to_woocommerces_logs_by_gateway(): void {
		if ( ! function_exists( 'wc_get_logger' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		$sources = array();
		$this->filter(
			'woocommerce_logger_log_message',
			static function ( $message, $level, $context ) use ( &$sources ) {
				$sources[ $context['source'] ] = $level; // Each of WooCommerce's handlers asks.
				return null;
			},
			3
		);
		$logger = new Logger();
		$logger->info( 'a', array( 'gateway' => 'multipay_wechat' ) );
		$logger->error( 'b', array( 'gateway' => 'multipay_alipay' ) );
		$logger->warning( 'c' );
		$this->assertSame( array( 'multipay-wechat' => 'info', 'multipay-alipay' => 'error', 'multipay' => 'warning' ), $sources ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * Contexts, and a secret in each.
	 *
	 * @return array<string, array{array<mixed>, string}>
	 */
	public static function secrets(): array {
		return array(
			'by name'                    => array( array( 'request_key' => 'canary' ), 'canary' ),
			'by name, deep down'         => array( array( 'a' => array( 'b' => array( 'openid' => 'canary' ) ) ), 'canary' ),
			'sealed things'              => array( array( 'sealed_credentials' => 'canary' ), 'canary' ),
			'a private key in a text'    => array( array( 'x' => "a\n-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----" ), 'canary' ),
			'half a private key'         => array( array( 'x' => '-----BEGIN RSA PRIVATE KEY-----canary' ), 'canary' ),
			'a signature in a header'    => array( array( 'x' => 'MultiPay-HMAC-SHA256 key="a",signature="canary"' ), 'canary' ),
			'a bearer token'             => array( array( 'x' => 'Authorization: Bearer canary' ), 'canary' ),
			'an order key in an address' => array( array( 'url' => 'https://shop.test/?key=wc_order_canary' ), 'wc_order_canary' ),
			'an openid in a text'        => array( array( 'x' => 'payer oUpF8uMuAJO_M2pxb1Q9zNjWeS6o paid' ), 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' ),
			'an openid with a dash last' => array( array( 'x' => 'payer oUpF8uMuAJO_M2pxb1Q9zNjWeS6- paid' ), 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6' ),
			'base64'                     => array( array( 'x' => 'answer ' . str_repeat( 'canary+/', 12 ) ), 'canary' ),
			'an e-mail address'          => array( array( 'x' => 'to canary@example.test' ), 'canary@' ),
			'a bank card'                => array( array( 'x' => 'card 6222021234567890123' ), '1234567890' ),
			'a phone number'             => array( array( 'x' => 'call 13812345678' ), '81234567' ),
			'with its country'           => array( array( 'x' => '+8613812345678' ), '81234567' ),
			'a phone number by name'     => array( array( 'mobile' => '02112345' ), '02112345' ),
			'an identity number'         => array( array( 'x' => 'id 11010519491231002X.' ), '1949' ),
			'an identity number, digits' => array( array( 'x' => '440524188001010014 440524198001010013' ), '440524198' ),
			'an Alipay user'             => array( array( 'x' => 'buyer 2088102146225135 paid' ), '2088102146225135' ),
			'a payer in JSON'            => array( array( 'x' => '{"buyer_open_id":"canary-1","a":1}' ), 'canary-1' ),
			'a payer in a query'         => array( array( 'x' => 'a=1&buyer_logon_id=can%2Aary&b=2' ), 'can%2Aary' ),
			'an open_id by name'         => array( array( 'buyer' => array( 'open_id' => 'canary' ) ), 'canary' ),
			'an object'                  => array( array( 'x' => (object) array( 'secret' => 'canary' ) ), 'canary' ),
		);
	}

	/**
	 * Secrets do not get through.
	 *
	 * @dataProvider secrets
	 * @param array<mixed> $context The context.
	 * @param string       $secret  The secret.
	 */
	public function test_secrets_do_not_get_through( array $context, string $secret ): void {
		$this->assertStringNotContainsString( $secret, (string) wp_json_encode( Mask::apply( $context ), JSON_UNESCAPED_SLASHES ) );
	}

	public function test_what_is_needed_gets_through(): void {
		$context = array( 'amount' => 1001, 'user_ip' => '192.0.2.1', 'error_code' => 'provider_busy', 'payment' => 'pay_01jd00000000000000000000aa', 'request' => 'req_0123456789abcdef01234567', 'nothing' => null, 'number' => '4200001234202611211234567890', 'time' => '1795264000123' ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( $context, Mask::apply( $context ) );
		$this->assertSame( 'x 622202******0123', Mask::text( 'x 6222021234567890123' ) );
		$this->assertSame( 'call 138****5678, or +86138****5678', Mask::text( 'call 13812345678, or +8613812345678' ) );
	}

	public function test_every_code_has_a_sentence_for_shoppers_and_admins(): void {
		foreach ( array_keys( ErrorCode::TABLE ) as $code ) {
			$error = BridgeError::of( $code, 'a detail' );
			foreach ( array( Messages::for_shopper( $error ), Messages::for_waiting_shopper( $error ), Messages::for_admin( $code ) ) as $sentence ) {
				$this->assertMatchesRegularExpression( '/^[A-Z].+\.$/', $sentence );
				$this->assertStringNotContainsString( 'a detail', $sentence );
			}
		}
	}

	/**
	 * What people write, and the fen that it is.
	 *
	 * @return array<string, array{string, int|null}>
	 */
	public static function amounts(): array {
		return array(
			'yuan'             => array( '88', 8800 ),
			'jiao'             => array( '88.8', 8880 ),
			'fen'              => array( '0.01', 1 ),
			'what floats lose' => array( '0.29', 29 ),
			'a lot'            => array( '999999999999.99', 99999999999999 ),
			'too much'         => array( '9999999999999', null ),
			'three decimals'   => array( '1.005', null ),
			'a separator'      => array( '1,000', null ),
			'a sign'           => array( '+1', null ),
			'an exponent'      => array( '1e3', null ),
			'nothing'          => array( '', null ),
			'a line break'     => array( "1\n2", null ),
		);
	}

	/**
	 * Money is whole fen.
	 *
	 * @dataProvider amounts
	 * @param string   $text  What is written.
	 * @param int|null $minor The fen.
	 */
	public function test_money_is_whole_fen( string $text, ?int $minor ): void {
		$this->assertSame( $minor, Money::minor( $text ) );
		if ( null !== $minor ) {
			$this->assertSame( $minor, Money::minor( Money::text( $minor ) ) );
		}
	}

	public function test_odd_currencies_are_shown_as_they_are(): void {
		$this->assertSame( array( '¥0.05', 'HKD 10.01' ), array( Money::shown( 5 ), Money::shown( 1001, 'HKD' ) ) );
	}

	/**
	 * What is written, message and entry each; nothing gets into a log.
	 *
	 * @param callable $work What writes; gets a logger.
	 * @return list<array{string, array<string, mixed>}>
	 */
	private function entries_of( callable $work ): array {
		$entries = array();
		$this->filter(
			'wc_multipay_logging',
			static function ( $is_logged, $message, $entry ) use ( &$entries ): bool {
				$entries[] = array( $message, $entry );
				return false;
			},
			3
		);
		$work( new Logger() );
		return $entries;
	}
}
