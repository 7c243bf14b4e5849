<?php
/**
 * The block `multipay/payment-status`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Checkout;

use MultiPay\Assets;
use MultiPay\DataAttribute;

/**
 * Lists what the visitor has not finished paying. Pay buttons' payments are remembered by the visitor's browser, and the
 * block's script adds them.
 */
final class PaymentStatusBlock {
	/**
	 * Needs the orders.
	 *
	 * @param Assets       $assets Makes the block known.
	 * @param ResumeNotice $resume Finds what was left.
	 */
	public function __construct( private Assets $assets, private ResumeNotice $resume ) {}

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
		$this->assets->register_block( 'payment-status', array( $this, 'render' ) );
	}

	/**
	 * Draws it.
	 */
	public function render(): string {
		$payments = $this->resume->all();
		$items    = '';
		if ( $payments ) {
			self::keep_out_of_caches();
		}
		foreach ( $payments as $payment ) {
			$items .= sprintf(
				'<li>%s: %s <a href="%s">%s</a></li>',
				esc_html( $payment['title'] ),
				esc_html( $payment['amount_text'] ),
				esc_url( $payment['retry_url'] ),
				esc_html__( 'Go on paying', 'multipay' )
			);
		}
		return sprintf(
			'<div %s>%s</div>',
			get_block_wrapper_attributes( array( 'data-multipay-status' => DataAttribute::json( array( 'payments' => $payments ) ) ) ),
			'' === $items ? '<p>' . esc_html__( 'You have no unfinished payments.', 'multipay' ) . '</p>' : '<ul>' . $items . '</ul>'
		);
	}

	/**
	 * One visitor's order keys are nobody else's: page caches and browsers must not keep the page.
	 */
	private static function keep_out_of_caches(): void {
		if ( ! defined( 'DONOTCACHEPAGE' ) ) {
			define( 'DONOTCACHEPAGE', true ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- The name that page caches look for.
		}
		if ( ! headers_sent() ) {
			nocache_headers();
		}
	}
}
