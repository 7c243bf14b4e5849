<?php
/**
 * Settles a payment in a process of its own: for tests with several at once, and with one that dies on the way.
 *
 * Standard input: JSON with `payment`, and `die_at`, a hook at which the process dies, or an empty text.
 * Standard output: the outcome.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

ob_start();
require dirname( __DIR__ ) . '/bootstrap.php';
ob_end_clean();

remove_all_filters( 'pre_wp_mail' );
add_filter( 'pre_wp_mail', '__return_true' );
$multipay_job = json_decode( (string) stream_get_contents( STDIN ), true );
if ( '' !== $multipay_job['die_at'] ) {
	add_action( $multipay_job['die_at'], static fn() => posix_kill( posix_getpid(), SIGKILL ), 0 );
}
// The others are waited for, so that all begin at the same moment.
while ( microtime( true ) < $multipay_job['begin_at'] ) {
	usleep( 500 );
}
$multipay_logger = new MultiPay\Log\Logger();
$multipay_mail   = new MultiPay\Mail\MerchantMail( $multipay_logger );
$multipay_settle = new MultiPay\Order\Settle(
	new MultiPay\Order\SettlementTable(),
	new MultiPay\Order\SettleOrder( $multipay_mail, $multipay_logger ),
	new MultiPay\PayButton\SettleButton( new MultiPay\PayButton\PurchaseTable(), new MultiPay\Mail\Receipt( $multipay_logger ), $multipay_mail, $multipay_logger ),
	$multipay_logger
);
echo $multipay_settle->apply( $multipay_job['payment'] );
