<?php
/**
 * Makes a shop of the site at `url`: WooCommerce's tables, settings and pages, and the demo products. It may run again.
 *
 * Arguments: `url` (of the site), `wordpress`, `manage_stock` (whether the last piece in stock is counted),
 * `products` (of each: `sku`, `name`, `price`, `category`, `stock` or null).
 *
 * @package MultiPay
 */

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

/**
 * Settings that a new shop asks its owner for, and the switches that keep WooCommerce from calling home or showing
 * its tours.
 *
 * @return array<string, mixed>
 */
function multipay_dev_shop_options(): array {
	return array(
		'woocommerce_currency'                         => 'CNY',
		'woocommerce_currency_pos'                     => 'left',
		'woocommerce_price_num_decimals'               => '2',
		'woocommerce_default_country'                  => 'CN:CN2',
		'woocommerce_store_address'                    => '1 Chang\'an Avenue',
		'woocommerce_store_city'                       => 'Beijing',
		'woocommerce_store_postcode'                   => '100000',
		'woocommerce_allowed_countries'                => 'all',
		'woocommerce_calc_taxes'                       => 'no',
		'woocommerce_enable_guest_checkout'            => 'yes',
		'woocommerce_enable_signup_and_login_from_checkout' => 'no',
		'woocommerce_enable_checkout_login_reminder'   => 'no',
		'woocommerce_manage_stock'                     => 'yes',
		'woocommerce_hold_stock_minutes'               => '60',
		'woocommerce_coming_soon'                      => 'no',
		'woocommerce_store_pages_only'                 => 'no',
		'woocommerce_allow_tracking'                   => 'no',
		'woocommerce_show_marketplace_suggestions'     => 'no',
		'woocommerce_merchant_email_notifications'     => 'no',
		'woocommerce_onboarding_profile'               => array( 'skipped' => true ),
		'woocommerce_task_list_hidden'                 => 'yes',
		'woocommerce_task_list_hidden_lists'           => array( 'setup', 'extended' ),
		'woocommerce_task_list_welcome_modal_dismissed' => 'yes',
		'woocommerce_custom_orders_table_enabled'      => 'yes',
		'woocommerce_custom_orders_table_data_sync_enabled' => 'no',
		// All of them: the Checkout block takes a setting that is missing for "no".
		'woocommerce_cod_settings'                     => array(
			'enabled'            => 'yes',
			'title'              => 'Cash on delivery',
			'description'        => 'Pay with cash upon delivery.',
			'instructions'       => 'Pay with cash upon delivery.',
			'enable_for_methods' => array(),
			'enable_for_virtual' => 'yes',
		),
	);
}

/**
 * The number of the category with this name, made if need be.
 *
 * @param string $name The category's name.
 */
function multipay_dev_category( string $name ): int {
	$term = get_term_by( 'name', $name, 'product_cat' );
	return $term ? $term->term_id : multipay_dev_must( wp_insert_term( $name, 'product_cat' ), 'Making a category' )['term_id'];
}

/**
 * Makes a product, or brings the one with its article number to what it should be.
 *
 * @param array $wish         The product as the arguments describe it.
 * @param int   $place        Its place in the shop, counted from 0.
 * @param bool  $manage_stock Whether the shop counts its pieces.
 */
function multipay_dev_product( array $wish, int $place, bool $manage_stock ): void {
	$id      = wc_get_product_id_by_sku( $wish['sku'] );
	$product = $id ? wc_get_product( $id ) : new WC_Product_Simple();
	$product->set_props(
		array(
			'name'               => $wish['name'],
			'sku'                => $wish['sku'],
			'regular_price'      => $wish['price'],
			'virtual'            => true,
			'status'             => 'publish',
			'catalog_visibility' => 'visible',
			'menu_order'         => $place,
			'category_ids'       => array( multipay_dev_category( $wish['category'] ) ),
		)
	);
	if ( ! $id && null !== $wish['stock'] && $manage_stock ) {
		$product->set_manage_stock( true );
		$product->set_stock_quantity( $wish['stock'] );
	}
	multipay_dev_must( $product->save(), 'Saving ' . $wish['name'] );
}

/**
 * Puts the classic checkout on a page of its own, beside the page with the Checkout block.
 */
function multipay_dev_classic_checkout(): void {
	if ( ! get_page_by_path( 'classic-checkout' ) ) {
		multipay_dev_must(
			wp_insert_post(
				array(
					'post_type'    => 'page',
					'post_status'  => 'publish',
					'post_name'    => 'classic-checkout',
					'post_title'   => 'Classic checkout',
					'post_content' => "<!-- wp:shortcode -->\n[woocommerce_checkout]\n<!-- /wp:shortcode -->",
				),
				true
			),
			'Making the classic checkout page'
		);
	}
}

multipay_dev_must( class_exists( 'WooCommerce' ), 'Loading WooCommerce' );

// A set-up that was cut off, on a page or here, leaves WooCommerce's own lock behind.
delete_transient( 'wc_installing' );
WC_Install::install();
foreach ( multipay_dev_shop_options() as $multipay_dev_name => $multipay_dev_value ) {
	update_option( $multipay_dev_name, $multipay_dev_value );
}
WC_Install::create_pages();
delete_transient( '_wc_activation_redirect' );
delete_option( 'woocommerce_admin_notices' );

foreach ( $multipay_dev['products'] as $multipay_dev_place => $multipay_dev_wish ) {
	multipay_dev_product( $multipay_dev_wish, $multipay_dev_place, $multipay_dev['manage_stock'] );
}
multipay_dev_classic_checkout();

multipay_dev_answer( array( 'version' => WC()->version ) );
