<?php
/**
 * What a site's privacy policy could say.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Privacy;

/**
 * A suggestion for WordPress's privacy policy guide.
 */
final class PolicyText {
	/**
	 * Hooks in where WordPress collects suggestions.
	 */
	public function register_hooks(): void {
		add_action( 'admin_init', array( $this, 'suggest' ) );
	}

	/**
	 * Suggests.
	 */
	public function suggest(): void {
		wp_add_privacy_policy_content( __( 'MultiPay', 'multipay' ), wp_kses_post( self::html() ) );
	}

	/**
	 * The text.
	 */
	public static function html(): string {
		$paragraphs = array(
			__( 'When you pay with WeChat Pay or Alipay, we send the amount, a description of your order, your IP address and the kind of your device to that provider. You then pay with the provider, under its own privacy policy; we never see your bank card or your password.', 'multipay' ),
			__( 'The provider tells us that you have paid, together with the number under which it knows you in our shop. We keep that number and your IP address with the payment, so that we can find it, refund it and answer for it, until you ask us to forget them.', 'multipay' ),
			__( 'The provider’s messages are kept encrypted for 30 days. Our logs of payments, which hold IP addresses, are kept for 90 days. Amounts, times and transaction numbers stay in our books for as long as the law demands.', 'multipay' ),
			__( 'If you give an e-mail address for the receipt when you pay by a button, it is erased when the receipt has been sent, or after a month if you did not pay.', 'multipay' ),
		);
		return '<p class="privacy-policy-tutorial">' . esc_html__( 'Adapt this to where you run the bridge, and to how long you keep the site’s backups.', 'multipay' ) . '</p>'
			. '<strong class="privacy-policy-tutorial">' . esc_html__( 'Suggested text:', 'multipay' ) . '</strong> '
			. implode( '', array_map( static fn( string $text ): string => '<p>' . esc_html( $text ) . '</p>', $paragraphs ) );
	}
}
