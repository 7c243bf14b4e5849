<?php
/**
 * What a shopper buys with a pay button.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Checkout\Purchase;

/**
 * There is no order behind it: the payment itself lives in the bridge, and here only what the page and the mails need.
 */
final class ButtonPurchase implements Purchase {
	/**
	 * The purchase.
	 *
	 * @param string $ref         `button_<ulid>`.
	 * @param int    $post_id     Where the button is; 0 when that is not known.
	 * @param string $revision    The terms that it was bought on.
	 * @param int    $amount      In fen.
	 * @param string $description What it is for.
	 * @param string $email       Where the receipt goes; empty for nowhere.
	 * @param string $gateway     What it is paid with.
	 * @param string $payment_id  Its latest payment; empty before there is one.
	 */
	public function __construct(
		private string $ref,
		public int $post_id,
		public string $revision,
		public int $amount,
		public string $description,
		public string $email,
		public string $gateway,
		public string $payment_id = ''
	) {}

	/**
	 * A new name.
	 *
	 * @return string `button_` and a ULID: 48 bits of milliseconds and 80 of chance in Crockford's base 32.
	 */
	public static function new_ref(): string {
		$alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
		$time     = (int) floor( microtime( true ) * 1000 );
		$text     = '';
		for ( $place = 0; $place < 10; $place++ ) {
			$text = $alphabet[ $time & 31 ] . $text;
			$time = $time >> 5;
		}
		foreach ( str_split( random_bytes( 16 ) ) as $byte ) {
			$text .= $alphabet[ ord( $byte ) & 31 ];
		}
		return 'button_' . $text;
	}

	/**
	 * Its name at the bridge.
	 */
	public function ref(): string {
		return $this->ref;
	}

	/**
	 * The return key.
	 */
	public function key(): string {
		return ReturnKey::of( $this->ref );
	}

	/**
	 * The page with the button, knowing the payment: it says what happened.
	 */
	public function success_url(): string {
		return $this->return_url();
	}

	/**
	 * The same: it goes on with the payment.
	 */
	public function retry_url(): string {
		return $this->return_url();
	}

	/**
	 * Where the provider sends the visitor back to. It proves nothing: the page asks what happened.
	 */
	public function return_url(): string {
		$page = $this->post_id > 0 ? get_permalink( $this->post_id ) : false;
		return add_query_arg(
			array(
				'multipay_order' => $this->ref(),
				'multipay_key'   => $this->key(),
			),
			false === $page ? home_url( '/' ) : $page
		);
	}
}
