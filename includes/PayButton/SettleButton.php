<?php
/**
 * Settles what was bought with a pay button.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Log\Logger;
use MultiPay\Mail\MerchantMail;
use MultiPay\Mail\Receipt;
use MultiPay\Order\Claim;
use MultiPay\Order\Settle;
use MultiPay\Order\SettlementRules;

/**
 * There is no order to complete: the visitor gets a receipt, the merchant a mail, each once.
 *
 * @phpstan-import-type Payment from \MultiPay\Bridge\Client
 */
final class SettleButton {
	/**
	 * Needs the purchases and the mails.
	 *
	 * @param PurchaseTable $purchases What was bought.
	 * @param Receipt       $receipt   For the visitor.
	 * @param MerchantMail  $merchant  For the merchant.
	 * @param Logger        $logger    Hears of callbacks that fail.
	 */
	public function __construct( private PurchaseTable $purchases, private Receipt $receipt, private MerchantMail $merchant, private Logger $logger ) {}

	/**
	 * Settles.
	 *
	 * @param array<mixed> $payment The payment.
	 * @param Claim        $claim   The lease.
	 * @return string An outcome of Settle.
	 * @phpstan-param Payment $payment
	 */
	public function settle( array $payment, Claim $claim ): string {
		if ( 'review' === $claim->kind ) {
			$sentence = MerchantMail::reason( (string) SettlementRules::review_flag( $payment ) );
			$claim->once( 'mail', fn() => $this->merchant->review_needed( 0, null, $payment, $sentence ) );
			return Settle::REVIEW;
		}
		if ( 'paid' !== $claim->kind ) {
			return Settle::NOTHING;
		}
		$purchase = $this->purchases->find( $payment['order_ref'] );
		if ( $purchase && '' !== $purchase->email ) {
			$claim->once( 'receipt', fn() => $this->receipt->send( $purchase->email, $payment ) );
			$this->purchases->erase_email( $purchase->ref() );
		}
		$claim->once( 'mail', fn() => $this->merchant->button_paid( $payment ) );
		$claim->once( 'announce', fn() => $this->announce( $payment ) );
		return Settle::PAID;
	}

	/**
	 * Tells other plugins, whose faults must not make it look unpaid.
	 *
	 * @param array<mixed> $payment The payment.
	 * @phpstan-param Payment $payment
	 */
	private function announce( array $payment ): void {
		try {
			/** This action is documented in includes/Order/SettleOrder.php */
			do_action( 'wc_payment_processed', $payment );
		} catch ( \Throwable $error ) {
			$this->logger->error( 'A callback failed after ' . $payment['id'] . ' was paid: ' . $error->getMessage() );
		}
	}
}
