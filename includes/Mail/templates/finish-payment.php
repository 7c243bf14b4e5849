<?php
/**
 * The e-mail "Finish your payment". A theme can bring its own as woocommerce/finish-payment.php.
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
do_action( 'woocommerce_email_header', $email_heading, $email );
?>
<p>
	<?php
	/* translators: %s: the shopper's first name */
	echo esc_html( '' === $order->get_billing_first_name() ? __( 'Hello,', 'multipay' ) : sprintf( __( 'Hello %s,', 'multipay' ), $order->get_billing_first_name() ) );
	?>
</p>
<p>
	<?php
	/* translators: 1: order number, 2: amount */
	echo wp_kses_post( sprintf( __( 'Your order %1$s for %2$s is waiting for your payment.', 'multipay' ), esc_html( $order->get_order_number() ), $order->get_formatted_order_total() ) );
	?>
</p>
<p>
	<a class="link" href="<?php echo esc_url( $pay_url ); ?>"><?php esc_html_e( 'Go on paying', 'multipay' ); ?></a>
</p>
<?php
do_action( 'woocommerce_email_order_details', $order, $sent_to_admin, $plain_text, $email );
if ( '' !== $additional_content ) {
	echo wp_kses_post( wpautop( wptexturize( $additional_content ) ) );
}
do_action( 'woocommerce_email_footer', $email );
