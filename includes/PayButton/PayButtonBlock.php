<?php
/**
 * The block `multipay/pay-button`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Assets;
use MultiPay\Checkout\PaymentView;
use MultiPay\DataAttribute;
use MultiPay\Gateway\Availability;
use MultiPay\Gateway\Method;
use MultiPay\Money;

/**
 * Draws a price and a button; the block's script does the rest. Price, currency and description go into a signed token,
 * so that the browser names no price.
 */
final class PayButtonBlock {
	/**
	 * Needs to know what can be paid with.
	 *
	 * @param Assets        $assets       Makes the block known.
	 * @param Availability  $availability Which gateways can be used.
	 * @param PurchaseTable $purchases    What visitors come back to.
	 */
	public function __construct( private Assets $assets, private Availability $availability, private PurchaseTable $purchases ) {}

	/**
	 * Hooks in where blocks are made known.
	 */
	public function register_hooks(): void {
		add_action( 'init', array( $this, 'register' ) );
	}

	/**
	 * Makes the block known.
	 */
	public function register(): void {
		$this->assets->register_block( 'pay-button', array( $this, 'render' ) );
	}

	/**
	 * Draws it.
	 *
	 * @param array<string, mixed> $attributes See blocks/pay-button/block.json.
	 */
	public function render( array $attributes ): string {
		$terms = ButtonTerms::of_block( $attributes );
		if ( ! $terms ) {
			return $this->hint( __( 'Visitors do not see this pay button: its amount is not complete.', 'multipay' ) );
		}
		$gateways = $this->availability->usable( Money::CURRENCY, ! is_admin() && ! wp_is_json_request() );
		$resume   = $this->resumed( $terms );
		$wrapper  = $gateways || $resume ? array( 'data-multipay-button' => DataAttribute::json( $this->data( $terms, $gateways, $resume ) ) ) : array();
		if ( ! $gateways ) {
			return sprintf(
				'<div %s>%s<p class="multipay-pay-button__closed">%s</p></div>',
				get_block_wrapper_attributes( $wrapper ),
				$this->heading( $terms ),
				esc_html__( 'Paying is not possible at the moment. Please try again later.', 'multipay' )
			);
		}
		$text = trim( (string) ( $attributes['buttonText'] ?? '' ) );
		return sprintf(
			'<div %s>%s<button type="button" class="wp-element-button multipay-button" disabled>%s</button><noscript><p>%s</p></noscript></div>',
			get_block_wrapper_attributes( $wrapper ),
			$this->heading( $terms ),
			esc_html( '' === $text ? __( 'Pay', 'multipay' ) : $text ),
			esc_html__( 'Paying needs JavaScript. Please switch it on.', 'multipay' )
		);
	}

	/**
	 * What the script gets to know.
	 *
	 * @param ButtonTerms               $terms    What is sold.
	 * @param string[]                  $gateways What it can be paid with.
	 * @param array<string, mixed>|null $resume   The payment with which a visitor comes back.
	 * @return array<string, mixed>
	 */
	private function data( ButtonTerms $terms, array $gateways, ?array $resume ): array {
		$post   = (int) get_the_ID();
		$token  = new PriceToken( $post, $terms, time() );
		$titles = static fn( string $gateway ): array => array(
			'id'    => $gateway,
			'title' => Method::title( $gateway ),
		);
		$bounds = array(
			'min_text' => Money::shown( $terms->minimum ),
			'max_text' => Money::shown( $terms->maximum ),
		);
		return array(
			'token'         => $token->signed(),
			'button'        => $post . ' ' . $terms->revision(),
			'endpoint_base' => PaymentView::endpoint(),
			'gateways'      => array_map( $titles, $gateways ),
			'amount_text'   => null === $terms->amount ? null : Money::shown( $terms->amount ),
			'open_amount'   => null === $terms->amount ? $bounds : null,
			'currency'      => Money::CURRENCY,
			'description'   => $terms->description,
			'email'         => $terms->email,
			'resume'        => $resume,
		);
	}

	/**
	 * The payment with which a visitor comes back from the provider. Once the terms have changed it cannot go on, but it
	 * may be paid.
	 *
	 * @param ButtonTerms $terms What this button sells.
	 * @return array<string, mixed>|null
	 */
	private function resumed( ButtonTerms $terms ): ?array {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- The return key is the permission.
		$ref = isset( $_GET['multipay_order'] ) ? sanitize_key( wp_unslash( $_GET['multipay_order'] ) ) : '';
		$key = isset( $_GET['multipay_key'] ) ? sanitize_key( wp_unslash( $_GET['multipay_key'] ) ) : '';
		// phpcs:enable
		$purchase = ReturnKey::fits( $ref, $key ) ? $this->purchases->find( $ref ) : null;
		if ( ! $purchase ) {
			return null;
		}
		return array(
			'order'         => $ref,
			'key'           => $key,
			'gateway'       => $purchase->gateway,
			'payment_id'    => $purchase->payment_id,
			'amount_text'   => Money::shown( $purchase->amount ),
			'terms_changed' => $purchase->revision !== $terms->revision(),
		);
	}

	/**
	 * What is sold, and for how much.
	 *
	 * @param ButtonTerms $terms What is sold.
	 */
	private function heading( ButtonTerms $terms ): string {
		$price = null === $terms->amount
			/* translators: 1: smallest amount, 2: largest amount */
			? sprintf( __( '%1$s to %2$s', 'multipay' ), Money::shown( $terms->minimum ), Money::shown( $terms->maximum ) )
			: Money::shown( $terms->amount );
		$description = '' === $terms->description ? '' : '<p class="multipay-pay-button__description">' . esc_html( $terms->description ) . '</p>';
		return $description . '<p class="multipay-pay-button__price">' . esc_html( $price ) . '</p>';
	}

	/**
	 * A word for those who can change the page; nobody else sees anything.
	 *
	 * @param string $sentence The word.
	 */
	private function hint( string $sentence ): string {
		return current_user_can( 'edit_posts' ) ? '<div ' . get_block_wrapper_attributes() . '><p>' . esc_html( $sentence ) . '</p></div>' : '';
	}
}
