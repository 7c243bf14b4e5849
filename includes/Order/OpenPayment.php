<?php
/**
 * Opens an order's payment, or resumes the one that it has.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Order;

use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\SiteAddress;
use MultiPay\Bridge\SiteStatus;
use MultiPay\Checkout\ClientAddress;
use MultiPay\Checkout\PaymentView;
use MultiPay\Contract\ErrorCode;
use MultiPay\Gateway\Method;
use MultiPay\Log\Logger;
use MultiPay\Messages;
use MultiPay\Money;
use MultiPay\Refusal;

/**
 * Every way to pay an order comes through here: the Checkout block, the classic checkout, the "pay for order" page, our
 * own page, and the link in the reminder.
 *
 * @phpstan-import-type Opened from \MultiPay\Bridge\Client
 */
final class OpenPayment {
	private const DESCRIPTION_LENGTH = 127;
	private const USER_AGENT_LENGTH  = 512;

	/**
	 * Needs the bridge, and the writer of orders.
	 *
	 * @param Client     $bridge Opens payments.
	 * @param SiteStatus $site How the subject reads.
	 * @param Settle     $settle Settles what turns out to be paid already.
	 * @param Logger     $logger Hears of refusals.
	 */
	public function __construct( private Client $bridge, private SiteStatus $site, private Settle $settle, private Logger $logger ) {}

	/**
	 * Opens or resumes.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $gateway A gateway's id.
	 * @param string    $channel A channel, or `auto` to let the shopper's device decide.
	 * @return array<string, mixed> The PaymentView.
	 * @throws Refusal With a sentence for the shopper.
	 */
	public function open( \WC_Order $order, string $gateway, string $channel ): array {
		$this->must_need_payment( $order );
		$this->ask_others( $order, $gateway );
		$this->hold_stock( $order );
		$opened = $this->ask( $order, $gateway, $channel );
		$this->settle->attempt( $opened['payment'] );
		$this->tell_others( $order, $gateway );
		return PaymentView::of( $opened, new OrderPurchase( $order ) );
	}

	/**
	 * Refuses orders that are paid, or cannot be.
	 *
	 * @param \WC_Order $order The order.
	 * @throws Refusal NOT_PAYABLE, or `order_already_paid`.
	 */
	private function must_need_payment( \WC_Order $order ): void {
		if ( $order->is_paid() ) {
			throw Refusal::for_shopper( BridgeError::of( ErrorCode::ORDER_ALREADY_PAID, 'The order is paid.' ) );
		}
		if ( ! $order->needs_payment() || Money::CURRENCY !== $order->get_currency() ) {
			throw new Refusal( Refusal::NOT_PAYABLE, __( 'This order cannot be paid for. Please contact the shop.', 'multipay' ), 409 );
		}
	}

	/**
	 * Lets other plugins stop it.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $gateway A gateway's id.
	 * @throws Refusal VETOED.
	 */
	private function ask_others( \WC_Order $order, string $gateway ): void {
		try {
			/**
			 * Fires before a payment is opened or resumed, each time a shopper begins to pay. An exception that a
			 * callback throws stops it, and its message is shown to the shopper.
			 *
			 * @since 1.0.0
			 *
			 * @param int    $order_id The order.
			 * @param string $gateway  The gateway's id.
			 */
			do_action( 'wc_multipay_before_payment', $order->get_id(), $gateway );
		} catch ( \Exception $veto ) {
			throw new Refusal( Refusal::VETOED, $veto->getMessage(), 409, 'choose_other_method' );
		}
	}

	/**
	 * Tells other plugins, whose faults must not keep the shopper from paying.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $gateway A gateway's id.
	 */
	private function tell_others( \WC_Order $order, string $gateway ): void {
		try {
			/**
			 * Fires after a payment was opened or resumed, before the shopper sees it. An exception is logged and changes
			 * nothing.
			 *
			 * @since 1.0.0
			 *
			 * @param int    $order_id The order.
			 * @param string $gateway  The gateway's id.
			 */
			do_action( 'wc_multipay_payment_init', $order->get_id(), $gateway );
		} catch ( \Throwable $error ) {
			$this->logger->error( 'A callback of wc_multipay_payment_init failed: ' . $error->getMessage(), array( 'order_id' => $order->get_id() ) );
		}
	}

	/**
	 * Reserves stock again, for as long as this payment can be paid (see Checkout\HoldStock).
	 *
	 * @param \WC_Order $order The order.
	 * @throws Refusal OUT_OF_STOCK when somebody else got the last piece meanwhile.
	 */
	private function hold_stock( \WC_Order $order ): void {
		try {
			wc_reserve_stock_for_order( $order );
		} catch ( \Automattic\WooCommerce\Checkout\Helpers\ReserveStockException $first ) {
			// WooCommerce also fails where this very order reserved in the same second: MySQL then reports no changed row,
			// which it takes for no stock. It has given the order's own pieces back, so that asking again tells the truth.
			$this->hold_stock_surely( $order );
		}
	}

	/**
	 * Reserves stock for an order that holds none.
	 *
	 * @param \WC_Order $order The order.
	 * @throws Refusal OUT_OF_STOCK when somebody else got the last piece meanwhile.
	 */
	private function hold_stock_surely( \WC_Order $order ): void {
		try {
			wc_reserve_stock_for_order( $order );
		} catch ( \Automattic\WooCommerce\Checkout\Helpers\ReserveStockException $error ) {
			throw new Refusal( Refusal::OUT_OF_STOCK, wp_strip_all_tags( $error->getMessage() ), 409, 'choose_other_method' );
		}
	}

	/**
	 * Asks the bridge. What is asked is written down before, what it answered after.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $gateway A gateway's id.
	 * @param string    $channel A channel, or `auto`.
	 * @return array<mixed> What the bridge answered.
	 * @throws Refusal What it refused.
	 * @phpstan-return Opened
	 */
	private function ask( \WC_Order $order, string $gateway, string $channel ): array {
		$wish     = $this->wish( $order, $gateway, $channel );
		$payments = new OrderPayments( $order );
		$about    = array(
			'gateway'  => $gateway,
			'order_id' => $order->get_id(),
			'amount'   => $wish['amount'],
			'user_ip'  => $wish['client_ip'],
		);
		try {
			$opened = $this->bridge->open_payment( $wish, $payments->key_for( $wish ) );
		} catch ( BridgeError $error ) {
			if ( ! $error->is_retryable() ) {
				$payments->forget_request();
			}
			$this->logger->error( Messages::log_line( 'A payment could not be opened', $error ), $about );
			throw Refusal::for_shopper( $error );
		}
		$payments->remember( $opened['payment'] );
		$this->logger->info( sprintf( 'Payment %s of %s is %s.', $opened['payment']['id'], $opened['payment']['order_ref'], $opened['payment']['status'] ), $about + array( 'request_id' => $this->bridge->latest_request_id() ) );
		return $opened;
	}

	/**
	 * The contract's OpenPayment.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $gateway A gateway's id.
	 * @param string    $channel A channel, or `auto`.
	 * @return array<string, string|int>
	 */
	private function wish( \WC_Order $order, string $gateway, string $channel ): array {
		$purchase = new OrderPurchase( $order );
		$fixed    = array(
			'order_ref'  => $purchase->ref(),
			'provider'   => Method::PROVIDERS[ $gateway ],
			'amount'     => Money::of_order( $order ),
			'currency'   => $order->get_currency(),
			'return_url' => SiteAddress::known( $purchase->return_url() ),
			'client_ip'  => ClientAddress::of_request(),
			'user_agent' => self::user_agent(),
		);
		$free     = array(
			'description' => $this->site->order_subject( (string) $order->get_order_number() ),
			'channel'     => $channel,
		);
		/**
		 * Filters what is asked of the bridge. Only `description` (what shoppers read in the provider's app) and
		 * `channel` can be changed; amount, currency and account never.
		 *
		 * @since 1.0.0
		 *
		 * @param array<string, string|int> $args  The request.
		 * @param \WC_Order                 $order The order.
		 */
		$filtered    = (array) apply_filters( 'wc_multipay_payment_args', $fixed + $free, $order );
		$changed     = array_intersect_key( array_filter( $filtered, 'is_string' ), $free ) + $free;
		$description = trim( wp_strip_all_tags( $changed['description'] ) );

		$changed['description'] = mb_substr( '' === $description ? $purchase->ref() : $description, 0, self::DESCRIPTION_LENGTH );
		return $fixed + $changed;
	}

	/**
	 * The shopper's browser, as it names itself.
	 */
	public static function user_agent(): string {
		$text = isset( $_SERVER['HTTP_USER_AGENT'] ) ? sanitize_text_field( wp_unslash( $_SERVER['HTTP_USER_AGENT'] ) ) : '';
		return substr( $text, 0, self::USER_AGENT_LENGTH );
	}
}
