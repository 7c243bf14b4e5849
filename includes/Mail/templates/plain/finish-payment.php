<?php
/**
 * The e-mail "Finish your payment", without HTML. A theme can bring its own as woocommerce/plain/finish-payment.php.
 *
 * @package MultiPay
 *
 * @var \WC_Order $order
 * @var string    $pay_url
 * @var string    $email_heading
 * @var string    $additional_content
 * @var bool      $sent_to_admin
 * @var bool      $plain_text
 * @var \WC_Email $email
 */

defined( 'ABSPATH' ) || exit;

// phpcs:disable WooCommerce.Commenting, WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own actions.
echo esc_html( wp_strip_all_tags( $email_heading ) ) . "\n\n";

/* translators: %s: the shopper's first name */
echo esc_html( '' === $order->get_billing_first_name() ? __( 'Hello,', 'multipay' ) : sprintf( __( 'Hello %s,', 'multipay' ), $order->get_billing_first_name() ) ) . "\n\n";

/* translators: 1: order number, 2: amount */
echo esc_html( sprintf( __( 'Your order %1$s for %2$s is waiting for your payment.', 'multipay' ), $order->get_order_number(), html_entity_decode( wp_strip_all_tags( $order->get_formatted_order_total() ), ENT_QUOTES ) ) ) . "\n\n";

echo esc_html__( 'Go on paying', 'multipay' ) . ': ' . esc_url_raw( $pay_url ) . "\n\n"; // phpcs:ignore WordPress.Security.EscapeOutput -- An address in a plain text.

do_action( 'woocommerce_email_order_details', $order, $sent_to_admin, $plain_text, $email );

if ( '' !== $additional_content ) {
	echo "\n" . esc_html( wp_strip_all_tags( wptexturize( $additional_content ) ) ) . "\n";
}
echo "\n" . wp_kses_post( (string) apply_filters( 'woocommerce_email_footer_text', get_option( 'woocommerce_email_footer_text' ) ) );
