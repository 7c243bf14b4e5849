<?php
/**
 * Signing requests, opening answers, keeping keys.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\KeySafe;
use MultiPay\Bridge\RequestSigner;
use MultiPay\Bridge\SealedAnswer;

/**
 * What must be the same, bit for bit, in PHP and in TypeScript.
 */
final class RequestSignerTest extends TestCase {
	/**
	 * The vectors that both languages read.
	 *
	 * @return array<string, array{array<string, string>, string}>
	 */
	public static function signatures(): array {
		$file  = json_decode( (string) file_get_contents( dirname( __DIR__ ) . '/vectors/signing.json' ), true );
		$named = array();
		foreach ( $file['vectors'] as $vector ) {
			$named[ $vector['name'] ] = array( $vector, base64_decode( $file['key_base64'] ) );
		}
		return $named;
	}

	/**
	 * The shared vectors.
	 *
	 * @dataProvider signatures
	 * @param array<string, string> $vector The parts and what must come of them.
	 * @param string                $key    The key.
	 */
	public function test_it_signs_as_the_bridge_expects( array $vector, string $key ): void {
		$signer = new RequestSigner( $vector['keyId'], $key, $vector['audience'] );
		$this->assertSame( $vector['bodySha256'], hash( 'sha256', $vector['body'] ) );
		$this->assertSame(
			$vector['authorization'],
			$signer->authorization_at( $vector['method'], $vector['target'], $vector['body'], $vector['timestamp'], $vector['nonce'] )
		);
	}

	public function test_no_two_requests_have_the_same_nonce(): void {
		$signer = new RequestSigner( 'a.1.1', 'key', 'bridge' );
		$this->assertNotSame( $signer->authorization( 'GET', '/', '' ), $signer->authorization( 'GET', '/', '' ) );
	}

	public function test_it_derives_keys_and_opens_answers_as_node_makes_them(): void {
		$vector = json_decode( (string) file_get_contents( dirname( __DIR__ ) . '/vectors/sealed-answer.json' ), true );
		foreach ( $vector['derived_hex'] as $purpose => $hex ) {
			$this->assertSame( $hex, bin2hex( SealedAnswer::derive( $vector['secret'], $purpose ) ) );
		}
		$key = SealedAnswer::derive( $vector['secret'], $vector['sealed_with'] );
		$this->assertSame( $vector['opened'], SealedAnswer::open( $key, $vector['sealed'] ) );
	}

	public function test_an_answer_that_was_changed_does_not_open(): void {
		$vector    = json_decode( (string) file_get_contents( dirname( __DIR__ ) . '/vectors/sealed-answer.json' ), true );
		$bytes     = (string) base64_decode( $vector['sealed'] );
		$bytes[20] = chr( ord( $bytes[20] ) ^ 1 );
		$this->expectException( \UnexpectedValueException::class );
		SealedAnswer::open( SealedAnswer::derive( $vector['secret'], $vector['sealed_with'] ), base64_encode( $bytes ) );
	}

	public function test_stored_keys_open_only_where_they_belong(): void {
		$sealed = KeySafe::seal( self::keys( 'net.1.1' ), 'site 1' );
		$this->assertSame( 'net.1.1', KeySafe::open( $sealed, 'site 1' )->key_id );
		$this->assertStringNotContainsString( 'rrrr', (string) base64_decode( $sealed ) );
		$this->expectException( BridgeError::class );
		KeySafe::open( $sealed, 'site 2' );
	}

	public function test_stored_keys_do_not_open_with_other_secrets_in_wp_config(): void {
		$sealed = KeySafe::seal( self::keys( 'net.1.1' ), 'site 1' );
		$this->filter( 'salt', static fn() => 'another salt' );
		try {
			KeySafe::open( $sealed, 'site 1' );
			$this->fail( 'They opened.' );
		} catch ( BridgeError $error ) {
			$this->assertSame( BridgeError::KEYS_UNREADABLE, $error->error_code() );
			$this->assertSame( 'pair_again', $error->next() );
		}
	}
}
