<?php
/**
 * Gives the site at `url` its people and the pages that show the plugin's blocks, and answers with what is where. It may
 * run again.
 *
 * Arguments: `url`, `wordpress`, `name`, `pages` (slug => `title`, `content`), `front_page` (one of the slugs), `people` (of
 * each: `login`, `password`, `email`, `role`, and `fallback_role`, which the person gets where the role is not known;
 * null: no account then).
 *
 * @package MultiPay
 */

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

/**
 * Makes a page, or brings the one at its address to what it should be.
 *
 * @param string $slug The last part of the page's address.
 * @param array  $wish Its title and content.
 * @return string Its address.
 */
function multipay_dev_page( string $slug, array $wish ): string {
	$page = get_page_by_path( $slug );
	$id   = wp_insert_post(
		wp_slash(
			array(
				'ID'           => $page ? $page->ID : 0,
				'post_type'    => 'page',
				'post_status'  => 'publish',
				'post_name'    => $slug,
				'post_title'   => $wish['title'],
				'post_content' => $wish['content'],
			)
		),
		true
	);
	return get_permalink( multipay_dev_must( $id, 'Making the page ' . $slug ) );
}

/**
 * Makes an account and gives it its role on this site.
 *
 * @param array $person The account as the arguments describe it.
 * @return string|null The role that it has, null when there is none for it here.
 */
function multipay_dev_person( array $person ): ?string {
	$role = wp_roles()->is_role( $person['role'] ) ? $person['role'] : $person['fallback_role'];
	if ( null === $role ) {
		return null;
	}
	$user = get_user_by( 'login', $person['login'] );
	$id   = $user ? $user->ID : multipay_dev_must(
		wp_insert_user(
			array(
				'user_login'   => $person['login'],
				'user_pass'    => $person['password'],
				'user_email'   => $person['email'],
				'display_name' => $person['login'],
			)
		),
		'Making the account ' . $person['login']
	);
	multipay_dev_must( add_user_to_blog( get_current_blog_id(), $id, $role ), 'Giving ' . $person['login'] . ' a role' );
	return $role;
}

/**
 * The shop's pages and products.
 *
 * @return array{pages: array<string, string|null>, products: array[]}
 */
function multipay_dev_shop(): array {
	$classic = get_page_by_path( 'classic-checkout' );
	if ( ! class_exists( 'WooCommerce' ) ) {
		return array(
			'pages'    => array_fill_keys( array( 'shop_url', 'checkout_url', 'classic_checkout_url', 'my_account_url' ), null ),
			'products' => array(),
		);
	}
	multipay_dev_must(
		\Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled(),
		'Keeping orders in tables of their own'
	);
	$products = array();
	foreach ( wc_get_products( array( 'limit' => -1, 'orderby' => 'ID', 'order' => 'ASC' ) ) as $product ) {
		$products[] = array(
			'id'            => $product->get_id(),
			'name'          => $product->get_name(),
			'price'         => $product->get_price(),
			'manages_stock' => $product->get_manage_stock(),
			'url'           => $product->get_permalink(),
		);
	}
	return array(
		'pages'    => array(
			'shop_url'             => wc_get_page_permalink( 'shop' ),
			'checkout_url'         => wc_get_page_permalink( 'checkout' ),
			'classic_checkout_url' => get_permalink( multipay_dev_must( $classic ? $classic->ID : 0, 'Finding the classic checkout' ) ),
			'my_account_url'       => wc_get_page_permalink( 'myaccount' ),
		),
		'products' => $products,
	);
}

update_option( 'blogname', $multipay_dev['name'] );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'timezone_string', 'Asia/Shanghai' );
foreach ( array( 'hello-world' => 'post', 'sample-page' => 'page' ) as $multipay_dev_slug => $multipay_dev_type ) {
	$multipay_dev_sample = get_page_by_path( $multipay_dev_slug, OBJECT, $multipay_dev_type );
	if ( $multipay_dev_sample ) {
		wp_delete_post( $multipay_dev_sample->ID, true );
	}
}
$wp_rewrite->init();

$multipay_dev_pages = array();
foreach ( $multipay_dev['pages'] as $multipay_dev_slug => $multipay_dev_wish ) {
	$multipay_dev_pages[ $multipay_dev_slug ] = multipay_dev_page( $multipay_dev_slug, $multipay_dev_wish );
}
update_option( 'show_on_front', 'page' );
update_option( 'page_on_front', get_page_by_path( $multipay_dev['front_page'] )->ID );
$multipay_dev_roles = array();
foreach ( $multipay_dev['people'] as $multipay_dev_person ) {
	$multipay_dev_roles[ $multipay_dev_person['login'] ] = multipay_dev_person( $multipay_dev_person );
}
$multipay_dev_answer = array(
	'id'        => get_current_blog_id(),
	'name'      => get_bloginfo( 'name' ),
	'url'       => home_url( '/' ),
	'admin_url' => admin_url(),
	'login_url' => wp_login_url(),
	'page_urls' => $multipay_dev_pages,
	'roles'     => $multipay_dev_roles,
	'shop'      => multipay_dev_shop(),
);

// Made again by the next request, which knows all plugins' addresses.
delete_option( 'rewrite_rules' );

multipay_dev_answer( $multipay_dev_answer );
