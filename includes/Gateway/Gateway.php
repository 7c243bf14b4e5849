<?php
/**
 * What both gateways have in common.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

use MultiPay\Messages;
use MultiPay\Order\OpenPayment;
use MultiPay\Refusal;

/**
 * Turns a WooCommerce call into a bridge call and back. It opens payments and never completes an order: only money does
 * (see Order\Settle).
 */
abstract class Gateway extends \WC_Payment_Gateway {
	/**
	 * Describes the gateway to WooCommerce.
	 *
	 * @param string       $gateway Its id.
	 * @param Availability $usable  Whether it can be used; WooCommerce has a property named availability.
	 * @param OpenPayment  $opening Opens payments.
	 */
	public function __construct( string $gateway, private Availability $usable, private OpenPayment $opening ) {
		$this->id                 = $gateway;
		$this->has_fields         = false;
		$this->supports           = array( 'products' );
		$this->method_title       = Method::name( $gateway );
		$this->method_description = $this->what_it_does();
		$this->init_form_fields();
		$this->init_settings();
		$this->title       = (string) $this->get_option( 'title' );
		$this->description = (string) $this->get_option( 'description' );
		add_action( 'woocommerce_update_options_payment_gateways_' . $this->id, array( $this, 'process_admin_options' ) );
	}

	/**
	 * What it does, for the merchant.
	 */
	abstract protected function what_it_does(): string;

	/**
	 * What shoppers read below its title, until the merchant writes something else.
	 */
	abstract protected function what_shoppers_do(): string;

	/**
	 * The settings that are WordPress's own. Merchant accounts and keys are the bridge's.
	 */
	public function init_form_fields(): void {
		$this->form_fields = array(
			'enabled'     => array(
				'title'   => __( 'Enable/Disable', 'multipay' ),
				'type'    => 'checkbox',
				/* translators: %s: WeChat Pay or Alipay */
				'label'   => sprintf( __( 'Enable %s', 'multipay' ), $this->method_title ),
				'default' => 'no',
			),
			'title'       => array(
				'title'       => __( 'Title', 'multipay' ),
				'type'        => 'text',
				'description' => __( 'What shoppers see at the checkout.', 'multipay' ),
				'default'     => $this->method_title,
				'desc_tip'    => true,
			),
			'description' => array(
				'title'       => __( 'Description', 'multipay' ),
				'type'        => 'textarea',
				'description' => __( 'What shoppers read when they choose it.', 'multipay' ),
				'default'     => $this->what_shoppers_do(),
				'desc_tip'    => true,
			),
			'logging'     => array(
				'title'       => __( 'Enable log', 'multipay' ),
				'type'        => 'checkbox',
				'label'       => __( 'Write down what happens to payments', 'multipay' ),
				'description' => __( 'Under WooCommerce > Status > Logs, without secrets. Errors that somebody must look at are always written there.', 'multipay' ),
				'default'     => 'yes',
			),
		);
	}

	/**
	 * Whether shoppers see it.
	 */
	public function is_available(): bool {
		return parent::is_available() && null === $this->unavailable_because( PayingRequest::is_current() );
	}

	/**
	 * Why it cannot be used.
	 *
	 * @param bool $may_ask Whether the bridge may be asked first.
	 * @return string|null A code that Messages::for_admin() knows.
	 */
	public function unavailable_because( bool $may_ask ): ?string {
		return $this->usable->reason( $this->id, get_woocommerce_currency(), $may_ask );
	}

	/**
	 * Opens a payment for an order. The cart stays as it is and the order stays pending.
	 *
	 * @param int $order_id The order.
	 * @return array{result: string, redirect: string, multipay: string} `multipay` is the Checkout block's PaymentView.
	 * @throws \Exception With a sentence for the shopper: the only way that every WooCommerce shows the words.
	 */
	public function process_payment( $order_id ): array {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof \WC_Order ) {
			throw new \Exception( __( 'There is no such order.', 'multipay' ) );
		}
		try {
			$view = $this->opening->open( $order, $this->id, 'auto' );
		} catch ( Refusal $refusal ) {
			throw new \Exception( $refusal->getMessage() );
		}
		if ( WC()->session ) {
			WC()->session->set( 'order_awaiting_payment', $order->get_id() );
		}
		return array(
			'result'   => 'success',
			'redirect' => $this->way_on( $order, $view ),
			// The Checkout block decodes HTML's entities in what it gets, in `&notify_url` too.
			'multipay' => (string) wp_json_encode( $view, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_HEX_AMP ),
		);
	}

	/**
	 * Its picture, for the classic checkout.
	 */
	public function get_icon(): string {
		$icon = sprintf( '<img src="%s" alt="" width="24" height="24" />', esc_attr( Icon::data_uri( $this->id ) ) );
		return (string) apply_filters( 'woocommerce_gateway_icon', $icon, $this->id ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own filter.
	}

	/**
	 * Its settings page, which says who configures the rest, and why shoppers do not see it.
	 */
	public function admin_options(): void {
		$reason = $this->unavailable_because( true );
		if ( null !== $reason ) {
			printf(
				'<div class="notice notice-warning inline"><p>%s %s</p></div>',
				esc_html__( 'Shoppers do not see this payment method now.', 'multipay' ),
				esc_html( Messages::for_admin( $reason ) )
			);
		}
		$mode = $this->usable->mode();
		if ( null !== $mode ) {
			echo '<div class="notice notice-info inline"><p>' . esc_html( Messages::who_configures( $mode ) ) . '</p></div>';
		}
		parent::admin_options();
	}

	/**
	 * Where the shopper goes on without our script: to the provider's own page, or to our page with the QR code. The
	 * Checkout block always gets ours, since its script reads the rest.
	 *
	 * @param \WC_Order            $order The order.
	 * @param array<string, mixed> $view  The PaymentView.
	 */
	private function way_on( \WC_Order $order, array $view ): string {
		$is_block = defined( 'REST_REQUEST' ) && REST_REQUEST;
		$prompt   = $view['prompt'];
		if ( ! $is_block && $prompt && 'redirect' === $prompt['type'] ) {
			return (string) $prompt['redirect_url'];
		}
		return $order->get_checkout_payment_url( true );
	}
}
