<?php
/**
 * Whether the shop can be paid, as far as WooCommerce is concerned.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

use Automattic\WooCommerce\Utilities\LoggingUtil;
use Automattic\WooCommerce\Utilities\OrderUtil;
use MultiPay\Contract\ErrorCode;
use MultiPay\Gateway\Gateways;
use MultiPay\Gateway\Method;
use MultiPay\Log\LogRetention;
use MultiPay\Messages;
use MultiPay\Money;

/**
 * Version, currency, where orders are kept, the checkout, the logs.
 */
final class ShopChecks {
	/**
	 * The findings.
	 *
	 * @return list<Finding>
	 */
	public function findings(): array {
		if ( ! defined( 'WC_VERSION' ) ) {
			return array( Finding::good( 'woocommerce', __( 'WooCommerce is not active here: pay buttons work, and there are no payment methods for a shop.', 'multipay' ) ) );
		}
		$version = (string) constant( 'WC_VERSION' );
		if ( ! Gateways::has_woocommerce() ) {
			/* translators: 1: the version that is there, 2: the version that is needed */
			$sentence = sprintf( __( 'WooCommerce %1$s is too old: the payment methods need %2$s or newer and are switched off.', 'multipay' ), $version, Gateways::OLDEST_WOOCOMMERCE );
			return array( Finding::critical( 'woocommerce', $sentence, __( 'Update WooCommerce. All settings are kept.', 'multipay' ) ) );
		}
		/* translators: %s: a version */
		$woocommerce = Finding::good( 'woocommerce', sprintf( __( 'WooCommerce %s is new enough.', 'multipay' ), $version ) );
		return array( $woocommerce, self::enabled(), self::currency(), self::orders(), self::checkout(), self::logs() );
	}

	/**
	 * Whether a payment method is switched on.
	 *
	 * @param string $gateway A gateway's id.
	 */
	public static function is_enabled( string $gateway ): bool {
		$settings = get_option( 'woocommerce_' . $gateway . '_settings' );
		return is_array( $settings ) && 'yes' === ( $settings['enabled'] ?? 'no' );
	}

	/**
	 * Where orders are kept.
	 */
	public static function keeps_orders_in_own_tables(): bool {
		return OrderUtil::custom_orders_table_usage_is_enabled();
	}

	/**
	 * Whether any payment method is switched on.
	 */
	private static function enabled(): Finding {
		$names = array_map( array( Method::class, 'name' ), array_filter( array_keys( Method::PROVIDERS ), array( self::class, 'is_enabled' ) ) );
		return $names
			/* translators: %s: WeChat Pay, Alipay, or both */
			? Finding::good( 'enabled', sprintf( __( 'Switched on: %s.', 'multipay' ), implode( ', ', $names ) ) )
			: Finding::recommended( 'enabled', __( 'Neither WeChat Pay nor Alipay is switched on.', 'multipay' ), __( 'Enable them in WooCommerce > Settings > Payments.', 'multipay' ) );
	}

	/**
	 * Whether the shop's currency can be paid.
	 */
	private static function currency(): Finding {
		$currency = get_woocommerce_currency();
		return Money::CURRENCY === $currency
			? Finding::good( 'currency', __( 'The shop’s currency is Chinese yuan (CNY).', 'multipay' ) )
			: Finding::critical( 'currency', Messages::for_admin( ErrorCode::CURRENCY_UNSUPPORTED ), __( 'Change it in WooCommerce > Settings > General, or switch the payment methods off.', 'multipay' ), $currency );
	}

	/**
	 * Where orders are kept; both ways work.
	 */
	private static function orders(): Finding {
		return Finding::good( 'orders', self::keeps_orders_in_own_tables() ? __( 'Orders are kept in tables of their own (HPOS).', 'multipay' ) : __( 'Orders are kept as posts.', 'multipay' ) );
	}

	/**
	 * Whether there is a checkout.
	 */
	private static function checkout(): Finding {
		$page = get_post( wc_get_page_id( 'checkout' ) );
		if ( ! $page instanceof \WP_Post || 'publish' !== $page->post_status ) {
			return Finding::critical( 'checkout', __( 'The shop has no checkout page.', 'multipay' ), __( 'Choose one in WooCommerce > Settings > Advanced.', 'multipay' ) );
		}
		if ( has_block( 'woocommerce/checkout', $page ) ) {
			return Finding::good( 'checkout', __( 'The shop has the Checkout block.', 'multipay' ) );
		}
		if ( has_block( 'woocommerce/classic-shortcode', $page ) || has_shortcode( $page->post_content, 'woocommerce_checkout' ) ) {
			return Finding::good( 'checkout', __( 'The shop has the classic checkout.', 'multipay' ) );
		}
		return Finding::recommended( 'checkout', __( 'Neither the Checkout block nor the classic checkout was found on the checkout page. A page builder may have made it.', 'multipay' ), __( 'Buy something to see that the payment methods are shown there.', 'multipay' ) );
	}

	/**
	 * Whether the logs are kept for long enough. A log in files is, see LogRetention.
	 */
	private static function logs(): Finding {
		$days = LoggingUtil::get_retention_period();
		/* translators: %s: a number of days */
		$good = Finding::good( 'logs', sprintf( __( 'The logs of payments are kept for %s days.', 'multipay' ), number_format_i18n( LogRetention::KEEP_DAYS ) ) );
		if ( $days >= LogRetention::KEEP_DAYS || ! in_array( LoggingUtil::get_default_handler(), array( \WC_Log_Handler_DB::class, \WC_Log_Handler_File::class ), true ) ) {
			return $good;
		}
		return Finding::recommended(
			'logs',
			/* translators: %s: a number of days */
			sprintf( __( 'The logs of payments are deleted after %s days, with all others: where WooCommerce keeps its logs now, ours cannot be kept for longer.', 'multipay' ), number_format_i18n( $days ) ),
			/* translators: %s: a number of days */
			sprintf( __( 'In WooCommerce > Status > Logs > Settings choose the file system, or keep logs for %s days.', 'multipay' ), number_format_i18n( LogRetention::KEEP_DAYS ) )
		);
	}
}
