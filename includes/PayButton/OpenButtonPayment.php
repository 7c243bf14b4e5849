<?php
/**
 * Opens a pay button's payment, or resumes the one that a visitor has.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\SiteAddress;
use MultiPay\Checkout\ClientAddress;
use MultiPay\Checkout\PaymentView;
use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Messages;
use MultiPay\Money;
use MultiPay\Order\OpenPayment;
use MultiPay\Order\Settle;
use MultiPay\Refusal;

/**
 * What is paid comes from the signed token, never from the browser; of an open amount the browser chooses only how much
 * between the token's bounds.
 *
 * @phpstan-import-type Opened from \MultiPay\Bridge\Client
 * @phpstan-type Wish array{token: string, gateway: string, channel: string, amount_text: string, email: string, order: string, key: string}
 */
final class OpenButtonPayment {
	/**
	 * Needs the bridge, and a place to remember purchases.
	 *
	 * @param Client        $bridge    Opens payments.
	 * @param PurchaseTable $purchases Remembers.
	 * @param CreationLimit $limit     Counts.
	 * @param Settle        $settle    Settles what turns out to be paid already.
	 * @param Logger        $logger    Hears of refusals.
	 */
	public function __construct(
		private Client $bridge,
		private PurchaseTable $purchases,
		private CreationLimit $limit,
		private Settle $settle,
		private Logger $logger
	) {}

	/**
	 * Opens or resumes.
	 *
	 * @param array<string, string> $wish What the browser sent; missing texts are empty.
	 * @return array<string, mixed> The PaymentView.
	 * @throws Refusal With a sentence for the visitor.
	 * @phpstan-param Wish $wish
	 */
	public function open( array $wish ): array {
		$token    = PriceToken::read( $wish['token'] );
		$known    = '' === $wish['order'] ? null : $this->known( $wish, $token );
		$amount   = $this->amount( $token->terms, $wish['amount_text'], $known );
		$email    = $this->email( $token->terms, $wish['email'], $known );
		$address  = ClientAddress::of_request();
		$revision = $token->terms->revision();
		// Another amount or gateway is another attempt, which costs a call to a provider.
		if ( ! $known || $known->amount !== $amount || $known->gateway !== $wish['gateway'] ) {
			$this->limit->count( $address, $token->post_id . ' ' . $revision );
		}
		$ref         = $known ? $known->ref() : ButtonPurchase::new_ref();
		$description = '' === $token->terms->description ? get_bloginfo( 'name' ) : $token->terms->description;
		// Until there is another, the payment stays the one that can be paid.
		$payment_id = $known ? $known->payment_id : '';
		$purchase   = new ButtonPurchase( $ref, $token->post_id, $revision, $amount, wp_specialchars_decode( $description, ENT_QUOTES ), $email, $wish['gateway'], $payment_id );
		$opened     = $this->ask( $purchase, $wish, $address );
		$this->settle->attempt( $opened['payment'] );
		return PaymentView::of( $opened, $purchase );
	}

	/**
	 * Asks the bridge, after the purchase was written down.
	 *
	 * @param ButtonPurchase        $purchase The purchase.
	 * @param array<string, string> $wish     What the browser sent.
	 * @param string                $address  The visitor's address.
	 * @return array<mixed> What the bridge answered.
	 * @throws Refusal What it refused.
	 * @phpstan-return Opened
	 */
	private function ask( ButtonPurchase $purchase, array $wish, string $address ): array {
		$uuid  = wp_generate_uuid4();
		$about = array(
			'gateway'  => $wish['gateway'],
			'order_id' => $purchase->ref(),
			'amount'   => $purchase->amount,
			'user_ip'  => $address,
		);
		$this->purchases->save( $purchase, $uuid );
		try {
			$opened = $this->bridge->open_payment(
				array(
					'order_ref'   => $purchase->ref(),
					'provider'    => Method::PROVIDERS[ $wish['gateway'] ],
					'channel'     => $wish['channel'],
					'amount'      => $purchase->amount,
					'currency'    => Money::CURRENCY,
					'description' => mb_substr( $purchase->description, 0, 127 ),
					'return_url'  => SiteAddress::known( $purchase->return_url() ),
					'client_ip'   => $address,
					'user_agent'  => OpenPayment::user_agent(),
				),
				$uuid
			);
		} catch ( BridgeError $error ) {
			$this->logger->error( Messages::log_line( 'A payment could not be opened', $error ), $about );
			throw Refusal::for_shopper( $error );
		}
		$this->purchases->opened( $purchase->ref(), $opened['payment']['id'] );
		$this->logger->info( sprintf( 'Payment %s of %s is %s.', $opened['payment']['id'], $opened['payment']['order_ref'], $opened['payment']['status'] ), $about + array( 'request_id' => $this->bridge->latest_request_id() ) );
		return $opened;
	}

	/**
	 * The purchase that the visitor comes back to.
	 *
	 * @param array<string, string> $wish  What the browser sent.
	 * @param PriceToken            $token What the button sells.
	 * @return ButtonPurchase|null Null when it was bought on other terms, or is forgotten: then a new one begins.
	 * @throws Refusal NOT_YOURS.
	 */
	private function known( array $wish, PriceToken $token ): ?ButtonPurchase {
		if ( ! ReturnKey::fits( $wish['order'], $wish['key'] ) ) {
			throw Refusal::not_yours();
		}
		$purchase = $this->purchases->find( $wish['order'] );
		return $purchase && $purchase->revision === $token->terms->revision() ? $purchase : null;
	}

	/**
	 * How much is paid.
	 *
	 * @param ButtonTerms         $terms What the button sells.
	 * @param string              $text  What the visitor typed; empty when nothing.
	 * @param ButtonPurchase|null $known The purchase that goes on.
	 * @return int In fen.
	 * @throws Refusal AMOUNT_OUT_OF_BOUNDS.
	 */
	private function amount( ButtonTerms $terms, string $text, ?ButtonPurchase $known ): int {
		if ( null !== $terms->amount ) {
			return $terms->amount;
		}
		$amount = '' === $text && $known ? $known->amount : Money::minor( $text );
		if ( null === $amount || $amount < $terms->minimum || $amount > $terms->maximum ) {
			$sentence = sprintf(
				/* translators: 1: smallest amount, 2: largest amount */
				__( 'Please enter an amount from %1$s to %2$s.', 'multipay' ),
				Money::shown( $terms->minimum ),
				Money::shown( $terms->maximum )
			);
			throw new Refusal( Refusal::AMOUNT_OUT_OF_BOUNDS, $sentence, 422 );
		}
		return $amount;
	}

	/**
	 * Where the receipt goes.
	 *
	 * @param ButtonTerms         $terms What the button asks for.
	 * @param string              $text  What the visitor typed; empty when nothing.
	 * @param ButtonPurchase|null $known The purchase that goes on.
	 * @throws Refusal EMAIL_INVALID.
	 */
	private function email( ButtonTerms $terms, string $text, ?ButtonPurchase $known ): string {
		if ( 'none' === $terms->email ) {
			return '';
		}
		$email = trim( '' === $text && $known ? $known->email : $text );
		if ( '' === $email && 'required' !== $terms->email ) {
			return '';
		}
		$valid = is_email( $email );
		if ( ! $valid || strlen( $valid ) > 254 ) {
			throw new Refusal( Refusal::EMAIL_INVALID, __( 'Please enter a valid e-mail address for the receipt.', 'multipay' ), 422 );
		}
		return $valid;
	}
}
