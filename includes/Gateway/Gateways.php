<?php
/**
 * Makes the gateways known to WooCommerce.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Gateway;

use MultiPay\Order\OpenPayment;

/**
 * Builds them when WooCommerce asks, which it does only on pages that need them.
 */
final class Gateways {
	/** What WooCommerce must be for shops to be paid; everything else works with an older one, and without. */
	public const OLDEST_WOOCOMMERCE = '8.9';

	/**
	 * Needs what the gateways need.
	 *
	 * @param Availability $availability Whether they can be used.
	 * @param OpenPayment  $opening      Opens payments.
	 */
	public function __construct( private Availability $availability, private OpenPayment $opening ) {}

	/**
	 * Hooks in where WooCommerce asks for gateways and for promises.
	 */
	public function register_hooks(): void {
		add_filter( 'woocommerce_payment_gateways', array( $this, 'add' ) );
		add_action( 'before_woocommerce_init', array( $this, 'promise_compatibility' ) );
	}

	/**
	 * Whether a WooCommerce is there that is new enough.
	 */
	public static function has_woocommerce(): bool {
		return defined( 'WC_VERSION' ) && version_compare( (string) constant( 'WC_VERSION' ), self::OLDEST_WOOCOMMERCE, '>=' );
	}

	/**
	 * Adds the gateways.
	 *
	 * @param array<mixed> $gateways Names and objects.
	 * @return array<mixed>
	 */
	public function add( $gateways ): array {
		if ( self::has_woocommerce() ) {
			$gateways[] = new WeChatPayGateway( Method::WECHAT, $this->availability, $this->opening );
			$gateways[] = new AlipayGateway( Method::ALIPAY, $this->availability, $this->opening );
		}
		return $gateways;
	}

	/**
	 * Says that orders in tables of their own and the Checkout block are supported.
	 */
	public function promise_compatibility(): void {
		if ( class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', MULTIPAY_FILE, true );
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', MULTIPAY_FILE, true );
		}
	}
}
